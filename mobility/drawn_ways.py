"""Drawn ways: the shapes of trips that take another way, so that maps and kilometres follow them.

What a trip rides as before keeps its shape; what is new goes along the streets for cars, or
straight on where trips do not run on streets or none are known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely

from gtfs.additions import Shape, with_shape
from gtfs.shapes import metres_a_degree
from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable
from mobility.course_groups import Group
from mobility.courses import cut
from mobility.draft import Draft
from mobility.new_stops import ON_ROADS
from mobility.riding_times import find_street_ways
from mobility.scenario_ids import new_id
from mobility.scenario_values import Transport
from mobility.street_ways import StreetWay

APART_M = 0.5  # a piece begins where the one before it ends: nearer points are one


class _Piece(NamedTuple):
    """The way from one call to the next."""

    xy: Floats  # [point, 2] degrees
    metres: float


def drawn(draft: Draft, groups: Sequence[Group], mode: Transport) -> tuple[Draft, Sequence[Group]]:
    """Return the groups with shapes of the ways they take now; who had none has none."""
    shapes = set(draft.timetable.shape_id.tolist())
    new = [group for group in groups if group.shape in shapes and not _known(group).all()]
    pairs = [_pairs(group.stops)[~_known(group)] for group in new]
    ways = iter(_straight_or_on_streets(draft, np.concatenate(pairs), mode) if new else ())
    result = []
    for group in groups:
        way, call_m = group.shape, group.call_m
        if way not in shapes:
            way, call_m = "", np.full(len(group.stops), NONE, np.int32)
        elif not _known(group).all():
            draft, way, call_m = _with_way(draft, _pieces(draft, group, ways), way)
        result.append(replace(group, shape=way, call_m=call_m))
    return draft, result


def ways_of_courses(
    draft: Draft, courses: Sequence[Ints], mode: Transport
) -> tuple[Draft, list[tuple[str, Ints]]]:
    """Return the draft with the street ways from stop to stop, their ids and ``[stop]`` metres.

    "" and NONE where trips do not run on streets, or there are none.
    """
    if mode not in ON_ROADS or "car" not in draft.streets:
        return draft, [("", np.full(len(stops), NONE, np.int32)) for stops in courses]
    pairs = np.concatenate([_pairs(stops) for stops in courses])
    ways, result = iter(_straight_or_on_streets(draft, pairs, mode)), []
    for stops in courses:
        pieces = [next(ways) for _ in stops[1:]]
        name = str(draft.timetable.stop_name[stops[-1]])
        draft, way, call_m = _with_way(draft, pieces, name)
        result.append((way, call_m))
    return draft, result


def find_way_like(timetable: Timetable, stops: Ints) -> tuple[str, Ints] | None:
    """Return the shape of the first trip that calls at just these stops, and its metres."""
    first, size = timetable.first_call[:-1], np.diff(timetable.first_call)
    alike = np.flatnonzero(size == len(stops))
    alike = alike[timetable.call_stop[first[alike]] == stops[0]]
    calls = first[alike][:, None] + np.arange(len(stops))
    found = alike[(timetable.call_stop[calls] == stops).all(axis=1)]
    if not len(found):
        return None
    trip = int(found[0])
    return str(timetable.trip_shape[trip]), timetable.call_m[timetable.calls_of(trip)]


def way_pieces(timetable: Timetable, group: Group) -> tuple[list[Floats], Bools]:
    """Return ``[call - 1]`` the points of the way to the next call, and whether it is known."""
    shape = np.flatnonzero(timetable.shape_id == group.shape)
    number = int(shape[0]) if len(shape) else NONE
    stops = _pairs(group.stops)
    metres = np.column_stack((group.call_m[:-1], group.call_m[1:]))
    pieces, known = cut(timetable, stops, np.full(len(stops), number), metres)
    return [shapely.get_coordinates(piece) for piece in pieces], known & _known(group)


def lengths_m(xy: Floats) -> Floats:
    """Return ``[point]`` the metres from the first point along the others."""
    across, along = metres_a_degree((xy[1:, 1] + xy[:-1, 1]) / 2)
    steps = np.hypot(np.diff(xy[:, 0]) * across, np.diff(xy[:, 1]) * along)
    return np.concatenate(([0.0], np.cumsum(steps)))


def _known(group: Group) -> Bools:
    """Return ``[call - 1]`` whether the way to the next call is one the trips took before."""
    one, other = group.origin[:-1], group.origin[1:]
    there = (group.call_m[:-1] != NONE) & (group.call_m[1:] != NONE)
    old = (one != NONE) & (other != NONE)
    return np.asarray(np.where(old, other - one == 1, there))


def _pieces(draft: Draft, group: Group, ways: Iterator[_Piece]) -> list[_Piece]:
    """Return ``[call - 1]`` the ways from call to call, those that are new taken from ``ways``."""
    lines, cut_out = way_pieces(draft.timetable, group)
    pieces = list[_Piece]()
    for hop, (old, xy) in enumerate(zip(_known(group).tolist(), lines, strict=True)):
        if not old:
            pieces.append(next(ways))
        elif cut_out[hop]:
            pieces.append(_Piece(xy, float(group.call_m[hop + 1] - group.call_m[hop])))
        else:
            pieces.append(_Piece(xy, float(lengths_m(xy)[-1])))
    return pieces


def _pairs(stops: Ints) -> Ints:
    return np.column_stack((stops[:-1], stops[1:]))


def _straight_or_on_streets(draft: Draft, pairs: Ints, mode: Transport) -> list[_Piece]:
    """Return the way between the stops of each pair: on the streets, straight on without any."""
    timetable = draft.timetable
    none: list[StreetWay | None] = [None] * len(pairs)
    ways = find_street_ways(draft, pairs) if mode in ON_ROADS else none
    pieces = []
    for pair, way in zip(pairs, ways, strict=True):
        if way is None:
            xy = np.column_stack((timetable.stop_lon[pair], timetable.stop_lat[pair]))
            pieces.append(_Piece(xy, float(lengths_m(xy)[-1])))
        else:
            pieces.append(_Piece(np.column_stack((way.lon, way.lat)), way.metres))
    return pieces


def _with_way(draft: Draft, pieces: Sequence[_Piece], name: str) -> tuple[Draft, str, Ints]:
    """Return the draft with the pieces as one shape, its id, and the metres of each call."""
    timetable = draft.timetable
    ends = np.concatenate(([0.0], np.cumsum([piece.metres for piece in pieces])))
    along = [
        start + _scaled(lengths_m(piece.xy), piece.metres)
        for start, piece in zip(ends, pieces, strict=False)
    ]
    xy, metres = np.concatenate([piece.xy for piece in pieces]), np.concatenate(along)
    kept = np.concatenate(([True], np.diff(metres) > APART_M))
    own = new_id(name.removeprefix("scenario:"), timetable.shape_id)
    larger = with_shape(timetable, Shape(own, xy[kept, 0], xy[kept, 1], metres[kept]))
    return draft.changed(larger), own, np.rint(ends).astype(np.int32)


def _scaled(metres: Floats, total: float) -> Floats:
    """Return the metres stretched to the total: a shape is thinned, its length is not."""
    return metres * (total / metres[-1]) if metres[-1] > 0 else metres + 0 * total
