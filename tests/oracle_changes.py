"""Changes made to the raw text of a feed, as docs/scenarios.md words them: apply's second opinion.

Standard library and the oracle's own eyes only, nothing of the project. Trips are written out: one
of frequencies.txt is one trip a start, one that runs otherwise on some dates is two.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any

from oracle_feed import Call, _offsets, _starts_by_frequency, read_calls, read_rows
from oracle_text import ROUTE_TYPES, Tables

Change = Mapping[str, Any]  # as in a scenario file, but seconds, not clock times


class TouchesNothingError(ValueError):
    """A change that changes nothing, or cannot be made."""


@dataclass(frozen=True, eq=False)
class Trip:
    """A trip with its dates; ``row`` is the trip of trips.txt that rules and blocks mean."""

    row: str
    route: str
    block: str
    dates: frozenset[date]
    calls: tuple[Call, ...]
    begun: bool = False  # elsewhere than before
    ended: bool = False

    @property
    def begins(self) -> int:
        """Departure at the first stop."""
        return self.calls[0].departure_s

    @property
    def stops(self) -> list[str]:
        """The stops it calls at."""
        return [call.stop for call in self.calls]


Edit = Callable[[Trip], Trip | None]


@dataclass(frozen=True)
class Text:
    """A feed with its trips written out."""

    folder: Path
    trips: tuple[Trip, ...]
    routes: tuple[str, ...] = ()  # new ones

    @property
    def dates(self) -> frozenset[date]:
        """All dates from the first of the feed to its last."""
        known = sorted(_dates_of(self.folder, None))
        days = (known[-1] - known[0]).days + 1
        return frozenset(known[0] + timedelta(days=number) for number in range(days))


def read_text(folder: Path) -> Text:
    """Read a feed whose services are in calendar_dates.txt alone."""
    rows_of = defaultdict(list)
    for row in read_rows(folder, "stop_times"):
        rows_of[row["trip_id"]].append(row)
    starts_of, trips = _starts_by_frequency(folder), []
    for row in read_rows(folder, "trips"):
        calls = read_calls(rows_of[row["trip_id"]])
        if len(calls) < 2:
            continue
        dates = frozenset(_dates_of(folder, row["service_id"]))
        names = row["trip_id"], row["route_id"], row.get("block_id", "")
        starts = sorted(_offsets(calls, starts_of.get(row["trip_id"])))
        trips += [Trip(*names, dates, _later(calls, by_s)) for by_s in starts]
    return Text(folder, tuple(trips))


def write_text(text: Text, folder: Path) -> Path:
    """Write the feed with its trips as they are now; a rule for each of the trips of a row.

    Nobody stays seated at an end that has moved.
    """
    tables, of_row, moved = Tables(), defaultdict(list), set[tuple[str, str]]()
    for table in ("agency", "stops", "routes"):
        for row in read_rows(text.folder, table):
            tables.add(table, **row)
    for name in text.routes:
        tables.add("routes", route_id=name, route_short_name=name, route_type=ROUTE_TYPES["bus"])
    for number, trip in enumerate(text.trips):
        own = f"{trip.row}#{number}"
        of_row[trip.row].append(own)
        moved |= {(own, "to")} if trip.begun else set()
        moved |= {(own, "from")} if trip.ended else set()
        tables.add("trips", route_id=trip.route, service_id=own, trip_id=own, block_id=trip.block)
        for day in sorted(trip.dates):
            tables.add("calendar_dates", service_id=own, date=f"{day:%Y%m%d}", exception_type="1")
        for sequence, call in enumerate(trip.calls):
            _add_call(tables, own, sequence, call)
    for row in read_rows(text.folder, "transfers"):
        ends = (row.get("from_trip_id", ""), row.get("to_trip_id", ""))
        one, other = (of_row[name] if name else [""] for name in ends)
        for before, after in product(one, other):
            seated = row["transfer_type"] == "4"  # but not where an end has moved
            if not (seated and {(before, "from"), (after, "to")} & moved):
                named = {"from_trip_id": before, "to_trip_id": after}
                tables.add("transfers", **{**row, **named})
    return tables.write(folder)


def _add_call(tables: Tables, trip: str, sequence: int, call: Call) -> None:
    tables.add(
        "stop_times",
        trip_id=trip,
        stop_id=call.stop,
        stop_sequence=str(sequence),
        arrival_time=_clock(call.arrival_s),
        departure_time=_clock(call.departure_s),
        pickup_type="0" if call.may_board else "1",
        drop_off_type="0" if call.may_alight else "1",
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _dates_of(folder: Path, service: str | None) -> Iterable[date]:
    for row in read_rows(folder, "calendar_dates"):
        if service in (None, row["service_id"]):
            yield datetime.strptime(row["date"], "%Y%m%d").date()  # noqa: DTZ007 - a date alone


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


def _later(calls: Sequence[Call], by_s: int) -> tuple[Call, ...]:
    return tuple(
        call._replace(arrival_s=call.arrival_s + by_s, departure_s=call.departure_s + by_s)
        for call in calls
    )


def _retimed(trip: Trip, rides: Sequence[int], stands: Sequence[int]) -> Trip:
    """Return the trip with these rides from call to call and stands at the calls."""
    now, calls = trip.calls[0].arrival_s, []
    for call, ride, stand in zip(trip.calls, (0, *rides), stands, strict=True):
        now += ride
        calls.append(call._replace(arrival_s=now, departure_s=now + stand))
        now += stand
    return replace(trip, calls=tuple(calls))


def _rides(trip: Trip) -> list[int]:
    return [there.arrival_s - here.departure_s for here, there in pairwise(trip.calls)]


def _stands(trip: Trip) -> list[int]:
    return [call.departure_s - call.arrival_s for call in trip.calls]


def _shifted(trip: Trip, change: Change) -> Trip:
    return replace(trip, calls=_later(trip.calls, round(change["minutes"] * 60)))


def _scaled(trip: Trip, change: Change) -> Trip:
    one, other = 0, len(trip.calls) - 1
    if "from_stop" in change:
        ends = (change["from_stop"], change["to_stop"])
        if not set(ends) <= set(trip.stops):
            return trip
        one, other = sorted(trip.stops.index(stop) for stop in ends)
    rides = [
        round(ride * change["factor"]) if one <= number < other else ride
        for number, ride in enumerate(_rides(trip))
    ]
    return _retimed(trip, rides, _stands(trip))


def _dwelling(trip: Trip, change: Change) -> Trip:
    stands = _stands(trip)
    for number in range(1, len(stands) - 1):
        if trip.stops[number] == change["stop"]:
            stands[number] = change["seconds"]
    return _retimed(trip, _rides(trip), stands)


def _skipping(trip: Trip, change: Change) -> Trip:
    """Leave stops out; only between two that are left one saves time by it."""
    calls, saved_s = list[Call](), 0
    for call in trip.calls:
        if call.stop in change["stops"]:
            saved_s += change.get("saved_seconds", 0) if calls else 0
        else:
            calls += _later([call], -saved_s)
    return replace(trip, calls=tuple(calls))


def _curtailed(trip: Trip, change: Change) -> Trip:
    """End at the stop, or begin there if trips come from the end that is given up."""
    if change["stop"] not in trip.stops:
        return trip
    at = trip.stops.index(change["stop"])
    there = change["towards_it"]  # whether trips of the line ride to that end
    return replace(trip, calls=trip.calls[: at + 1] if there else trip.calls[at:])


def _on_other_way(trip: Trip, change: Change) -> Trip:
    ends = (change["from_stop"], change["to_stop"])
    if not set(ends) <= set(trip.stops):
        return trip
    one, other = (trip.stops.index(stop) for stop in ends)
    via, minutes = list(change["via"]), [round(60 * minute) for minute in change["minutes"]]
    if one > other:
        one, other, via = other, one, via[::-1]
        minutes = [minutes[-1] - minute for minute in reversed((0, *minutes[:-1]))]
    leaves = trip.calls[one].departure_s
    new = [
        Call(stop, leaves + time, leaves + time, may_board=True, may_alight=True)
        for stop, time in zip(via, minutes, strict=False)
    ]
    by_s = leaves + minutes[-1] - trip.calls[other].arrival_s
    return replace(trip, calls=(*trip.calls[: one + 1], *new, *_later(trip.calls[other:], by_s)))


def _extended(trip: Trip, change: Change) -> Trip:
    """Ride on from the end, or begin earlier; what the end allows goes with it."""
    beyond, dwell = list(change["stops"]), change["dwell_seconds"]
    minutes, calls = [round(60 * minute) for minute in change["minutes"]], list(trip.calls)
    if calls[-1].stop in change["at"]:
        end = calls[-1]
        leaves = end.arrival_s + dwell
        calls[-1] = Call(end.stop, end.arrival_s, leaves, may_board=True, may_alight=True)
        for stop, minute in zip(beyond, minutes, strict=True):
            now = leaves + minute
            stands = 0 if stop == beyond[-1] else dwell
            calls.append(Call(stop, now, now + stands, may_board=True, may_alight=True))
        calls[-1] = calls[-1]._replace(may_board=end.may_board, may_alight=end.may_alight)
    if calls[0].stop in change["at"]:
        start = calls[0]
        arrives = start.departure_s - dwell
        calls[0] = Call(start.stop, arrives, start.departure_s, may_board=True, may_alight=True)
        for stop, minute in zip(beyond, minutes, strict=True):
            now = arrives - minute
            stands = 0 if stop == beyond[-1] else dwell
            calls.insert(0, Call(stop, now - stands, now, may_board=True, may_alight=True))
        calls[0] = calls[0]._replace(may_board=start.may_board, may_alight=start.may_alight)
    return replace(trip, calls=tuple(calls))


EDITS: Mapping[str, Callable[[Trip, Change], Trip | None]] = {
    "remove_line": lambda _trip, _change: None,
    "remove_trips": lambda _trip, _change: None,
    "shift": _shifted,
    "scale_running_time": _scaled,
    "set_dwell": _dwelling,
    "skip_stops": _skipping,
    "curtail": _curtailed,
    "reroute": _on_other_way,
    "extend": _extended,
}


def _held(text: Text, change: Change, dates: frozenset[date] | None) -> Text:
    """Let trips wait on each date for the last that comes on it soon after they leave."""
    coming = [trip for trip in text.trips if trip.route == change["from_line"]]
    kept, parted = list[Trip](), list[Trip]()
    for trip in text.trips:
        on = trip.dates if dates is None else trip.dates & dates
        by_wait = defaultdict(set)
        if trip.route == change["line"] and change["stop"] in trip.stops[:-1]:
            for day in on:
                by_wait[_wait_s(trip, day, coming, change)].add(day)
        late = sorted((wait, frozenset(days)) for wait, days in by_wait.items() if wait)
        rest = trip.dates.difference(*(days for _, days in late))
        kept += [replace(trip, dates=rest)] if rest else []
        at = trip.stops.index(change["stop"]) if late else 0
        for wait, days in late:
            here = trip.calls[at]._replace(departure_s=trip.calls[at].departure_s + wait)
            calls = (*trip.calls[:at], here, *_later(trip.calls[at + 1 :], wait))
            parted.append(replace(trip, dates=days, calls=calls))
    if not parted:
        raise TouchesNothingError(change)
    return replace(text, trips=(*kept, *parted))


def _wait_s(trip: Trip, day: date, coming: Iterable[Trip], change: Change) -> int:
    leaves = trip.calls[trip.stops.index(change["stop"])].departure_s
    arrivals = [
        call.arrival_s
        for other in coming
        if day in other.dates
        for call in other.calls[1:]
        if call.stop == change["stop"] and call.may_alight
    ]
    soon = [at - leaves for at in arrivals if 0 < at - leaves <= round(60 * change["minutes"])]
    return max(soon, default=0)


def _with_headway(text: Text, change: Change, dates: frozenset[date] | None) -> Text:
    """Give the trips of the span way to copies of the one nearest its middle."""
    own = [trip for trip in text.trips if trip.route == change["line"]]
    running = [trip for trip in own if dates is None or trip.dates & dates]
    some, step = running or own, 60 * change["minutes"]
    start, end = change["span"]
    template = min(some, key=lambda trip: abs(trip.begins - (start + end) // 2))
    inside = [trip for trip in some if start <= trip.begins < end]
    first = min((trip.begins for trip in inside), default=template.begins)
    times = range(start + (first - start) % step, end, step)
    gone = text
    if inside and running:
        drop = {**change, "type": "remove_line"}
        gone = _edited(text, drop, dates, lambda trip: start <= trip.begins < end)
    return _with_copies(gone, template, times, dates)


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
        Trip("copy", template.route, "", on, _later(template.calls, time - template.begins))
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
