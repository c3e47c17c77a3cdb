"""Junctions: where a street that is to be built meets the streets there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from gtfs.earth import points_m
from gtfs.timetable import NONE, Bools, Ints
from mobility.grown_streets import Cuts, NewNodes
from mobility.scenario_values import ScenarioError
from mobility.snapping import Snapped, snap, taken
from mobility.streets import Mode, StreetNetwork
from mobility.tagging import HIGHWAY_CLASSES, MOTORWAYS, TRUNKS

NEAR_M = 5.0  # what lies nearer to a street is on it: people draw no better
REACH_M = 100.0  # an end farther from every street joins none
APART_M = 30.0  # between the carriageways of one road, at most
FAR_M = 20_000.0  # how far is looked for the nearest street before the message gives up
WORDS: dict[Mode, str] = {"walk": "walking", "bike": "cycling", "car": "cars"}

Point = tuple[float, float]  # lon, lat


class Course(NamedTuple):
    """A street that is to be built into a network."""

    nodes: NewNodes
    cuts: Cuts
    chain: Ints  # its nodes from end to end, those of the network and the new ones after them


@dataclass
class _Site:
    """The new nodes so far; two that would be the same are one."""

    streets: StreetNetwork
    ids: Iterator[int]
    points: list[tuple[int, float, float]] = field(default_factory=list)  # id, lon, lat
    known: dict[tuple[float, float], int] = field(default_factory=dict)
    cuts: list[tuple[int, float, int]] = field(default_factory=list)

    def at_point(self, lon: float, lat: float) -> int:
        """Return the node at a point off all streets."""
        if (lon, lat) not in self.known:
            self.known[lon, lat] = len(self.streets.node_lon) + len(self.points)
            self.points.append((next(self.ids), lon, lat))
        return self.known[lon, lat]

    def on_street(self, snaps: Snapped, row: int) -> int:
        """Return the node on the street: the end of the segment that is near, else a new one."""
        a_m, b_m = float(snaps.a_m[row]), float(snaps.b_m[row])
        if min(a_m, b_m) <= NEAR_M:
            return nearer_end(snaps, row)
        count = len(self.points)
        node = self.at_point(float(snaps.lon[row]), float(snaps.lat[row]))
        if len(self.points) > count:
            self.cuts.append((int(snaps.edge[row]), a_m / (a_m + b_m), node))
        return node


def find_course(
    streets: StreetNetwork,
    points: Sequence[Point],
    ids: Iterator[int],
    *,
    dead_end: bool,
    crs: str,
) -> Course:
    """Find the way a street along the points takes, joined to the network at both ends.

    A point within ``NEAR_M`` of a street lies on it, whether the street is one of the largest
    part or not. An end elsewhere is led on to the nearest street of the largest part, at most
    ``REACH_M`` off; but the last one of a dead end. Motorways and their ramps are not joined.
    """
    lon, lat = np.array(points, np.float64).T
    on = snap(_without_motorways(streets, islands=True), lon, lat, snap_m=NEAR_M, crs=crs)
    joined = on.linked[[0, -1]] | np.array([False, dead_end])
    ends = find_ends(_without_motorways(streets), (points[0], points[-1]), joined, crs=crs)
    site = _Site(streets, ids)
    chain = [
        site.on_street(on, row) if on.linked[row] else site.at_point(*points[row])
        for row in range(len(points))
    ]
    if not joined[0]:
        chain.insert(0, site.on_street(ends, 0))
    if not joined[1]:
        chain.append(site.on_street(ends, 1))
    nodes = np.array(chain, np.int32)
    stepping = np.append(True, np.diff(nodes) != 0)
    return Course(_nodes(site), _cuts(site), nodes[stepping])


def find_ends(
    streets: StreetNetwork,
    points: tuple[Point, Point],
    joined: Bools | None = None,
    *,
    crs: str,
) -> Snapped:
    """Find both ends on the streets of the largest part.

    An end too far from them is refused, but for those ``joined`` (first and last) already.
    """
    lon, lat = np.array(points, np.float64).T
    if not len(streets.edge_m):
        raise ScenarioError(f"the network has no streets for {WORDS[streets.mode]}")
    found = snap(streets, lon, lat, snap_m=REACH_M, crs=crs)
    lost = ~found.linked if joined is None else ~found.linked & ~joined
    if lost.any():
        nearest = snap(streets, lon, lat, snap_m=FAR_M, crs=crs)
        raise ScenarioError(
            "; ".join(
                _too_far(streets.mode, points[row], taken(nearest, np.array([row])))
                for row in np.flatnonzero(lost).tolist()
            )
        )
    return found


def nearer_end(snaps: Snapped, row: int) -> int:
    """Return the node at the nearer end of the segment a point is snapped to."""
    a_is_nearer = snaps.a_m[row] <= snaps.b_m[row]
    return int(snaps.node_a[row] if a_is_nearer else snaps.node_b[row])


def find_stands(streets: StreetNetwork, snaps: Snapped, row: int) -> Ints:
    """Find the nodes where a way from or to a point may begin: the nearer end of its segment.

    With those of one-way streets around it, since a point that is set on a road with two
    carriageways may lie nearer to the wrong one.
    """
    node = nearer_end(snaps, row)
    one_way = np.flatnonzero(streets.edge_back == NONE)
    ends = np.unique(np.concatenate((streets.edge_source[one_way], streets.edge_target[one_way])))
    ends = ends[streets.node_component[ends] == 0]
    points = points_m(streets.node_lon[ends], streets.node_lat[ends])
    here = points_m(streets.node_lon[[node]], streets.node_lat[[node]])
    around = ends[np.linalg.norm(points - here, axis=1) <= APART_M]
    return np.union1d(around, [node]).astype(np.int32)


def open_everywhere(streets: StreetNetwork) -> StreetNetwork:
    """Return the streets as ones that every point may be snapped to, motorways too."""
    return _called(streets, (*MOTORWAYS, *TRUNKS))


def _without_motorways(streets: StreetNetwork, *, islands: bool = False) -> StreetNetwork:
    """Return the streets as ones that new ones may join; with the parts nobody gets to or not."""
    joinable = _called(streets, TRUNKS)
    part = np.zeros_like(streets.node_component) if islands else streets.node_component
    return replace(joinable, node_component=part)


def _called(streets: StreetNetwork, classes: Sequence[str]) -> StreetNetwork:
    """Return the streets with the roads of some classes, where doors do not open, called others."""
    chosen = np.isin(streets.edge_class, [HIGHWAY_CLASSES.index(name) for name in classes])
    primary = np.int8(HIGHWAY_CLASSES.index("primary"))
    return replace(streets, edge_class=np.where(chosen, primary, streets.edge_class))


def _too_far(mode: Mode, point: Point, nearest: Snapped) -> str:
    said, street = _said(*point), f"the nearest street for {WORDS[mode]}"
    if not nearest.linked[0]:
        return (
            f"point {said} is more than {FAR_M / 1000:.0f} km from {street} (lon first, then lat)"
        )
    at = _said(float(nearest.lon[0]), float(nearest.lat[0]))
    return (
        f"point {said} is {nearest.snap_m[0]:.0f} m from {street} (at {at}); "
        f"at most {REACH_M:.0f} m are bridged"
    )


def _said(lon: float, lat: float) -> str:
    return f"{lon:.5f}, {lat:.5f}"


def _nodes(site: _Site) -> NewNodes:
    osm_id, lon, lat = zip(*site.points, strict=True) if site.points else ((), (), ())
    return NewNodes(
        np.array(osm_id, np.int64), np.array(lon, np.float64), np.array(lat, np.float64)
    )


def _cuts(site: _Site) -> Cuts:
    edge, share, node = zip(*site.cuts, strict=True) if site.cuts else ((), (), ())
    return Cuts(np.array(edge, np.int32), np.array(share, np.float64), np.array(node, np.int32))
