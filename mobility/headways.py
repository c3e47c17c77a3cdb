"""Headways: trips of a line added by copying one of its own, every so many minutes."""

import numpy as np

from gtfs.edit import with_copies, with_service, without_trips
from gtfs.timetable import NONE, Bools, Ints, Timetable
from mobility.clocks import MINUTE_S, clock_text
from mobility.draft import Draft, find_dates
from mobility.draft_lines import (
    LineTrips,
    find_line,
    in_span,
    nearest_clocks,
    own_trips,
    runs_on,
    said_when,
    towards,
)
from mobility.scenario_trips import ExtendHours, SetHeadway
from mobility.scenario_values import ScenarioError
from mobility.ways import OUT

NEAR_SHARE = 0.5  # of the headway: a trip so near one that stays is not added


def with_headway(draft: Draft, change: SetHeadway) -> Draft:
    """Return the draft with the line at the headway in the span, each way by itself.

    With ``keep``, a way that already runs that often is left as it is; both ways are refused.
    """
    before, parts = len(draft.timetable.trip_id), []
    for line in _ways(draft, change):
        draft, gone = _one_way(draft, change, line)
        parts.append(gone)
    timetable, given_up = draft.timetable, np.concatenate(parts)
    new = np.setdiff1d(np.arange(before, len(timetable.trip_id)), given_up)
    if _runs_alike(timetable, new, given_up):
        raise ScenarioError(f"line {change.line} already runs that often")
    return draft.changed(without_trips(timetable, given_up))


def with_edges(draft: Draft, change: ExtendHours) -> Draft:
    """Return the draft with trips before the first and behind the last one of the line.

    Dates on which it begins or ends with another trip are each carried on from their own.
    """
    before = draft.timetable
    for line in _ways(draft, change):
        lots = _edges(line.departures(draft.timetable), _dates(draft, change) & _runs(draft, line))
        if not lots:
            end = _end(draft, line, int(line.way[0]))
            when = said_when(change.model_copy(update={"towards": end}))
            raise ScenarioError(f"line {change.line} has no trip over all of it{when} to carry on")
        for edges, dates in lots:
            draft = _carried_on(draft, change, line.take(edges), dates)
    if draft.timetable is before:
        raise ScenarioError(f"line {change.line} already runs that early and that late")
    return draft


def _edges(departures_s: Ints, runs: Bools) -> list[tuple[Ints, Bools]]:
    """Return the first and the last of the trips, and ``[date]`` on which they are it."""
    time = departures_s[:, None]
    first = np.where(runs, time, time.max(initial=0) + 1).argmin(axis=0)
    last = np.where(runs, time, NONE).argmax(axis=0)
    pair = np.where(runs.any(axis=0), np.stack((first, last)), NONE)
    lots = np.unique(pair, axis=1).T
    return [(lot, (lot == pair.T).all(axis=1)) for lot in lots if lot[0] != NONE]


def _carried_on(draft: Draft, change: ExtendHours, edges: LineTrips, dates: Bools) -> Draft:
    """Return the draft with trips on the dates, before the first and behind the second one."""
    earliest, latest = edges.departures(draft.timetable).tolist()
    step = change.minutes * MINUTE_S
    first = earliest if change.first is None else change.first
    last = latest if change.last is None else change.last
    ahead = np.arange(earliest - step, first - 1, -step)[::-1]
    behind = np.arange(latest + step, last + 1, step)
    for template, times in enumerate((ahead, behind)):
        draft = _added(draft, edges.take(np.array([int(template)])), times, dates)
    return draft


def _one_way(draft: Draft, change: SetHeadway, line: LineTrips) -> tuple[Draft, Ints]:
    """Return the draft with the trips that are new, and those that give way to them."""
    dates = _dates(draft, change)
    line = _running(draft, line, dates)
    departures = line.departures(draft.timetable)
    inside = in_span(departures, change.span)
    template = _template(line, departures, change)
    times = _times(draft, change, line.take(inside) if inside.any() else template)
    line = line.take(inside)
    if change.keep:
        return _filled_up(draft, change, line, template, times), line.trips[:0]
    stays = _fits(draft, line, template, times)
    draft = _filled_up(draft, change, line.take(stays), template, times, near=0.0)
    draft, gone = own_trips(draft, line.take(~stays), dates)
    return draft, gone.trips


def _fits(draft: Draft, line: LineTrips, template: LineTrips, times_s: Ints) -> Bools:
    """Return ``[trip of the line]`` which leave at one of the times and run like the template.

    They stay what they are, with their blocks and the rules that name them.
    """
    timetable = draft.timetable
    like = _course(timetable, int(template.trips[0]))
    alike = [_course(timetable, trip) == like for trip in line.trips.tolist()]
    fits: Bools = np.array(alike, np.bool_) & np.isin(line.departures(timetable), times_s)
    return fits


