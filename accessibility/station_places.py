"""Station places: the places of a region with the stations another timetable serves."""

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.places import (
    ORTSTEIL,
    POI,
    ZENTRUM,
    Places,
    places_frame,
    places_of_frames,
    points_frame,
)
from accessibility.stations import stations_of
from accessibility.tables import WGS84, refuse
from gtfs.timetable import Timetable


def with_stations_of(places: Places, before: Timetable, after: Timetable) -> Places:
    """Return the places with the stations trains and S-Bahn serve in another timetable.

    As ``build_places`` would make them of it; the places themselves where both serve the same.
    """
    stations = stations_of(after)
    if stations.equals(stations_of(before)):
        return places
    frame = places_frame(places)
    joined = gpd.GeoDataFrame(
        pd.concat(
            (
                frame[frame["kind"].isin((ORTSTEIL, ZENTRUM))],
                _as_places(stations),
                frame[frame["kind"] == POI],
            ),
            ignore_index=True,
        )
    )
    twice = joined["place_id"][joined["place_id"].duplicated()]
    refuse([f"id {one!r} of a new station is given to another place" for one in twice])
    return places_of_frames(joined, points_frame(places))


def _as_places(stations: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        stations[["place_id", "name", "kind", "parent"]].assign(
            level="", seat="", population=np.nan
        ),
        geometry=gpd.points_from_xy(stations["lon"], stations["lat"]),
        crs=WGS84,
    )
