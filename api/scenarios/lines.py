"""Scenario lines: which lines a scenario touches, and what audit and Anschlüsse gain or lose."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.knoten_table import line_names, with_main
from accessibility.relations import counted_relations
from api.lines import LineService
from api.scenarios.ground import Made
from api.service import Service
from gtfs.timetable import Bools, Ints, Strings, Timetable, calls_of_trips
from gtfs.trip_keys import Differing, differing_trips
from mobility.anschluesse import USUAL, find_anschluesse
from mobility.apply import Step
from mobility.lines import Lines
from mobility.overtaking import Overtaken, find_overtaken
from mobility.rail_access import find_hauptrelation
from mobility.relink import same_walking
from mobility.touched import Touched

AUDIT_KEYS = ["line_id", "name", "profile", "criterion"]
AUDIT_TOLD = ["value_text", "limit_text", "verdict", "why", "whole"]
KNOTEN_KEYS = ["station_id", "station", "line", "from", "to_line", "towards", "kind"]
KNOTEN_TOLD = ["arrivals", "good", "missed"]
BEFORE, AFTER = "_before", "_after"


class Trips(NamedTuple):
    """How many trips of a line a change takes from a day, changes on it and gives to it."""

    day: str
    line: str  # name
    gone: int
    changed: int
    new: int


@dataclass(frozen=True, eq=False)
class LinesBeforeAfter:
    """The lines of a network before and after a scenario."""

    before: LineService
    after: LineService

    @cached_property
    def touched(self) -> frozenset[str]:
        """The ids of lines with a trip that is gone or new on one of the days."""
        found = set[str]()
        for when in self.before.service.days.values():
            for side, trips in self.differing(when):
                lines = side.lines
                found |= set(lines.line_id[np.unique(lines.trip_line[trips])].tolist())
        return frozenset(found)

    def differing(self, when: date) -> list[tuple[LineService, Ints]]:
        """Return either side with its trips of a date that the other has not, or not as they are.

        Those before are gone, those after are new.
        """
        if when not in self._differing:
            self._differing[when] = differing_trips(
                self.before.timetable, self.after.timetable, when
            )
        return list(zip((self.before, self.after), self._differing[when], strict=True))

    @cached_property
    def _differing(self) -> dict[date, Differing]:
        """What has been found so far."""
        return {}

    def audit(self) -> pd.DataFrame:
        """Return a row per touched line, profile and criterion with both verdicts.

        Columns ``line_id, name, profile, criterion`` and ``value_text, limit_text, verdict, why,
        whole`` each ``_before`` and ``_after``; null where the line is on one side only.
        """
        sides = [_audit(side, self.touched) for side in (self.before, self.after)]
        return _joined(sides, AUDIT_KEYS, AUDIT_TOLD)

    def anschluesse(self, day: str) -> pd.DataFrame:
        """Return a row per relation at a Knoten of which more or fewer are good or just missed.

        Those of touched lines and of the Hauptrelation, at stations where a trip is gone or new, or
        near one; anywhere where one walks or changes in another way. Columns ``day, station_id,
        station, line, from, to_line, towards, kind`` and ``arrivals, good, missed`` each
        ``_before`` and ``_after``, null where there is no such relation.
        """
        asked = zip((self.before, self.after), self._stations(day), strict=True)
        sides = [_relations(side, day, self.touched, stations) for side, stations in asked]
        both = _joined(sides, KNOTEN_KEYS, KNOTEN_TOLD)
        pairs = [(both[name + BEFORE], both[name + AFTER]) for name in ("good", "missed")]
        other = np.any([one.fillna(0).ne(two.fillna(0)) for one, two in pairs], axis=0)
        found = both[other].reset_index(drop=True)
        found.insert(0, "day", day)
        return found

    def _stations(self, day: str) -> list[Bools | None]:
        """Return of either side ``[station]`` where Anschlüsse may differ, None: everywhere."""
        sides = self.before, self.after
        if not _change_alike(*sides):
            return [None, None]
        when = self.before.date_of(day)
        nights = [when + timedelta(days=later) for later in (-1, 0, 1)]  # those that reach the day
        trips = [one for night in nights for one in self.differing(night)]
        named = np.unique(np.concatenate([_near(*one) for one in trips]))
        return [np.isin(side.timetable.station_id, named) for side in sides]


def lines_before_after(before: Service, after: Service) -> LinesBeforeAfter:
    """Return the lines of a network and those a scenario has made of it."""
    return LinesBeforeAfter(LineService(before), LineService(after))


def trips_by_step(made: Made, days: Mapping[str, date]) -> list[list[list[Trips]]]:
    """Return ``[scenario][step]`` what each change does to trips on the days; none where nothing.

    A trip is the same one before and after by its ``trip_id``; the days must have been watched.
    """
    return [[_of_step(step, days) for step in steps] for steps in made.steps]


def overtaken(both: LinesBeforeAfter) -> list[str]:
    """Return a sentence (German) on each trip of the scenario that overtakes or is overtaken."""
    timetable, found = both.after.timetable, list[Overtaken]()
    for when in both.after.service.days.values():
        _, (_, new) = both.differing(when)
        found += find_overtaken(timetable, when, new)
    told = [_overtaken(timetable, both.after.lines, one) for one in found]
    return list(dict.fromkeys(told))


def _overtaken(timetable: Timetable, lines: Lines, found: Overtaken) -> str:
    trip, call = found.trip, found.departs
    starts = timetable.departure_s[timetable.first_call[[trip, found.by]]].tolist()
    slow, quick = (f"{start // 3600:02d}:{start // 60 % 60:02d}" for start in starts)
    one, other = timetable.stop_name[timetable.call_stop[call : call + 2]].tolist()
    name = lines.name[lines.trip_line[trip]]
    return f"{name}: Fahrt {slow} wird zwischen {one} und {other} von Fahrt {quick} überholt"


def _of_step(step: Step, days: Mapping[str, date]) -> list[Trips]:
    by_date = {one.when: one for one in step.touched}
    told = [(day, by_date[when]) for day, when in days.items() if when in by_date]
    return [one for day, touched in told for one in _of_day(day, touched)]


def _of_day(day: str, touched: Touched) -> list[Trips]:
    sides = (touched.gone, touched.gone_line), (touched.new, touched.new_line)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for side, (ids, lines) in enumerate(sides):
        on_both = np.isin(ids, sides[1 - side][0]).tolist()
        for name, both in zip(lines.tolist(), on_both, strict=True):
            if not both:
                counts[name][2 * side] += 1
            elif side:
                counts[name][1] += 1
    return [Trips(day, name, *count) for name, count in sorted(counts.items())]


def _change_alike(before: LineService, after: LineService) -> bool:
    """Return whether one walks between the stops there were, and changes there, as before."""
    one, other = before.timetable, after.timetable
    rules = all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in fields(Timetable)
        if field.name.startswith("rule_")
    )
    return rules and same_walking(before.service.network, after.service.network)


def _near(side: LineService, trips: Ints) -> Strings:
    """Return the ids of stations where the trips call, or to which or from which one walks."""
    timetable, footpaths = side.timetable, side.changing.footpaths
    called = np.zeros(len(timetable.stop_id), np.bool_)
    called[timetable.call_stop[calls_of_trips(timetable, trips)]] = True
    start = np.repeat(np.arange(len(called)), np.diff(footpaths.first))
    beside = footpaths.to_stop[called[start]]  # footpaths are listed both ways
    stops = np.append(np.flatnonzero(called), beside)
    found: Strings = np.unique(timetable.station_id[timetable.stop_station[stops]])
    return found


def _audit(side: LineService, touched: frozenset[str]) -> pd.DataFrame:
    """Return the audit of the touched lines that a profile is about."""
    rows = np.flatnonzero(np.isin(side.lines.line_id, list(touched)))
    found = side.audit(rows, list(side.profiles.values()))
    return found if len(found) else pd.DataFrame(columns=[*AUDIT_KEYS, *AUDIT_TOLD])


def _relations(
    side: LineService, day: str, touched: frozenset[str], stations: Bools | None
) -> pd.DataFrame:
    """Return the relations of the day that are asked for, by names."""
    timetable, lines, when = side.timetable, side.lines, side.date_of(day)
    every = find_anschluesse(timetable, lines, when, side.changing, USUAL, stations)
    found = counted_relations(every, timetable, lines)
    trains = find_hauptrelation(timetable, when, side.centre)
    found = with_main(found, timetable, lines, trains)
    own = np.isin(lines.line_id, list(touched))
    asked = found[found["main"] | own[found["line"]] | own[found["to_line"]]]
    line, way, to_line, to_way = (
        asked[name].to_numpy() for name in ("line", "way", "to_line", "to_way")
    )
    name, origin = line_names(lines, timetable, line, 1 - way)
    to_name, end = line_names(lines, timetable, to_line, to_way)
    station = asked["station"].to_numpy()
    told = asked[["kind", *KNOTEN_TOLD]].assign(
        **{"line": name, "from": origin, "to_line": to_name, "towards": end},
        station_id=timetable.station_id[station],
        station=timetable.station_name[station],
    )
    return told.groupby(KNOTEN_KEYS, as_index=False, sort=False)[KNOTEN_TOLD].sum()


def _joined(sides: list[pd.DataFrame], keys: list[str], told: list[str]) -> pd.DataFrame:
    """Return both sides in one row by their keys, those of the first side in front."""
    plain = dict.fromkeys(keys, object)  # an empty column of strings cannot be joined by
    before, after = (side[[*keys, *told]].astype(plain) for side in sides)
    return before.merge(after, on=keys, how="outer", sort=False, suffixes=(BEFORE, AFTER))
