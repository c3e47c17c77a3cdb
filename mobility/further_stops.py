"""Further stops: trips that call at more stops on their way, those there are and a new one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gtfs.timetable import Bools
from mobility.course_groups import Group, groups_of, later_from, with_calls_at, with_groups
from mobility.draft import Draft, find_dates, find_stops
from mobility.draft_lines import (
    LineTrips,
    chosen_trips,
    find_line,
    own_trips,
    runs_on,
    said_when,
)
from mobility.drawn_ways import drawn
from mobility.new_stops import mode_of, placed
from mobility.scenario_lines import AddStop, AddStops
from mobility.scenario_values import NewStop, ScenarioError, Transport
from mobility.spots import (
    DETOUR_M,
    ON_WAY_M,
    Spot,
    calls_at_station,
    spot_behind,
    spot_on_way,
    spots_by_detour,
)


def with_stops(draft: Draft, change: AddStops) -> Draft:
    """Return the draft with trips that call at further stops on their way."""
    draft, line = chosen_trips(draft, change)
    mode = _mode(draft, line)
    draft, stops = placed(draft, change.stops, mode)
    groups = list(groups_of(draft.timetable, line.trips))
    behind = None if change.after is None else find_stops(draft, change.after)
    for stop in stops.tolist():
        if behind is None:
            spots = spots_by_detour(draft, groups, stop)
        else:
            spots = [spot_behind(draft, group, stop, behind) for group in groups]
            station = draft.timetable.stop_station
            behind = station == station[stop]  # the next one follows it
        if not any(spots):
            raise ScenarioError(_nowhere(draft, change, groups, stop))
        groups = [
            _calling(group, stop, spot, change.lost_seconds) if spot else group
            for group, spot in zip(groups, spots, strict=True)
        ]
    return _changed(draft, groups, mode)


def with_stop(draft: Draft, change: AddStop) -> Draft:
    """Return the draft with a new stop at which lines call where they pass within 100 m."""
    mode = _mode(draft, find_line(draft, change.lines[0]))
    new = NewStop(name=change.name, lon=change.lon, lat=change.lat)
    draft, stops = placed(draft, [new], mode)
    problems = []
    for name in change.lines:
        try:
            draft = _passing(draft, change, name, int(stops[0]))
        except ScenarioError as error:
            problems.append(str(error))
    if problems:
        raise ScenarioError(*problems)
    return draft


def _passing(draft: Draft, change: AddStop, name: str, stop: int) -> Draft:
    """Return the draft in which trips of the line that pass the stop call there."""
    dates, line = find_dates(draft, change), find_line(draft, name)
    line = line.take(runs_on(draft.timetable, line.trips, dates))
    if not len(line.trips):
        raise ScenarioError(f"no trip of line {name}{said_when(change)} is concerned")
    draft, line = own_trips(draft, line, dates)
    mode, groups = _mode(draft, line), groups_of(draft.timetable, line.trips)
    spots = [spot_on_way(draft, group, stop, mode) for group in groups]
    nearest = min((spot.away_m for spot in spots if spot), default=None)
    if nearest is None:
        raise ScenarioError(f"line {name} calls at {change.name!r} already")
    if nearest > ON_WAY_M:
        raise ScenarioError(
            f"line {name} does not pass {change.name!r}: its way comes within {nearest:.0f} m, "
            f"not {ON_WAY_M:.0f} m; reroute it, or add the stop to it with add_stops"
        )
    calling = [
        _calling(group, stop, spot, change.lost_seconds)
        for group, spot in zip(groups, spots, strict=True)
        if spot and spot.away_m <= ON_WAY_M
    ]
    return _changed(draft, calling, mode)


def _mode(draft: Draft, line: LineTrips) -> Transport:
    return mode_of(draft.timetable, int(draft.timetable.trip_route[line.trips[0]]))


def _calling(group: Group, stop: int, spot: Spot, lost_s: int) -> Group:
    """Return the group with a call at the spot, and all after it so many seconds later."""
    at = spot.hop + 1
    ride_s = group.arrival_s[:, at] - group.departure_s[:, at - 1]
    arrival = group.departure_s[:, at - 1] + np.rint(ride_s * spot.share).astype(np.int64)
    times = arrival[:, None], arrival[:, None]
    longer = with_calls_at(later_from(group, at, lost_s), at, np.array([stop]), *times)
    call_m = longer.call_m.copy()
    call_m[at] = spot.call_m
    return replace(longer, call_m=call_m)


def _changed(draft: Draft, groups: Sequence[Group], mode: Transport) -> Draft:
    draft, groups = drawn(draft, [group for group in groups if group.changed], mode)
    return draft.changed(with_groups(draft.timetable, groups))


def _nowhere(draft: Draft, change: AddStops, groups: Sequence[Group], stop: int) -> str:
    """Return why no trip calls at the stop."""
    timetable = draft.timetable
    name, when = str(timetable.stop_name[stop]), said_when(change)
    calling: Bools = np.array([calls_at_station(draft, group, stop) for group in groups])
    if calling.all():
        return f"line {change.line}{when} calls at {name!r} already"
    if change.after is None:
        return (
            f"{name!r} does not lie on the way of line {change.line}{when}: over "
            f"{DETOUR_M:.0f} m of detour; reroute or extend the line"
        )
    return f"no trip of line {change.line}{when} rides on behind {change.after!r} to {name!r}"
