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


class _Beneath(NamedTuple):
    """A result that a comparison or a file is made of, in words, and its folder."""

    told: str
    folder: str


@dataclass(frozen=True)
class Standing:
    """What is kept now: what has been computed is held against it."""

    network: str
    heads: Mapping[str, ScenarioHead]
    results: Mapping[str, Result]  # by key, those that comparisons and files are of

    def held(self, one: Job | Result) -> tuple[bool | None, list[str]]:
        """Return whether all is as it was computed, and in German what is not.

        None where nothing is known to have changed, but not all of it is known.
        """
        changed, unknown = (
            list(dict.fromkeys(told)) for told in (self._changed(one), self._unknown(one))
        )
        return False if changed else None if unknown else True, changed + unknown

    def scenario_of(self, one: Job | Result) -> OfScenario | None:
        """Return the scenario an evaluation is of, or the one a file is of."""
        if one.kind != "export":
            return scenario_of(one.parameters)
        beneath = self.results.get(one.parameters.get("folder") or "")
        return None if beneath is None else scenario_of(beneath.parameters)

    def _changed(self, one: Job | Result) -> Iterator[str]:
        if one.network not in (None, self.network):
            yield "Netz, Parameter oder Programm sind andere"
        yield from self._chain(one.parameters.get("stored", ()), one.parameters)
        for told, folder in _beneath(one.parameters):
            beneath = self.results.get(folder)
            if beneath is None or beneath.status != "whole":
                yield f"{told} gibt es nicht mehr"
            else:
                yield from self._changed(beneath)

    def _unknown(self, one: Job | Result) -> Iterator[str]:
        """Yield what an old version of the program has not noted."""
        if one.network is None:
            yield "nicht bekannt, mit welchem Netz gerechnet wurde"
        if one.kind == "evaluation" and "stored" not in one.parameters:
            yield "nicht bekannt, in welcher Fassung das Szenario gerechnet wurde"
        for _, folder in _beneath(one.parameters):
            if folder in self.results:
                yield from self._unknown(self.results[folder])

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
    keys = {beneath.folder for one in some for beneath in _beneath(one.parameters)}
    heads = store.scenarios.heads() if any(_stored(one) for one in some) or keys else {}
    return Standing(network, heads, store.results.of_keys(keys) if keys else {})


def told_of(one: Job | Result, now: Standing) -> dict[str, Any]:
    """Return ``title, scenario, days, current, changed``."""
    of, (current, changed) = now.scenario_of(one), now.held(one)
    return {
        "title": title_of(one),
        "scenario": None if of is None else of._asdict(),
        "days": one.parameters.get("days"),
        "current": current,
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


def _beneath(asked: Parameters) -> list[_Beneath]:
    """Return the results a comparison or a file is made of, none of anything else."""
    named = [(f"das Ergebnis „{side['name']}“", side["folder"]) for side in _sides(asked)]
    named += [
        ("das Ergebnis, aus dem die Datei ist,", asked.get("folder")),
        ("das Ergebnis, gegen das die Datei vergleicht,", asked.get("against")),
    ]
    return [_Beneath(told, folder) for told, folder in named if folder is not None]
