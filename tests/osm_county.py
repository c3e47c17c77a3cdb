"""A county as OSM has it: two Kommunen side by side, written to be read."""

from pathlib import Path

from shapely import Geometry

from accessibility.ortsteile import Ortsteile
from accessibility.osm_places import (
    ortsteile_of_osm,
)
from mobility.osm import OsmData, read_osm

# The county is two Kommunen side by side, Leipzig lies east of it; latitudes 51.0 to 51.1:
#
#   12.0        12.1        12.2        12.3        12.4
#    | Grimma    | (Nerchau) | Lossatal  | Leipzig   |


class Map:
    """An OSM file in the making; ids count up."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.ways: list[str] = []
        self.relations: list[str] = []
        self.node(12.0, 51.0)
        self.node(12.01, 51.0)
        self.ways.append('<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way>')

    def node(self, lon: float, lat: float, **tags: str) -> int:
        """Add a node; ``building__flats`` is the key ``building:flats``."""
        number = len(self.nodes) + 1
        body = _tags(tags)
        self.nodes.append(f'<node id="{number}" lon="{lon}" lat="{lat}">{body}</node>')
        return number

    def box(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        """Add a closed way."""
        corners = [(west, south), (east, south), (east, north), (west, north)]
        ring = [self.node(*corner) for corner in corners]
        number = len(self.ways) + 1
        refs = "".join(f'<nd ref="{ref}"/>' for ref in [*ring, ring[0]])
        self.ways.append(f'<way id="{number}">{refs}{_tags(tags)}</way>')
        return number

    def boundary(self, level: int, name: str, *sides: float, **tags: str) -> None:
        """Add a boundary relation with one rectangle as outer ring."""
        way = self.box(*sides)
        all_tags = {"type": "boundary", "boundary": "administrative"}
        all_tags |= {"admin_level": str(level), "name": name} | tags
        number = len(self.relations) + 1
        member = f'<member type="way" ref="{way}" role="outer"/>'
        self.relations.append(f'<relation id="{number}">{member}{_tags(all_tags)}</relation>')

    def read(self, folder: Path) -> OsmData:
        """Write the file and read it."""
        body = "\n".join([*self.nodes, *self.ways, *self.relations])
        path = folder / "county.osm"
        path.write_text(f'<osm version="0.6" generator="test">{body}</osm>', encoding="utf-8")
        return read_osm([path])[0]


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{k.replace("__", ":")}" v="{v}"/>' for k, v in tags.items())


def drawn_county() -> Map:
    """Return the county as drawn above."""
    drawn = Map()
    drawn.boundary(6, "Landkreis Leipzig", 12.0, 51.0, 12.3, 51.1)
    drawn.boundary(6, "Leipzig", 12.3, 51.0, 12.4, 51.1)
    drawn.boundary(8, "Grimma", 12.0, 51.0, 12.2, 51.1, population="27529")
    drawn.boundary(8, "Lossatal", 12.2, 51.0, 12.3, 51.1)
    drawn.node(12.05, 51.05, place="town", name="Grimma", population="17000")
    drawn.node(12.25, 51.05, place="village", name="Falkenhain")
    drawn.node(12.35, 51.05, place="suburb", name="Mölkau")
    return drawn


def found(osm: OsmData, area: Geometry | None = None) -> Ortsteile:
    return ortsteile_of_osm(osm.places, osm.boundaries, area)[0]
