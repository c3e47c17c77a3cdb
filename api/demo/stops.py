"""Stops: poles at the roadside, bus bays and rail platforms, each in a place of one name."""

from dataclasses import dataclass

import numpy as np

from api.demo.geometry import Floats, lengths
from api.demo.names import name_pools, shuffled
from api.demo.platforms import build_platforms
from api.demo.rails import Rail, tangent_at
from api.demo.roads import Roads
from api.demo.sites import Sites
from api.demo.street_names import StreetNames
from api.demo.streets import NONE, Streets

APART_M = 430.0  # between two stops inside a settlement
SIDE_M = 6.0  # from the middle of the road to the pole
SQUARE_M = 14.0  # from the middle of a square to a pole, along the road the bus leaves by
SQUARE_ROADS = 3  # roads that meet at the square of a town
SQUARE_PEOPLE = 2500
MARKET = 1500  # people: from here on the seat of a Kommune has a Markt
BAY_M = 13.0  # between two bus bays


@dataclass(frozen=True)
class StopPlace:
    """A place of one name where vehicles call, with the direction its road runs in."""

    key: tuple[int, int, int]  # (site, road, node): a site's own stop has road and node NONE
    name: str
    site: int
    xy: tuple[float, float]
    axis: tuple[float, float]  # direction of the road, or of the track at a station
    square: bool = False  # has a pole for each of four directions, not two

    @property
    def is_site(self) -> bool:
        """Return whether it is the site's own stop, not one more along a road."""
        return self.key[1] == NONE


@dataclass(frozen=True)
class Pole:
    """One pole, bay or platform of a place: what a vehicle calls at."""

    place: StopPlace
    key: str  # "a", "b" by direction; "bus3" a bay; "gleis1" a platform
    code: str  # platform_code: what the sign says
    xy: tuple[float, float]


@dataclass(frozen=True, eq=False)
class StopPlaces:
    """All places where a bus may stop: one at every site, more along a town's roads."""

    at_site: tuple[StopPlace, ...]  # [site]
    on_road: tuple[tuple[tuple[float, StopPlace], ...], ...]  # [road] (metres from its start, it)
    platforms: dict[int, Floats]  # station site → [platform, 2]


def build_stop_places(
    sites: Sites, roads: Roads, streets: Streets, rails: tuple[Rail, ...], names: StreetNames
) -> StopPlaces:
    """Return the stop places of every site and road."""
    platforms = dict(zip(sites.of_kind("station"), build_platforms(sites, rails), strict=True))
    heading = _headings(sites, roads, rails)
    meeting = np.bincount(roads.ends.ravel(), minlength=len(sites.key))
    at_site = tuple(
        StopPlace(
            (site, NONE, NONE),
            _site_stop_name(sites, site),
            site,
            _pair(sites.xy[site]),
            heading[site],
            bool(sites.people[site] >= SQUARE_PEOPLE and meeting[site] >= SQUARE_ROADS),
        )
        for site in range(len(sites.key))
    )
    signs = Signs(names, at_site)
    on_road = tuple(tuple(_along(road, roads, streets, signs)) for road in range(len(roads.kind)))
    return StopPlaces(at_site, on_road, platforms)


def _pair(xy: Floats) -> tuple[float, float]:
    return float(xy[0]), float(xy[1])


def _headings(sites: Sites, roads: Roads, rails: tuple[Rail, ...]) -> list[tuple[float, float]]:
    headings = [(1.0, 0.0)] * len(sites.key)
    for (a, b), points in zip(roads.ends.tolist(), roads.points, strict=True):
        for site, step in ((a, points[1] - points[0]), (b, points[-1] - points[-2])):
            if headings[site] == (1.0, 0.0):
                headings[site] = _pair(step / np.hypot(*step))
    for site in sites.of_kind("station"):
        headings[site] = _pair(tangent_at(rails, sites.name[site]))
    return headings


def _site_stop_name(sites: Sites, site: int) -> str:
    name, kind = sites.name[site], sites.kind[site]
    if kind == "station":
        return name if "Bf" in name or "bf" in name or "Leipzig" in name else f"{name}, Bahnhof"
    if kind == "spot":
        return name
    if name != sites.town[site]:
        return sites.key[site]
    if sites.use[site] == "suburb":  # its railway station has its name alone
        return f"{name}, Kirche"
    if kind == "neighbour" and name == "Leipzig":
        return f"{name}, Zentrum"
    town = name.split("/")[0]
    return f"{town}, Markt" if sites.people[site] >= MARKET else town


class Signs:
    """What the stops along the roads are called, no name twice in a town."""

    def __init__(self, streets: StreetNames, at_site: tuple[StopPlace, ...]) -> None:
        """Begin with the names the sites' own stops have."""
        self._streets = streets
        self._pools = name_pools("stop_names")
        self._taken = {place.name for place in at_site}

    def next(self, road: int, site: int) -> str:
        """Return the name of the next stop: of the town's road it stands at, or what is near."""
        towns = self._streets.towns
        seat, sign = towns.seat[site], towns.sign[site]
        names = shuffled(self._pools, f"stops of {sign}", big=towns.big[site])
        if towns.big[site]:
            names.insert(0, self._streets.main[road, site])
        found = next(
            name
            for name in (f"{sign}, {word}" for word in (*names, *self._streets.free[seat]))
            if name not in self._taken
        )
        self._taken.add(found)
        return found


def _along(
    road: int, roads: Roads, streets: Streets, signs: Signs
) -> list[tuple[float, StopPlace]]:
    """Return the stops along a road inside the settlements at its two ends."""
    nodes, along = streets.road_nodes[road], lengths(roads.points[road])
    found: dict[int, StopPlace] = {}
    for end, metres in zip(roads.ends[road].tolist(), (along, along[-1] - along), strict=True):
        inside = streets.site[nodes] == end
        for wanted in np.arange(APART_M, along[-1] - APART_M * 0.7, APART_M):
            node = int(np.argmin(np.abs(metres - wanted)))
            if inside[node] and node not in found:
                step = roads.points[road][node + 1] - roads.points[road][node - 1]
                found[node] = StopPlace(
                    (end, road, node),
                    signs.next(road, end),
                    end,
                    _pair(roads.points[road][node]),
                    _pair(step / np.hypot(*step)),
                )
    return [(float(along[node]), found[node]) for node in sorted(found)]


def pole_of(place: StopPlace, heading: Floats) -> Pole:
    """Return the pole on the right-hand side of a bus that leaves in the given direction."""
    axis = np.array(place.axis)
    aside = np.array([axis[1], -axis[0]])
    ways = {"a": axis, "b": -axis}
    if place.square:
        ways |= {"c": aside, "d": -aside}
    key = max(ways, key=lambda way: float(ways[way] @ heading))
    ahead = ways[key]
    right = np.array([ahead[1], -ahead[0]])
    xy = np.array(place.xy) + right * SIDE_M + ahead * SQUARE_M * place.square
    return Pole(place, key, key.upper(), _pair(xy))


def bay_of(place: StopPlace, number: int) -> Pole:
    """Return a bus bay on the square in front of a station."""
    axis = np.array(place.axis)
    xy = np.array(place.xy) + axis * BAY_M * (number - 2.5)
    return Pole(place, f"bus{number}", str(number), _pair(xy))


def platform_of(places: StopPlaces, site: int, direction: int) -> Pole:
    """Return the platform trains of a direction use: 1 outwards, 2 back."""
    number = direction + 1
    xy = _pair(places.platforms[site][direction])
    return Pole(places.at_site[site], f"gleis{number}", str(number), xy)
