"""Scenario doubts: what a change says but hardly means: trips lost, speeds and minutes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accessibility.words import day_name, number
from api.scenarios.course_words import plain
from api.scenarios.ground import Made
from api.scenarios.lines import LinesBeforeAfter, Trips
from api.scenarios.odd_rides import odd_rides
from api.scenarios.told import trips_words
from gtfs.hops import RAIL_KMH, ROAD_KMH
from gtfs.timetable import Timetable
from mobility.apply import Step
from mobility.scenario import Plain
from mobility.scenario_lines import AddLine, Extend, ReplaceLine, Reroute
from mobility.scenario_streets import AddStreets, SetStreetSpeed
from mobility.scenario_trips import Curtail, Shift, SkipStops

STREET_KMH = 130  # Annahme: the Richtgeschwindigkeit; nobody drives faster in the mean
SHIFT_MIN = 120  # Annahme: who moves a trip farther means another trip
RAILS = ("rail", "sbahn")
LEFT = "nimmt ganze Fahrten weg, weil ihnen keine zwei Halte bleiben"


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
    tried = list(_tried(made, trips))
    told = [said for one in tried for said in (*_lost(one, both), *_odd_values(one, both))]
    return [*told, *odd_rides(both)]


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
    for change in tried.step.plain:
        said = _odd_value(change, both.after.timetable)
        if said:
            trips = "; ".join(trips_words(tried.trips))
            yield f"{tried.where}: {said}{f' – {trips}' if trips else ''}"


def _odd_value(change: Plain, timetable: Timetable) -> str:
    """Return what of a change is hardly meant, "" where nothing is."""
    match change:
        case Shift() if abs(change.minutes) > SHIFT_MIN:
            return (
                f"{change.line} um {plain(abs(change.minutes))} min verschoben; mehr als "
                f"{SHIFT_MIN} min sind kaum gemeint (Annahme)"
            )
        case AddStreets() | SetStreetSpeed() if (change.kmh or 0) > STREET_KMH:
            return _fast("auf der Straße", change.kmh, STREET_KMH)
        case AddLine():
            return _fast(change.line, change.kmh, _limit(change.mode in RAILS))
        case ReplaceLine():
            return _fast(change.by.line, change.by.kmh, _limit(change.by.mode in RAILS))
        case Reroute() | Extend():
            rail = timetable.route_rail[timetable.route_name == change.line]
            return _fast(change.line, change.kmh, _limit(bool(rail.any())))
        case _:
            return ""


def _limit(rail: bool) -> float:  # noqa: FBT001 - the one thing it is about
    return RAIL_KMH if rail else ROAD_KMH


def _fast(what: str, kmh: float | None, limit: float) -> str:
    if kmh is None or kmh <= limit:
        return ""
    return f"{what} {plain(kmh)} km/h; mehr als {plain(limit)} km/h sind kaum gemeint (Annahme)"
