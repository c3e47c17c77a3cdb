"""Drawing of the land: places, houses, land use, water, woods, borders."""

import numpy as np
import shapely
from shapely import Polygon

from api.demo.boundaries import Borders
from api.demo.estates import Estate
from api.demo.houses import SIZE_M, TAGS, Houses
from api.demo.land_facts import Kommune, Landscape
from api.demo.landscape import Nature
from api.demo.osm_file import Sheet, Tags
from api.demo.roads import Roads
from api.demo.sites import Sites

AREA_TAGS = {
    "wood": {"landuse": "forest"},
    "water": {"natural": "water", "water": "lake"},
    "wetland": {"natural": "wetland", "wetland": "wet_meadow"},
}
SPOT_TAGS = {
    "industrial": {"landuse": "industrial"},
    "hospital": {"amenity": "hospital", "healthcare": "hospital"},
    "school": {"landuse": "education"},
    "leisure": {"landuse": "recreation_ground"},
}
ROADSIDE_M = 25.0  # lakes and woods end so far from a road
SMALLEST_LAKE_M2 = 5000.0


def draw_places(sheet: Sheet, sites: Sites, seats: set[int]) -> None:
    """Draw a place node for every settlement, with its people where they are known."""
    for site, kind in enumerate(sites.kind):
        people = int(sites.people[site])
        if kind == "ortsteil":
            tags = {"place": _place(people), "name": sites.name[site], "population": str(people)}
            if site in seats:
                tags["capital"] = "8"
            sheet.add_node(sites.xy[site], tags)
        elif kind == "neighbour":
            sheet.add_node(sites.xy[site], {"place": sites.use[site], "name": sites.name[site]})


def _place(people: int) -> str:
    return "town" if people >= 4000 else "village" if people >= 110 else "hamlet"


def draw_houses(sheet: Sheet, houses: Houses) -> None:
    """Draw every house as a rectangle along its street."""
    half = SIZE_M[houses.kind] / 2
    across = np.column_stack([-houses.along[:, 1], houses.along[:, 0]])
    u, v = houses.along * half[:, :1], across * half[:, 1:]
    corners = houses.xy[:, None] + np.stack([-u - v, u - v, u + v, v - u], axis=1)
    first = sheet.add_points(corners.reshape(-1, 2))
    for house in range(len(houses.xy)):
        a = first + 4 * house
        tags = {"building": TAGS[houses.kind[house]]}
        tags["building:levels"] = str(houses.levels[house])
        if tags["building"] == "apartments":
            tags["building:flats"] = str(max(2, round(float(houses.people[house]) / 1.8)))
        sheet.add_way((a, a + 1, a + 2, a + 3, a), tags)


def draw_settlements(sheet: Sheet, sites: Sites) -> None:
    """Draw the settled area of every site."""
    for site, kind in enumerate(sites.kind):
        tags = {"landuse": "residential"}
        if kind in ("ortsteil", "neighbour"):
            tags["name"] = sites.name[site]
        elif sites.use[site] in SPOT_TAGS:
            tags = SPOT_TAGS[sites.use[site]] | {"name": sites.name[site]}
        sheet.add_ring(sites.outlines.ring(site), tags)


def draw_estates(sheet: Sheet, estates: tuple[Estate, ...]) -> None:
    """Draw the areas of business at the edge of towns."""
    for estate in estates:
        tags = {"landuse": "commercial", "name": estate.name}
        sheet.add_ring(np.array(estate.area.exterior.coords), tags)


def draw_nature(
    sheet: Sheet, nature: Nature, sites: Sites, roads: Roads, estates: tuple[Estate, ...]
) -> None:
    """Draw rivers, and lakes and woods as far as settlements and roads leave room."""
    for river, line in nature.rivers:
        kind = "river" if river.width_m > 10 else "stream"
        tags = {"waterway": kind, "name": river.name, "width": f"{river.width_m:g}"}
        sheet.add_line(np.array(line.coords), tags)
    taken = [Polygon(sites.outlines.ring(site)).buffer(30) for site in range(len(sites.key))]
    taken += [shapely.LineString(points).buffer(ROADSIDE_M) for points in roads.points]
    taken += [estate.area.buffer(10) for estate in estates]
    tree = shapely.STRtree(taken)
    for row, area in nature.areas:
        near = [taken[k] for k in np.sort(tree.query(area, predicate="intersects"))]
        for part in shapely.get_parts(area.difference(shapely.union_all(near))):
            if part.area > SMALLEST_LAKE_M2:
                _draw_area(sheet, part.simplify(4), _area_tags(row))


def _draw_area(sheet: Sheet, area: Polygon, tags: Tags) -> None:
    """Draw an area as a closed way, one with holes as a relation of its rings."""
    if not area.interiors:
        sheet.add_ring(np.array(area.exterior.coords), tags)
        return
    members = [(sheet.add_ring(np.array(area.exterior.coords), {}), "outer")]
    members += [(sheet.add_ring(np.array(ring.coords), {}), "inner") for ring in area.interiors]
    sheet.add_relation(members, {"type": "multipolygon"} | tags)


def _area_tags(row: Landscape) -> Tags:
    return AREA_TAGS[row.kind] | {"name": row.name}


def draw_borders(sheet: Sheet, borders: Borders, kommunen: tuple[Kommune, ...]) -> None:
    """Draw the border ways once and the areas as relations of them."""
    known = {kommune.name: kommune for kommune in kommunen}
    first = sheet.add_points(borders.xy)
    highest: dict[int, int] = {}  # border way → the level of the largest area it bounds
    for area in borders.areas:
        for way in (*area.outer, *area.inner):
            highest[way] = min(area.level, highest.get(way, area.level))
    ways = [
        sheet.add_way(
            tuple(first + node for node in nodes),
            {"boundary": "administrative", "admin_level": str(highest[way])},
        )
        for way, nodes in enumerate(borders.ways)
    ]
    for area in borders.areas:
        members = [(ways[way], "outer") for way in area.outer]
        members += [(ways[way], "inner") for way in area.inner]
        tags = {
            "type": "boundary",
            "boundary": "administrative",
            "admin_level": str(area.level),
            "name": area.name,
        }
        if area.level == 8:
            tags["de:amtlicher_gemeindeschluessel"] = known[area.name].ags
            tags["population"] = str(known[area.name].people)
        sheet.add_relation(members, tags)
