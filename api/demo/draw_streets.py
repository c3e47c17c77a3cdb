"""Drawing of streets: the tags German mappers would give them."""

import numpy as np
import shapely

from api.demo.chains import chains_of
from api.demo.county import County
from api.demo.cycleways import Cycleway, beside
from api.demo.geometry import Bools, rng_of
from api.demo.landscape import Nature
from api.demo.oneways import oneways_of
from api.demo.osm_file import Sheet, Tags
from api.demo.streets import KINDS, NONE, Streets

STRAIGHT_DEG = 45.0  # a small street that turns more sharply is another street
OPEN_MAXSPEED = {"primary": 100, "secondary": 100, "tertiary": 80, "unclassified": 60}


def draw_streets(sheet: Sheet, county: County, cycleways: tuple[Cycleway, ...]) -> int:
    """Draw all streets as ways and return the number of the first of their points."""
    streets, unused = county.streets, county.names.unused()
    first = sheet.add_points(streets.xy)
    labels = _labels(streets, county.nature, cycleways)
    dice = rng_of("street tags").random(len(labels)).tolist()
    chains = chains_of(streets.ends, streets.xy, labels, sharpest_deg=STRAIGHT_DEG)
    oneways = oneways_of(chains, streets, dice)
    for number, chain in enumerate(chains):
        kind, road, site, on_bridge, has_path = labels[chain.edge]
        if road != NONE:
            tags = _road_tags(KINDS[kind], road, site, county)
        else:
            tags = _small_tags(KINDS[kind], dice[chain.edge])
        if KINDS[kind] == "residential":
            tags["name"] = next(unused[county.names.towns.seat[site]])
        if number in oneways:
            tags |= {"oneway": "yes", "oneway:bicycle": "no"}
        if has_path:
            tags.pop("cycleway:right:oneway", None)
            tags |= {"cycleway:right": "separate", "bicycle": "use_sidepath"}
        if on_bridge:
            tags |= {"bridge": "yes", "layer": "1"}
        sheet.add_way(tuple(first + node for node in chain.nodes), tags)
    return first


def _labels(
    streets: Streets, nature: Nature, cycleways: tuple[Cycleway, ...]
) -> list[tuple[int, int, int, bool, bool]]:
    """Return ``[edge]`` kind, road, settlement, bridge, cycle path: a way has one of each."""
    here, there = streets.site[streets.ends].T
    inside = np.where(here == there, here, NONE)
    bridge, path = _bridges(streets, nature), beside(cycleways, streets)
    columns = (streets.kind, streets.road, inside, bridge, path)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _bridges(streets: Streets, nature: Nature) -> Bools:
    lines = shapely.linestrings(streets.xy[streets.ends])
    rivers = shapely.union_all([line.buffer(river.width_m / 2) for river, line in nature.rivers])
    shapely.prepare(rivers)
    return np.asarray(shapely.intersects(rivers, lines))


def _small_tags(kind: str, dice: float) -> Tags:
    """Return the tags of a small street; the dice decide among usual ways to tag it."""
    tags = {"highway": kind}
    if kind == "residential":
        tags |= {"surface": "asphalt", "lit": "yes"}
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


def _road_tags(kind: str, road: int, site: int, county: County) -> Tags:
    tags = {"highway": kind, "surface": "asphalt"}
    if county.roads.ref[road]:
        tags["ref"] = county.roads.ref[road]
    if site == NONE:
        rng = rng_of("open road", str(road))
        if rng.random() < 0.7:  # elsewhere no sign stands: the default of open roads holds
            tags["maxspeed"] = str(OPEN_MAXSPEED[kind])
        if kind != "unclassified" and rng.random() < 0.3:
            tags |= {"cycleway:right": "track", "cycleway:right:oneway": "no"}
        return tags
    dice = float(rng_of("main street", str(road), str(site)).random())
    tags |= {"name": county.names.main[road, site], "lit": "yes", "sidewalk": "both"}
    if dice * 10 % 1 < 0.8:
        tags |= {"maxspeed": "50", "source:maxspeed": "DE:urban"}
    return tags
