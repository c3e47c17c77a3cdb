"""Riding times: how long a trip rides from stop to stop, as a scenario says it."""

from collections.abc import Sequence

import numpy as np

from gtfs.earth import points_m
from gtfs.timetable import Floats, Ints
from mobility.clocks import MINUTE_S
from mobility.draft import Draft
from mobility.new_stops import ON_ROADS, ROAD_M, snapped
from mobility.scenario_values import RunningTimes, ScenarioError, Transport
from mobility.snapping import taken
from mobility.street_ways import StreetWay, find_ways

KMH = 3.6  # of a metre a second


def rides(
    draft: Draft, times: RunningTimes, courses: Sequence[Ints], mode: Transport
) -> list[Ints]:
    """Return for each course the seconds from the departure at each stop to the next arrival.

    Told minutes are taken as they are, also two stops in one minute; what is computed is rounded
    to whole seconds, at least one. Speeds hold along the quickest way for cars, those of trains
    and ferries in a straight line.
    """
    for stops in courses:
        _refuse_twins(draft, stops)
    if times.minutes is not None:
        return [_told(draft, times.minutes, stops, times.dwell_seconds) for stops in courses]
    pairs = np.concatenate([_pairs(stops) for stops in courses])
    if times.factor is not None:
        seconds = np.array([way.seconds for way in _ways(draft, pairs)]) * times.factor
    elif times.kmh is not None:
        seconds = _metres(draft, pairs, mode) * KMH / times.kmh
    else:
        raise ScenarioError("say how long it rides: minutes, kmh or factor")
    whole = np.maximum(np.rint(seconds), 1).astype(np.int64)
    return np.split(whole, np.cumsum([len(stops) - 1 for stops in courses])[:-1])


def timed(ride_s: Ints, dwell_s: int) -> tuple[Ints, Ints]:
    """Return ``[stop]`` arrivals and departures, counted from the first departure."""
    arrival = np.concatenate(([0], np.cumsum(ride_s + dwell_s) - dwell_s))
    stand = np.full(len(arrival), dwell_s)
    stand[[0, -1]] = 0
    return arrival, arrival + stand


def find_street_ways(draft: Draft, pairs: Ints) -> list[StreetWay | None]:
    """Return the quickest way by car between the stops of each of ``[pair, 2]``, None if none."""
    found: list[StreetWay | None] = [None] * len(pairs)
    if "car" not in draft.streets or not len(pairs):
        return found
    timetable = draft.timetable
    stops, place = np.unique(pairs, return_inverse=True)
    points = snapped(draft, "car", timetable.stop_lon[stops], timetable.stop_lat[stops])
    place = place.reshape(-1, 2)
    linked = np.flatnonzero(points.linked[place].all(axis=1))
    ends = [taken(points, place[linked, side]) for side in (0, 1)]
    ways = find_ways(draft.streets["car"], ends[0], ends[1])
    for pair, way in zip(linked.tolist(), ways, strict=True):
        found[pair] = way if np.isfinite(way.seconds) else None
    return found


def _ways(draft: Draft, pairs: Ints) -> list[StreetWay]:
    if "car" not in draft.streets:
        raise ScenarioError("the network has no streets to ride on: tell the minutes")
    ways = find_street_ways(draft, pairs)
    found = [way for way in ways if way is not None]
    if len(found) < len(ways):
        one, other = draft.timetable.stop_name[pairs[ways.index(None)]].tolist()
        raise ScenarioError(
            f"no way by car from {one!r} to {other!r}, both within {ROAD_M:.0f} m of a road: "
            "tell the minutes"
        )
    return found


def _pairs(stops: Ints) -> Ints:
    return np.column_stack((stops[:-1], stops[1:]))


def _metres(draft: Draft, pairs: Ints, mode: Transport) -> Floats:
    if mode in ON_ROADS:
        return np.array([way.metres for way in _ways(draft, pairs)])
    timetable = draft.timetable
    points = points_m(timetable.stop_lon, timetable.stop_lat)[pairs]
    metres: Floats = np.linalg.norm(points[:, 1] - points[:, 0], axis=1)
    return metres


def _refuse_twins(draft: Draft, stops: Ints) -> None:
    twice = np.flatnonzero(stops[1:] == stops[:-1])
    if len(twice):
        name = draft.timetable.stop_name[stops[twice[0]]]
        raise ScenarioError(f"{str(name)!r} follows itself: the same stop twice in a row")


def _told(draft: Draft, minutes: Sequence[float], stops: Ints, dwell_s: int) -> Ints:
    """Return the rides that fit the arrivals told; the first stop may go without its 0."""
    told = np.array(minutes if len(minutes) == len(stops) else (0, *minutes), np.float64)
    arrival = np.rint(told * MINUTE_S).astype(np.int64)
    stand = np.full(len(stops) - 1, dwell_s)
    stand[0] = 0
    ride: Ints = np.diff(arrival) - stand
    if (ride < 0).any():
        at = int(np.argmax(ride < 0))
        one, other = draft.timetable.stop_name[stops[at : at + 2]].tolist()
        stands = f" and stands {dwell_s} s" if stand[at] else ""
        raise ScenarioError(
            f"negative running time: {one!r} is reached at minute {told[at]:g}{stands}, "
            f"{other!r} at minute {told[at + 1]:g}"
        )
    return ride
