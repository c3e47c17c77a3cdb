"""New lines: lines and trips there are not yet, on stops that are there or new."""

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple

import numpy as np

from gtfs.additions import Calls as NewCalls
from gtfs.additions import Trips, with_agency
from gtfs.additions import with_trips as with_more_trips
from gtfs.edit import with_service, without_trips
from gtfs.timetable import NONE, PHONE, Bools, Ints, Strings, Timetable
from mobility.clocks import clock_text
from mobility.draft import Draft, find_dates
from mobility.draft_lines import chosen_trips
from mobility.drawn_ways import find_way_like, ways_of_courses
from mobility.lines import names_of_routes
from mobility.new_courses import Pattern, Template, course_of
from mobility.new_routes import Departures, NewRoute, departures_of, refuse_twins, route_added
from mobility.new_stops import mode_of, placed
from mobility.scenario_ids import new_id, numbered
from mobility.scenario_lines import AddLine, AddTrips, Calls, Line, ReplaceLine
from mobility.scenario_trips import RemoveLine
from mobility.scenario_values import Dated, ScenarioError, Transport
from mobility.ways import BACK, OUT


class _Run(NamedTuple):
    """Where new trips belong to."""

    route: int
    service: int
    direction: int
    headsign: str  # "": the name of the last station


class _Lot(NamedTuple):
    """Trips that run alike."""

    pattern: Pattern
    departures_s: Ints
    run: _Run


def with_line(draft: Draft, change: AddLine) -> Draft:
    """Return the draft with the new line."""
    draft, template = course_of(draft, change)
    return _running(draft, change, change, template)


def replaced(draft: Draft, change: ReplaceLine) -> Draft:
    """Return the draft with the new line in place of the old one.

    On the dates of the change: on others the old one runs as before.
    """
    draft, template = course_of(draft, change.by)  # it may be like the line it replaces
    old = RemoveLine(type="remove_line", line=change.line, days=change.days, season=change.season)
    draft, line = chosen_trips(draft, old)
    if template.route is None:
        template = template._replace(route=int(draft.timetable.trip_route[line.trips[0]]))
    draft = draft.changed(without_trips(draft.timetable, line.trips))
    beside = (line.name, line.line_id, change.line)
    return _running(draft, change, change.by, template, beside=beside)


def with_trips(draft: Draft, change: AddTrips) -> Draft:
    """Return the draft with the single trips, of the line that has the name or of a new one."""
    dates = find_dates(draft, change)
    if dates is None:
        dates = np.ones(draft.timetable.dates, np.bool_)
    draft, agency = _with_new_agency(draft, change)
    route = _find_route(draft, change.line, agency)
    if route is None:
        new = NewRoute(change.line, change.mode, change.product, agency)
        draft, route = route_added(draft, new)
    mode = mode_of(draft.timetable, route)
    draft, service = _with_service(draft, route, dates)
    lots = []
    for course in change.told:
        draft, pattern = _pattern(draft, course, mode)
        direction = NONE if course.direction is None else course.direction
        run = _Run(route, service, direction, course.headsign)
        lots.append(_Lot(pattern, np.array(course.departures, np.int64), run))
    return _departing(draft, lots)


def _pattern(draft: Draft, course: Calls, mode: Transport) -> tuple[Draft, Pattern]:
    """Return the draft with the stops and the way of a course, and how its trips run."""
    draft, stops = placed(draft, course.stops, mode)
    stand = np.array(course.stands or (0,) * len(stops), np.int64)
    arrival = np.array(course.arrivals, np.int64)
    begin = arrival[0] + stand[0]
    times = arrival - begin, arrival + stand - begin
    flags = (PHONE if course.booked else 0,) * len(stops)
    rules = [np.array(told or flags, np.int8) for told in (course.pickup, course.drop_off)]
    draft, (way, call_m) = _way_as_before(draft, stops, mode)
    return draft, Pattern(stops, *times, rules[0], rules[1], call_m, way)


def _running(
    draft: Draft,
    change: Dated,
    line: Line,
    template: Template,
    *,
    beside: tuple[str, ...] = (),
) -> Draft:
    """Return the draft with the line's runs of both ways."""
    blocks = [departures_of(draft, change, runs) for runs in line.runs]
    _refuse_way_back(line, template, blocks)
    refuse_twins(line.line, blocks)
    new = NewRoute(line.line, template.mode, template.product, line.agency, template.route)
    draft, route = route_added(draft, new, beside=beside)
    before = len(draft.timetable.trip_id)
    for block in blocks:
        draft, service = _with_service(draft, route, block.dates)
        for way, pattern in template.patterns.items():
            times = block.out if way == OUT else block.back
            lot = _Lot(pattern, times, _Run(route, service, way, ""))
            draft = _departing(draft, [lot])
    if len(draft.timetable.trip_id) == before:
        raise ScenarioError(f"line {line.line} has no departure")
    return draft


def _refuse_way_back(line: Line, template: Template, blocks: list[Departures]) -> None:
    """Refuse departures listed for a way back that a ring does not have."""
    listed = any(runs.back_departures or runs.back_first for runs in line.runs)
    if BACK not in template.patterns and listed and any(len(block.back) for block in blocks):
        raise ScenarioError(f"line {line.line} has departures back, but runs one way only")


