"""Stops of two timetables: which of the new ones is which of the old ones."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from gtfs.difference_changes import StopAdded, StopChanged
from gtfs.earth import points_m
from gtfs.stations import GROUP_M, points_by_name
from gtfs.timetable import NONE, Bools, Floats, Ints, Strings, Timetable
from gtfs.write_text import unique_ids

REUSED_M = 500.0  # an id found so far off under another name has been given to another stop
MOVED_M = 5.0  # nearer is how coordinates are rounded


class StopMatch(NamedTuple):
    """Old and new stops in one numbering: the old ones, then the new ones that are none of them."""

    old_of_new: Ints  # [new stop] NONE where it is none of the old
    by_id: Bools  # [new stop] known by its id; else, if at all, by its name
    metres: Floats  # [new stop] from where the old one lies, nan if it is none of them
    removed: Ints  # old stops that none of the new ones is
    stop: Ints  # [new stop] its number
    station: Ints  # [new stop] number of its station, that of the old one where it has an old stop
    ids: Strings  # [number] ids, each once


def match_stops(old: Timetable, new: Timetable) -> StopMatch:
    """Return which new stops are the old ones by id, else by equal name within 150 m.

    Of several pairs of one name the nearest count first, each stop once.
    """
    match = pd.Index(old.stop_id).get_indexer(pd.Index(new.stop_id)).astype(np.int32)
    here, there = points_m(old.stop_lon, old.stop_lat), points_m(new.stop_lon, new.stop_lat)
    metres = np.linalg.norm(here[match] - there, axis=1)
    match[(metres > REUSED_M) & (old.stop_name[match] != new.stop_name)] = NONE
    by_id = match != NONE
    lone_old = np.setdiff1d(np.arange(len(old.stop_id)), match)
    for one, other in _nearest_of_name(old, new, lone_old, np.flatnonzero(~by_id)):
        match[other] = one
    known = match != NONE
    metres = np.where(known, np.linalg.norm(here[match] - there, axis=1), np.nan)
    stop = np.where(known, match, len(old.stop_id) + np.cumsum(~known) - 1)
    return StopMatch(
        match,
        by_id,
        metres,
        np.setdiff1d(np.arange(len(old.stop_id)), match),
        stop,
        _stations(old, new, match),
        unique_ids(np.concatenate((old.stop_id, new.stop_id[~known]))),
    )


def _nearest_of_name(
    old: Timetable, new: Timetable, one: Ints, other: Ints
) -> list[tuple[int, int]]:
    """Return pairs of an old and a new stop of equal name within 150 m, the nearest first."""
    if not len(one) or not len(other):
        return []
    points = points_by_name(
        np.concatenate((old.stop_name[one], new.stop_name[other])),
        np.concatenate((old.stop_lon[one], new.stop_lon[other])),
        np.concatenate((old.stop_lat[one], new.stop_lat[other])),
    )
    near = cKDTree(points).query_pairs(GROUP_M, output_type="ndarray")
    near = near[(near[:, 0] < len(one)) & (near[:, 1] >= len(one))]
    metres = np.linalg.norm(points[near[:, 0]] - points[near[:, 1]], axis=1)
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for a, b in near[np.lexsort((near[:, 1], near[:, 0], metres))].tolist():
        if not taken & {a, b}:
            taken |= {a, b}
            pairs.append((int(one[a]), int(other[b - len(one)])))
    return pairs


def _stations(old: Timetable, new: Timetable, match: Ints) -> Ints:
    """Return ``[new stop]`` the old station of its station's stops, else one behind the old."""
    known = np.flatnonzero(match != NONE)[::-1]  # of several the first stop decides
    number = len(old.station_id) + np.arange(len(new.station_id))
    number[new.stop_station[known]] = old.stop_station[match[known]]
    station: Ints = number[new.stop_station]
    station[known] = old.stop_station[match[known]]
    return station


def removed_stops(old: Timetable, match: StopMatch) -> tuple[tuple[str, str], ...]:
    """Return id and name of the old stops that none of the new ones is."""
    ids, names = old.stop_id[match.removed].tolist(), old.stop_name[match.removed].tolist()
    return tuple(zip(ids, names, strict=True))


def added_stops(old: Timetable, new: Timetable, match: StopMatch) -> tuple[StopAdded, ...]:
    """Return the new stops that are none of the old ones."""
    return tuple(
        StopAdded(
            stop_id=str(match.ids[match.stop[stop]]),
            name=str(new.stop_name[stop]),
            lon=float(new.stop_lon[stop]),
            lat=float(new.stop_lat[stop]),
            platform=str(new.stop_platform[stop]),
            wheelchair=int(new.stop_wheelchair[stop]),
            station=_station_id(old, new, match, stop),
            station_name=str(new.station_name[new.stop_station[stop]]),
        )
        for stop in np.flatnonzero(match.old_of_new == NONE).tolist()
    )


def changed_stops(old: Timetable, new: Timetable, match: StopMatch) -> tuple[StopChanged, ...]:
    """Return the stops that lie more than 5 m elsewhere, or have another id or name."""
    known = np.flatnonzero(match.old_of_new != NONE)
    one = match.old_of_new[known]
    other = (old.stop_id[one] != new.stop_id[known]) | (old.stop_name[one] != new.stop_name[known])
    return tuple(
        StopChanged(
            stop_id=str(old.stop_id[match.old_of_new[stop]]),
            new_id=str(new.stop_id[stop]),
            name=str(old.stop_name[match.old_of_new[stop]]),
            new_name=str(new.stop_name[stop]),
            lon=float(new.stop_lon[stop]),
            lat=float(new.stop_lat[stop]),
            metres=float(match.metres[stop]),
        )
        for stop in known[other | (match.metres[known] > MOVED_M)].tolist()
    )


def _station_id(old: Timetable, new: Timetable, match: StopMatch, stop: int) -> str:
    """Return the id of the old station, else one that none of them has."""
    station = int(match.station[stop])
    if station < len(old.station_id):
        return str(old.station_id[station])
    named = new.station_id[[station - len(old.station_id)]]
    return str(unique_ids(named, old.station_id.tolist())[0])
