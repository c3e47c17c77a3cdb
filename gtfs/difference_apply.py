"""Applying a difference: the old timetable becomes the new one on the dates of the day types."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gtfs.difference_changes import (
    Days,
    Difference,
    OldTrip,
    Pattern,
    TripsAdded,
    TripsRemoved,
    TripsRetimed,
)
from gtfs.difference_ground import extended, with_lines, with_stops
from gtfs.edit import on_dates, retimed, with_service, without_trips
from gtfs.feed import FeedError
from gtfs.timetable import NONE, Bools, Ints, Timetable, calls_of_trips
from gtfs.write_text import unique_ids


class _Part(NamedTuple):
    """A timetable in the making."""

    timetable: Timetable
    origin: Ints  # [trip] the old trip it is a part of
    gone: Bools  # [trip] to be taken out in the end


def apply_difference(
    old: Timetable, difference: Difference, dates: Mapping[str, Bools]
) -> Timetable:
    """Return the old timetable with all changes made on the ``[date]`` of each day type.

    On the old dates compared its trips are then those of the new timetable. Trips of other dates
    of a type change where they are trips of the date compared; lines removed go on all dates.
    """
    _check_dates(old, difference, dates)
    removed = [trip for line in difference.lines_removed for trip in line.trips]
    timetable = with_lines(with_stops(old, difference), difference.lines_added)
    size = len(timetable.trip_id)
    part = _Part(timetable, np.arange(size), np.zeros(size, np.bool_))
    part.gone[_find(old, removed)] = True
    by_days: dict[Days, list[TripsRemoved | TripsRetimed]] = defaultdict(list)
    added = [change for change in difference.changes if isinstance(change, TripsAdded)]
    for change in difference.changes:
        if not isinstance(change, TripsAdded):
            by_days[change.days].append(change)
    for days, changes in by_days.items():
        part = _changed(old, part, changes, _dates_of(days, dates))
    return _with_added(without_trips(part.timetable, np.flatnonzero(part.gone)), added, dates)


def _check_dates(old: Timetable, difference: Difference, dates: Mapping[str, Bools]) -> None:
    missing = [day for day in difference.days if day not in dates]
    if missing:
        raise FeedError(f"no dates given for {', '.join(missing)}")
    total = np.sum([dates[day] for day in difference.days], axis=0)
    if len(total) != old.dates:
        raise FeedError(f"dates of {len(total)} days for a timetable of {old.dates} days")
    if (total > 1).any():
        raise FeedError("a date belongs to two day types; give each date to one")


def _dates_of(days: Days, dates: Mapping[str, Bools]) -> Bools:
    marked: Bools = np.any([dates[day] for day in days], axis=0)
    return marked


def _find(old: Timetable, trips: Sequence[OldTrip]) -> Ints:
    """Return the trips of these names."""
    wanted = set(trips)
    leaves = old.departure_s[old.first_call[:-1]].tolist()
    named = map(OldTrip, old.trip_id.tolist(), leaves)
    return np.flatnonzero([name in wanted for name in named]).astype(np.int32)


def _changed(
    old: Timetable, part: _Part, changes: Sequence[TripsRemoved | TripsRetimed], dates: Bools
) -> _Part:
    """Return the timetable with the trips taken out or retimed on the dates."""
    told = {
        name: (change, number) for change in changes for number, name in enumerate(change.trips)
    }
    concerned = np.isin(part.origin, _find(old, list(told))) & ~part.gone
    runs = part.timetable.service_runs[part.timetable.trip_service]
    trips = np.flatnonzero(concerned & (runs & dates).any(axis=1))
    timetable, own, given = on_dates(part.timetable, trips, dates)
    new = own[own >= len(part.origin)]
    origin = np.append(part.origin, part.origin[trips[given[len(own) - len(new) :]]])
    gone = np.append(part.gone, np.zeros(len(new), np.bool_))
    moved, patterns, departures = [], [], []
    leaves = old.departure_s[old.first_call[:-1]]
    for trip in own.tolist():
        first = origin[trip]
        change, number = told[OldTrip(str(old.trip_id[first]), int(leaves[first]))]
        if isinstance(change, TripsRemoved):
            gone[trip] = True
        else:
            moved.append(trip)
            patterns.append(change.pattern)
            departures.append(change.departures_s[number])
    timetable = _recalled(timetable, np.array(moved, np.int32), patterns, departures)
    return _Part(timetable, origin, gone)


def _recalled(
    timetable: Timetable, trips: Ints, patterns: Sequence[Pattern], departures_s: Sequence[int]
) -> Timetable:
    """Return the timetable with the calls of the trips as the patterns say."""
    if not len(trips):
        return timetable
    calls, values = calls_of_trips(timetable, trips), _calls(timetable, patterns, departures_s)
    columns = {
        name: getattr(timetable, name).copy() for name in ("call_stop", "pickup", "drop_off")
    }
    for name, column in columns.items():
        column[calls] = values[name]
    changed = timetable.with_columns(**columns)
    return retimed(changed, calls, values["arrival_s"], values["departure_s"])


def _calls(
    timetable: Timetable, patterns: Sequence[Pattern], departures_s: Sequence[int]
) -> dict[str, Ints]:
    """Return the columns of the calls of trips that leave so."""
    number = {name: stop for stop, name in enumerate(timetable.stop_id.tolist())}
    leaves = np.repeat(np.array(departures_s, np.int32), [len(one.stop_ids) for one in patterns])
    times = {
        name: np.concatenate([getattr(one, name) for one in patterns]).astype(np.int32) + leaves
        for name in ("arrival_s", "departure_s")
    }
    codes = {
        name: np.concatenate([getattr(one, name) for one in patterns]).astype(np.int8)
        for name in ("pickup", "drop_off")
    }
    stops = [number[name] for one in patterns for name in one.stop_ids]
    return {"call_stop": np.array(stops, np.int32), **times, **codes}


def _with_added(
    timetable: Timetable, added: Sequence[TripsAdded], dates: Mapping[str, Bools]
) -> Timetable:
    """Return the timetable with the new trips; they have no block, no way and no rule."""
    if not added:
        return timetable
    service: dict[Days, int] = {}
    for days in dict.fromkeys(change.days for change in added):
        service[days] = len(timetable.service_id)
        name = unique_ids(np.array([f"neu {' '.join(days)}"]), timetable.service_id.tolist())[0]
        timetable = with_service(timetable, str(name), 0, _dates_of(days, dates))
    each = [change for change in added for _ in change.departures_s]
    departures_s = [leaves for change in added for leaves in change.departures_s]
    calls = _calls(timetable, [change.pattern for change in each], departures_s)
    values = _trip_columns(timetable, added, each)
    values["trip_service"] = [service[change.days] for change in each]
    size = [len(change.pattern.stop_ids) for change in each]
    values["first_call"] = timetable.first_call[-1] + np.cumsum(size)
    values["call_m"] = [NONE] * sum(size)
    return extended(timetable, values | calls)


def _trip_columns(
    timetable: Timetable, added: Sequence[TripsAdded], each: Sequence[TripsAdded]
) -> dict[str, Any]:
    """Return the columns of the new trips; ``each [trip]`` is what tells of it."""
    route = {name: index for index, name in enumerate(timetable.route_id.tolist())}
    ids = np.array([trip_id for change in added for trip_id in change.trip_ids])
    source = int(timetable.trip_source.max(initial=NONE)) + 1
    return {
        "trip_id": unique_ids(ids, timetable.trip_id.tolist()),
        "trip_source": source + np.arange(len(each)),
        "trip_route": [route[change.route_id] for change in each],
        "trip_direction": [change.signs.direction for change in each],
        "trip_block": [NONE] * len(each),
        "trip_headsign": [change.signs.headsign for change in each],
        "trip_short_name": [""] * len(each),
        "trip_shape": [""] * len(each),
        "trip_wheelchair": [change.signs.wheelchair for change in each],
        "trip_bikes": [change.signs.bikes for change in each],
        "trip_frequency": [False] * len(each),
    }
