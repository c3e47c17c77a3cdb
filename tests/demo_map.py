"""The demo county's OSM file, read as plainly as can be."""

from pathlib import Path

import numpy as np
import osmium
import shapely
from shapely.geometry.base import BaseGeometry

from api.demo.geometry import Floats

NOT_WALKED = {"motorway", "motorway_link"}
Tags = dict[str, str]
Way = tuple[Tags, list[int], Floats]  # tags, nodes, degrees
Area = tuple[str, str, BaseGeometry]  # admin_level, name, polygon in degrees


class Reader(osmium.SimpleHandler):
    """Keeps every way and every node with tags."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: list[Way] = []
        self.nodes: list[tuple[Tags, tuple[float, float]]] = []

    def way(self, way: osmium.osm.Way) -> None:
        """Keep a way's tags, nodes and degrees."""
        lonlat = np.array([[node.lon, node.lat] for node in way.nodes])
        self.ways.append((dict(way.tags), [node.ref for node in way.nodes], lonlat))

    def node(self, node: osmium.osm.Node) -> None:
        """Keep a node's tags and degrees."""
        if len(node.tags):
            self.nodes.append((dict(node.tags), (node.location.lon, node.location.lat)))


class BorderReader(osmium.SimpleHandler):
    """Keeps the administrative areas."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[Area] = []

    def area(self, area: osmium.osm.Area) -> None:
        """Keep a named area with its level and name."""
        if "admin_level" in area.tags and "name" in area.tags:
            wkb = osmium.geom.WKBFactory().create_multipolygon(area)
            row = (area.tags["admin_level"], area.tags["name"], shapely.from_wkb(wkb))
            self.areas.append(row)


def read_map(folder: Path) -> Reader:
    """Return the ways and the nodes with tags of the county's map."""
    reader = Reader()
    reader.apply_file(str(folder / "demo.osm.pbf"), locations=True)
    return reader


def read_areas(folder: Path) -> list[Area]:
    """Return the administrative areas of the county's map."""
    reader = BorderReader()
    reader.apply_file(str(folder / "demo.osm.pbf"))
    return reader.areas
