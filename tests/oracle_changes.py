"""Changes made to the raw text of a feed, as docs/scenarios.md words them: apply's second opinion.

Standard library and the oracle's own eyes only, nothing of the project.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from oracle_edits import EDITS, Change
from oracle_feed import Call, read_rows
from oracle_trips import Text, Trip, later


class TouchesNothingError(ValueError):
    """A change that changes nothing, or cannot be made."""


def changed(text: Text, change: Change, dates: frozenset[date] | None) -> Text:
    """Return the feed with the change made on the dates, None for all."""
    kind = change["type"]
    if dates is not None and not (dates := dates & text.dates):
        raise TouchesNothingError("no date of the feed")
    if kind in EDITS:
        span = change.get("span", (0, 10**6))
        return _edited(text, change, dates, lambda trip: span[0] <= trip.begins < span[1])
    return ADDED[kind](text, change, dates)


def _edited(
    text: Text, change: Change, dates: frozenset[date] | None, meant: Callable[[Trip], bool]
) -> Text:
    kept, parted, touched = [], [], False
    for trip in text.trips:
        on = trip.dates if dates is None else trip.dates & dates
        if trip.route != change["line"] or not on or not meant(trip):
            kept.append(trip)
            continue
        after = EDITS[change["type"]](replace(trip, dates=on), change)
        whole = after is not None and len(after.calls) < 2
        touched |= after is None or after.calls != trip.calls
        after = None if whole else after
        if after:
            begun, ended = (after.stops[at] != trip.stops[at] for at in (0, -1))
            after = replace(after, begun=trip.begun or begun, ended=trip.ended or ended)
        if on == trip.dates:
            kept += [after] if after else []
        else:
            kept.append(replace(trip, dates=trip.dates - on))
            parted += [after] if after else []
    if not touched:
        raise TouchesNothingError(change)
    return _checked(replace(text, trips=(*kept, *parted)))


def _checked(text: Text) -> Text:
    for trip in text.trips:
        times = [time for call in trip.calls for time in (call.arrival_s, call.departure_s)]
        if times != sorted(times) or times[0] < 0:
            raise TouchesNothingError(f"{trip.row} runs backwards")
    return text


def _held(text: Text, change: Change, dates: frozenset[date] | None) -> Text:
    """Let trips wait on each date for the last that comes on it soon after they leave."""
    coming = [trip for trip in text.trips if trip.route == change["from_line"]]
    slack_s = 180 if change["stop"] in text.rail_stops else 120
    kept, parted = list[Trip](), list[Trip]()
    for trip in text.trips:
        on = trip.dates if dates is None else trip.dates & dates
        by_wait = defaultdict(set)
        if trip.route == change["line"] and change["stop"] in trip.stops[:-1]:
            for day in on:
                by_wait[_wait_s(trip, day, coming, change, slack_s)].add(day)
        late = sorted((wait, frozenset(days)) for wait, days in by_wait.items() if wait)
        rest = trip.dates.difference(*(days for _, days in late))
        kept += [replace(trip, dates=rest)] if rest else []
        at = trip.stops.index(change["stop"]) if late else 0
        for wait, days in late:
            here = trip.calls[at]._replace(departure_s=trip.calls[at].departure_s + wait)
            calls = (*trip.calls[:at], here, *later(trip.calls[at + 1 :], wait))
            parted.append(replace(trip, dates=days, calls=calls))
    if not parted:
        raise TouchesNothingError(change)
    return replace(text, trips=(*kept, *parted))


def _wait_s(trip: Trip, day: date, coming: Iterable[Trip], change: Change, slack_s: int) -> int:
    leaves = trip.calls[trip.stops.index(change["stop"])].departure_s
    arrivals = [
        call.arrival_s + slack_s
        for other in coming
        if day in other.dates
        for call in other.calls[1:]
        if call.stop == change["stop"] and call.may_alight
    ]
    soon = [at - leaves for at in arrivals if 0 < at - leaves <= round(60 * change["minutes"])]
    return max(soon, default=0)


def _with_headway(text: Text, change: Change, dates: frozenset[date] | None) -> Text:
    """Give the trips of the span way to copies of the one nearest its middle, no Rufbus if any."""
    own = [trip for trip in text.trips if trip.route == change["line"]]
    running = [trip for trip in own if dates is None or trip.dates & dates]
    some, step = running or own, 60 * change["minutes"]
    start, end = change["span"]
    booked, middle = text.booked, (start + end) // 2
    template = min(some, key=lambda trip: (trip.row in booked, abs(trip.begins - middle)))
    inside = [trip for trip in some if start <= trip.begins < end]
    asked = text.dates if dates is None else dates
    first = _usual(inside or [template], asked, step)
    times = range(start + (first - start) % step, end, step)
    stays = [
        trip
        for trip in inside
        if trip.begins in times
        and trip.calls == later(template.calls, trip.begins - template.begins)
    ]
    done = text
    if running and len(stays) < len(inside):
        drop = {**change, "type": "remove_line"}
        done = _edited(
            text, drop, dates, lambda trip: start <= trip.begins < end and trip not in stays
        )
    for time in times:
        taken = frozenset[date]().union(*(t.dates for t in stays if t.begins == time))
        if asked - taken:
            done = _with_copies(done, template, [time], asked - taken)
    if done is text:
        raise TouchesNothingError(change)
    return done


def _usual(trips: Sequence[Trip], asked: frozenset[date], step: int) -> int:
    """Return the first departure by the minute the trips keep on most of the dates."""
    on_dates = [len(trip.dates & asked) for trip in trips]
    if not any(on_dates):
        on_dates = [len(trip.dates) for trip in trips]
    total = Counter[int]()
    for trip, dates in zip(trips, on_dates, strict=True):
        total[trip.begins % step] += dates
    most = max(total.values())
    return min(trip.begins for trip in trips if total[trip.begins % step] == most)


def _with_edges(text: Text, change: Change, dates: frozenset[date] | None) -> Text:
    """Carry the line on, on each date from its own first and last trip."""
    own, step = (
        [trip for trip in text.trips if trip.route == change["line"]],
        60 * change["minutes"],
    )
    more = defaultdict[tuple[Trip, int], set[date]](set)
    for day in sorted(text.dates if dates is None else dates):
        some = [trip for trip in own if day in trip.dates]
        for trip, times in _edges(some, change, step) if some else ():
            for time in times:
                more[trip, time].add(day)
    if not more:
        raise TouchesNothingError(change)
    for (trip, time), days in more.items():
        text = _with_copies(text, trip, [time], frozenset(days))
    return text


def _edges(trips: Sequence[Trip], change: Change, step: int) -> Iterable[tuple[Trip, range]]:
    first, last = (pick(trips, key=lambda trip: trip.begins) for pick in (min, max))
    yield first, range(first.begins - step, change["first"] - 1, -step)
    yield last, range(last.begins + step, change["last"] + 1, step)


def _with_copies(
    text: Text, template: Trip, times: Iterable[int], dates: frozenset[date] | None
) -> Text:
    on = text.dates if dates is None else dates
    new = [
        Trip("copy", template.route, "", on, later(template.calls, time - template.begins))
        for time in times
    ]
    return _checked(replace(text, trips=(*text.trips, *new)))


def _with_trips(text: Text, change: Change, dates: frozenset[date] | None) -> Text:
    known = {row["route_id"] for row in read_rows(text.folder, "routes")} | set(text.routes)
    line = change["line"]
    calls = tuple(
        Call(stop, time, time, may_board=True, may_alight=True)
        for stop, time in zip(change["stops"], change["arrivals"], strict=True)
    )
    added = _with_copies(
        text, Trip("new", line, "", text.dates, calls), change["departures"], dates
    )
    return added if line in known else replace(added, routes=(*added.routes, line))


ADDED: Mapping[str, Callable[[Text, Change, frozenset[date] | None], Text]] = {
    "hold_connection": _held,
    "set_headway": _with_headway,
    "extend_hours": _with_edges,
    "add_trips": _with_trips,
}
