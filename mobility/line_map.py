"""Line map: where the lines run, as shapes by product, for maps and for QGIS."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gtfs.timetable import Strings, Timetable, trip_of_call

BUS_PRODUCTS = ("PlusBus", "TaktBus", "StadtBus")  # as feeds write them in name or description
SBAHN, RAIL, TRAM, BUS = "S-Bahn", "Bahn", "Straßenbahn", "Bus"
TRAM_TYPES = (0, *range(900, 907))  # route_type: tram of GTFS, and of the extended types


def products(timetable: Timetable) -> Strings:
    """Return ``[route]`` the product; what is no train, tram or named bus is "Bus".

    What kind of bus it is stands in the feed's own words or is unknown; nothing is inferred.
    """
    words = pd.Series(
        np.char.add(
            np.char.add(timetable.route_name, " "),
            np.char.add(np.char.add(timetable.route_desc, " "), timetable.route_long_name),
        )
    ).str.lower()
    product = np.full(len(words), BUS, "<U16")
    for name in BUS_PRODUCTS:
        product[words.str.contains(name.lower(), regex=False).to_numpy(bool)] = name
    product[np.isin(timetable.route_type, TRAM_TYPES)] = TRAM
    product[timetable.route_rail] = RAIL
    product[timetable.route_sbahn] = SBAHN
    return product


def line_shapes(timetable: Timetable, day: date | None = None) -> gpd.GeoDataFrame:
    """Return a shape per line, product and pair of stops in a row, with its trips.

    Columns ``line, product, trips, geometry``; both directions are one. ``day`` None counts the
    trips of all service dates.
    """
    trip = trip_of_call(timetable)
    hop = trip[:-1] == trip[1:]
    if day is not None:
        running = np.zeros(len(timetable.trip_id), np.bool_)
        running[timetable.trips_on(day)] = True
        hop &= running[trip[:-1]]
    at = np.flatnonzero(hop)
    one, other = timetable.call_stop[at], timetable.call_stop[at + 1]
    route = timetable.trip_route[trip[at]]
    keys = np.stack((np.minimum(one, other), np.maximum(one, other), route))
    pairs, trips = np.unique(keys[:, one != other], axis=1, return_counts=True)
    ends = np.stack((pairs[0], pairs[1]), axis=1)
    xy = np.stack((timetable.stop_lon[ends], timetable.stop_lat[ends]), axis=2)
    return gpd.GeoDataFrame(
        {
            "line": timetable.route_name[pairs[2]].astype(object),
            "product": products(timetable)[pairs[2]].astype(object),
            "trips": trips,
        },
        geometry=shapely.linestrings(xy) if len(xy) else [],
        crs="EPSG:4326",
    )
