"""Stations where the feed declares none: stops of equal name within 150 m belong together."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gtfs.earth import points_m
from gtfs.findings import Finding, Severity
from gtfs.join import file_of
from gtfs.timetable import NONE, Floats, Ints, Strings, Timetable

GROUP_M = 150.0
SPOT_M = 2.0  # nearer to each other no two stops are: not even the two sides of a street
APART_M = 1e8  # added per name: farther than any two stops on earth


def with_stations(timetable: Timetable) -> Timetable:
    """Return the timetable with a station for every stop; declared ones stand first."""
    lone = np.flatnonzero(timetable.stop_station == NONE)
    if len(lone) == 0:
        return timetable
    lon, lat = timetable.stop_lon[lone], timetable.stop_lat[lone]
    group, first = _groups(timetable.stop_name[lone], lon, lat)
    station = timetable.stop_station.copy()
    station[lone] = len(timetable.station_id) + group
    size = np.bincount(group)
    new = {
        "station_id": timetable.stop_id[lone[first]],
        "station_name": timetable.stop_name[lone[first]],
        "station_lon": np.bincount(group, lon) / size,
        "station_lat": np.bincount(group, lat) / size,
        "station_declared": np.zeros(len(first), np.bool_),
    }
    columns = {name: np.concatenate([getattr(timetable, name), new[name]]) for name in new}
    return timetable.with_columns(stop_station=station, **columns)


def _groups(name: Strings, lon: Floats, lat: Floats) -> tuple[Ints, Ints]:
    """Return ``[stop]`` its group and ``[group]`` the first stop, groups in file order."""
    pairs = cKDTree(points_by_name(name, lon, lat)).query_pairs(GROUP_M, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(name),) * 2)
    label = connected_components(links, directed=False)[1]
    first = np.sort(np.unique(label, return_index=True)[1])
    number = np.empty(len(first), np.int32)
    number[label[first]] = np.arange(len(first), dtype=np.int32)
    return number[label], first.astype(np.int32)


def points_by_name(name: Strings, lon: Floats, lat: Floats) -> Floats:
    """Return ``[stop, 4]`` points in metres: near each other only where the names are equal."""
    code = np.unique(name, return_inverse=True)[1]
    points: Floats = np.column_stack([points_m(lon, lat), APART_M * code])
    return points


def find_shared_spots(timetable: Timetable) -> Iterator[Finding]:
    """Yield a finding where stops of different stations lie at one point."""
    tree = cKDTree(points_m(timetable.stop_lon, timetable.stop_lat))
    pairs = tree.query_pairs(SPOT_M, output_type="ndarray")
    station = timetable.stop_station[pairs]
    pairs = pairs[station[:, 0] != station[:, 1]]
    if len(pairs):
        one, other = timetable.stop_name[np.sort(pairs, axis=1)[np.argmin(pairs.min(axis=1))]]
        yield Finding(
            Severity.INFO,
            "stops_at_one_spot",
            f"Zwei Haltestellen am selben Punkt, zuerst {one} und {other}: "
            "eine doppelt, oder ihre Lage ist falsch",
            file_of(timetable, "stops.txt", timetable.stop_id[pairs]),
            field="stop_lat, stop_lon",
            count=len(pairs),
            done="bleiben zwei Haltestellen",
        )
