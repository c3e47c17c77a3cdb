"""Stops: poles at the roadside, bus bays and rail platforms, each in a place of one name."""

from dataclasses import dataclass

import numpy as np

from api.demo.geometry import Floats, lengths, rng_of
from api.demo.names import STOPS
from api.demo.platforms import build_platforms
from api.demo.rails import Rail, tangent_at
from api.demo.roads import Roads
from api.demo.sites import Sites
from api.demo.streets import NONE, Streets

APART_M = 430.0  # between two stops inside a settlement
SIDE_M = 6.0  # from the middle of the road to the pole
BAY_M = 13.0  # between two bus bays


@dataclass(frozen=True)
class StopPlace:
    """A place of one name where vehicles call, with the direction its road runs in."""

    key: tuple[int, int, int]  # (site, road, node): a site's own stop has road and node NONE
    name: str
    site: int
    xy: tuple[float, float]
    axis: tuple[float, float]  # direction of the road, or of the track at a station


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
    sites: Sites, roads: Roads, streets: Streets, rails: tuple[Rail, ...]
) -> StopPlaces:
    """Return the stop places of every site and road."""
    platforms = dict(zip(sites.of_kind("station"), build_platforms(sites, rails), strict=True))
    heading = _headings(sites, roads, rails)
    at_site = tuple(
        StopPlace(
            (site, NONE, NONE),
            _site_stop_name(sites, site),
            site,
            _pair(sites.xy[site]),
            heading[site],
        )
        for site in range(len(sites.key))
    )
    names = [_street_names(key) for key in sites.key]
    on_road = tuple(
        tuple(_along(road, sites, roads, streets, names)) for road in range(len(roads.kind))
    )
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
    if kind == "neighbour" or name == sites.town[site]:
        return f"{name.split('/')[0]}, Markt"
    return sites.key[site]


def _street_names(key: str) -> list[str]:
    return [STOPS[n] for n in rng_of("stop names", key).permutation(len(STOPS))]


def _along(
    road: int, sites: Sites, roads: Roads, streets: Streets, names: list[list[str]]
) -> list[tuple[float, StopPlace]]:
    """Return the stops along a road inside the settlements at its two ends."""
    nodes, along = streets.road_nodes[road], lengths(roads.points[road])
    found: dict[int, StopPlace] = {}
    for end, metres in zip(roads.ends[road].tolist(), (along, along[-1] - along), strict=True):
        inside = streets.site[nodes] == end
        for wanted in np.arange(APART_M, along[-1] - APART_M * 0.7, APART_M):
            node = int(np.argmin(np.abs(metres - wanted)))
            if inside[node] and node not in found and names[end]:
                step = roads.points[road][node + 1] - roads.points[road][node - 1]
                found[node] = StopPlace(
                    (end, road, node),
                    f"{sites.key[end].split('/')[0]}, {names[end].pop(0)}",
                    end,
                    _pair(roads.points[road][node]),
                    _pair(step / np.hypot(*step)),
                )
    return [(float(along[node]), found[node]) for node in sorted(found)]


def pole_of(place: StopPlace, heading: Floats) -> Pole:
    """Return the pole on the right-hand side of a bus that leaves in the given direction."""
    axis = np.array(place.axis)
    ahead = 1.0 if float(axis @ heading) >= 0 else -1.0
    right = np.array([axis[1], -axis[0]]) * ahead
    key = "a" if ahead > 0 else "b"
    return Pole(place, key, key.upper(), _pair(np.array(place.xy) + right * SIDE_M))


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
