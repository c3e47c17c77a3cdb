"""Lines: where each line runs, where it calls, and after how many seconds."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from api.demo.facts import Line
from api.demo.geometry import Floats, distance, lengths
from api.demo.rails import Rail, track_between
from api.demo.roads import Links, Roads, links_of, shortest
from api.demo.sites import Sites
from api.demo.stops import Pole, StopPlace, StopPlaces, bay_of, platform_of, pole_of
from api.demo.streets import NONE, Streets

# mean speed of a running bus by class of road, outside and inside settlements (judgement)
OPEN_KMH = {"primary": 54.0, "secondary": 50.0, "tertiary": 44.0, "unclassified": 37.0}
TOWN_KMH = 33.0
CALL_S = 23.0  # to slow down, open the doors, speed up again


@dataclass(frozen=True, eq=False)
class Pattern:
    """A line in one direction: its calls in order and the way between them."""

    line: Line
    direction: int
    poles: tuple[Pole, ...]  # [call]
    sites: tuple[int, ...]  # [call] the site the call belongs to
    own: tuple[bool, ...]  # [call] whether it is the site's own stop
    arrival_s: tuple[int, ...]  # [call] whole minutes from the first call
    departure_s: tuple[int, ...]  # [call]
    along_m: tuple[float, ...]  # [call]
    shape: Floats  # [point, 2]


@dataclass(frozen=True, eq=False)
class Ground:
    """What lines run on."""

    sites: Sites
    roads: Roads
    streets: Streets
    rails: tuple[Rail, ...]
    places: StopPlaces

    @cached_property
    def links(self) -> tuple[Links, dict[tuple[int, int], tuple[int, int]]]:
        """The roads as buses see them, asked by every line."""
        return _bus_links(self.roads)


def patterns_of(line: Line, ground: Ground) -> tuple[Pattern, Pattern]:
    """Return the line in both directions."""
    if line.minutes:
        return _train(line, 0, ground), _train(line, 1, ground)
    return _bus(line, 0, ground), _bus(line, 1, ground)


def _train(line: Line, direction: int, ground: Ground) -> Pattern:
    keys = line.sites.split(";")
    arrival, departure = _minutes(line)
    if direction:
        end = arrival[-1]
        keys.reverse()
        arrival, departure = [end - m for m in departure[::-1]], [end - m for m in arrival[::-1]]
    sites = [ground.sites.index(key) for key in keys]
    names = [ground.sites.name[site] for site in sites]
    pieces = [track_between(ground.rails, a, b) for a, b in pairwise(names)]
    shape = np.vstack([pieces[0][:1], *(piece[1:] for piece in pieces)])
    metres = np.cumsum([0.0, *(lengths(piece)[-1] for piece in pieces)])
    return Pattern(
        line,
        direction,
        tuple(platform_of(ground.places, site, direction) for site in sites),
        tuple(sites),
        (True,) * len(sites),
        tuple(minute * 60 for minute in arrival),
        tuple(minute * 60 for minute in departure),
        tuple(metres.tolist()),
        shape,
    )


def _minutes(line: Line) -> tuple[list[int], list[int]]:
    pairs = [part.split("/") for part in line.minutes.split(";")]
    return [int(pair[0]) for pair in pairs], [int(pair[-1]) for pair in pairs]


def _bus(line: Line, direction: int, ground: Ground) -> Pattern:
    steps = _road_steps(line, ground)
    if direction:
        steps = [(road, 1 - end) for road, end in reversed(steps)]
    shape = _shape(steps, ground.roads)
    calls = _calls(steps, ground)
    seconds = _seconds(steps, ground)
    along = lengths(shape)
    metres = np.array([metre for metre, _ in calls])
    driven = np.interp(metres, along, seconds) + CALL_S * np.arange(len(calls))
    minutes = np.round((driven - driven[0]) / 60).astype(int)
    times = tuple((minutes * 60).tolist())
    return Pattern(
        line,
        direction,
        tuple(_pole(place, metre, along, shape, line, ground.sites) for metre, place in calls),
        tuple(place.site for _, place in calls),
        tuple(place.key[1] == NONE for _, place in calls),
        times,
        times,
        tuple(metres.tolist()),
        shape,
    )


def _road_steps(line: Line, ground: Ground) -> list[tuple[int, int]]:
    """Return the roads of the line in direction 0, each with the end it is entered at."""
    links, by_ends = ground.links
    stops = [ground.sites.index(key) for key in line.sites.split(";")]
    way = [stops[0]]
    for a, b in pairwise(stops):
        way += shortest(links, a, b)[1:]
    return [by_ends[a, b] for a, b in pairwise(way)]


def _bus_links(roads: Roads) -> tuple[Links, dict[tuple[int, int], tuple[int, int]]]:
    hours = [
        lengths(points)[-1] / OPEN_KMH[kind]
        for points, kind in zip(roads.points, roads.kind, strict=True)
    ]
    by_ends = {}
    for road, (a, b) in enumerate(roads.ends.tolist()):
        by_ends[a, b], by_ends[b, a] = (road, 0), (road, 1)
    return links_of(roads.ends, hours), by_ends


def _points(road: int, end: int, roads: Roads) -> Floats:
    return roads.points[road][::-1] if end else roads.points[road]


def _shape(steps: list[tuple[int, int]], roads: Roads) -> Floats:
    pieces = [_points(road, end, roads) for road, end in steps]
    return np.vstack([pieces[0][:1], *(piece[1:] for piece in pieces)])


def _seconds(steps: list[tuple[int, int]], ground: Ground) -> Floats:
    """Return the driving seconds up to every point of the shape."""
    pieces = []
    for road, end in steps:
        points = _points(road, end, ground.roads)
        nodes = ground.streets.road_nodes[road]
        inside = ground.streets.site[nodes[::-1] if end else nodes] != NONE
        open_kmh = OPEN_KMH[ground.roads.kind[road]]
        kmh = np.where(inside[1:] & inside[:-1], TOWN_KMH, open_kmh)
        pieces.append(distance(points[1:], points[:-1]) / kmh * 3.6)
    return np.concatenate([[0.0], np.cumsum(np.concatenate(pieces))])


def _calls(steps: list[tuple[int, int]], ground: Ground) -> list[tuple[float, StopPlace]]:
    """Return the places called at with their metres along the line."""
    first = int(ground.roads.ends[steps[0][0], steps[0][1]])
    calls, run = [(0.0, ground.places.at_site[first])], 0.0
    for road, end in steps:
        length = float(lengths(ground.roads.points[road])[-1])
        inner = ground.places.on_road[road]
        if end:
            inner = tuple((length - metre, place) for metre, place in reversed(inner))
        calls += [(run + metre, place) for metre, place in inner]
        run += length
        calls.append((run, ground.places.at_site[int(ground.roads.ends[road, 1 - end])]))
    return calls


def _pole(
    place: StopPlace, metre: float, along: Floats, shape: Floats, line: Line, sites: Sites
) -> Pole:
    if place.key[1] == NONE and sites.kind[place.site] == "station":
        return bay_of(place, line.bay)
    point = int(np.searchsorted(along, metre - 0.01))
    before, after = max(point - 1, 0), min(point + 1, len(shape) - 1)
    if point not in (0, len(shape) - 1):
        before = point  # a bus that turns here waits where it leaves
    return pole_of(place, shape[after] - shape[before])
