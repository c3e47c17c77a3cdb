"""Netzgrafik region: which stations belong to it, and which lines its drawing shows."""

import numpy as np
from scipy.spatial import KDTree

from accessibility.coordinates import to_metres
from accessibility.netzgrafik_bundles import Places as Stations
from accessibility.places import Places, ortsteile_of
from gtfs.timetable import Ints, Strings, Timetable

HOME_M, CENTRE_M = 1500.0, 3000.0  # Annahme: so near a home, or the middle of an Ortsteil
TRAINS = ("S-Bahn", "Bahn")
BRANDS = ("PlusBus", "TaktBus")


def stations_of(timetable: Timetable, places: Places, crs: str) -> Stations:
    """Return the stations with their metres and whether they belong to the region.

    They do within 1.5 km of a home, or within 3 km of an Ortsteil where no homes are known.
    """
    xy = to_metres(timetable.station_lon, timetable.station_lat, crs)
    homes = to_metres(places.point_lon, places.point_lat, crs)
    alone = len(homes) == len(ortsteile_of(places))
    away_m = np.asarray(KDTree(homes).query(xy)[0], np.float64)
    return Stations(timetable.station_name, xy, away_m <= (CENTRE_M if alone else HOME_M))


def lines_shown(near: Ints, product: Strings) -> Ints:
    """Return the lines of a drawing: trains and branded buses; all ``near`` if no bus has a brand.

    ``product [line]``.
    """
    if not np.isin(product[near], BRANDS).any():
        return near
    return near[np.isin(product[near], (*TRAINS, *BRANDS))]
