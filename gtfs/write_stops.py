"""Stops of a feed that is written: platforms, and the stations a reader would not find himself."""

import numpy as np
import pyarrow as pa

from gtfs.stations import with_stations
from gtfs.timetable import NONE, Bools, Strings, Timetable
from gtfs.write_text import decimals, named, numbers, unique_ids


def place_ids(timetable: Timetable) -> Strings:
    """Return ``[stop, then station]`` the ids under which they stand in stops.txt.

    A station that was found by its name has the id of a stop: where it is written, it gets one
    of its own.
    """
    return unique_ids(np.concatenate((timetable.stop_id, timetable.station_id)))


def stop_table(timetable: Timetable, places: Strings) -> pa.Table:
    """Return stops.txt: the stations that have to be declared, then all stops."""
    stops = len(timetable.stop_id)
    station = np.flatnonzero(_is_written(timetable))
    parent = np.where(_is_written(timetable)[timetable.stop_station], timetable.stop_station, NONE)
    above, size = np.full(len(station), NONE), len(station) + stops
    name = np.concatenate((timetable.station_name[station], timetable.stop_name))
    lon = np.concatenate((timetable.station_lon[station], timetable.stop_lon))
    lat = np.concatenate((timetable.station_lat[station], timetable.stop_lat))
    return pa.table(
        {
            "stop_id": named(places, np.concatenate((stops + station, np.arange(stops)))),
            "stop_name": pa.array(name.tolist(), pa.string()),
            "stop_lat": decimals(lat),
            "stop_lon": decimals(lon),
            "location_type": numbers((np.arange(size) < len(station)).astype(np.int32)),
            "parent_station": named(places[stops:], np.concatenate((above, parent))),
            "platform_code": pa.array([""] * len(station) + timetable.stop_platform.tolist()),
            "wheelchair_boarding": numbers(
                np.concatenate((np.zeros(len(station), np.int32), timetable.stop_wheelchair))
            ),
        }
    )


def _is_written(timetable: Timetable) -> Bools:
    """Return ``[station]`` which are declared, named by a rule, or not what equal names make."""
    declared = timetable.station_declared
    lone = ~declared[timetable.stop_station]
    undeclared = timetable.with_columns(
        stop_station=np.where(lone, NONE, timetable.stop_station).astype(np.int32)
    )
    found, given = with_stations(undeclared).stop_station[lone], timetable.stop_station[lone]
    pair = np.unique(np.column_stack((found, given)), axis=0)
    mixed = [np.unique(side, return_counts=True) for side in pair.T]
    split, joined = (ids[count > 1] for ids, count in mixed)
    odd = np.isin(pair[:, 0], split) | np.isin(pair[:, 1], joined)
    named_by_rule = np.concatenate((timetable.rule_from_station, timetable.rule_to_station))
    written: Bools = declared.copy()
    written[pair[odd, 1]] = True
    written[named_by_rule[named_by_rule != NONE]] = True
    return written
