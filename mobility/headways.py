"""Headways: trips of a line added by copying one of its own, every so many minutes."""

import numpy as np

from gtfs.edit import with_copies, with_service, without_trips
from gtfs.timetable import Bools, Ints
from mobility.chosen_trips import (
    Draft,
    departures_of,
    find_dates,
    find_line,
    find_way,
    in_span,
    own_trips,
    trips_of,
)
from mobility.scenario import ExtendHours, ScenarioError, SetHeadway

MINUTE_S = 60
NEAR_SHARE = 0.5  # of the headway: a trip so near one that stays is not added


def set_headway(draft: Draft, change: SetHeadway) -> Draft:
    """Return the draft with the line at the headway in the span, each way by itself."""
    for end in _ends(draft, change):
        draft = _one_way(draft, change, end)
    return draft


def add_edges(draft: Draft, change: ExtendHours) -> Draft:
    """Return the draft with trips before the first and behind the last one of the line."""
    if change.first is None and change.last is None:
        raise ScenarioError("name the first departure, the last one, or both")
    added = 0
    for end in _ends(draft, change):
        dates = _dates(draft, change)
        trips = _whole(draft, change, end, dates)
        departures = departures_of(draft, trips)
        step = change.minutes * MINUTE_S
        earliest, latest = int(departures.min()), int(departures.max())
        before = np.arange(earliest - step, (change.first or earliest) - 1, -step)
        behind = np.arange(latest + step, (change.last or latest) + 1, step)
        for times, template in ((before, departures.argmin()), (behind, departures.argmax())):
            added += len(times)
            draft = _added(draft, int(trips[template]), np.sort(times), dates)
    if not added:
        raise ScenarioError(f"line {change.line} already runs that early and that late")
    return draft


def _one_way(draft: Draft, change: SetHeadway, end: str) -> Draft:
    dates = _dates(draft, change)
    trips = _whole(draft, change, end, dates)
    departures = departures_of(draft, trips)
    inside = in_span(departures, change.span)
    template = _template(trips, departures, change)
    first = change.first
    if first is None:
        first = int(departures[inside].min()) if inside.any() else change.span[0]
    step = change.minutes * MINUTE_S
    first = change.span[0] + (first - change.span[0]) % step
    times = np.arange(first, change.span[1], step)
    if change.keep:
        apart = np.abs(times[:, None] - departures[inside]).min(axis=1, initial=step)
        times = times[apart >= NEAR_SHARE * step]
        if not len(times):
            raise ScenarioError(f"line {change.line} towards {end} already runs that often")
        return _added(draft, template, times, dates)
    draft = _added(draft, template, times, dates)
    draft, gone = own_trips(draft, trips[inside], dates)
    return draft.changed(without_trips(draft.timetable, gone))


def _ends(draft: Draft, change: SetHeadway | ExtendHours) -> list[str]:
    """Return the ends of the line the change is about, by station id."""
    line = find_line(draft, change.line)
    ends = {0: draft.lines.core_to[line], 1: draft.lines.core_from[line]}
    ways = find_way(draft, line, change.towards)
    return [str(draft.timetable.station_id[ends[way]]) for way in ways]


def _dates(draft: Draft, change: SetHeadway | ExtendHours) -> Bools:
    dates = find_dates(draft, change.days)
    return np.ones(draft.timetable.dates, np.bool_) if dates is None else dates


def _whole(draft: Draft, change: SetHeadway | ExtendHours, end: str, dates: Bools) -> Ints:
    """Return the trips over the whole line that way that run on any of the dates."""
    line = find_line(draft, change.line)
    trips = trips_of(draft, line, find_way(draft, line, end))
    runs = draft.timetable.service_runs[draft.timetable.trip_service[trips]]
    trips = trips[draft.lines.whole[trips] & (runs & dates).any(axis=1)]
    if not len(trips):
        raise ScenarioError(f"line {change.line} has no trip over all of it to copy towards {end}")
    return trips


def _template(trips: Ints, departures_s: Ints, change: SetHeadway) -> int:
    if change.template is not None:
        found = trips[departures_s == change.template]
        if not len(found):
            clock = f"{change.template // 3600:02d}:{change.template // 60 % 60:02d}"
            raise ScenarioError(f"line {change.line} has no trip over all of it at {clock}")
        return int(found[0])
    middle = sum(change.span) // 2
    return int(trips[np.argmin(np.abs(departures_s - middle))])


def _added(draft: Draft, template: int, times_s: Ints, dates: Bools) -> Draft:
    """Return the draft with copies of the template that begin the line at the times."""
    if not len(times_s):
        return draft
    timetable = draft.timetable
    start = int(departures_of(draft, np.array([template]))[0])
    service = len(timetable.service_id)
    feed = int(timetable.service_feed[timetable.trip_service[template]])
    larger = with_service(timetable, f"{timetable.trip_id[template]}~{service}", feed, dates)
    ids = [
        f"{timetable.trip_id[template]}~{time // 3600:02d}{time // 60 % 60:02d}~{service}"
        for time in times_s.tolist()
    ]
    templates = np.full(len(times_s), template)
    return draft.changed(with_copies(larger, templates, times_s - start, service, ids))
