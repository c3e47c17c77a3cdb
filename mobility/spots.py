"""Spots: where on the ways of trips a stop lies at which they do not call yet."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely

from gtfs.earth import points_m
from gtfs.shapes import metres_a_degree
from gtfs.timetable import NONE, Bools, Floats
from mobility.course_groups import Group
from mobility.draft import Draft
from mobility.drawn_ways import way_pieces
from mobility.new_stops import ON_ROADS
from mobility.riding_times import find_street_ways
from mobility.scenario_values import Transport

ON_WAY_M = 100.0  # a stop so near to the way lies on it
SAME_DETOUR_M = 500.0  # a trip with so much more detour than the line's least takes another way
DETOUR_M = 2000.0  # straight on; a stop that takes more is not on the way: the trip is rerouted
WINDING_M = 1000.0  # a road between two stops may be twice the beeline and so much longer


class Spot(NamedTuple):
    """Where a stop lies on the way of some trips."""

    hop: int  # behind this call
    away_m: float  # the detour by it; or how far it lies from the way
    share: float  # of the ride to the next call
    call_m: int  # metres along the shape, NONE off it or without one


def spots_by_detour(draft: Draft, groups: Sequence[Group], stop: int) -> list[Spot | None]:
    """Return ``[group]`` where the stop is the least detour, straight on.

    None for trips that call at its station already, and for those that do not come there: they
    take another way, or end before it, or it lies beside the way of them all.
    """
    found = [
        None if calls_at_station(draft, group, stop) else _least_detour(draft, group, stop)
        for group in groups
    ]
    least = min((spot.away_m for spot, _ in filter(None, found)), default=0.0)
    if least > DETOUR_M:
        return [None] * len(groups)
    return [
        _refined(draft, group, stop, both[0])
        if both
        and (both[0].away_m == least or both[0].away_m <= min(both[1], least + SAME_DETOUR_M))
        else None
        for group, both in zip(groups, found, strict=True)
    ]


def spot_behind(draft: Draft, group: Group, stop: int, behind: Bools) -> Spot | None:
    """Return where the stop lies behind one of others; None if no trip rides on from there."""
    hops = np.flatnonzero(behind[group.stops[:-1]])
    if not len(hops) or calls_at_station(draft, group, stop):
        return None
    hop = int(hops[0])
    before, after = _beelines(draft, group, stop)[hop : hop + 2]
    return _refined(draft, group, stop, Spot(hop, 0.0, _part(before, after), NONE))


def spot_on_way(draft: Draft, group: Group, stop: int, mode: Transport) -> Spot | None:
    """Return where the way of the trips comes nearest to the stop, None if they call there.

    The way is their shape; where there is none that of cars on the streets, else straight on.
    """
    if calls_at_station(draft, group, stop):
        return None
    timetable = draft.timetable
    pieces, known = way_pieces(timetable, group)
    to_stop = _beelines(draft, group, stop)
    ends = points_m(timetable.stop_lon[group.stops], timetable.stop_lat[group.stops])
    straight = np.linalg.norm(np.diff(ends, axis=0), axis=1)
    near = to_stop[:-1] + to_stop[1:] <= 2 * straight + WINDING_M
    unknown = np.flatnonzero(near & ~known)
    pairs = np.column_stack((group.stops[unknown], group.stops[unknown + 1]))
    ways = find_street_ways(draft, pairs) if mode in ON_ROADS else []
    for hop, way in zip(unknown.tolist(), ways, strict=False):
        if way is not None:
            pieces[hop] = np.column_stack((way.lon, way.lat))
    spots = [
        _projected(draft, group, stop, hop, pieces[hop], known=bool(known[hop]))
        for hop in range(len(pieces))
    ]
    return min(spots, key=lambda spot: spot.away_m, default=None)


def calls_at_station(draft: Draft, group: Group, stop: int) -> bool:
    """Return whether the trips call at some stop of the stop's station."""
    station = draft.timetable.stop_station
    return bool((station[group.stops] == station[stop]).any())


def _least_detour(draft: Draft, group: Group, stop: int) -> tuple[Spot, float]:
    """Return the spot of least detour, and how far from the stop the trips begin or end."""
    timetable = draft.timetable
    ends = points_m(timetable.stop_lon[group.stops], timetable.stop_lat[group.stops])
    away = _beelines(draft, group, stop)
    detour = away[:-1] + away[1:] - np.linalg.norm(np.diff(ends, axis=0), axis=1)
    hop = int(np.argmin(detour))
    spot = Spot(hop, float(detour[hop]), _part(away[hop], away[hop + 1]), NONE)
    return spot, float(min(away[0], away[-1]))


def _beelines(draft: Draft, group: Group, stop: int) -> Floats:
    """Return ``[call]`` the metres to the stop, straight on."""
    timetable = draft.timetable
    points = points_m(timetable.stop_lon, timetable.stop_lat)
    away: Floats = np.linalg.norm(points[group.stops] - points[stop], axis=1)
    return away


def _part(before_m: float, after_m: float) -> float:
    both = before_m + after_m
    return float(before_m / both) if both > 0 else 0.5


def _refined(draft: Draft, group: Group, stop: int, spot: Spot) -> Spot:
    """Return the spot as it lies on the shape of the trips, if it does."""
    pieces, known = way_pieces(draft.timetable, group)
    if not known[spot.hop]:
        return spot
    on_way = _projected(draft, group, stop, spot.hop, pieces[spot.hop], known=True)
    return on_way if on_way.call_m != NONE else spot


def _projected(
    draft: Draft, group: Group, stop: int, hop: int, way: Floats, *, known: bool
) -> Spot:
    """Return the point of the way that is nearest to the stop."""
    timetable = draft.timetable
    here = np.array([timetable.stop_lon[stop], timetable.stop_lat[stop]])
    scale = np.column_stack(metres_a_degree(here[1:]))
    line, point = shapely.linestrings(way * scale), shapely.points(here * scale[0])
    away_m = float(shapely.distance(line, point))
    share = float(shapely.line_locate_point(line, point, normalized=True))
    start, end = group.call_m[hop : hop + 2].tolist()
    on_shape = known and away_m <= ON_WAY_M
    return Spot(hop, away_m, share, round(start + share * (end - start)) if on_shape else NONE)
