"""Computed: what a job or a result is of, in words, and whether that still is what it was."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from accessibility.words import clock, day_name, german_date
from api.scenarios.files import Source, scenario_hash
from api.storage.records import Job, Result, ScenarioHead
from api.storage.store import Store
from mobility.scenario import Scenario

Parameters: TypeAlias = Mapping[str, Any]


class OfScenario(NamedTuple):
    """The scenario an evaluation is of; id and version are None if it was not one kept here."""

    id: str | None
    name: str
    version: int | None
    sha256: str


@dataclass(frozen=True)
class Standing:
    """What is kept now: what has been computed is held against it."""

    network: str
    heads: Mapping[str, ScenarioHead]
    results: Mapping[str, Result]  # by key, those that comparisons are of

    def changed(self, one: Job | Result) -> list[str]:
        """Return in German what is not any more as it was computed; nothing if all is."""
        return list(dict.fromkeys(self._changed(one)))

    def _changed(self, one: Job | Result) -> Iterator[str]:
        if one.network != self.network:
            yield "Netz, Parameter oder Programm sind andere"
        yield from self._chain(one.parameters.get("stored", ()), one.parameters)
        for side in _sides(one.parameters):
            if side["folder"] is not None:
                beneath = self.results.get(side["folder"])
                if beneath is None or beneath.status != "whole":
                    yield f"das Ergebnis „{side['name']}“ gibt es nicht mehr"
                else:
                    yield from self._changed(beneath)

    def _chain(self, stored: Sequence[Parameters], asked: Parameters) -> Iterator[str]:
        """Yield what has changed in a scenario and in those it stands on, the lowest first."""
        below: str | None = None
        for then, scenario in zip(stored, asked["scenarios"] if stored else (), strict=True):
            name, now = f"Szenario „{scenario['name']}“", self.heads.get(then["id"])
            if now is None:
                yield f"{name} wurde gelöscht"
            elif now.sha256 != then["sha256"]:
                yield f"{name} geändert (jetzt Fassung {now.version}, gerechnet {then['version']})"
            elif now.base != below:
                yield f"{name} steht auf einem anderen Ohnefall"
            below = then["id"]


def standing_of(store: Store, network: str, some: Sequence[Job | Result]) -> Standing:
    """Return what is kept now, as far as some jobs or results ask for it."""
    keys = {side["folder"] for one in some for side in _sides(one.parameters)} - {None}
    heads = store.scenarios.heads() if any(_stored(one) for one in some) or keys else {}
    return Standing(network, heads, store.results.of_keys(keys) if keys else {})


def told_of(one: Job | Result, now: Standing) -> dict[str, Any]:
    """Return ``title, scenario, days, current, changed``."""
    of, changed = scenario_of(one.parameters), now.changed(one)
    return {
        "title": title_of(one),
        "scenario": None if of is None else of._asdict(),
        "days": one.parameters.get("days"),
        "current": not changed,
        "changed": changed,
    }


def title_of(one: Job | Result) -> str:
    """Return what it is in a line, in German."""
    asked = one.parameters
    match one.kind:
        case "evaluation" if asked.get("scenarios"):
            *below, top = (f"„{scenario['name']}“" for scenario in asked["scenarios"])
            against = f" gegenüber {below[-1]}" if below else ""
            return ", ".join([f"Szenario {top}{against}", *map(day_name, asked["days"] or ())])
        case "matrix" if "origins" in asked:
            ends = f"{len(asked['origins'])} × {len(asked['destinations'])}"
            how = "Ankunft" if asked.get("arriving") else "Abfahrt"
            span = f"{how} {clock(asked['from_s'])}–{clock(asked['until_s'])}"
            when = german_date(dt.date.fromisoformat(asked["date"]))
            return f"Reisezeiten {ends}, {when}, {span}"
        case "comparison" if "before" in asked:
            names = [
                f"„{side['name']}“" if side["folder"] else side["name"] for side in _sides(asked)
            ]
            return f"Vergleich {', '.join(names[1:])} gegenüber {names[0]}"
        case "export" if "what" in asked:
            return f"Datei „{asked['name']}“"
    return one.kind


def scenario_of(asked: Parameters) -> OfScenario | None:
    """Return the scenario on top, with the hash its stored one has as long as it says the same."""
    if not asked.get("scenarios"):
        return None
    top, stored = asked["scenarios"][-1], asked.get("stored")
    if stored:
        then = stored[-1]
        return OfScenario(then["id"], top["name"], then["version"], then["sha256"])
    sha256 = scenario_hash((Source(Scenario.model_validate(top)),))
    return OfScenario(None, top["name"], None, sha256)


def _stored(one: Job | Result) -> bool:
    return bool(one.parameters.get("stored"))


def _sides(asked: Parameters) -> list[Parameters]:
    """Return the sides of a comparison, none of anything else."""
    return [asked["before"], *asked["afters"]] if "before" in asked else []
