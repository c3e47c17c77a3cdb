"""Line people: the Ortsteile a line serves, by the walk from door to stop."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.places import Places
from gtfs.timetable import Floats, Ints
from mobility.doors import Doors

NEAR_M = 600.0  # Annahme: what planners call near a bus stop, here along the streets
HOUR_S = 3600


class Walks(NamedTuple):
    """How far people walk to a stop."""

    speed_kmh: float
    longest_s: int  # max_access_s


def people_served(places: Places, points: Doors, stops: Ints, walks: Walks) -> pd.DataFrame:
    """Return a row per Ortsteil with anyone in reach of one of the stops, most people first.

    Columns ``name, kommune, population, near, reached``: all people, those who walk at most 600 m
    to the nearest stop, and those who walk at most ``walks.longest_s``. People nobody knows count
    1 a point.
    """
    walk_s = nearest_s(points, stops)
    people = np.nan_to_num(places.point_people, nan=1.0)
    near_s = np.ceil(NEAR_M / 1000 / walks.speed_kmh * HOUR_S)
    table = pd.DataFrame(
        {
            "place": places.point_ortsteil,
            "population": people,
            "near": np.where(walk_s <= near_s, people, 0.0),
            "reached": np.where(walk_s <= walks.longest_s, people, 0.0),
        }
    )
    sums = table.groupby("place", as_index=False).sum()
    served = sums[sums["reached"] > 0].sort_values(["reached", "place"], ascending=[False, True])
    place = served.pop("place").to_numpy()
    served.insert(0, "name", places.name[place].astype(object))
    served.insert(1, "kommune", places.parent[place].astype(object))
    return served.reset_index(drop=True)


def nearest_s(points: Doors, stops: Ints) -> Floats:
    """Return ``[point]`` the shortest walk to any of the stops, inf where none is in reach."""
    nearest = np.full(len(points.first) - 1, np.inf)
    link = np.flatnonzero(np.isin(points.stop, stops))
    point = np.searchsorted(points.first, link, "right") - 1
    np.minimum.at(nearest, point, points.walk_s[link].astype(np.float64))
    return nearest
