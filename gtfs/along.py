"""Along: where on its shape a trip makes each of its calls."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gtfs.shapes import Shapes, metres_a_degree
from gtfs.timetable import NONE, Bools, Floats, Ints

FAR_M = 500.0  # a station's point may lie so far from its tracks; beyond it the way leads elsewhere


class Ridden(NamedTuple):
    """The trips that take a shape: their calls, and where the stops lie."""

    trip_shape: Ints  # [trip] NONE where there is none
    first_call: Ints  # [trip + 1]
    call_stop: Ints  # [call]
    given: Floats  # [call] shape_dist_traveled, nan where there is none
    stop_lon: Floats  # [stop]
    stop_lat: Floats  # [stop]


class _Way(NamedTuple):
    """One shape in metres of its own surroundings."""

    xy: Floats  # [point, 2]
    metres: Floats  # [point] along it
    given: Floats  # [point] shape_dist_traveled


def call_metres(shapes: Shapes, ridden: Ridden) -> tuple[Ints, Bools]:
    """Return ``[call]`` whole metres along the trip's shape, and which stops lie far off theirs.

    NONE without a shape and far off it. The feed's distances count for trips they lead to the
    stops; else every stop lies at the nearest point such that no trip ever runs backwards.
    """
    metres = np.full(len(ridden.call_stop), NONE, np.int32)
    far = np.zeros(len(metres), np.bool_)
    for shape, calls in _patterns(ridden):
        one = calls[0]
        stops = ridden.call_stop[one]
        lon, lat = ridden.stop_lon[stops], ridden.stop_lat[stops]
        way, xy = _measured_in_metres(shapes, shape, lon, lat)
        along = _by_distance(way, ridden.given[one])
        away = _away(way, along, xy)
        if not (away <= FAR_M).all():  # nan is not, either
            along = _nearest(way, xy)
            away = _away(way, along, xy)
        rounded = np.where(away <= FAR_M, np.rint(along), NONE)
        for call in calls:
            metres[call], far[call] = rounded, away > FAR_M
    return metres, far


def _patterns(ridden: Ridden) -> Iterator[tuple[int, list[slice]]]:
    """Yield the shape and the calls of the trips that are alike in shape, stops and distances."""
    alike: dict[tuple[int, bytes, bytes], list[slice]] = defaultdict(list)
    first = ridden.first_call.tolist()
    for trip in np.flatnonzero(ridden.trip_shape != NONE).tolist():
        calls = slice(first[trip], first[trip + 1])
        stops, given = ridden.call_stop[calls].tobytes(), ridden.given[calls].tobytes()
        alike[int(ridden.trip_shape[trip]), stops, given].append(calls)
    for (shape, *_), trips in alike.items():
        yield shape, trips


def _measured_in_metres(
    shapes: Shapes, shape: int, lon: Floats, lat: Floats
) -> tuple[_Way, Floats]:
    """Return the way, and the stops ``[stop, 2]`` beside it."""
    points = slice(shapes.first_point[shape], shapes.first_point[shape + 1])
    scale = np.column_stack(metres_a_degree(shapes.lat[points].mean(keepdims=True)))
    xy = np.column_stack([shapes.lon[points], shapes.lat[points]]) * scale
    way = _Way(xy, shapes.metres[points], shapes.given[points])
    return way, np.column_stack([lon, lat]) * scale


def _by_distance(way: _Way, given: Floats) -> Floats:
    """Return ``[call]`` metres along the way by the feed's distances, nan if they are none."""
    if not np.isfinite(given).all() or np.isnan(way.given[0]) or (np.diff(given) < 0).any():
        return np.full(len(given), np.nan)
    return np.interp(given, way.given, way.metres)


def _away(way: _Way, along: Floats, xy: Floats) -> Floats:
    """Return ``[call]`` how far the stop lies from its point of the way."""
    x, y = (np.interp(along, way.metres, way.xy[:, axis]) for axis in (0, 1))
    away: Floats = np.hypot(x - xy[:, 0], y - xy[:, 1])
    return away


def _nearest(way: _Way, xy: Floats) -> Floats:
    """Return ``[call]`` metres along the way, never falling, with the least squares of distances.

    ``least[call, segment]``: of the calls so far, the last of them on this segment or before.
    """
    start, leg = way.xy[:-1], np.diff(way.xy, axis=0)
    apart = xy[:, None, :] - start
    share = (apart * leg).sum(axis=2) / np.maximum((leg**2).sum(axis=1), 1e-9)
    share = np.clip(share, 0, 1)
    least = ((apart - share[..., None] * leg) ** 2).sum(axis=2)
    for call in range(1, len(least)):
        least[call] += np.minimum.accumulate(least[call - 1])
    segment = np.empty(len(xy), np.int64)
    end = least.shape[1]
    for call in range(len(xy) - 1, -1, -1):
        segment[call] = np.argmin(least[call, :end])
        end = int(segment[call]) + 1
    each = np.arange(len(xy))
    long = np.diff(way.metres)
    along: Floats = way.metres[segment] + share[each, segment] * long[segment]
    return np.maximum.accumulate(along)
