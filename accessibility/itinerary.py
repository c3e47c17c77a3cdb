"""Itinerary: journeys between two doors with legs one can check in the printed timetable."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from accessibility.ends import Linked, walks_between
from accessibility.folds import find_useful
from gtfs.timetable import PHONE, Ints, Timetable
from mobility.day import Day, profiles_to
from mobility.doors import Sets, door_s, find_sets
from mobility.legs import Rides, find_rides
from mobility.network import Network
from mobility.profiles import UNREACHED

MODES = {0: "tram", 1: "subway", 2: "rail", 3: "bus", 4: "ferry", 5: "tram", 6: "gondola",
         7: "funicular", 11: "bus", 12: "monorail"}  # fmt: skip
EXTENDED = ((100, "rail"), (200, "bus"), (400, "subway"), (700, "bus"), (900, "tram"),
            (1000, "ferry"), (1100, "air"), (1200, "ferry"), (1300, "gondola"),
            (1400, "funicular"), (1500, "taxi"))  # fmt: skip


class _Search(NamedTuple):
    """One origin, one destination and what was found between them."""

    network: Network
    day: Day
    names: tuple[str, str]
    access_s: Ints
    egress_s: Ints
    rides: Rides


def clock(seconds: int) -> str:
    """Return a clock time as HH:MM:SS, past midnight as 24 and on."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def list_journeys(
    network: Network, day: Day, origin: Linked, destination: Linked
) -> list[dict[str, Any]]:
    """Return the whole Pareto set, by departure, arrival, rides; the walk all the way first."""
    names = (origin.ends.end_id[0], destination.ends.end_id[0])
    access_s, egress_s = door_s(origin.doors, 0, day.stops), door_s(destination.doors, 0, day.stops)
    profiles = profiles_to(day, egress_s)
    walk_s = walks_between(network, origin, destination)[0]
    sets = find_sets(day.connections, profiles, origin.doors, walk_s, day.leaving)
    rides = find_rides(day, profiles, origin.doors, egress_s, sets)
    search = _Search(network, day, names, access_s, egress_s, rides)
    walk = [_walk_all_the_way(names, int(walk_s[0]))] if walk_s[0] < UNREACHED else []
    return walk + _with_legs(search, sets)


def _walk_all_the_way(names: tuple[str, str], walk_s: int) -> dict[str, Any]:
    leg = {"mode": "walk", "line": None, "trip_id": None, "from": names[0], "to": names[1],
           "departure": None, "arrival": None, "duration": walk_s}  # fmt: skip
    return {"departure": None, "arrival": None, "rides": 0, "useful": False,
            "duration": walk_s, "legs": [leg]}  # fmt: skip


def _with_legs(search: _Search, sets: Sets) -> list[dict[str, Any]]:
    useful = find_useful(sets)
    journeys = []
    for j, (departure, arrival, rides) in enumerate(
        zip(sets.departure_s.tolist(), sets.arrival_s.tolist(), sets.rides.tolist(), strict=True)
    ):
        journeys.append(
            {
                "departure": clock(departure),
                "arrival": clock(arrival),
                "rides": rides,
                "useful": bool(useful[j]),
                "duration": arrival - departure,
                "legs": _legs(search, j, departure),
            }
        )
    return journeys


def _legs(search: _Search, journey: int, departure_s: int) -> list[dict[str, Any]]:
    """Return the rides and the walks between them, in order."""
    rides, connections = search.rides, search.day.connections
    stop_id = search.network.timetable.stop_id
    here, when = search.names[0], departure_s
    legs: list[dict[str, Any]] = []
    at = -1  # stop one stands at, -1 at the door
    for ride in range(rides.first[journey], rides.first[journey + 1]):
        board, alight = rides.board[ride], rides.alight[ride]
        stop = int(connections.from_stop[board])
        # where the feed sets the time of a change it may be less than we would walk
        walk_s = min(_walk_to(search, at, stop), int(connections.departure_s[board]) - when)
        if at != stop and not rides.seated[ride] and (walk_s or at != -1):
            legs.append(_walk(here, str(stop_id[stop]), when, walk_s))
        legs.append(_ride(search, ride))
        at = int(connections.to_stop[alight])
        here, when = str(stop_id[at]), int(connections.arrival_s[alight])
    last_s = int(search.egress_s[at])
    if last_s:
        legs.append(_walk(here, search.names[1], when, last_s))
    return legs


