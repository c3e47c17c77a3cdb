"""Headways: trips of a line added by copying one of its own, every so many minutes."""

import numpy as np

from gtfs.edit import with_copies, with_service, without_trips
from gtfs.timetable import Bools, Ints
from mobility.clocks import MINUTE_S, clock_text
from mobility.draft import Draft, find_dates
from mobility.draft_lines import (
    LineTrips,
    find_line,
    in_span,
    own_trips,
    runs_on,
    towards,
)
from mobility.scenario_trips import ExtendHours, SetHeadway
from mobility.scenario_values import ScenarioError

NEAR_SHARE = 0.5  # of the headway: a trip so near one that stays is not added


def with_headway(draft: Draft, change: SetHeadway) -> Draft:
    """Return the draft with the line at the headway in the span, each way by itself.

    With ``keep``, a way that already runs that often is left as it is; both ways are refused.
    """
    ends = _ends(draft, change)
    before = draft.timetable
    for end in ends:
        draft = _one_way(draft, change, end)
    if draft.timetable is before:
        raise ScenarioError(f"line {change.line} already runs that often")
    return draft


def with_edges(draft: Draft, change: ExtendHours) -> Draft:
    """Return the draft with trips before the first and behind the last one of the line."""
    step, before = change.minutes * MINUTE_S, draft.timetable
    for end in _ends(draft, change):
        dates = _dates(draft, change)
        line = _whole(draft, change, end, dates)
        departures = line.departures(draft.timetable)
        earliest, latest = int(departures.min()), int(departures.max())
        first = earliest if change.first is None else change.first
        last = latest if change.last is None else change.last
        ahead = np.arange(earliest - step, first - 1, -step)
        behind = np.arange(latest + step, last + 1, step)
        for times, template in ((ahead, departures.argmin()), (behind, departures.argmax())):
            draft = _added(draft, line.take(np.array([template])), np.sort(times), dates)
    if draft.timetable is before:
        raise ScenarioError(f"line {change.line} already runs that early and that late")
    return draft


def _one_way(draft: Draft, change: SetHeadway, end: str) -> Draft:
    dates = _dates(draft, change)
    line = _whole(draft, change, end, dates)
    departures = line.departures(draft.timetable)
    inside = in_span(departures, change.span)
    template = _template(line, departures, change)
    first = change.first
    if first is None:
        first = int(departures[inside].min()) if inside.any() else change.span[0]
    step = change.minutes * MINUTE_S
    first = change.span[0] + (first - change.span[0]) % step
    times = np.arange(first, change.span[1], step)
    if change.keep:
        apart = np.abs(times[:, None] - departures[inside]).min(axis=1, initial=step)
        return _added(draft, template, times[apart >= NEAR_SHARE * step], dates)
    draft = _added(draft, template, times, dates)
    draft, gone = own_trips(draft, line.take(inside), dates)
    return draft.changed(without_trips(draft.timetable, gone.trips))


def _ends(draft: Draft, change: SetHeadway | ExtendHours) -> list[str]:
    """Return the ends of the line the change is about, by station id."""
    line = find_line(draft, change.line)
    ways = towards(draft, line, change.towards).way
    stations = (line.ends[1], line.ends[0])  # OUT runs to the second
    return [str(draft.timetable.station_id[stations[way]]) for way in np.unique(ways).tolist()]


def _dates(draft: Draft, change: SetHeadway | ExtendHours) -> Bools:
    dates = find_dates(draft, change)
    return np.ones(draft.timetable.dates, np.bool_) if dates is None else dates


def _whole(draft: Draft, change: SetHeadway | ExtendHours, end: str, dates: Bools) -> LineTrips:
    """Return the trips over the whole line that way that run on any of the dates.

    Where none does on these dates, those of all dates: a line without any Sunday trip has its
    others to copy.
    """
    line = towards(draft, find_line(draft, change.line), end)
    line = line.take(line.whole)
    running = runs_on(draft.timetable, line.trips, dates)
    if not len(line.trips):
        raise ScenarioError(f"line {change.line} has no trip over all of it to copy towards {end}")
    return line.take(running) if running.any() else line


def _template(line: LineTrips, departures_s: Ints, change: SetHeadway) -> LineTrips:
    if change.template is None:
        middle = sum(change.span) // 2
        return line.take(np.array([np.argmin(np.abs(departures_s - middle))]))
    found = np.flatnonzero(departures_s == change.template)
    if not len(found):
        at = clock_text(change.template)
        raise ScenarioError(f"line {change.line} has no trip over all of it at {at}")
    return line.take(found[:1])


def _added(draft: Draft, template: LineTrips, times_s: Ints, dates: Bools) -> Draft:
    """Return the draft with copies of the one template that begin the line at the times."""
    if not len(times_s):
        return draft
    timetable = draft.timetable
    trip, start = int(template.trips[0]), int(template.departures(timetable)[0])
    service = len(timetable.service_id)
    feed = int(timetable.service_feed[timetable.trip_service[trip]])
    own = f"{timetable.trip_id[trip]}~{service}"
    larger = with_service(timetable, own, feed, dates)
    ids = [f"{own}~{clock_text(time).replace(':', '')}" for time in times_s.tolist()]
    templates = np.full(len(times_s), trip)
    return draft.changed(with_copies(larger, templates, times_s - start, service, ids))
