"""Scenario effects: what each change does by itself, what is lost without it; minutes tried out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from accessibility.areas import KREIS
from accessibility.compare import compare_table
from accessibility.knoten_table import with_main
from accessibility.relations import counted_relations
from api.evaluated import Evaluated, evaluated
from api.knoten import KnotenService
from api.lines import LineService
from api.scenarios.files import Source
from api.scenarios.ground import Made, ground_of, make
from api.scenarios.service import changed_service
from gtfs.timetable import Bools, calls_of_trips
from mobility.anschluesse import GOOD, MISSED, USUAL, find_anschluesse
from mobility.draft import Ground
from mobility.rail_access import find_hauptrelation
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
COUNTED = {"good": ANSCHLUESSE[GOOD], "missed": ANSCHLUESSE[MISSED]}  # as relations name them
RELATION = ["station", "line", "way", "to_line", "to_way"]


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
    as it is. Counted are, whatever the minutes, the relations ``knoten`` counts for the line as it
    is: those of the Hauptrelation, and those a useful journey changes by.
    """
    ground, needed = ground_of(before.service), _needed(before, line)

    def tried(later: int) -> pd.DataFrame:
        change = Shift(type="shift", line=line, towards=towards, minutes=later)
        one = before if later == 0 else _shifted(before, ground, change)
        changes = _anschluesse(one, line, needed)
        return _kreis(before, one.points).assign(minutes=later).merge(changes, on="day")

    parts = in_threads(tried, minutes, threads=before.threads, label="Minuten")
    columns = ["minutes", "day", "class", *FIGURES, *ANSCHLUESSE.values()]
    return pd.concat(parts, ignore_index=True)[columns]


def _needed(before: Evaluated, line: str) -> dict[str, pd.DataFrame]:
    """Return by day the relations of a line a useful journey changes by, as ``knoten`` has them."""
    asked = LineService(before.service)
    own, needed = asked.one(line), dict[str, pd.DataFrame]()
    for day in before.days:
        table = KnotenService(asked, day).relations
        mine = (table["line"] == own) | (table["to_line"] == own)
        needed[day] = _named(asked, table[mine & (table["journeys"] > 0)])[RELATION]
    return needed


def _anschluesse(found: Evaluated, line: str, needed: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return ``day`` and how many Anschlüsse from and to a line are good, and just missed.

    Of the relations ``needed``, and those of the Hauptrelation.
    """
    asked = LineService(found.service)
    timetable, lines, own = asked.timetable, asked.lines, asked.one(line)
    here, rows = _stations(asked, own), []
    for day, one in found.days.items():
        every = find_anschluesse(timetable, lines, one.date, asked.changing, USUAL, here)
        trains = find_hauptrelation(timetable, one.date, asked.centre)
        table = with_main(counted_relations(every, timetable, lines), timetable, lines, trains)
        mine = table[(table["line"] == own) | (table["to_line"] == own)]
        mine = _named(asked, mine).merge(needed[day].assign(needed=True), on=RELATION, how="left")
        counted = mine[mine["main"] | mine["needed"].notna()]
        rows.append({"day": day} | {name: int(counted[of].sum()) for of, name in COUNTED.items()})
    return pd.DataFrame(rows)


def _stations(asked: LineService, line: int) -> Bools:
    """Return ``[station]`` where the line calls, or to which one walks from there."""
    timetable, footpaths = asked.timetable, asked.changing.footpaths
    trips = np.flatnonzero(asked.lines.trip_line == line)
    called, here = (
        np.zeros(len(ids), np.bool_) for ids in (timetable.stop_id, timetable.station_id)
    )
    called[timetable.call_stop[calls_of_trips(timetable, trips)]] = True
    beside = footpaths.to_stop[np.repeat(called, np.diff(footpaths.first))]
    here[timetable.stop_station[np.append(np.flatnonzero(called), beside)]] = True
    return here


def _named(asked: LineService, relations: pd.DataFrame) -> pd.DataFrame:
    """Return relations by ids: a network of a scenario numbers stations and lines anew."""
    station, line = asked.timetable.station_id, asked.lines.line_id
    return relations.assign(
        station=station[relations["station"]].astype(object),
        line=line[relations["line"]].astype(object),
        to_line=line[relations["to_line"]].astype(object),
    )


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
