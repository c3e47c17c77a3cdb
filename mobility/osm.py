"""OpenStreetMap: files become tables of ways and of the things people look for.

The only file that knows osmium and osmnx (besides the demo's writer and ``graph.py``). Ways
come with every node, so that lengths and crossings are true; everything else comes as one
GeoDataFrame a kind (EPSG:4326), made in :mod:`mobility.osm_tables`.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
from numpy.typing import NDArray
from osmium.osm import AREA, NODE, RELATION, WAY, Area, Node, Relation, Way, osm_entity_bits

from gtfs.findings import Finding, Severity
from gtfs.timetable import Floats, Ints
from mobility.osm_tables import RAILWAYS, Things, build_tables
from mobility.osm_ways import DEGREE, WAY_TAGS, WayHarvest, WayTable, join_ways

log = logging.getLogger(__name__)

ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.xml", ".osm.gz", ".osm.bz2")
POINT_KEYS = ("place", "amenity", "shop", "healthcare", "office", "leisure", "tourism")
WAY_KEYS = ("highway", "railway", "public_transport")
RAIL_WAYS = (*RAILWAYS, "platform")
AREA_KEYS = (*POINT_KEYS, "boundary", "building", "landuse", "natural", "waterway")

WKB = osmium.geom.WKBFactory()
Box = tuple[float, float, float, float]


class OsmError(ValueError):
    """An OpenStreetMap input that cannot be used; the message names the file and what to do."""


@dataclass(frozen=True, eq=False)
class OsmData:
    """What the files hold; a way appears in pieces where nodes of it are in none of them."""

    # streets, rails and platforms: every node of them, ids ascending
    node_id: NDArray[np.int64]  # [node]
    node_lon: Floats  # [node]
    node_lat: Floats  # [node]
    way_id: NDArray[np.int64]  # [way]
    first_ref: Ints  # [way + 1]
    ref: Ints  # [ref] node of each step along the way
    way_tags: pd.DataFrame  # [way] columns WAY_TAGS, "" where absent
    # what people look for; osm_id is "n…", "w…" or "r…"
    places: gpd.GeoDataFrame  # osm_id, name, place, population; points
    boundaries: gpd.GeoDataFrame  # osm_id, name, admin_level, ags, population; polygons
    buildings: gpd.GeoDataFrame  # residential: osm_id, building, levels, flats, area_m2; points
    pois: gpd.GeoDataFrame  # osm_id, name, key, value, tags (JSON); points, a row per key
    rail: gpd.GeoDataFrame  # osm_id, railway, name, usage, service; lines
    areas: gpd.GeoDataFrame  # osm_id, kind: settlement, water, wood; polygons

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    def area(self, kind: str) -> gpd.GeoSeries:
        """Return the polygons of one kind of area."""
        return self.areas.geometry[self.areas["kind"] == kind]


@dataclass
class _Harvest:
    """What the files gave so far."""

    ways: WayHarvest = field(default_factory=WayHarvest)
    nodes: Things = field(default_factory=Things)
    areas: Things = field(default_factory=Things)
    boundaries: dict[str, str] = field(default_factory=dict)  # relation id -> name
    broken: int = 0  # areas whose rings do not close


def read_osm(paths: Sequence[Path], *, bbox: Box | None = None) -> tuple[OsmData, list[Finding]]:
    """Read one or several OSM files as one; objects in more than one of them count once.

    ``bbox`` (west, south, east, north) keeps every way with a node inside whole, and every other
    object that touches the box.
    """
    started = time.perf_counter()
    harvest = _Harvest()
    for path in paths:
        _read_file(Path(path), harvest, bbox)
    names = ", ".join(Path(path).name for path in paths)
    ways = join_ways(harvest.ways)
    _refuse_empty(ways, harvest, names)
    tables = build_tables(harvest.nodes, harvest.areas, ways, bbox)
    data = OsmData(*ways[:7], *tables)
    counts = (len(ways.way_id), len(ways.node_id), time.perf_counter() - started)
    log.info("OSM %s: %d ways, %d nodes, %.1f s", names, *counts)
    return data, _findings(ways, harvest, names)


def _read_file(path: Path, harvest: _Harvest, bbox: Box | None) -> None:
    _check_file(path)
    try:
        for thing in _objects(path):
            if isinstance(thing, Way):
                _take_way(thing, harvest.ways, bbox)
            elif isinstance(thing, Node):
                _take_node(thing, harvest.nodes, bbox)
            elif isinstance(thing, Area):
                _take_area(thing, harvest, bbox)
            elif isinstance(thing, Relation) and thing.tags.get("boundary") == "administrative":
                harvest.boundaries[f"r{thing.id}"] = thing.tags.get("name") or ""
    except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
        msg = (
            f"{path}: cannot be read as OpenStreetMap data ({error}); the file is damaged, cut off "
            f"or not what its ending says: download it again"
        )
        raise OsmError(msg) from error


def _check_file(path: Path) -> None:
    if not path.name.endswith(ENDINGS):
        msg = f"{path}: not an OpenStreetMap file; expected one of {', '.join(ENDINGS)}"
        raise OsmError(msg)
    if not path.is_file():
        msg = f"{path}: no such OpenStreetMap file; check the path or download the extract"
        raise OsmError(msg)
    if path.stat().st_size == 0:
        msg = f"{path}: the OpenStreetMap file is empty (0 bytes); download it again"
        raise OsmError(msg)


def _objects(path: Path) -> osmium.FileProcessor:
    """Return the objects of interest; osmium itself skips all others."""
    return (
        osmium.FileProcessor(str(path))
        .with_areas(osmium.filter.KeyFilter(*AREA_KEYS))
        .with_filter(_with_keys(NODE, *POINT_KEYS))
        .with_filter(_with_keys(WAY, *WAY_KEYS))
        .with_filter(_with_keys(RELATION, "boundary"))
        .with_filter(_with_keys(AREA, *AREA_KEYS))
    )


def _with_keys(kind: osm_entity_bits, *keys: str) -> osmium.filter.KeyFilter:
    """Return a filter that lets objects of the kind pass which have any of the keys."""
    keyed = osmium.filter.KeyFilter(*keys)
    keyed.enable_for(kind)
    return keyed


def _take_way(way: Way, ways: WayHarvest, bbox: Box | None) -> None:
    tag = way.tags.get
    wanted = "highway" in way.tags or tag("public_transport") == "platform"
    if not wanted and tag("railway") not in RAIL_WAYS:
        return
    nodes = [(node.ref, node.x, node.y) for node in way.nodes]
    if bbox is not None and not any(_inside(x / DEGREE, y / DEGREE, bbox) for _, x, y in nodes):
        return
    ways.way_id.append(way.id)
    ways.size.append(len(nodes))
    for ref, x, y in nodes:
        ways.ref.append(ref)
        ways.x.append(x)
        ways.y.append(y)
    ways.tags.append(tuple(tag(key) or "" for key in WAY_TAGS))


def _take_node(node: Node, nodes: Things, bbox: Box | None) -> None:
    if not node.location.valid() or (bbox and not _inside(node.lon, node.lat, bbox)):
        return
    nodes.osm_id.append(f"n{node.id}")
    nodes.shape.append((node.lon, node.lat))
    nodes.tags.append(dict(node.tags))


def _take_area(area: Area, harvest: _Harvest, bbox: Box | None) -> None:
    if bbox and "building" in area.tags and not _starts_inside(area, bbox):
        return  # most of what lies outside the box: not worth a polygon
    try:
        shape = WKB.create_multipolygon(area)
    except RuntimeError:  # rings that cross or stay open
        harvest.broken += 1
        return
    harvest.areas.osm_id.append(f"{'w' if area.from_way() else 'r'}{area.orig_id()}")
    harvest.areas.shape.append(shape)
    harvest.areas.tags.append(dict(area.tags))


def _starts_inside(area: Area, bbox: Box) -> bool:
    rings = list(area.outer_rings())
    return not rings or _inside(rings[0][0].lon, rings[0][0].lat, bbox)


def _inside(lon: float, lat: float, bbox: Box) -> bool:
    west, south, east, north = bbox
    return west <= lon <= east and south <= lat <= north


def _refuse_empty(ways: WayTable, harvest: _Harvest, names: str) -> None:
    if len(ways.way_id) > 0 and (ways.way_tags["highway"] != "").any():
        return
    if len(harvest.ways.way_id) == 0:
        msg = f"{names}: no way with highway=* (in the box asked for); is it the right extract?"
    else:
        msg = (
            f"{names}: {len(harvest.ways.way_id)} ways, but none has two nodes with coordinates; "
            "the nodes are missing or follow after the ways: run 'osmium sort' or export with nodes"
        )
    raise OsmError(msg)


def _findings(ways: WayTable, harvest: _Harvest, names: str) -> list[Finding]:
    """Say what was doubled, cut or left out."""
    closed = set(harvest.areas.osm_id)
    open_names = sorted(name or i for i, name in harvest.boundaries.items() if i not in closed)
    noticed = [
        (
            Severity.INFO,
            "osm_repeated_ways",
            ways.repeated,
            "Wege stehen in mehreren OSM-Dateien oder doppelt",
            "einmal gezählt",
        ),
        (
            Severity.INFO,
            "osm_cut_ways",
            ways.cut,
            "Wege verlassen den OSM-Ausschnitt (Knoten fehlen in der Datei)",
            "an den fehlenden Knoten getrennt",
        ),
        (
            Severity.WARNING,
            "osm_open_boundaries",
            len(open_names),
            f"Grenzen sind im OSM-Ausschnitt nicht geschlossen: {', '.join(open_names[:10])}",
            "nicht verwendet",
        ),
        (
            Severity.INFO,
            "osm_broken_areas",
            harvest.broken,
            "Flächen haben Ringe, die sich nicht schließen lassen",
            "nicht verwendet",
        ),
    ]
    return [
        Finding(severity, code, f"{count} {message}", names, count=count, done=done)
        for severity, code, count, message, done in noticed
        if count
    ]
