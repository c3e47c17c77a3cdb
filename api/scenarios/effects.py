"""Scenario effects: what each change does by itself, what is lost without it; minutes tried out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from accessibility.areas import KREIS
from accessibility.compare import compare_table
from api.evaluated import Evaluated, evaluated
from api.lines import LineService
from api.scenarios.files import Source
from api.scenarios.ground import Made, ground_of, make
from api.scenarios.service import changed_service
from gtfs.timetable import calls_of_trips
from mobility.anschluesse import GOOD, MISSED, USUAL, find_anschluesse
from mobility.draft import Ground
from mobility.scenario import Change, Scenario
from mobility.scenario_trips import Shift
from mobility.scenario_values import ScenarioError
from mobility.threads import in_threads

Way: TypeAlias = Literal["alle", "allein", "ohne"]
FIGURES = (
    *("people_newly_reached", "people_lost", "people_better", "people_worse"),
    *("people_newly_met", "people_no_longer_met", "time_difference_mean"),
)
ANSCHLUESSE = {GOOD: "anschluesse_good", MISSED: "anschluesse_missed"}


@dataclass(frozen=True)
class _Variant:
    """Some of the changes of a scenario."""

    way: Way
    number: int  # of the change, 0: all
    changes: tuple[Change, ...]


def contributions(before: Evaluated, source: Source) -> pd.DataFrame:
    """Return what the changes of a scenario do for the Kreis, each alone and all but each.

    Columns ``way`` (alle, allein, ohne), ``number`` and ``type`` of the change (0: all), ``made``
    (whether it can be made so: a change may need one before it), ``day, class`` and the figures of
    ``compare_table`` with the target free. The days and what is compared with are those of
    ``before``.
    """
    ground, parts = ground_of(before.service), []
    for variant in _variants(source.scenario.changes):
        scenario = source.scenario.model_copy(update={"changes": variant.changes})
        made = make([replace(source, scenario=scenario, lines=())], ground)
        kind = source.scenario.changes[variant.number - 1].type if variant.number else ""
        heads = {"way": variant.way, "number": variant.number, "type": kind}
        if made.misfits:
            parts.append(pd.DataFrame([heads | {"made": False}]))
            continue
        parts.append(_kreis(before, _after(before, made).points).assign(**heads, made=True))
    table = pd.concat(parts, ignore_index=True)
    return table[["way", "number", "type", "made", "day", "class", *FIGURES]]


def minutes_tried(
    before: Evaluated, line: str, minutes: Sequence[int], towards: str | None = None
) -> pd.DataFrame:
    """Return what a line gives the Kreis if all of it ran so many minutes later.

    Columns ``minutes, day, class``, the figures of ``contributions``, and of the Anschlüsse of the
    line at Knoten, there and from there, how many are good or just missed that day; 0 is the line
    as it is.
    """
    ground = ground_of(before.service)

    def tried(later: int) -> pd.DataFrame:
        change = Shift(type="shift", line=line, towards=towards, minutes=later)
        one = before if later == 0 else _shifted(before, ground, change)
        changes = _anschluesse(one, line)
        return _kreis(before, one.points).assign(minutes=later).merge(changes, on="day")

    parts = in_threads(tried, minutes, threads=before.threads, label="Minuten")
    columns = ["minutes", "day", "class", *FIGURES, *ANSCHLUESSE.values()]
    return pd.concat(parts, ignore_index=True)[columns]


def _anschluesse(found: Evaluated, line: str) -> pd.DataFrame:
    """Return ``day`` and how many Anschlüsse from and to a line are good, and just missed."""
    asked = LineService(found.service)
    timetable, lines, own = asked.timetable, asked.lines, asked.one(line)
    calls = calls_of_trips(timetable, np.flatnonzero(lines.trip_line == own))
    here = np.zeros(len(timetable.station_id), np.bool_)
    here[timetable.stop_station[timetable.call_stop[calls]]] = True
    rows = []
    for day, one in found.days.items():
        table = find_anschluesse(timetable, lines, one.date, asked.changing, USUAL, here)
        mine = table[(table["line"] == own) | (table["to_line"] == own)]
        counts = {name: int((mine["verdict"] == said).sum()) for said, name in ANSCHLUESSE.items()}
        rows.append({"day": day, **counts})
    return pd.DataFrame(rows)


def _variants(changes: tuple[Change, ...]) -> Iterator[_Variant]:
    yield _Variant("alle", 0, changes)
    if len(changes) < 2:
        return
    for number in range(1, len(changes) + 1):
        yield _Variant("allein", number, changes[number - 1 : number])
        yield _Variant("ohne", number, changes[: number - 1] + changes[number:])


def _shifted(before: Evaluated, ground: Ground, change: Shift) -> Evaluated:
    name = f"{change.line} {change.minutes:+g} min"
    made = make([Source(Scenario(name=name, changes=(change,)))], ground)
    if made.misfits:
        raise ScenarioError(f"{name}: {made.misfits[0].problem.message}")
    return _after(before, made)


def _after(before: Evaluated, made: Made) -> Evaluated:
    service = changed_service(before.service, made)
    return evaluated(service, list(before.days), before=before, threads=before.threads)


def _kreis(before: Evaluated, after: pd.DataFrame) -> pd.DataFrame:
    places = before.service.places
    return compare_table(places, before.points, after, down_to=KREIS, measures=())
