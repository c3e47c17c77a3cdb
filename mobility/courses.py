"""Courses: pieces of the ways trips take, cut at stops; those that run side by side become one."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gtfs.shapes import metres_a_degree
from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable

Shapes = NDArray[np.object_]  # of shapely, degrees

APART_M = 100.0  # two courses nowhere farther apart are one: platforms, tracks, lanes of a road
ROUNDED_M = 1.0  # calls lie at whole metres: a corner so near to one is the call itself
SNAP_M = 100.0  # courses of a station that end within it of their common middle end there


def cut(timetable: Timetable, stops: Ints, shape: Ints, metres: Ints) -> tuple[Shapes, Bools]:
    """Return ``[piece]`` the way between two stops ``[piece, 2]``, and whether it is known.

    ``shape [piece]`` is an index into the timetable's shapes, ``metres [piece, 2]`` along it; where
    either is NONE the piece is straight.
    """
    straight = np.stack((timetable.stop_lon[stops], timetable.stop_lat[stops]), axis=2)
    pieces: Shapes = np.asarray(shapely.linestrings(straight), object)
    known: Bools = (shape != NONE) & (metres != NONE).all(axis=1)
    known &= metres[:, 0] < metres[:, 1]
    if known.any():
        pieces[known] = _cut(timetable, shape[known], metres[known])
    return pieces, known


def knots(timetable: Timetable) -> Ints:
    """Return ``[stop]`` equal numbers for stops that are one on a map: those of a station.

    But a stop far from the middle of its station is one of its own: stops of equal name may stand
    in a row along a road.
    """
    station = timetable.stop_station
    number = np.maximum(np.bincount(station), 1)
    lon, lat = timetable.stop_lon, timetable.stop_lat
    middle = [(np.bincount(station, column) / number)[station] for column in (lon, lat)]
    across, along = metres_a_degree(lat)
    away = np.hypot((lon - middle[0]) * across, (lat - middle[1]) * along)
    alone = len(number) + np.arange(len(station))
    return np.where(away <= SNAP_M, station, alone).astype(np.int64)


def one_course_each(pieces: Shapes, known: Bools, group: Ints, trips: Ints) -> tuple[Ints, Ints]:
    """Return ``[piece]`` its course, and ``[course]`` the piece that stands for all side by side.

    It is the one of its group with most trips, one that is ``known`` before one that is not; known
    pieces farther apart are a course of their own, the others are guesses.
    """
    metric = _metric(pieces)
    course = np.full(len(pieces), NONE, np.int64)
    left = np.lexsort((-trips, ~known, group))
    leaders: list[Ints] = [np.empty(0, np.int64)]
    count = 0
    while len(left):
        _, first, of_group = np.unique(group[left], return_index=True, return_inverse=True)
        leader = left[first]
        near = shapely.hausdorff_distance(metric[left], metric[leader][of_group]) <= APART_M
        near |= ~known[left]
        course[left[near]] = count + of_group[near]
        count += len(leader)
        leaders.append(leader)
        left = left[~near]
    return course, np.concatenate(leaders)


def joined_at(ends: Ints, courses: Shapes) -> Shapes:
    """Return the courses drawn to the middle of all that end near it: ``ends [course, 2]``.

    Equal numbers are one end; platforms lie some metres apart, and lines on a map shall meet.
    """
    if not len(courses):
        return courses
    xy, owner = shapely.get_coordinates(courses, return_index=True)
    each = np.arange(len(courses))
    first, last = np.searchsorted(owner, each), np.searchsorted(owner, each, "right") - 1
    at = np.stack((first, last), axis=1).ravel()
    _, end = np.unique(ends.ravel(), return_inverse=True)
    number = np.bincount(end)
    middle = np.column_stack([np.bincount(end, xy[at, axis]) / number for axis in (0, 1)])[end]
    scale = np.column_stack(metres_a_degree(middle[:, 1]))
    near = np.hypot(*((xy[at] - middle) * scale).T) <= SNAP_M
    xy[at[near]] = middle[near]
    return np.asarray(shapely.linestrings(xy, indices=owner), object)


def _cut(timetable: Timetable, shape: Ints, metres: Ints) -> Shapes:
    """Return pieces of shapes: their points between the metres, and a point at either end."""
    span = float(timetable.point_m.max()) + 1  # longer than any: each shape has a range of its own
    shapes = np.arange(len(timetable.shape_id))
    at = np.repeat(shapes, np.diff(timetable.first_point)) * span + timetable.point_m
    length = timetable.point_m[timetable.first_point[1:] - 1]  # calls, rounded, may lie beyond it
    start, end = (shape[:, None] * span + np.minimum(metres, length[shape][:, None])).T
    low, high = np.searchsorted(at, start + ROUNDED_M), np.searchsorted(at, end - ROUNDED_M)
    size = np.maximum(high - low, 0) + 2
    first = np.cumsum(size) - size
    point = np.arange(size.sum()) - np.repeat(first + 1 - low, size)
    point = np.clip(point, 0, len(at) - 1)  # the ends may lie beyond the arrays: they come next
    xy = np.column_stack((timetable.point_lon[point], timetable.point_lat[point]))
    for axis, column in enumerate((timetable.point_lon, timetable.point_lat)):
        xy[first, axis] = np.interp(start, at, column)
        xy[first + size - 1, axis] = np.interp(end, at, column)
    owner = np.repeat(np.arange(len(size)), size)
    return np.asarray(shapely.linestrings(xy, indices=owner), object)


def _metric(pieces: Shapes) -> Shapes:
    """Return the pieces in metres, true to scale round the middle of them all."""
    xy: Floats = shapely.get_coordinates(pieces)
    if not len(xy):
        return pieces
    scale = np.column_stack(metres_a_degree(xy[:, 1].mean(keepdims=True)))
    scaled: Shapes = shapely.transform(pieces, lambda one: one * scale)
    return scaled
