"""Scenario check: what a scenario cannot do, what it is made of, and what speaks against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from accessibility.line_report import NO_FINDING
from accessibility.words import MET, NOT_CHECKED
from api.lines import LineService
from api.scenarios.causes import nights_of
from api.scenarios.doubts import doubts
from api.scenarios.files import Source
from api.scenarios.ground import Made, ground_of, make
from api.scenarios.lines import LinesBeforeAfter, Trips, overtaken, trips_by_step
from api.scenarios.rules import lapsed_rules
from api.scenarios.service import changed_service, told
from api.scenarios.told import trips_words, words_data
from api.service import Service
from mobility.apply import Step
from mobility.draft import Ground

SHOWN_HASH = 8


@dataclass(frozen=True, eq=False)
class Checked:
    """A scenario that has been tried on a network."""

    made: Made
    trips: Sequence[Sequence[Sequence[Trips]]]  # [scenario][step]
    warnings: Sequence[str]  # German, for planners; none where something cannot be made
    heading: str
    changed: Service | None  # on the network that was made; None where something cannot be

    @property
    def problems(self) -> list[str]:
        """All that cannot be made, with file and line."""
        return [misfit.told for misfit in self.made.misfits]


@dataclass(frozen=True, eq=False)
class Known:
    """What is the same for all scenarios of a network."""

    lines: LineService
    ground: Ground


def known_of(service: Service) -> Known:
    """Return it; who checks many scenarios asks once."""
    return Known(LineService(service), ground_of(service))


def check_scenario(
    service: Service, chain: Sequence[Source], known: Known | None = None
) -> Checked:
    """Try the scenarios on the network; nothing is refused, all that is found is told."""
    known = known_of(service) if known is None else known
    watched = sorted({one for when in service.days.values() for one in nights_of(when)})
    made = make(chain, known.ground, watched)
    trips = trips_by_step(made, service.days)
    changed = None if made.misfits else changed_service(service, made)
    warnings = [] if changed is None else _warnings(known.lines, changed, made, trips)
    heading = f"{service.manifest['name']}, Szenario „{made.name}“"
    standing = service.standing()
    heading = f"{standing}\n{heading}" if standing else heading
    return Checked(made, trips, warnings, heading, changed)


def check_data(checked: Checked) -> dict[str, Any]:
    """Return it as data: ``scenario`` with words and trips by change, ``problems, warnings``."""
    scenario = dict(told(checked.made))
    trips = [one for steps in checked.trips for one in steps]
    made = [step for steps in checked.made.steps for step in steps]
    scenario["changes"] = [
        {**change, **words_data(step), "trips": [one._asdict() for one in own]}
        for change, step, own in zip(scenario["changes"], made, trips, strict=True)
    ]
    return {
        "scenario": scenario,
        "problems": checked.problems,
        "warnings": list(checked.warnings),
    }


def check_text(checked: Checked) -> str:
    """Return what was found as text."""
    lines = [checked.heading, f"Prüfsumme {checked.made.hash[:SHOWN_HASH]}", ""]
    for source, steps, trips in zip(
        checked.made.chain, checked.made.steps, checked.trips, strict=True
    ):
        if len(checked.made.chain) > 1:
            lines.append(f"„{source.scenario.name}“")
        for step, by_day in zip(steps, trips, strict=True):
            lines += _step_lines(step, by_day)
        if not source.scenario.changes:
            lines.append("Keine Änderung: das Netz, wie es ist.")
    lines += _built(checked)
    lines += [f"Hinweis: {warning}" for warning in checked.warnings]
    if not checked.problems:
        lines.append("Alle Änderungen lassen sich vornehmen.")
    return "\n".join(lines)


def _built(checked: Checked) -> list[str]:
    """Return the stops there are none of yet, in a line."""
    draft = checked.made.draft
    new = draft.timetable.stop_name[len(draft.ground.timetable.stop_id) :]
    return [f"Neue Haltestellen: {', '.join(new.tolist())}"] if len(new) else []


def _step_lines(step: Step, trips: Sequence[Trips]) -> Iterator[str]:
    note = f" – {step.change.note}" if step.change.note else ""
    told = words_data(step)
    yield f"{step.number}  {told['words']}{note}"
    yield from (f"     = {part}" for part in told["parts"])
    yield from (f"     {said}" for said in trips_words(trips))


def _warnings(
    lines: LineService,
    changed: Service,
    made: Made,
    trips: Sequence[Sequence[Sequence[Trips]]],
) -> list[str]:
    """Return what speaks against it.

    What is hardly meant, trips that overtake, lapsed rules, criteria products miss.
    """
    both = LinesBeforeAfter(lines, LineService(changed))
    lapsed = lapsed_rules(lines.timetable, both.after.timetable)
    odd = doubts(made, trips, both)
    return [*odd, *overtaken(both), *lapsed, *_missed_criteria(both)]


def _missed_criteria(both: LinesBeforeAfter) -> list[str]:
    """Return what touched lines miss of the product they are after the changes, line by line."""
    after, found = both.after, list[tuple[int, int, str]]()
    touched = np.isin(after.lines.line_id, list(both.touched))
    for number, profile in enumerate(after.profiles.values()):
        lines = np.flatnonzero(touched & (after.products == profile.product))
        audit = after.audit(lines, [profile]) if len(lines) else pd.DataFrame()
        for line in lines.tolist() if len(audit) else ():
            rows = audit[audit["line_id"] == after.lines.line_id[line]]
            rows = rows[rows["verdict"].notna() & (rows["verdict"] != NOT_CHECKED)]
            missed = rows[rows["verdict"] != MET]
            if len(missed):
                found.append((line, number, _missed(rows, missed, profile.name)))
    return [told for _, _, told in sorted(found)]


def _missed(rows: pd.DataFrame, missed: pd.DataFrame, profile: str) -> str:
    values = missed["value_text"].fillna("–")
    why = missed["criterion"] + " " + values + " (Grenze " + missed["limit_text"] + ")"
    return (
        f"{rows['name'].iloc[0]}: rechnerische Prüfung nach Profil {profile}: "
        f"{len(rows) - len(missed)} von {len(rows)} prüfbaren Kriterien erfüllt; {NO_FINDING}. "
        f"Verfehlt: {'; '.join(why)}"
    )
