"""Areas of ÖV-Güteklassen: where on the streets a class holds, as polygons for maps."""

import geopandas as gpd
import numpy as np

from accessibility.catchments_areas import catchment_areas
from accessibility.gueteklassen import Rated
from accessibility.gueteklassen_profile import Gueteklassen
from accessibility.tables import WGS84
from gtfs.timetable import NONE, Floats, Ints
from mobility.network import Network
from mobility.snapping import Snapped


def class_areas(network: Network, stations: Snapped, rated: Rated) -> gpd.GeoDataFrame:
    """Return a row per class that occurs, the best first, each area holding all better ones.

    ``stations`` are their points on the walking network. Columns ``profile, day, class, area_km2,
    geometry`` (WGS 84). An area reaches to both sides of the streets as far as the distance
    allows, at most 60 m; people are counted from their doors, not from it.
    """
    profile = rated.profile
    limits = [_limit_m(profile, rated.category, number) for number in range(len(profile.classes))]
    areas = catchment_areas(network, stations, limits)
    frame = gpd.GeoDataFrame(
        {
            "profile": profile.key,
            "day": rated.day,
            "class": list(profile.classes),
            "area_km2": np.round(areas.area.to_numpy() / 1e6, 3),
        },
        geometry=areas.to_crs(WGS84),
    )
    return frame[~areas.is_empty].reset_index(drop=True)


def _limit_m(profile: Gueteklassen, category: Ints, number: int) -> Floats:
    """Return ``[station]`` how far its catchment of the class or a better one reaches, 0: none."""
    given = profile.class_at()
    good = (given != NONE) & (given <= number)
    farthest = np.where(good, np.array(profile.distances), 0.0).max(axis=1)
    return np.append(farthest, 0.0)[category]
