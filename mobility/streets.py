"""Street networks: the ways open to one mode of travel as a graph of flat arrays."""

import logging
import time
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal, NamedTuple, assert_never

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gtfs.findings import Finding, Severity
from gtfs.timetable import NONE, Bools, Bytes, Floats, Ints
from mobility.osm import OsmData, OsmError
from mobility.speeds import cycling_kmh, driving_kmh, in_settlement
from mobility.tagging import (
    HIGHWAY_CLASSES,
    MOTORWAYS,
    TRUNKS,
    cyclable,
    drivable,
    highway_class,
    roads_only,
    walkable,
)

log = logging.getLogger(__name__)

Mode = Literal["walk", "bike", "car"]
GERMAN: dict[Mode, str] = {"walk": "Fußwegenetz", "bike": "Radwegenetz", "car": "Straßennetz"}
EARTH = Geod(ellps="WGS84")
CUT_OFF = 0.05  # of the nodes: every extract cuts off motorways and lanes at its edge, about 2 %
NO_PATHS = Finding(
    Severity.WARNING,
    "walk_no_paths",
    "Fußwegenetz: der OSM-Auszug enthält nur Straßen, keinen einzigen Fuß-, Rad- oder Feldweg",
    field="highway",
    done="zu Fuß und mit dem Rad auf den Straßen, auch wo foot=no auf einen Weg daneben verweist",
)


