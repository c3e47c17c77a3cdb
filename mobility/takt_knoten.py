"""Takt Knoten: the stations of a town as one Knoten, and which of them a drawing needs."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from gtfs.earth import points_m
from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable

INSIDE_M, OUTSIDE_M = (
    2000.0,
    8000.0,
)  # stations so near a Knoten belong to it; a foreign city is one
CHANGING_M = 400.0  # lines at stations so near each other make one of them the greater
Way = tuple[int, ...]  # Knoten, or stations, in the order of a line


def town_knoten(timetable: Timetable, ways: Sequence[Way], rail: Bools, inside: Bools) -> Ints:
    """Return ``[station]`` the station its Knoten is named after, ``NONE`` where no line calls.

    ``ways`` are the stations of the lines, ``rail [station]`` whether trains call there. From the
    greatest station on, each takes those around it that nobody has taken: first those with
    trains, then those with most lines at or around them. Outside the region stations gather from
    farther away.
    """
    xyz = points_m(timetable.station_lon, timetable.station_lat)
    calls = np.zeros((len(xyz), len(ways)), np.bool_)
    for line, way in enumerate(ways):
        calls[list(way), line] = True
    used = np.flatnonzero(calls.any(axis=1))
    own = calls[used].sum(axis=1)
    around = np.array(
        [calls[used[_near(xyz, used, one, CHANGING_M)]].any(axis=0).sum() for one in used.tolist()]
    )
    knoten = np.full(len(xyz), NONE, np.int32)
    for station in used[np.lexsort((used, -own, -around, ~rail[used]))].tolist():
        if knoten[station] != NONE:
            continue
        around_m = INSIDE_M if inside[station] else OUTSIDE_M
        near = _near(xyz, used, station, around_m)
        near &= (knoten[used] == NONE) & (inside[used] == inside[station])
        knoten[used[near]] = station
    return knoten


def _near(xyz: Floats, stations: Ints, station: int, within_m: float) -> Bools:
    near: Bools = np.linalg.norm(xyz[stations] - xyz[station], axis=1) <= within_m
    return near


def along_knoten(way: Way, knoten: Ints) -> Way:
    """Return the Knoten of the stations in a row, each once."""
    return tuple(dict.fromkeys(int(knoten[station]) for station in way))


def trimmed(way: Way, inside: Bools, lines: Ints) -> Way:
    """Return the way with one Knoten outside the region at either end, () if all are outside.

    It is the one on the further way at which most lines call, ``lines [knoten]``, of equals the
    nearest; the others are left out.
    """
    within = [number for number, knoten in enumerate(way) if inside[knoten]]
    if not within:
        return ()
    before, behind = way[: within[0]][::-1], way[within[-1] + 1 :]
    ends = [max(beyond, key=lambda one: lines[one], default=NONE) for beyond in (before, behind)]
    own = ends[0], *way[within[0] : within[-1] + 1], ends[1]
    return tuple(one for one in own if one != NONE)


def needed(ways: Mapping[int, Way]) -> dict[int, Way]:
    """Return the ways of lines without the Knoten at which nothing begins, ends or branches.

    They go where every line comes from the same and goes to the same other Knoten: whoever changes
    there could as well do so at one of them.
    """
    left = dict(ways)
    kept = {end for way in left.values() for end in (way[0], way[-1])}
    looking = True
    while looking:
        looking = False
        for knoten in sorted({one for way in left.values() for one in way} - kept):
            passing = [line for line, way in left.items() if knoten in way]
            if len({_beside(left[line], knoten) for line in passing}) == 1:
                for line in passing:
                    left[line] = tuple(one for one in left[line] if one != knoten)
                looking = True
    return left


def _beside(way: Sequence[int], knoten: int) -> frozenset[int]:
    return frozenset(
        other for pair in pairwise(way) if knoten in pair for other in pair if other != knoten
    )