def _course(timetable: Timetable, trip: int) -> list[bytes]:
    """Return the calls of a trip, counted from its first departure."""
    calls = timetable.calls_of(trip)
    start = timetable.departure_s[calls.start]
    columns = [timetable.arrival_s[calls] - start, timetable.departure_s[calls] - start]
    columns += [timetable.call_stop[calls], timetable.pickup[calls], timetable.drop_off[calls]]
    return [column.tobytes() for column in columns]


def _times(draft: Draft, change: SetHeadway, line: LineTrips) -> Ints:
    """Return the departures in the span, by the minute the trips keep on most dates.

    A single school trip does not move the minute of the line; of several the earliest counts.
    """
    step, (start, end) = change.minutes * MINUTE_S, change.span
    own, runs = line.departures(draft.timetable), _runs(draft, line)
    asked = runs & _dates(draft, change)
    dates = (asked if asked.any() else runs).sum(axis=1)
    _, number = np.unique(own % step, return_inverse=True)
    total = np.bincount(number, dates)
    first = int(own[total[number] == total.max()].min()) if change.first is None else change.first
    return np.arange(start + (first - start) % step, end, step)


def _filled_up(
    draft: Draft,
    change: SetHeadway,
    line: LineTrips,
    template: LineTrips,
    times_s: Ints,
    *,
    near: float = NEAR_SHARE,
) -> Draft:
    """Return the draft with trips at those of the times that, on a date, no trip is near to.

    ``near`` is a share of the headway; 0: at the same second.
    """
    near_s = max(near * change.minutes * MINUTE_S, 1.0)
    taken = np.abs(times_s[:, None] - line.departures(draft.timetable)) < near_s
    lonely = _dates(draft, change) & ~(taken.astype(np.int64) @ _runs(draft, line)).astype(np.bool_)
    for dates in np.unique(lonely[lonely.any(axis=1)], axis=0):
        draft = _added(draft, template, times_s[(lonely == dates).all(axis=1)], dates)
    return draft


def _ways(draft: Draft, change: SetHeadway | ExtendHours) -> list[LineTrips]:
    """Return the trips over the whole line, way by way of those the change is about.

    A ring has two ways to one end. Trips added behind them leave all where they are.
    """
    line = towards(draft, find_line(draft, change.line), change.towards)
    return [_whole(draft, change, line, way) for way in np.unique(line.way).tolist()]


def _end(draft: Draft, line: LineTrips, way: int) -> str:
    """Return the id of the station the trips of a way run to."""
    return str(draft.timetable.station_id[line.ends[1] if way == OUT else line.ends[0]])


def _dates(draft: Draft, change: SetHeadway | ExtendHours) -> Bools:
    dates = find_dates(draft, change)
    return np.ones(draft.timetable.dates, np.bool_) if dates is None else dates


def _whole(draft: Draft, change: SetHeadway | ExtendHours, line: LineTrips, way: int) -> LineTrips:
    """Return the trips over the whole line that way."""
    own = line.take(line.whole & (line.way == way))
    if not len(own.trips):
        end = _end(draft, line, way)
        raise ScenarioError(f"line {change.line} has no trip over all of it to copy towards {end}")
    return own


def _running(draft: Draft, line: LineTrips, dates: Bools) -> LineTrips:
    """Return those of the trips that run on any of the dates; where none does, all of them.

    A line without any Sunday trip has its others to copy.
    """
    running = runs_on(draft.timetable, line.trips, dates)
    return line.take(running) if running.any() else line


def _runs_alike(timetable: Timetable, trips: Ints, others: Ints) -> bool:
    """Return whether both are the same trips on every date, whatever their ids."""
    both = np.concatenate((trips, others))
    runs = timetable.service_runs[timetable.trip_service[both]].astype(np.int64)
    runs[len(trips) :] *= -1
    keys, number = np.unique(timetable.trip_key[both], return_inverse=True)
    more = np.zeros((len(keys), timetable.dates), np.int64)
    np.add.at(more, number, runs)
    return not more.any()


def _runs(draft: Draft, line: LineTrips) -> Bools:
    """Return ``[trip of the line, date]`` whether it runs."""
    runs: Bools = draft.timetable.service_runs[draft.timetable.trip_service[line.trips]]
    return runs


def _template(line: LineTrips, departures_s: Ints, change: SetHeadway) -> LineTrips:
    if change.template is None:
        away = np.abs(departures_s - sum(change.span) // 2)
        return line.take(np.lexsort((away, line.booked))[:1])  # a Rufbus only if all are
    found = np.flatnonzero(departures_s == change.template)
    if not len(found):
        at = f"{clock_text(change.template)}{nearest_clocks(departures_s, change.template)}"
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
