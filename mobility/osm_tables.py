"""Things people look for in OpenStreetMap, as one GeoDataFrame (EPSG:4326) a kind."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gtfs.timetable import Bools, Floats
from mobility.osm_ways import WayTable

CRS = "EPSG:4326"
INHABITED = (  # place=locality is a field name, not a place where people live
    *("city", "borough", "suburb", "quarter", "neighbourhood", "town", "village"),
    *("hamlet", "isolated_dwelling", "farm", "allotments"),
)
SETTLED_LANDUSE = ("residential", "commercial", "industrial", "retail")
SETTLED_PLACES = ("town", "village", "hamlet", "isolated_dwelling", "neighbourhood", "quarter")
HOMES = (
    *("house", "detached", "semidetached_house", "semi", "terrace", "apartments", "residential"),
    *("bungalow", "farm", "dormitory", "villa", "allotment_house"),
)
SMALLEST_HOME_M2 = 40.0  # a building=yes below it is a garage or a shed
RAILWAYS = ("rail", "light_rail", "narrow_gauge", "subway", "tram")
POI_KEYS = (
    *("amenity", "shop", "healthcare", "office", "leisure", "tourism", "landuse", "natural"),
)
POI_VALUES = {  # of these keys only: the rest of them are fields and woods
    "landuse": ("commercial", "industrial", "retail", "education", "cemetery", "allotments"),
    "natural": ("beach",),
}
FURNITURE = (  # what stands in a street is nowhere to travel to
    *("bench", "waste_basket", "waste_disposal", "vending_machine", "post_box", "telephone"),
    *("hunting_stand", "bicycle_parking", "parking_space", "parking_entrance", "recycling"),
    *("grit_bin", "shelter", "clock", "fountain", "drinking_water", "bbq", "picnic_table"),
    *("firepit", "outdoor_seating", "garden", "fitness_station", "information", "yes", "no"),
)
EARTH_A_M = 6_378_137.0  # WGS84: half axis and squared eccentricity
EARTH_E2 = 0.006_694_379_990_14


@dataclass
class Things:
    """Objects as they come from the files; ``shape`` is WKB (hex) or, for nodes, (lon, lat)."""

    osm_id: list[str] = field(default_factory=list)
    shape: list[str | tuple[float, float]] = field(default_factory=list)
    tags: list[dict[str, str]] = field(default_factory=list)


class OsmTables(NamedTuple):
    """The second part of ``OsmData``; its columns are named there."""

    places: gpd.GeoDataFrame
    boundaries: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    pois: gpd.GeoDataFrame
    rail: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame


class _Shapes(NamedTuple):
    """Things of one kind of geometry, each once."""

    osm_id: NDArray[np.object_]
    geometry: NDArray[np.object_]
    tags: NDArray[np.object_]  # of dicts

    def of(self, key: str) -> NDArray[np.object_]:
        """Return the value of a tag of each, "" where absent."""
        return np.array([tags.get(key, "") for tags in self.tags], np.object_)

    def only(self, kept: Bools) -> "_Shapes":
        return _Shapes(self.osm_id[kept], self.geometry[kept], self.tags[kept])


def build_tables(
    nodes: Things, areas: Things, ways: WayTable, box: tuple[float, float, float, float] | None
) -> OsmTables:
    """Sort nodes, areas and ways into the tables; with a box only what touches it."""
    points = _once(nodes, _points(nodes))
    polygons = _once(areas, _polygons(areas))
    if box is not None:
        polygons = polygons.only(shapely.intersects(polygons.geometry, shapely.box(*box)))
    settled = _settlement(polygons)
    return OsmTables(
        places=_places(points),
        boundaries=_boundaries(polygons),
        buildings=_buildings(polygons, settled),
        pois=_pois(points, polygons),
        rail=_rail(ways),
        areas=_areas(polygons, settled),
    )


def _points(nodes: Things) -> NDArray[np.object_]:
    lon_lat = np.array(nodes.shape, np.float64).reshape(-1, 2)
    return np.asarray(shapely.points(lon_lat), np.object_)


def _polygons(areas: Things) -> NDArray[np.object_]:
    return np.asarray(shapely.from_wkb(np.array(areas.shape, np.object_)), np.object_)


def _once(things: Things, geometry: NDArray[np.object_]) -> _Shapes:
    """Return the things without those that came again, in the order they came first."""
    first = ~pd.Series(things.osm_id, dtype="object").duplicated().to_numpy()
    tags = np.empty(len(things.tags), np.object_)
    tags[:] = things.tags
    return _Shapes(np.array(things.osm_id, np.object_), geometry, tags).only(first)


def _frame(
    shapes: _Shapes, geometry: NDArray[np.object_] | None = None, **columns: object
) -> gpd.GeoDataFrame:
    geometry = shapes.geometry if geometry is None else geometry
    return gpd.GeoDataFrame(
        {"osm_id": shapes.osm_id.astype(str), **columns}, geometry=geometry, crs=CRS
    )


def _number(values: NDArray[np.object_]) -> Floats:
    """Return the tag values as numbers, nan where empty or not one."""
    return pd.to_numeric(pd.Series(values, dtype="object"), errors="coerce").to_numpy(np.float64)


def _places(points: _Shapes) -> gpd.GeoDataFrame:
    found = points.only(np.isin(points.of("place"), INHABITED))
    return _frame(
        found,
        name=found.of("name").astype(str),
        place=found.of("place").astype(str),
        population=_number(found.of("population")),
    )


def _boundaries(polygons: _Shapes) -> gpd.GeoDataFrame:
    found = polygons.only(polygons.of("boundary") == "administrative")
    level = _number(found.of("admin_level"))
    known = np.isfinite(level)
    found, level = found.only(known), level[known]
    return _frame(
        found,
        name=found.of("name").astype(str),
        admin_level=level.astype(np.int32),
        ags=found.of("de:amtlicher_gemeindeschluessel").astype(str),
        population=_number(found.of("population")),
    )


def _settlement(polygons: _Shapes) -> _Shapes:
    """Return what is built up: where the speed limit of settlements is the usual one."""
    place = np.isin(polygons.of("place"), SETTLED_PLACES) & (polygons.of("boundary") == "")
    return polygons.only(np.isin(polygons.of("landuse"), SETTLED_LANDUSE) | place)


def _areas(polygons: _Shapes, settled: _Shapes) -> gpd.GeoDataFrame:
    natural, landuse = polygons.of("natural"), polygons.of("landuse")
    water = (natural == "water") | (polygons.of("waterway") == "riverbank")
    water |= np.isin(landuse, ("reservoir", "basin"))
    kinds = {
        "settlement": settled,
        "water": polygons.only(water),
        "wood": polygons.only((natural == "wood") | (landuse == "forest")),
    }
    return gpd.GeoDataFrame(
        {
            "osm_id": np.concatenate([shapes.osm_id for shapes in kinds.values()]).astype(str),
            "kind": np.repeat(list(kinds), [len(shapes.osm_id) for shapes in kinds.values()]),
        },
        geometry=np.concatenate([shapes.geometry for shapes in kinds.values()]),
        crs=CRS,
    )


def _buildings(polygons: _Shapes, settled: _Shapes) -> gpd.GeoDataFrame:
    """Return where people live: dwellings, and unnamed uses large enough in residential areas."""
    kind = polygons.of("building")
    found = polygons.only(np.isin(kind, (*HOMES, "yes")))
    kind, point, area_m2 = (
        found.of("building"),
        shapely.point_on_surface(found.geometry),
        _area_m2(found.geometry),
    )
    used = np.array([any(key in tags for key in POI_KEYS) for tags in found.tags], np.bool_)
    residential = settled.only(settled.of("landuse") == "residential")
    inside = np.zeros(len(kind), np.bool_)
    inside[shapely.STRtree(residential.geometry).query(point, "intersects")[0]] = True
    kept = (kind != "yes") | (inside & ~used & (area_m2 >= SMALLEST_HOME_M2))
    homes = found.only(kept)
    return _frame(
        homes,
        point[kept],
        building=homes.of("building").astype(str),
        levels=_number(homes.of("building:levels")),
        flats=_number(homes.of("building:flats")),
        area_m2=area_m2[kept],
    )


def _area_m2(polygons: NDArray[np.object_]) -> Floats:
    """Return the ground area: exact to 0.1 % for what is smaller than a village."""
    lat = np.radians(shapely.get_y(shapely.centroid(polygons)))
    curve = 1 - EARTH_E2 * np.sin(lat) ** 2
    metres_north = EARTH_A_M * (1 - EARTH_E2) / curve**1.5
    metres_east = EARTH_A_M / np.sqrt(curve) * np.cos(lat)
    return np.asarray(shapely.area(polygons) * np.radians(1) ** 2 * metres_north * metres_east)


def _pois(points: _Shapes, polygons: _Shapes) -> gpd.GeoDataFrame:
    places = [points, polygons._replace(geometry=shapely.point_on_surface(polygons.geometry))]
    parts = [_pois_of(shapes, key) for key in POI_KEYS for shapes in places]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=CRS)


def _pois_of(shapes: _Shapes, key: str) -> gpd.GeoDataFrame:
    value = shapes.of(key)
    allowed = POI_VALUES.get(key)
    kept = (
        (value != "") & ~np.isin(value, FURNITURE) if allowed is None else np.isin(value, allowed)
    )
    found = shapes.only(kept)
    return _frame(
        found,
        name=found.of("name").astype(str),
        key=np.full(len(found.osm_id), key),
        value=value[kept].astype(str),
        tags=np.array([json.dumps(tags, ensure_ascii=False) for tags in found.tags], np.str_),
    )


def _rail(ways: WayTable) -> gpd.GeoDataFrame:
    rows = np.flatnonzero(ways.way_tags["railway"].isin(RAILWAYS))
    length = np.diff(ways.first_ref)
    is_rail = np.zeros(len(length), np.bool_)
    is_rail[rows] = True
    node = ways.ref[np.repeat(is_rail, length)]
    lines = shapely.linestrings(
        np.column_stack((ways.node_lon[node], ways.node_lat[node])),
        indices=np.repeat(np.arange(len(rows)), length[rows]),
    )
    tags = ways.way_tags.iloc[rows]
    return gpd.GeoDataFrame(
        {
            "osm_id": [f"w{way}" for way in ways.way_id[rows]],
            **{key: tags[key].to_numpy(str) for key in ("railway", "name", "usage", "service")},
        },
        geometry=np.asarray(lines, np.object_),
        crs=CRS,
    )
