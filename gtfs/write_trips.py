"""Trips of a feed that is written: agencies, routes, trips, their calls and their ways."""

import numpy as np
import pandas as pd
import pyarrow as pa

from gtfs.timetable import NONE, Ints, Strings, Timetable, trip_of_call
from gtfs.write_text import clock_times, decimals, named, numbers, unique_ids

DIGITS = 2  # of metres: no two points of a way, thinned to 5 m, become one


def agency_ids(timetable: Timetable) -> Strings:
    """Return the ids; the only agency may go without one."""
    ids = timetable.agency_id
    return ids if len(ids) == 1 else unique_ids(np.where(ids == "", "agency", ids))


def agency_table(timetable: Timetable, ids: Strings, url: str) -> pa.Table:
    """Return agency.txt; the Timetable holds no addresses, so all have the publisher's."""
    size = len(ids)
    return pa.table(
        {
            "agency_id": pa.array(ids.tolist(), pa.string()),
            "agency_name": pa.array(timetable.agency_name.tolist(), pa.string()),
            "agency_url": pa.array([url] * size, pa.string()),
            "agency_timezone": pa.array([str(timetable.feed_timezone[0])] * size, pa.string()),
        }
    )


def route_table(timetable: Timetable, agency_id: Strings) -> pa.Table:
    """Return routes.txt.

    Where short and long name are equal only the long one is known to stand in the feed, but
    that the route is S-Bahn can only come from a short one.
    """
    long = timetable.route_long_name
    short = np.where(
        (timetable.route_name == long) & ~timetable.route_sbahn, "", timetable.route_name
    )
    texts = {
        "route_id": timetable.route_id,
        "route_short_name": short,
        "route_long_name": long,
        "route_desc": timetable.route_desc,
        "route_color": timetable.route_color,
    }
    columns = {name: pa.array(text.tolist(), pa.string()) for name, text in texts.items()}
    columns["agency_id"] = named(agency_id, timetable.route_agency)
    columns["route_type"] = numbers(timetable.route_type)
    return pa.table(columns)


def trip_table(timetable: Timetable, trip_id: Strings, service_id: Strings) -> pa.Table:
    """Return trips.txt; a block is its number, a way that is not held goes unnamed."""
    block = timetable.trip_block
    texts = {
        "trip_id": trip_id,
        "trip_headsign": timetable.trip_headsign,
        "trip_short_name": timetable.trip_short_name,
    }
    columns = {name: pa.array(text.tolist(), pa.string()) for name, text in texts.items()}
    return pa.table(
        {
            "route_id": named(timetable.route_id, timetable.trip_route),
            "service_id": named(service_id, timetable.trip_service),
            **columns,
            "direction_id": numbers(timetable.trip_direction),
            "block_id": numbers(block),
            "shape_id": named(timetable.shape_id, shape_of_trip(timetable)),
            "wheelchair_accessible": numbers(timetable.trip_wheelchair),
            "bikes_allowed": numbers(timetable.trip_bikes),
        }
    )


def call_table(timetable: Timetable, trip_id: Strings, places: Strings) -> pa.Table:
    """Return stop_times.txt; calls are numbered from 1."""
    trip = trip_of_call(timetable)
    sequence = np.arange(len(trip)) - timetable.first_call[trip] + 1
    return pa.table(
        {
            "trip_id": named(trip_id, trip),
            "arrival_time": clock_times(timetable.arrival_s),
            "departure_time": clock_times(timetable.departure_s),
            "stop_id": named(places, timetable.call_stop),
            "stop_sequence": numbers(sequence),
            "pickup_type": numbers(timetable.pickup),
            "drop_off_type": numbers(timetable.drop_off),
            "shape_dist_traveled": _distances(timetable, shape_of_trip(timetable)[trip]),
        }
    )


def shape_table(timetable: Timetable) -> pa.Table:
    """Return shapes.txt: the ways some trip takes, metres along them as distance."""
    used = np.zeros(len(timetable.shape_id), np.bool_)
    shape = shape_of_trip(timetable)
    used[shape[shape != NONE]] = True
    size = np.diff(timetable.first_point)
    owner = np.repeat(np.arange(len(size)), size)
    point = np.flatnonzero(used[owner])
    return pa.table(
        {
            "shape_id": named(timetable.shape_id, owner[point]),
            "shape_pt_lat": decimals(timetable.point_lat[point]),
            "shape_pt_lon": decimals(timetable.point_lon[point]),
            "shape_pt_sequence": numbers(point - timetable.first_point[owner[point]] + 1),
            "shape_dist_traveled": decimals(timetable.point_m[point].round(DIGITS)),
        }
    )


def shape_of_trip(timetable: Timetable) -> Ints:
    """Return ``[trip]`` its way, NONE where it has none or the one it names is not held."""
    place = pd.Index(timetable.shape_id).get_indexer(pd.Index(timetable.trip_shape))
    return place.astype(np.int32)


def _distances(timetable: Timetable, shape: Ints) -> pa.Array:
    """Return ``[call]`` metres along the way, none beyond its end; null if far off it."""
    if not len(timetable.shape_id):
        return pa.nulls(len(shape), pa.float64())
    end = timetable.point_m[timetable.first_point[1:] - 1].round(DIGITS)
    metres = np.minimum(timetable.call_m, end[shape])
    return pa.array(metres, mask=(timetable.call_m == NONE) | (shape == NONE))