@dataclass(frozen=True, eq=False)
class StreetNetwork:
    """Every OSM node of the ways open to the mode, and the segments between them.

    Edges leaving node *n* are ``first_edge[n] : first_edge[n + 1]``, by ascending target. A
    segment open both ways is two edges, each the ``edge_back`` of the other. Walking is open
    both ways everywhere.
    """

    mode: Mode
    node_osm_id: NDArray[np.int64]  # [node] ascending; then those of scenarios, below 0
    node_lon: Floats  # [node]
    node_lat: Floats  # [node]
    node_component: Ints  # [node] 0 = largest; who is in one, gets from each to each
    first_edge: Ints  # [node + 1]
    edge_source: Ints  # [edge]
    edge_target: Ints  # [edge]
    edge_back: Ints  # [edge] the same segment in the other direction, NONE if not open
    edge_m: Floats  # [edge] length on the WGS84 ellipsoid
    edge_s: NDArray[np.float32]  # [edge] travel time
    edge_class: Bytes  # [edge] index into HIGHWAY_CLASSES
    edge_way_id: NDArray[np.int64]  # [edge]

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def once(self) -> Bools:
        """``[edge]`` whether it stands for its segment: of two the one with the smaller index."""
        either = self.edge_back == NONE
        return np.asarray(either | (np.arange(len(self.edge_back)) < self.edge_back))

    @cached_property
    def open_to_doors(self) -> Bools:
        """``[edge]`` one edge of every segment of the largest part that doors may open to."""
        largest = self.node_component == 0
        kept = self.once & largest[self.edge_source] & largest[self.edge_target]
        if self.mode == "car":  # nobody parks on a motorway
            fast = [HIGHWAY_CLASSES.index(name) for name in (*MOTORWAYS, *TRUNKS)]
            kept &= ~np.isin(self.edge_class, fast)
        kept.setflags(write=False)
        return np.asarray(kept)

    @cached_property
    def bends(self) -> Bools:
        """``[node]`` whether it has at most two neighbours, and one edge at most to each."""
        nodes, one, two = len(self.node_lon), self.edge_source, self.edge_target
        pair = one.astype(np.int64) * nodes + two
        turned = two.astype(np.int64) * nodes + one
        known, edges = np.unique(pair, return_counts=True)
        source, target = np.divmod(known[edges > 1], nodes)
        each_way = np.unique(np.concatenate((pair, turned)))
        bend: Bools = np.bincount(each_way // nodes, minlength=nodes) <= 2
        bend[source] = bend[target] = False
        bend.setflags(write=False)
        return bend


class _Segments(NamedTuple):
    """Steps between neighbouring nodes of a way, in the order of the way."""

    start: Ints
    end: Ints
    way: Ints


class _Ways(NamedTuple):
    """What the mode may do on each way: open along and against its nodes, and how fast."""

    along: Bools
    against: Bools
    along_kmh: Floats
    against_kmh: Floats


def build_streets(
    osm: OsmData, mode: Mode, *, walk_speed_kmh: float = 4.8
) -> tuple[StreetNetwork, list[Finding]]:
    """Build the network of one mode from everything that was read."""
    started = time.perf_counter()
    ways = _ways(osm, mode, walk_speed_kmh)
    segments = _segments(osm, ways.along | ways.against)
    if len(segments.way) == 0 and mode == "walk":
        msg = "no way of the OSM data is open to walkers; is inputs.osm the right extract?"
        raise OsmError(msg)
    streets = _network(osm, mode, ways, segments)
    counts = (mode, len(streets.node_lon), len(streets.edge_m), time.perf_counter() - started)
    log.info("streets %s: %d nodes, %d edges, %.1f s", *counts)
    findings = _components_found(streets)
    if mode == "walk" and roads_only(osm.way_tags):
        findings.insert(0, NO_PATHS)
    return streets, findings


def _ways(osm: OsmData, mode: Mode, walk_speed_kmh: float) -> _Ways:
    tags = osm.way_tags
    on_roads = roads_only(tags)
    match mode:
        case "walk":
            is_open = walkable(tags, on_roads=on_roads)
            speed = np.full(len(tags), walk_speed_kmh)
            return _Ways(is_open, is_open, speed, speed)
        case "bike":
            speed = cycling_kmh(tags)
            return _Ways(*cyclable(tags, on_roads=on_roads), speed, speed)
        case "car":
            middle = osm.ref[(osm.first_ref[:-1] + osm.first_ref[1:]) // 2]
            inside = in_settlement(
                osm.node_lon[middle], osm.node_lat[middle], osm.area("settlement").to_numpy()
            )
            return _Ways(*drivable(tags), *driving_kmh(tags, inside))
        case _:
            assert_never(mode)


def _segments(osm: OsmData, kept: Bools) -> _Segments:
    """Return the steps of the kept ways; a node twice in a row is no step."""
    way = np.repeat(np.arange(len(kept), dtype=np.int32), np.diff(osm.first_ref))
    start, end = osm.ref[:-1], osm.ref[1:]
    step = (way[:-1] == way[1:]) & kept[way[:-1]] & (start != end)
    return _Segments(start[step], end[step], way[:-1][step])


def _network(osm: OsmData, mode: Mode, ways: _Ways, segments: _Segments) -> StreetNetwork:
    nodes, ends = np.unique(np.concatenate((segments.start, segments.end)), return_inverse=True)
    start, end = np.split(ends.astype(np.int32), 2)
    lon, lat = osm.node_lon[nodes], osm.node_lat[nodes]
    metres = EARTH.inv(lon[start], lat[start], lon[end], lat[end])[2]
    along = np.flatnonzero(ways.along[segments.way])
    against = np.flatnonzero(ways.against[segments.way])
    source = np.concatenate((start[along], end[against]))
    target = np.concatenate((end[along], start[against]))
    segment = np.concatenate((along, against))
    kmh = np.concatenate(
        (ways.along_kmh[segments.way[along]], ways.against_kmh[segments.way[against]])
    )
    order = np.lexsort((segment, target, source))
    source, target, segment = source[order], target[order], segment[order]
    way = segments.way[segment]
    return StreetNetwork(
        mode=mode,
        node_osm_id=osm.node_id[nodes],
        node_lon=lon,
        node_lat=lat,
        node_component=components_of(source, target, len(nodes)),
        first_edge=np.searchsorted(source, np.arange(len(nodes) + 1)).astype(np.int32),
        edge_source=source,
        edge_target=target,
        edge_back=_backs(order, along, against, len(start)),
        edge_m=metres[segment],
        edge_s=(metres[segment] * 3.6 / kmh[order]).astype(np.float32),
        edge_class=highway_class(osm.way_tags)[way],
        edge_way_id=osm.way_id[way],
    )


def _backs(
    order: NDArray[np.int64], along: NDArray[np.int64], against: NDArray[np.int64], segments: int
) -> Ints:
    """Return for each edge, in its sorted place, the edge of the other direction."""
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    there, back = np.full((2, segments), NONE, np.int32)
    there[along] = place[: len(along)]
    back[against] = place[len(along) :]
    return np.concatenate((back[along], there[against]))[order]


def components_of(source: Ints, target: Ints, nodes: int) -> Ints:
    """Return ``[node]`` its strongly connected part, numbered by falling size, then first node."""
    if nodes == 0:
        return np.empty(0, np.int32)
    matrix = coo_array((np.ones(len(source), np.int8), (source, target)), shape=(nodes, nodes))
    _, label = connected_components(matrix.tocsr(), directed=True, connection="strong")
    _, first, part, size = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(size), np.int32)
    rank[np.lexsort((first, -size))] = np.arange(len(size), dtype=np.int32)
    return rank[part]


def _components_found(streets: StreetNetwork) -> list[Finding]:
    """Say how much of the network cannot be reached from its largest part and left for it."""
    name, code = GERMAN[streets.mode], f"{streets.mode}_components"
    if len(streets.node_lon) == 0:
        message = f"{name}: kein Weg der OSM-Daten ist dafür freigegeben"
        return [Finding(Severity.ERROR, f"{streets.mode}_empty", message)]
    outside = streets.node_component > 0
    if not outside.any():
        message = f"{name}: ein einziges zusammenhängendes Netz"
        return [Finding(Severity.FACT, code, message)]
    lost = outside[streets.edge_source] | outside[streets.edge_target]
    weight = np.where(streets.edge_back == NONE, 1.0, 0.5)  # a segment counts once
    km = float((streets.edge_m * weight)[lost].sum()) / 1000
    share = float(outside.mean())
    percent, length = (f"{value:.1f}".replace(".", ",") for value in (100 * share, km))
    parts = _pieces(streets, outside) + 1
    message = (
        f"{name}: {parts} Teilnetze; {outside.sum()} Knoten ({percent} %) "
        f"und {length} km Wege liegen außerhalb des größten"
    )
    severity = Severity.WARNING if share > CUT_OFF else Severity.FACT
    done = "angebunden wird nur an das größte"
    return [Finding(severity, code, message, count=parts, done=done)]


def _pieces(streets: StreetNetwork, outside: Bools) -> int:
    """Return how many pieces the nodes outside hang together in, one-way or not."""
    apart = outside[streets.edge_source] & outside[streets.edge_target]
    ends = streets.edge_source[apart], streets.edge_target[apart]
    links = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(len(outside),) * 2)
    return len(np.unique(connected_components(links, directed=False)[1][outside]))
