"""Scenario doubts: what a change says but hardly means: trips lost, speeds and minutes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from accessibility.words import day_name, number
from api.scenarios.ground import Made
from api.scenarios.lines import LinesBeforeAfter, Trips
from api.scenarios.odd_rides import odd_rides
from api.scenarios.odd_values import fast_streets, odd_value
from api.scenarios.school_trips import school_trips_lost
from api.scenarios.told import trips_words
from mobility.apply import Step
from mobility.draft import find_stops
from mobility.scenario_lines import ReplaceLine
from mobility.scenario_streets import AddStreets, SetStreetSpeed
from mobility.scenario_trips import Curtail, SkipStops

LEFT = "nimmt ganze Fahrten weg, weil ihnen keine zwei Halte bleiben"
UNSAVED = (
    "spart an {} nichts, wo Fahrten beginnen: Sie beginnen am nächsten Halt und fahren dort ab wie "
    "bisher"
)


@dataclass(frozen=True)
class _Tried:
    """A change of a scenario, where it stands, and what it does to trips."""

    step: Step
    where: str
    trips: Sequence[Trips]


def doubts(
    made: Made, trips: Sequence[Sequence[Sequence[Trips]]], both: LinesBeforeAfter
) -> list[str]:
    """Return a sentence (German) on all that is hardly meant; ``trips`` of ``trips_by_step``."""
    tried, service = list(_tried(made, trips)), both.before.service
    told = [
        said
        for one in tried
        for said in (
            *_lost(one, both),
            *school_trips_lost(one.step, one.where, service.days, both.before.timetable),
            *_unsaved(one, made),
            *_odd_values(one, both),
        )
    ]
    streets = [
        one.where
        for one in tried
        if any(isinstance(change, AddStreets | SetStreetSpeed) for change in one.step.plain)
    ]
    return [*told, *fast_streets(streets, both), *odd_rides(both)]


def _tried(made: Made, trips: Sequence[Sequence[Sequence[Trips]]]) -> Iterator[_Tried]:
    for source, steps, by_step in zip(made.chain, made.steps, trips, strict=True):
        of = f" von „{source.scenario.name}“" if len(made.chain) > 1 else ""
        for step, own in zip(steps, by_step, strict=True):
            yield _Tried(step, f"Änderung {step.number}{of} ({step.change.type})", own)


def _lost(tried: _Tried, both: LinesBeforeAfter) -> Iterator[str]:
    """Yield what a change that is to keep trips takes away altogether."""
    change = tried.step.change
    match change:
        case SkipStops() | Curtail():
            lost = [one for one in tried.trips if one.gone > one.new]
            why = LEFT
        case ReplaceLine():
            run = {one.day for one in tried.trips if one.new}
            lost = [one for one in tried.trips if one.gone and one.day not in run]
            why = f"nimmt die Linie auch an Tagen weg, an denen {change.by.line} nicht fährt"
        case _:
            return
    for line in dict.fromkeys(one.line for one in lost):
        own = [_of_day(one, both) for one in lost if one.line == line]
        yield f"{line}: {tried.where} {why}: {', '.join(own)}"


def _of_day(one: Trips, both: LinesBeforeAfter) -> str:
    """Return how many trips a line loses on a day, and whether any is left."""
    timetable = both.after.timetable
    running = timetable.trips_on(both.before.service.days[one.day])
    left = (timetable.route_name[timetable.trip_route[running]] == one.line).any()
    trips = one.gone - one.new
    noun = "Fahrt" if trips == 1 else "Fahrten"
    return f"{day_name(one.day)} {number(trips)} {noun}{'' if left else ' (es bleibt keine)'}"


def _odd_values(tried: _Tried, both: LinesBeforeAfter) -> Iterator[str]:
    """Yield the speeds and minutes of a change that are hardly meant."""
    lines = [one.line for one in tried.trips]
    trips = "; ".join(trips_words(tried.trips))
    for change in tried.step.plain:
        for said in odd_value(change, both.after.timetable, lines):
            yield f"{tried.where}: {said}{f' – {trips}' if trips else ''}"


def _unsaved(tried: _Tried, made: Made) -> Iterator[str]:
    """Yield where seconds are to be saved at the first stop of a trip."""
    change, timetable = tried.step.change, made.draft.ground.timetable
    if not isinstance(change, SkipStops) or not change.saved_seconds:
        return
    named = [find_stops(made.draft, stop)[: len(timetable.stop_id)] for stop in change.stops]
    changed = [trip for one in tried.step.touched for trip in one.gone.tolist()]
    first = timetable.first_call[:-1][np.isin(timetable.trip_id, changed)]
    stops = timetable.call_stop[first]
    begun = stops[np.any(named, axis=0)[stops]]
    names = dict.fromkeys(timetable.station_name[timetable.stop_station[begun]].tolist())
    if names:
        yield f"{change.line}: {tried.where} {UNSAVED.format(', '.join(names))}"
