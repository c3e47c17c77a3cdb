"""A ticket inspector: checks every leg of journeys against timetable, footpaths and transfers."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from accessibility.ends import Linked
from gtfs.timetable import FORBIDDEN, NONE, Timetable
from mobility.connections import runs_on
from mobility.day import Day
from mobility.network import Network
from mobility.transfers import general_pairs

Leg = dict[str, Any]
_Door = dict[str, int]  # stop → seconds walked
_Call = tuple[str, int, int, bool, bool]  # stop, arrival, departure, may board, may alight
STAY_S = 1800  # contract §2, staying seated


def seconds(clock: str) -> int:
    """Return the seconds of ``08:05:30``."""
    hours, minutes, rest = (int(part) for part in clock.split(":"))
    return hours * 3600 + minutes * 60 + rest


class Inspector:
    """What the timetable, the footpaths and the general rules of the feed allow on the day."""

    def __init__(self, network: Network, day: Day) -> None:
        self.network, self.runs = network, _runs(network.timetable, day)
        stop_id = network.timetable.stop_id.tolist()
        footpaths = network.footpaths
        origin = np.repeat(np.arange(len(stop_id)), np.diff(footpaths.first))
        walks = (origin, footpaths.to_stop, footpaths.walk_s)
        pairs = general_pairs(network.timetable, footpaths, network.moving)
        self.footpath_s, self.ready_s = (
            {(stop_id[a], stop_id[b]): s for a, b, s in np.stack(columns, axis=1).tolist()}
            for columns in (walks, pairs)
        )
        self.waiting = _waiting(network.timetable)

    def faults(
        self, origin: Linked, destination: Linked, journeys: list[dict[str, Any]]
    ) -> list[str]:
        """Return what does not hold of the journeys between two ends, as sentences."""
        doors = _walks(self.network, origin), _walks(self.network, destination)
        ridden = [journey for journey in journeys if journey["rides"]]
        faults = [f"{j['departure']}: {fault}" for j in ridden for fault in self._faults(j, doors)]
        triples = [(seconds(j["departure"]), seconds(j["arrival"]), j["rides"]) for j in ridden]
        if triples != sorted(set(triples)):
            faults.append("the journeys are not in order, or one is there twice")
        return faults

    def _faults(self, journey: dict[str, Any], doors: tuple[_Door, _Door]) -> Iterator[str]:
        legs = journey["legs"]
        rides = [leg for leg in legs if leg["mode"] != "walk"]
        ridden = sum(not leg["stay_seated"] for leg in rides)
        if ridden != journey["rides"]:
            yield f"{ridden} rides, not {journey['rides']}"
        if legs[-1]["arrival"] != journey["arrival"]:
            yield f"arrives at {legs[-1]['arrival']}, not {journey['arrival']}"
        yield from self._ends(journey, rides, doors)
        for leg in rides:
            if not self._stands_in_timetable(leg):
                yield (
                    f"{leg['trip_id']} does not leave {leg['from']} at {leg['departure']} "
                    f"for {leg['to']} at {leg['arrival']}"
                )
        yield from self._changes(legs)

    def _ends(
        self, journey: dict[str, Any], rides: list[Leg], doors: tuple[_Door, _Door]
    ) -> Iterator[str]:
        """Yield faults of the walks at both doors and of the minute before boarding."""
        first, last = journey["legs"][0], journey["legs"][-1]
        access_s = _lasts(first) if first["mode"] == "walk" else 0
        egress_s = _lasts(last) if last["mode"] == "walk" else 0
        leaves_s, boards_s = seconds(journey["departure"]), seconds(rides[0]["departure"])
        if access_s != doors[0].get(rides[0]["from"]):
            yield f"walks {access_s} s from the door to {rides[0]['from']}"
        if egress_s != doors[1].get(rides[-1]["to"]):
            yield f"walks {egress_s} s from {rides[-1]['to']} to the door"
        if first["departure"] != journey["departure"] and access_s:
            yield f"leaves the door at {first['departure']}"
        if boards_s != leaves_s + access_s + self.network.moving.board_slack_s:
            yield f"boards at {rides[0]['departure']} after {access_s} s of walking"

    def _changes(self, legs: list[Leg]) -> Iterator[str]:
        """Yield faults of the ways from ride to ride."""
        for one, other in pairwise(legs):
            if not other.get("stay_seated") and (
                one["to"] != other["from"] or seconds(one["arrival"]) > seconds(other["departure"])
            ):
                yield f"{one['to']} {one['arrival']} to {other['from']} {other['departure']}"
        rides = [n for n, leg in enumerate(legs) if leg["mode"] != "walk"]
        for here, there in pairwise(rides):
            yield from self._change(legs[here : there + 1])

    def _change(self, legs: list[Leg]) -> Iterator[str]:
        """Yield faults of one change: a ride, perhaps a walk, a ride."""
        one, other = legs[0], legs[-1]
        waited = seconds(other["departure"]) - seconds(one["arrival"])
        pair = (one["to"], other["from"])
        if other["stay_seated"]:
            if len(legs) > 2 or not 0 <= waited <= STAY_S:
                yield f"keeps the seat from {one['trip_id']} to {other['trip_id']}"
            return
        lines = (one["line"], other["line"])
        if lines not in self.waiting and waited < self.ready_s.get(pair, 10**9):
            yield f"changes from {pair[0]} to {pair[1]} in {waited} s"
        walked = [_lasts(leg) for leg in legs[1:-1]]
        footpath_s = self.footpath_s.get(pair, waited)
        if walked != ([] if pair[0] == pair[1] else [min(footpath_s, waited)]):
            yield f"walks {walked} from {pair[0]} to {pair[1]}"

    def _stands_in_timetable(self, leg: Leg) -> bool:
        hop = (leg["from"], seconds(leg["departure"]), leg["to"], seconds(leg["arrival"]))
        return any(_holds(calls, hop) for calls in self.runs.get(leg["trip_id"], []))


def _waiting(timetable: Timetable) -> set[tuple[str, str]]:
    """Return the lines of which the second waits for the first (rows of type 1 that name them)."""
    rows = (timetable.rule_type == 1) & (timetable.rule_from_route != NONE)
    rows &= timetable.rule_to_route != NONE
    names = timetable.route_name.tolist()
    return {
        (names[one], names[other])
        for one, other in zip(
            timetable.rule_from_route[rows], timetable.rule_to_route[rows], strict=True
        )
    }


def _runs(timetable: Timetable, day: Day) -> dict[str, list[list[_Call]]]:
    """Return the calls of every run of the day by trip_id, on the day's clock."""
    runs = runs_on(timetable, day.date)
    stops = timetable.stop_id[timetable.call_stop].tolist()
    found: dict[str, list[list[_Call]]] = {}
    for trip, shift_s in zip(runs.trip.tolist(), runs.shift_s.tolist(), strict=True):
        calls = timetable.calls_of(trip)
        columns = (
            stops[calls],
            (timetable.arrival_s[calls] + shift_s).tolist(),
            (timetable.departure_s[calls] + shift_s).tolist(),
            (timetable.pickup[calls] != FORBIDDEN).tolist(),
            (timetable.drop_off[calls] != FORBIDDEN).tolist(),
        )
        found.setdefault(str(timetable.trip_id[trip]), []).append(list(zip(*columns, strict=True)))
    return found


def _holds(calls: list[_Call], hop: tuple[str, int, str, int]) -> bool:
    """Return whether one may board and alight so, in this order."""
    start, departure_s, end, arrival_s = hop
    boarded = [n for n, c in enumerate(calls) if (c[0], c[2]) == (start, departure_s) and c[3]]
    left = [n for n, c in enumerate(calls) if (c[0], c[1]) == (end, arrival_s) and c[4]]
    return bool(boarded and left and min(boarded) < max(left))


def _walks(network: Network, one: Linked) -> _Door:
    """Return the seconds between the end and each stop around it."""
    stops = network.timetable.stop_id[one.doors.stop].tolist()
    return dict(zip(stops, one.doors.walk_s.tolist(), strict=True))


def _lasts(leg: Leg) -> int:
    return seconds(leg["arrival"]) - seconds(leg["departure"])