def _way_as_before(draft: Draft, stops: Ints, mode: Transport) -> tuple[Draft, tuple[str, Ints]]:
    """Return the way of trips at just these stops, now or in the baseline; else a new one."""
    for timetable in (draft.timetable, draft.ground.timetable):
        way = find_way_like(timetable, stops)
        if way is not None:
            return draft, way
    draft, ways = ways_of_courses(draft, [stops], mode)
    return draft, ways[0]


def _with_service(draft: Draft, route: int, dates: Bools) -> tuple[Draft, int]:
    """Return the draft with a service of the route on the dates, and its index."""
    timetable = draft.timetable
    service = len(timetable.service_id)
    own = f"{timetable.route_id[route]}~{service}"
    larger = with_service(timetable, own, _feed(timetable, route), dates)
    return draft.changed(larger), service


def _feed(timetable: Timetable, route: int) -> int:
    """Return the feed of the trips the route's agency runs, the first one without any."""
    agency = timetable.route_agency[timetable.trip_route]
    own = np.flatnonzero(agency == timetable.route_agency[route])
    return int(timetable.service_feed[timetable.trip_service[own[0]]]) if len(own) else 0


def _departing(draft: Draft, lots: Sequence[_Lot]) -> Draft:
    """Return the draft with a trip at each of the departures."""
    timetable = draft.timetable
    made = [_trips_of(timetable, lot) for lot in lots if len(lot.departures_s)]
    if not made:
        return draft
    trips = Trips(*map(np.concatenate, zip(*(one for one, _ in made), strict=True)))
    calls = NewCalls(
        *(
            np.concatenate([getattr(one, column.name) for _, one in made])
            for column in fields(NewCalls)
        )
    )
    if calls.arrival_s.min() < 0:
        raise ScenarioError("a trip would begin before 00:00 of its service date")
    trips = trips._replace(trip_id=_each_once(trips.trip_id))
    return draft.changed(with_more_trips(timetable, trips, calls))


def _trips_of(timetable: Timetable, lot: _Lot) -> tuple[Trips, NewCalls]:
    """Return the trips of a pattern, and their calls."""
    pattern, run, size = lot.pattern, lot.run, len(lot.departures_s)
    begin = lot.departures_s[:, None]
    arrival, departure = begin + pattern.arrival_s, begin + pattern.departure_s
    station = timetable.stop_station[pattern.stops[-1]]
    trips = Trips(
        trip_id=_ids(timetable, run, lot.departures_s),
        route=np.full(size, run.route),
        service=np.full(size, run.service),
        direction=np.full(size, run.direction, np.int8),
        headsign=np.full(size, run.headsign or str(timetable.station_name[station])),
        shape=np.full(size, pattern.shape),
    )
    same = (pattern.stops, pattern.pickup, pattern.drop_off, pattern.call_m)
    stops, pickup, drop_off, call_m = (np.tile(column, size) for column in same)
    lengths = np.full(size, len(pattern.stops))
    return trips, NewCalls(
        lengths, stops, arrival.ravel(), departure.ravel(), pickup, drop_off, call_m
    )


def _ids(timetable: Timetable, run: _Run, departures_s: Ints) -> Strings:
    """Return ids by departure."""
    way = "~back" if run.direction == BACK else ""
    clocks = [clock_text(time).replace(":", "") for time in departures_s.tolist()]
    return np.array([f"{timetable.service_id[run.service]}{way}~{clock}" for clock in clocks])


def _each_once(ids: Strings) -> Strings:
    """Return the ids; the second of one time ends in ``~2``."""
    told, count = [], dict[str, int]()
    for name in ids.tolist():
        count[name] = count.get(name, 0) + 1
        told.append(numbered(name, count[name]))
    return np.array(told, np.str_)


def _with_new_agency(draft: Draft, change: AddTrips) -> tuple[Draft, str | None]:
    """Return the draft with the agency that is new, and the id or name of the change's."""
    timetable, name = draft.timetable, change.new_agency
    if name is None or name in timetable.agency_name:
        return draft, change.agency if name is None else name
    own = new_id(name, timetable.agency_id)
    return draft.changed(with_agency(timetable, own, name)), own


def _find_route(draft: Draft, line: str, agency: str | None) -> int | None:
    """Return the route that has most trips of the line, now or in the baseline; None: no line."""
    timetable = draft.timetable
    keys, names = names_of_routes(timetable, draft.ground.said)
    meant = keys == line
    if not meant.any():
        meant = keys == line.rpartition("/")[0]  # a part of what routes share
    if not meant.any():
        meant = names == line
    if agency is not None:
        meant &= (timetable.agency_id == agency)[timetable.route_agency] | (
            timetable.agency_name == agency
        )[timetable.route_agency]
    found = np.unique(keys[meant])
    if len(found) > 1:
        ids = ", ".join(found.tolist())
        raise ScenarioError(f"several lines are named {line!r}: write one of {ids}")
    if not len(found):
        return None
    trips = np.bincount(timetable.trip_route, minlength=len(keys))
    trips += np.bincount(draft.ground.timetable.trip_route, minlength=len(keys))
    return int(np.argmax(np.where(meant, trips, -1)))
