"""The OSM file: a sheet of points, ways and relations, written as PBF."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
from osmium.osm.mutable import Node, Relation, Way

from api.demo.geometry import Floats, to_lonlat

Tags = dict[str, str]


@dataclass(eq=False)
class Sheet:
    """What is drawn so far; an element's number is its place in the list."""

    points: list[Floats] = field(default_factory=list)
    count: int = 0
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[tuple[tuple[int, ...], Tags]] = field(default_factory=list)
    relations: list[tuple[list[tuple[int, str]], Tags]] = field(default_factory=list)

    def add_points(self, xy: Floats) -> int:
        """Draw points and return the number of the first."""
        first, self.count = self.count, self.count + len(xy)
        self.points.append(np.asarray(xy, np.float64))
        return first

    def add_node(self, xy: Floats, tags: Tags) -> int:
        """Draw one point with tags."""
        node = self.add_points(np.asarray(xy)[None])
        self.node_tags[node] = tags
        return node

    def add_way(self, nodes: tuple[int, ...], tags: Tags) -> int:
        """Draw a way through points already drawn."""
        self.ways.append((nodes, tags))
        return len(self.ways) - 1

    def add_line(self, xy: Floats, tags: Tags) -> int:
        """Draw a way through points of its own."""
        first = self.add_points(xy)
        return self.add_way(tuple(range(first, first + len(xy))), tags)

    def add_ring(self, xy: Floats, tags: Tags) -> int:
        """Draw a closed way; the ring's last point repeats its first."""
        first = self.add_points(xy[:-1])
        return self.add_way((*range(first, first + len(xy) - 1), first), tags)

    def add_relation(self, members: list[tuple[int, str]], tags: Tags) -> None:
        """Draw a relation of ways with their roles."""
        self.relations.append((members, tags))


def write_osm(path: Path, sheet: Sheet) -> None:
    """Write the sheet; ids are places in its lists, from 1."""
    lonlat = to_lonlat(np.vstack(sheet.points)).tolist()
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, (lon, lat) in enumerate(lonlat):
            tags = sheet.node_tags.get(number, {})
            writer.add_node(Node(id=number + 1, location=(lon, lat), tags=tags))
        for number, (nodes, tags) in enumerate(sheet.ways, 1):
            writer.add_way(Way(id=number, nodes=[node + 1 for node in nodes], tags=tags))
        for number, (members, tags) in enumerate(sheet.relations, 1):
            rows = [("w", way + 1, role) for way, role in members]
            writer.add_relation(Relation(id=number, members=rows, tags=tags))