def _walk_to(search: _Search, at: int, stop: int) -> int:
    """Return the seconds walked to the stop one boards at, ``UNREACHED`` without a footpath."""
    if at == -1:
        return int(search.access_s[stop])
    footpaths = search.network.footpaths
    paths = slice(int(footpaths.first[at]), int(footpaths.first[at + 1]))
    found = np.flatnonzero(footpaths.to_stop[paths] == stop)
    return int(footpaths.walk_s[paths][found[0]]) if len(found) else UNREACHED


def _walk(here: str, there: str, when: int, walk_s: int) -> dict[str, Any]:
    return {"mode": "walk", "line": None, "trip_id": None, "from": here, "to": there,
            "departure": clock(when), "arrival": clock(when + walk_s)}  # fmt: skip


def _ride(search: _Search, ride: int) -> dict[str, Any]:
    timetable, day = search.network.timetable, search.day
    connections = day.connections
    board, alight = search.rides.board[ride], search.rides.alight[ride]
    trip = int(day.runs.trip[connections.run[board]])
    route = int(timetable.trip_route[trip])
    calls = timetable.calls_of(trip)
    return {
        "mode": mode_of(int(timetable.route_type[route])),
        "line": str(timetable.route_name[route]),
        "trip_id": str(timetable.trip_id[trip]),
        "from": str(timetable.stop_id[connections.from_stop[board]]),
        "to": str(timetable.stop_id[connections.to_stop[alight]]),
        "departure": clock(int(connections.departure_s[board])),
        "arrival": clock(int(connections.arrival_s[alight])),
        "from_name": str(timetable.stop_name[connections.from_stop[board]]),
        "to_name": str(timetable.stop_name[connections.to_stop[alight]]),
        "headsign": str(timetable.trip_headsign[trip]),
        "stay_seated": bool(search.rides.seated[ride]),
        "on_demand": bool(_on_demand(timetable, calls)),
    }


def _on_demand(timetable: Timetable, calls: slice) -> bool:
    booked = (timetable.pickup[calls] == PHONE) | (timetable.drop_off[calls] == PHONE)
    return bool(booked.any())


def mode_of(route_type: int) -> str:
    """Return the mode of a GTFS route type, extended types too."""
    if route_type in MODES:
        return MODES[route_type]
    fitting = [mode for start, mode in EXTENDED if start <= route_type]
    return fitting[-1] if fitting else "other"


def as_text(journeys: Sequence[dict[str, Any]], names: Mapping[str, str]) -> str:
    """Return the journeys as lines a person reads; ``names`` are those of stops and places."""
    lines = []
    for journey in journeys:
        minutes = f"{-(-journey['duration'] // 60)} min"
        if journey["departure"] is None:
            lines.append(f"zu Fuß {minutes}")
            continue
        rides = "1 Fahrt" if journey["rides"] == 1 else f"{journey['rides']} Fahrten"
        mark = "" if journey["useful"] else "  (überholt oder viel länger als die kürzeste)"
        lines.append(
            f"{journey['departure'][:5]}–{journey['arrival'][:5]}  {minutes}, {rides}{mark}"
        )
        lines += [f"    {_leg_text(leg, names)}" for leg in journey["legs"]]
    return "\n".join(lines)


def _leg_text(leg: dict[str, Any], names: Mapping[str, str]) -> str:
    here, there = (names.get(leg[end], leg[end]) for end in ("from", "to"))
    times = f"{leg['departure'][:5]} {here} – {leg['arrival'][:5]} {there}"
    if leg["mode"] == "walk":
        return f"{times}  zu Fuß"
    notes = [f"Richtung {leg['headsign']}"] if leg["headsign"] else []
    notes += ["sitzen bleiben"] if leg["stay_seated"] else []
    notes += ["auf Anruf"] if leg["on_demand"] else []
    said = f" ({', '.join(notes)})" if notes else ""
    return f"{times}  {leg['line']}{said}"
