"""Ortsteile, homes and targets as OpenStreetMap knows them, by German tagging practice."""

import json
import re
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from accessibility.boundary import COUNTY, KOMMUNE
from accessibility.coordinates import points
from accessibility.ortsteile import Ortsteile
from accessibility.places import POI
from accessibility.population import People
from accessibility.schools_kinds import SchoolKinds, with_school_kind
from accessibility.tables import PlacesError
from gtfs.findings import Finding, Severity
from gtfs.timetable import Bools, Floats, Ints, Strings

# Best first where one place is mapped twice. Below them, quarter and neighbourhood are parts of an
# Ortsteil, isolated_dwelling a farm, locality a field name.
SETTLEMENTS = ("city", "town", "village", "suburb", "hamlet")
ORTSTEIL_LEVELS = (9, 10, 11)  # Ortschaft, Ortsteil, Stadtviertel
_PREFIX = re.compile(r"^(?:ortsteil|ortschaft|stadtteil|stadtbezirk)\s+")

PEOPLE_PER_DWELLING = 2.0  # Zensus 2022: 2.0 people a household; only where no number is known
M2_PER_DWELLING = 92  # mean dwelling in Germany
LIVED_IN = 0.75  # of the floor area: the rest is walls, stairs, cellars
LEVELS_UNTAGGED = 2


def ortsteile_of_osm(
    places: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame, area: shapely.Geometry | None
) -> tuple[Ortsteile, list[Finding]]:
    """Return the settlements inside ``area``: ``place=*`` nodes and admin_level 9-11 polygons.

    A node and a polygon of one name around it are one place. A polygon without a node of its name
    is a place only if no other place lies in it; else it is a union of places (Lossatal).
    """
    nodes = _nodes(places, area)
    polygons = _polygons(boundaries, area)
    own, doubled, alone = _match(nodes, polygons)
    found = _joined(nodes.assign(area=_pick(polygons, own))[~doubled], polygons.iloc[alone])
    if found.empty:
        raise PlacesError(
            f"the OSM file holds no place={'/'.join(SETTLEMENTS)} in the region; "
            "give the table of places as inputs.ortsteile"
        )
    lon, lat = found["lon"].to_numpy(np.float64), found["lat"].to_numpy(np.float64)
    found["kommune"] = kommunen_at(lon, lat, boundaries)
    found = found.sort_values(["kommune", "name", "osm_id"], kind="stable")
    unions = len(polygons) - len(alone) - len(np.unique(own[own >= 0]))
    return _ortsteile(found), _findings(int(doubled.sum()), unions)


