"""Hauptrelation: the trains a county rides to its Oberzentrum, unless it says otherwise."""

import numpy as np

from accessibility.places import ZENTRUM, Places
from gtfs.earth import points_m
from gtfs.timetable import Bools, Timetable, stops_served

CENTRE_M = 1500.0  # Annahme: railway stations so near the Oberzentrum's point are its own


def centre_stops(timetable: Timetable, places: Places) -> Bools:
    """Return ``[stop]`` whether trains call there and it lies in the middle of an Oberzentrum."""
    rail = stops_served(timetable, timetable.route_rail)
    rows = np.flatnonzero((places.kind == ZENTRUM) & (places.level == "oberzentrum"))
    stops = points_m(timetable.stop_lon, timetable.stop_lat)
    near = np.zeros(len(stops), np.bool_)
    for centre in points_m(places.lon[rows], places.lat[rows]):
        near |= np.linalg.norm(stops - centre, axis=1) <= CENTRE_M
    return rail & near
