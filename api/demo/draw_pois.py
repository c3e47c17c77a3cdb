"""Drawing of what people look for: schools, doctors, shops, town halls, places to bathe."""

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely import Polygon

from api.demo.county import County
from api.demo.geometry import Floats, Ints, distance, rng_of, to_plane, wind_of
from api.demo.land_facts import Bathing, PoiKind
from api.demo.osm_file import Sheet
from api.demo.streets import KIND, Streets

YARD_M = 20.0  # from a corner of streets to a thing people look for
BEACH_M = 25.0  # how wide a beach is
SHORE_M = 120.0  # how long
STEP_M = 40.0  # between the points of a shore that are tried
NOT_WALKED = "steps"


def draw_pois(sheet: Sheet, county: County, kinds: tuple[PoiKind, ...], seats: set[int]) -> None:
    """Draw what people look for, near corners of streets, by the size of the place."""
    sites = county.sites
    corners = _corners(county)
    spots = _spots(county)
    for site in sites.of_kind("ortsteil"):
        name = sites.name[site]
        if site in seats:
            tags = {"amenity": "townhall", "name": f"Rathaus {sites.town[site]}"}
            sheet.add_node(_yard(corners[site], "townhall", sites.key[site]), tags)
        people = int(sites.people[site])
        for kind in kinds:
            count = max(1, people // kind.people_each) if people >= kind.people_min else 0
            near = corners[spots.get((site, kind.at), site)]
            for number in range(count):
                xy = _yard(near, kind.kind, sites.key[site], str(number))
                tags = dict(pair.split("=") for pair in kind.tags.split(";"))
                quarter = f" {wind_of(xy - sites.xy[site])}" if number else ""
                sheet.add_node(xy, tags | {"name": f"{kind.name} {name}{quarter}"})


def _corners(county: County) -> list[Floats]:
    """Return ``[site]`` the corners of its streets, the nearest to its middle first."""
    sites, streets = county.sites, county.streets
    found = []
    for site in range(len(sites.key)):
        own = streets.xy[streets.site == site]
        away = np.hypot(*(own - sites.xy[site]).T)
        found.append(own[np.argsort(away, kind="stable")])
    return found


def _spots(county: County) -> dict[tuple[int, str], int]:
    """Return the first spot of each kind in a town, by the town's settlement."""
    seat = county.names.towns.seat
    spots: dict[tuple[int, str], int] = {}
    for site, use in enumerate(county.sites.use):
        if use:
            spots.setdefault((seat[site], use), site)
    return spots


def _yard(corners: Floats, *words: str) -> Floats:
    """Return a spot beside one of the corners of streets, more often one of the first."""
    rng = rng_of("poi", *words)
    corner = corners[int(len(corners) * rng.random() ** 2)]
    angle = rng.uniform(0, 2 * np.pi)
    return np.asarray(corner + YARD_M * np.array([np.cos(angle), np.sin(angle)]))


def draw_bathing(
    sheet: Sheet, county: County, places: tuple[Bathing, ...], first_street: int
) -> None:
    """Draw beaches, the places to bathe on them, and a path there from the nearest street."""
    lakes = {row.name: area for row, area in county.nature.areas if row.kind == "water"}
    nodes = _walked(county.streets)
    tree = cKDTree(county.streets.xy[nodes])
    for place in places:
        lake = lakes[place.lake]
        wanted = to_plane(np.array([[place.lon, place.lat]]))
        beach = _beach(lake, _shore_point(lake, wanted, tree))
        sheet.add_ring(np.array(beach.exterior.coords), {"natural": "beach", "surface": "sand"})
        middle = np.array(beach.representative_point().coords)[0]
        tags = {"leisure": "bathing_place", "sport": "swimming", "name": place.name}
        gate = sheet.add_node(middle, tags)
        street = first_street + int(nodes[tree.query(middle)[1]])
        sheet.add_way((street, gate), {"highway": "path", "surface": "compacted"})


def _shore_point(lake: Polygon, wanted: Floats, streets: cKDTree) -> float:
    """Return how far along the shore a street is near, no water between, and the wanted point."""
    along = np.arange(0.0, lake.exterior.length, STEP_M)
    shore = shapely.get_coordinates(shapely.line_interpolate_point(lake.exterior, along))
    metres, nearest = streets.query(shore)
    ways = shapely.linestrings(np.stack([shore, streets.data[nearest]], axis=1))
    swum = shapely.length(shapely.intersection(ways, lake))
    return float(along[np.argmin(metres + 10 * swum + distance(shore, wanted) / 4)])


def _beach(lake: Polygon, at: float) -> Polygon:
    metres = (at + np.linspace(-SHORE_M / 2, SHORE_M / 2, 9)) % lake.exterior.length
    line = shapely.LineString(shapely.line_interpolate_point(lake.exterior, metres))
    strip = line.buffer(BEACH_M, cap_style="flat").difference(lake)
    parts: list[Polygon] = shapely.get_parts(strip).tolist()
    return max(parts, key=lambda part: float(part.area))


def _walked(streets: Streets) -> Ints:
    return np.unique(streets.ends[streets.kind != KIND[NOT_WALKED]])
