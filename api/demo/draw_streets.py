"""Drawing of streets and rails: the tags German mappers would give them."""

import numpy as np
import shapely

from api.demo.chains import chains_of
from api.demo.geometry import Bools, rng_of
from api.demo.landscape import Nature
from api.demo.names import STREETS, STREETS_OF_TOWNS
from api.demo.osm_file import Sheet, Tags
from api.demo.rails import Rail
from api.demo.roads import Roads
from api.demo.sites import Sites
from api.demo.streets import KINDS, NONE, Streets

STRAIGHT_DEG = 45.0  # a small street that turns more sharply is another street
BIG = 3000  # people: from here on streets have the names of towns
ONEWAY = 0.05  # of the small streets that are open at both ends
OPEN_MAXSPEED = {"primary": 100, "secondary": 100, "tertiary": 80, "unclassified": 60}
TUNNEL = "6371"  # the track that lies under Leipzig


def draw_streets(sheet: Sheet, sites: Sites, roads: Roads, streets: Streets, nature: Nature) -> int:
    """Draw all streets as ways and return the number of the first of their points."""
    first = sheet.add_points(streets.xy)
    bridge = _bridges(streets, nature)
    inside = np.where(
        streets.site[streets.ends[:, 0]] == streets.site[streets.ends[:, 1]],
        streets.site[streets.ends[:, 0]],
        NONE,
    )
    columns = (streets.kind, streets.road, inside, bridge)
    labels = list(zip(*(column.tolist() for column in columns), strict=True))
    dice = rng_of("street tags").random(len(labels)).tolist()
    degree = np.bincount(streets.ends.ravel())
    for chain in chains_of(streets.ends, streets.xy, labels, sharpest_deg=STRAIGHT_DEG):
        kind, road, site, on_bridge = labels[chain.edge]
        if road == NONE:
            tags = _small_tags(KINDS[kind], site, sites, dice[chain.edge])
        else:
            tags = _road_tags(KINDS[kind], road, site, sites, roads)
        through = degree[chain.nodes[0]] > 2 and degree[chain.nodes[-1]] > 2
        if KINDS[kind] == "residential" and through and dice[chain.edge] * 100 % 1 < ONEWAY:
            tags |= {"oneway": "yes", "oneway:bicycle": "no"}
        if on_bridge:
            tags |= {"bridge": "yes", "layer": "1"}
        sheet.add_way(tuple(first + node for node in chain.nodes), tags)
    return first


def _bridges(streets: Streets, nature: Nature) -> Bools:
    lines = shapely.linestrings(streets.xy[streets.ends])
    rivers = shapely.union_all([line.buffer(river.width_m / 2) for river, line in nature.rivers])
    shapely.prepare(rivers)
    return np.asarray(shapely.intersects(rivers, lines))


def _small_tags(kind: str, site: int, sites: Sites, dice: float) -> Tags:
    """Return the tags of a small street; the dice decide among usual ways to tag it."""
    tags = {"highway": kind}
    if kind == "residential":
        tags |= {"name": _name(site, sites, dice), "surface": "asphalt", "lit": "yes"}
        if dice * 10 % 1 < 0.5:
            tags |= {"maxspeed": "30", "source:maxspeed": "DE:zone30"}
    elif kind == "service":
        tags |= {"service": "driveway"} if dice < 0.5 else {"surface": "paving_stones"}
    elif kind == "track":
        tags |= {"tracktype": "grade2", "surface": "gravel"}
    elif kind == "steps":
        tags |= {"surface": "concrete", "handrail": "yes"}
    elif kind == "footway" and dice < 0.3:
        tags |= {"bicycle": "yes"}
    return tags


def _name(site: int, sites: Sites, dice: float) -> str:
    names = STREETS_OF_TOWNS if sites.people[site] > BIG else STREETS
    return names[int(dice * len(names))]


def _road_tags(kind: str, road: int, site: int, sites: Sites, roads: Roads) -> Tags:
    tags = {"highway": kind, "surface": "asphalt"}
    if roads.ref[road]:
        tags["ref"] = roads.ref[road]
    if site == NONE:
        rng = rng_of("open road", str(road))
        if rng.random() < 0.7:  # elsewhere no sign stands: the default of open roads holds
            tags["maxspeed"] = str(OPEN_MAXSPEED[kind])
        if kind != "unclassified" and rng.random() < 0.3:
            tags |= {"cycleway:right": "track", "cycleway:right:oneway": "no"}
        return tags
    dice = float(rng_of("main street", str(road), str(site)).random())
    tags |= {"name": _name(site, sites, dice), "lit": "yes", "sidewalk": "both"}
    if dice * 10 % 1 < 0.8:
        tags |= {"maxspeed": "50", "source:maxspeed": "DE:urban"}
    return tags


def draw_rails(sheet: Sheet, rails: tuple[Rail, ...]) -> None:
    """Draw the tracks, joined at the stations they share, and the stations on them."""
    stations: dict[str, int] = {}
    for rail in rails:
        first = sheet.add_points(rail.points)
        nodes = list(range(first, first + len(rail.points)))
        for name, at in zip(rail.stations, rail.at, strict=True):
            if name not in stations:
                stations[name] = nodes[at]
                sheet.node_tags[nodes[at]] = _station_tags(name)
            nodes[at] = stations[name]
        tags = {
            "railway": "rail",
            "usage": rail.track.usage,
            "ref": rail.track.ref,
            "name": rail.track.name,
            "gauge": "1435",
        }
        if rail.track.ref == TUNNEL:
            tags |= {"tunnel": "yes", "layer": "-2"}
        sheet.add_way(tuple(nodes), tags)


def _station_tags(name: str) -> Tags:
    return {"railway": "station", "public_transport": "station", "train": "yes", "name": name}
