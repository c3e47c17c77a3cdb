"""Tables of ÖV-Güteklassen: stations, people and homes, for reports, maps and other programs."""

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.catchments import Surroundings
from accessibility.criteria import Criterion, Verdict, totals
from accessibility.gueteklassen import Rated
from accessibility.places import Places
from accessibility.tables import WGS84
from accessibility.words import NOTHING
from gtfs.timetable import NONE

NO_CLASS = "keine"  # beyond the catchments of all stations


def station_table(around: Surroundings, rated: Rated) -> gpd.GeoDataFrame:
    """Return a row per station that is served: category, interval in minutes, group, departures.

    Columns ``station_id, name, day, category, vehicle, interval_min`` (nan if nothing departs),
    ``counted`` (departures the interval is made of), ``departures`` (both ways), ``on_demand``
    (departures one has to phone for), ``linked`` (False: no street leads there, so no class
    either), ``geometry``. A category of "–" gives no class.
    """
    profile, timetable = rated.profile, around.timetable
    minutes = (profile.span[1] - profile.span[0]) / 60
    some = np.flatnonzero((rated.departures > 0) | (rated.on_demand > 0))
    counted = rated.counted[some]
    interval = np.divide(minutes, counted, out=np.full(len(some), np.nan), where=counted > 0)
    names = np.array([*(one.name for one in profile.categories), NOTHING], object)
    vehicles = np.array([*(group.name for group in profile.groups), NOTHING], object)
    return gpd.GeoDataFrame(
        {
            "station_id": timetable.station_id[some],
            "name": timetable.station_name[some],
            "day": rated.day,
            "category": names[rated.category[some]],
            "vehicle": vehicles[rated.vehicle[some]],
            "interval_min": interval.round(1),
            "counted": counted,
            "departures": rated.departures[some].astype(np.int64),
            "on_demand": rated.on_demand[some].astype(np.int64),
            "linked": around.linked[some],
        },
        geometry=gpd.points_from_xy(timetable.station_lon[some], timetable.station_lat[some]),
        crs=WGS84,
    )


def people_table(places: Places, rated: Rated) -> pd.DataFrame:
    """Return the people of each class in every area: Kreis, Kommunen, Ortsteile.

    Columns ``profile, day, area, area_id, area_name, class, people, share``; the class "keine" is
    of those beyond all catchments, so that the classes of an area add up to its people.
    """
    names = [*rated.profile.classes, NO_CLASS]
    numbers = [*range(len(rated.profile.classes)), NONE]
    known = np.ones(len(rated.point_class), np.bool_)
    source = rated.profile.source
    exactly = [
        Verdict(
            Criterion(rated.profile.key, name, name, "", source),
            rated.day,
            rated.point_class == number,
            known,
        )
        for number, name in zip(numbers, names, strict=True)
    ]
    table = totals(places, exactly).drop(columns=["people"])
    table = table.rename(columns={"criterion": "class", "people_met": "people"})
    columns = ["profile", "day", "area", "area_id", "area_name", "class", "people", "share"]
    return table[columns]
