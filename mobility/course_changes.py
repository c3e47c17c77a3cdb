"""Course changes: trips that take another way between two stops, or ride on beyond an end."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gtfs.rule_edits import without_stays
from gtfs.timetable import NONE, Bools, Ints, Timetable
from mobility.course_groups import (
    Group,
    groups_of,
    inner_flag,
    later_from,
    span_between,
    with_calls_at,
    with_groups,
    without_calls_between,
)
from mobility.draft import Draft, find_dates, find_stops, first_call_at
from mobility.draft_lines import find_line, own_trips, runs_on, said_when, towards
from mobility.drawn_ways import drawn
from mobility.new_stops import mode_of, placed
from mobility.riding_times import rides, timed
from mobility.scenario_lines import Extend, Reroute
from mobility.scenario_values import ScenarioError, Transport


def rerouted(draft: Draft, change: Reroute) -> Draft:
    """Return the draft with the line's trips on another way between two stops, there and back.

    What follows moves by the difference in riding time.
    """
    dates = find_dates(draft, change)
    start, end = find_stops(draft, change.from_stop), find_stops(draft, change.to_stop)
    line = towards(draft, find_line(draft, change.line), change.towards)
    line = line.take(runs_on(draft.timetable, line.trips, dates))
    for stops in (start, end):
        line = line.take(first_call_at(draft.timetable, line.trips, stops) != NONE)
    draft, line = own_trips(draft, line, dates)
    before = groups_of(draft.timetable, line.trips)
    found = [(group, span) for group in before if (span := span_between(group, start, end))]
    if not found:
        raise ScenarioError(
            f"no trip of line {change.line}{said_when(change)} calls at {change.from_stop!r} and "
            f"{change.to_stop!r}"
        )
    mode = _mode(draft.timetable, before)
    draft, via = placed(draft, change.via, mode)
    courses = [_course(group, span, via) for group, span in found]
    ride_s = rides(draft, change, courses, mode)
    groups = [
        _on_other_way(group, span, via, timed(one[::-1] if span[2] else one, change.dwell_seconds))
        for (group, span), one in zip(found, ride_s, strict=True)
    ]
    pairs = zip(groups, found, strict=True)
    if all(_equal(after, group) for after, (group, _) in pairs):
        raise ScenarioError(f"line {change.line} already rides that way")
    return _changed(draft, groups, mode)


def extended(draft: Draft, change: Extend) -> Draft:
    """Return the draft with trips that ride on beyond an end of the line.

    Those that end there ride on, those that begin there begin earlier by as much.
    """
    dates = find_dates(draft, change)
    end, line = find_stops(draft, change.end), find_line(draft, change.line)
    line = line.take(runs_on(draft.timetable, line.trips, dates))
    calls = draft.timetable.first_call
    first, last = (draft.timetable.call_stop[at[line.trips]] for at in (calls, calls[1:] - 1))
    draft, line = own_trips(draft, line.take(end[first] | end[last]), dates)
    if not len(line.trips):
        days = said_when(change)
        raise ScenarioError(f"no trip of line {change.line}{days} ends at {change.end!r}")
    groups = groups_of(draft.timetable, line.trips)
    mode = _mode(draft.timetable, groups)
    draft, beyond = placed(draft, change.stops, mode)
    onward = [group.trips for group in groups if end[group.stops[-1]]]
    longer = _longer(draft, change, groups, end, beyond)
    earlier = [group.trips for group in groups if end[group.stops[0]]]
    ended, begun = (np.concatenate((line.trips[:0], *trips)) for trips in (onward, earlier))
    timetable = without_stays(_headed(draft.timetable, ended, int(beyond[-1])), ended, begun)
    return _changed(draft.changed(timetable), longer, mode)


def _mode(timetable: Timetable, groups: Sequence[Group]) -> Transport:
    return mode_of(timetable, int(timetable.trip_route[groups[0].trips[0]]))


def _changed(draft: Draft, groups: Sequence[Group], mode: Transport) -> Draft:
    draft, groups = drawn(draft, groups, mode)
    return draft.changed(with_groups(draft.timetable, groups))


def _longer(
    draft: Draft, change: Extend, groups: Sequence[Group], end: Bools, beyond: Ints
) -> list[Group]:
    """Return the groups, at whichever of their ends is the one that lies farther out now."""
    mode, dwell_s = _mode(draft.timetable, groups), change.dwell_seconds
    first, last = (end[[group.stops[at] for group in groups]] for at in (0, -1))
    starts = [group.stops[-1 if on else 0] for group, on in zip(groups, last, strict=True)]
    ride_s = rides(draft, change, [np.append(stop, beyond) for stop in starts], mode)
    longer = []
    for number, group in enumerate(groups):
        after = group
        if last[number]:
            after = _riding_on(after, beyond, ride_s[number], dwell_s)
        if first[number]:
            after = _beginning_earlier(after, beyond, ride_s[number], dwell_s)
        longer.append(after)
    return longer


def _course(group: Group, span: tuple[int, int, bool], via: Ints) -> Ints:
    """Return the stops of the new way as they lie on the way there."""
    first, last, back = span
    one, other = group.stops[[last, first] if back else [first, last]].tolist()
    return np.concatenate(([one], via, [other])).astype(np.int32)


def _on_other_way(
    group: Group, span: tuple[int, int, bool], via: Ints, times: tuple[Ints, Ints]
) -> Group:
    first, last, back = span
    arrival, departure = times
    leaves = group.departure_s[:, [first]]
    later = leaves[:, 0] + arrival[-1] - group.arrival_s[:, last]
    shorter = without_calls_between(group, first + 1, last)
    other = with_calls_at(
        shorter,
        first + 1,
        via[::-1] if back else via,
        leaves + arrival[1:-1],
        leaves + departure[1:-1],
    )
    return later_from(other, first + 1 + len(via), later)


def _riding_on(group: Group, beyond: Ints, ride_s: Ints, dwell_s: int) -> Group:
    old = len(group.stops) - 1
    arrival, departure = timed(ride_s, dwell_s)
    leaves = group.arrival_s[:, [old]] + dwell_s
    longer = with_calls_at(group, old + 1, beyond, leaves + arrival[1:], leaves + departure[1:])
    departures = longer.departure_s.copy()
    departures[:, old] = leaves[:, 0]
    return _ends_moved(replace(longer, departure_s=departures), old, old + len(beyond))


def _beginning_earlier(group: Group, beyond: Ints, ride_s: Ints, dwell_s: int) -> Group:
    arrival, departure = timed(ride_s[::-1], dwell_s)
    arrives = group.departure_s[:, [0]] - dwell_s
    begins = arrives - arrival[-1]
    if begins.min() < 0:
        raise ScenarioError("a trip would begin before 00:00 of its service date")
    longer = with_calls_at(group, 0, beyond[::-1], begins + arrival[:-1], begins + departure[:-1])
    arrivals = longer.arrival_s.copy()
    arrivals[:, len(beyond)] = arrives[:, 0]
    return _ends_moved(replace(longer, arrival_s=arrivals), len(beyond), 0)


def _ends_moved(group: Group, old: int, new: int) -> Group:
    """Return the group with what an end allows at the new end, and a stop on the way at the old."""
    columns = {}
    for name in ("pickup", "drop_off"):
        columns[name] = getattr(group, name).copy()
        columns[name][:, new] = columns[name][:, old]
        columns[name][:, old] = inner_flag(group)
    return replace(group, **columns)


def _equal(one: Group, other: Group) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("stops", "arrival_s", "departure_s")
    )


def _headed(timetable: Timetable, trips: Ints, stop: int) -> Timetable:
    """Return the timetable in which the trips say where they end."""
    name = str(timetable.station_name[timetable.stop_station[stop]])
    headsign = timetable.trip_headsign.astype(f"<U{max(len(name), _width(timetable))}")
    headsign[trips] = name
    return timetable.with_columns(trip_headsign=headsign)


def _width(timetable: Timetable) -> int:
    return timetable.trip_headsign.dtype.itemsize // 4
