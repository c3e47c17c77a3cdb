"""Street maps for tests: drawn in metres round 3° E on the equator, where lengths are plain."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from mobility.osm import OsmData
from mobility.osm_tables import Things, build_tables
from mobility.osm_ways import DEGREE, WAY_TAGS, WayHarvest, join_ways
from mobility.snapping import Snapped, snap
from mobility.streets import Mode, StreetNetwork, build_streets

CRS = "EPSG:32631"  # UTM zone 31: its central meridian is 3° E
EAST_M = 111_319.490_793  # metres of one degree on the equator, WGS84
NORTH_M = 110_574.275_821

Place = tuple[float, float]  # metres east and north of 3° E on the equator


def tags_of(*ways: str) -> pd.DataFrame:
    """Return the tag columns of ways written as "highway=path foot=no"."""
    rows = [dict(tag.split("=", 1) for tag in way.split()) for way in ways]
    return pd.DataFrame({key: [row.get(key, "") for row in rows] for key in WAY_TAGS}, dtype="str")


def degrees(*places: Place) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes."""
    east, north = np.array(places, np.float64).reshape(-1, 2).T
    return 3 + east / EAST_M, north / NORTH_M


def street_map(nodes: Mapping[str, Place], *ways: str) -> OsmData:
    """Return the map of ways like "A B C: highway=residential oneway=yes"; ids count up from 1."""
    harvest = WayHarvest()
    number = {name: i + 1 for i, name in enumerate(nodes)}
    for way_id, way in enumerate(ways, start=1):
        path, tags = way.split(":", 1)
        names = path.split()
        lon, lat = degrees(*(nodes[name] for name in names))
        harvest.way_id.append(way_id)
        harvest.size.append(len(names))
        harvest.ref.extend(number[name] for name in names)
        harvest.x.extend(np.rint(lon * DEGREE).astype(int).tolist())
        harvest.y.extend(np.rint(lat * DEGREE).astype(int).tolist())
        harvest.tags.append(tuple(tags_of(tags).iloc[0]))
    table = join_ways(harvest)
    return OsmData(*table[:7], *build_tables(Things(), Things(), table, None))


def streets(mode: Mode, nodes: Mapping[str, Place], *ways: str) -> StreetNetwork:
    """Return the network of one mode on such a map."""
    return build_streets(street_map(nodes, *ways), mode)[0]


def snapped(network: StreetNetwork, *places: Place, within_m: float = 500) -> Snapped:
    """Return the places on the network."""
    return snap(network, *degrees(*places), snap_m=within_m, crs=CRS)
