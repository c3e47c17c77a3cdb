"""Stations where the feed declares none: stops of equal name within 150 m belong together."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gtfs.timetable import NONE, Floats, Ints, Strings, Timetable

GROUP_M = 150.0
EARTH_M = 6_371_008.8  # mean radius
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
    code = np.unique(name, return_inverse=True)[1]
    around = np.cos(np.radians(lat))
    point = EARTH_M * np.column_stack(
        [
            around * np.cos(np.radians(lon)),
            around * np.sin(np.radians(lon)),
            np.sin(np.radians(lat)),
            code * (APART_M / EARTH_M),
        ]
    )
    pairs = cKDTree(point).query_pairs(GROUP_M, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(name),) * 2)
    label = connected_components(links, directed=False)[1]
    first = np.sort(np.unique(label, return_index=True)[1])
    number = np.empty(len(first), np.int32)
    number[label[first]] = np.arange(len(first), dtype=np.int32)
    return number[label], first.astype(np.int32)
