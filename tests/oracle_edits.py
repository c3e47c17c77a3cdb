"""Edits of single trips, as docs/scenarios.md words them: what a change makes of each of its line.

Standard library and the oracle's own eyes only, nothing of the project.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from oracle_feed import Call
from oracle_trips import Trip, later

Change = Mapping[str, Any]  # as in a scenario file, but seconds, not clock times


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
    return replace(trip, calls=later(trip.calls, round(change["minutes"] * 60)))


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
            calls += later([call], -saved_s)
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
    return replace(trip, calls=(*trip.calls[: one + 1], *new, *later(trip.calls[other:], by_s)))


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