def _joined(nodes: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return nodes (with the area of their name) and polygons without a node as one table."""
    inside = polygons.geometry.representative_point()
    parts = [
        nodes.assign(lon=nodes.geometry.x, lat=nodes.geometry.y, has_point=True),
        polygons.assign(area=polygons.geometry, lon=inside.x, lat=inside.y, has_point=False),
    ]
    columns = ["osm_id", "name", "population", "area", "lon", "lat", "has_point"]
    return pd.concat([pd.DataFrame(part)[columns].astype(object) for part in parts])


def _ortsteile(found: pd.DataFrame) -> Ortsteile:
    return Ortsteile(
        ortsteil_id=_text(found["osm_id"]),
        name=_text(found["name"]),
        kommune=_text(found["kommune"]),
        lon=found["lon"].to_numpy(np.float64),
        lat=found["lat"].to_numpy(np.float64),
        population=pd.to_numeric(found["population"], errors="coerce").to_numpy(np.float64),
        area=found["area"].to_numpy(dtype=object),
        has_point=found["has_point"].to_numpy(np.bool_),
    )


def _nodes(places: gpd.GeoDataFrame, area: shapely.Geometry | None) -> gpd.GeoDataFrame:
    kept = places["place"].isin(SETTLEMENTS) & (places["name"] != "")
    nodes = places[kept]
    if area is not None:
        nodes = nodes[nodes.geometry.intersects(area)]
    rank = nodes["place"].map(SETTLEMENTS.index)
    return nodes.assign(rank=rank).sort_values(["rank", "osm_id"], kind="stable")


def _polygons(boundaries: gpd.GeoDataFrame, area: shapely.Geometry | None) -> gpd.GeoDataFrame:
    """Return the named polygons of Ortsteile, smallest first."""
    kept = boundaries["admin_level"].isin(ORTSTEIL_LEVELS) & (boundaries["name"] != "")
    polygons = boundaries[kept]
    if area is not None:
        polygons = polygons[polygons.geometry.representative_point().intersects(area)]
    size = shapely.area(polygons.geometry.to_numpy(dtype=object))
    return polygons.assign(size=size).sort_values(["size", "osm_id"], kind="stable")


def _match(nodes: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> tuple[Ints, Bools, Ints]:
    """Return (polygon of each node or -1, nodes mapped twice, polygons that are places alone)."""
    node_point = nodes.geometry.to_numpy(dtype=object)
    shape = polygons.geometry.to_numpy(dtype=object)
    polygon, node = shapely.STRtree(node_point).query(shape, predicate="intersects")
    same = _folded(nodes["name"])[node] == _folded(polygons["name"])[polygon]
    own = np.full(len(nodes), -1)
    own[node[same][::-1]] = polygon[same][
        ::-1
    ]  # polygons rise in size: the smallest is written last
    doubled = pd.Series(own).duplicated().to_numpy() & (own >= 0)
    free = np.setdiff1d(np.arange(len(shape)), [*polygon, *own])
    alone: list[int] = []
    for candidate in free:  # small to large: a polygon around a place already found is a union
        inner = shapely.point_on_surface(shape[alone])
        if not shapely.intersects(shape[candidate], inner).any():
            alone.append(int(candidate))
    return own, doubled, np.array(alone, np.int64)


def _pick(polygons: gpd.GeoDataFrame, own: Ints) -> NDArray[np.object_]:
    shape = np.array([*polygons.geometry, None], dtype=np.object_)
    return shape[own]  # -1 is the None at the end


def _folded(names: pd.Series) -> Strings:
    return np.array([_PREFIX.sub("", str(name).casefold()) for name in names], dtype=np.str_)


def _text(column: pd.Series) -> Strings:
    return column.to_numpy(dtype=object).astype(np.str_)


def _findings(doubled: int, unions: int) -> list[Finding]:
    rows = (
        ("osm_place_twice", "Orte sind in OSM zweimal als Punkt erfasst.", doubled),
        ("osm_place_union", "Grenzen in OSM umfassen mehrere Orte (Ortschaften).", unions),
    )
    done = {"osm_place_twice": "einmal gezählt", "osm_place_union": "ihre Orte einzeln gezählt"}
    return [
        Finding(Severity.INFO, code, message, count=count, done=done[code])
        for code, message, count in rows
        if count
    ]


def kommunen_at(lon: Floats, lat: Floats, boundaries: gpd.GeoDataFrame) -> Strings:
    """Return ``[point]`` the Kommune: its admin_level 8, 6 for a kreisfreie Stadt, or ""."""
    tree = shapely.STRtree(points(lon, lat))
    found = np.full(len(lon), "", dtype=np.object_)
    for level in (COUNTY, KOMMUNE):
        chosen = boundaries[boundaries["admin_level"] == level]
        polygon, point = tree.query(chosen.geometry.to_numpy(dtype=object), predicate="intersects")
        found[point] = chosen["name"].to_numpy(dtype=object)[polygon]
    return found.astype(np.str_)


def kommune_people(boundaries: gpd.GeoDataFrame) -> dict[str, float]:
    """Return the population tagged on each Kommune, of the largest where names repeat."""
    kommunen = boundaries[boundaries["admin_level"].isin((COUNTY, KOMMUNE))]
    people = pd.to_numeric(kommunen["population"], errors="coerce")
    known = sorted((n, p) for n, p in zip(kommunen["name"], people, strict=True) if p > 0)
    return dict(known)


def people_of_buildings(buildings: gpd.GeoDataFrame) -> People:
    """Return residential buildings with people guessed from their dwellings, to be scaled.

    Dwellings are ``building:flats`` where tagged, else the lived-in floor area by the mean
    dwelling, at least one.
    """
    levels = pd.to_numeric(buildings["levels"], errors="coerce").to_numpy(np.float64)
    flats = pd.to_numeric(buildings["flats"], errors="coerce").to_numpy(np.float64)
    floors = np.where(levels > 0, levels, LEVELS_UNTAGGED)
    lived_in_m2 = buildings["area_m2"].to_numpy(np.float64) * floors * LIVED_IN
    dwellings = np.where(flats > 0, flats, np.fmax(lived_in_m2 / M2_PER_DWELLING, 1))
    point = buildings.geometry.to_numpy(dtype=object)
    return People(shapely.get_x(point), shapely.get_y(point), dwellings * PEOPLE_PER_DWELLING)


def targets_of_osm(
    pois: gpd.GeoDataFrame,
    targets: Mapping[str, Mapping[str, tuple[str, ...]]],
    kinds: SchoolKinds,
) -> pd.DataFrame:
    """Return one row per target and category: place_id, name, kind, parent (the category), ….

    A category lists values per key ("*": any); a thing belongs to it if any of its tags is listed.
    Schools have a tag ``schulart`` besides: their kinds by the table.
    """
    things = pois.drop_duplicates("osm_id")
    tags = [with_school_kind(json.loads(text), kinds) for text in things["tags"]]
    point = things.geometry.to_numpy(dtype=object)
    lon, lat = shapely.get_x(point), shapely.get_y(point)
    rows = [
        (f"poi:{category}:{osm_id}", name or category, category, x, y)
        for category, listed in targets.items()
        for tag, osm_id, name, x, y in zip(
            tags, things["osm_id"], things["name"], lon, lat, strict=True
        )
        if _is_listed(tag, listed)
    ]
    columns = ["place_id", "name", "parent", "lon", "lat"]
    return pd.DataFrame(rows, columns=columns).assign(kind=POI)


def _is_listed(tags: Mapping[str, str], listed: Mapping[str, tuple[str, ...]]) -> bool:
    return any(
        "*" in values or not set(values).isdisjoint(re.split(r"\s*;\s*", tags[key]))
        for key, values in listed.items()
        if key in tags
    )
