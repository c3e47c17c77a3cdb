"""Grown streets: a network with nodes and segments more than it was built with."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import NONE, Bytes, Floats, Ints
from mobility.streets import StreetNetwork, components_of


class NewNodes(NamedTuple):
    """Nodes that follow those there are."""

    osm_id: NDArray[np.int64]  # [new node] below 0: no node of OpenStreetMap
    lon: Floats
    lat: Floats


class Cuts(NamedTuple):
    """Nodes put onto segments; of a segment's two edges always the same one."""

    edge: Ints  # [cut]
    share: Floats  # [cut] of the edge, between its source (0) and the node
    node: Ints  # [cut]


class Segments(NamedTuple):
    """Steps from node to node, open there, and back where that takes a time."""

    start: Ints  # [segment]
    end: Ints  # [segment]
    metres: Floats  # [segment]
    there_s: Floats  # [segment]
    back_s: Floats  # [segment] inf: closed
    highway: Bytes  # [segment] index into HIGHWAY_CLASSES
    way_id: NDArray[np.int64]  # [segment]


class _Edges(NamedTuple):
    """Columns of the edges of a network; ``back`` counts in the order they stand in."""

    source: Ints
    target: Ints
    back: Ints
    metres: Floats
    seconds: Floats
    highway: Bytes
    way_id: NDArray[np.int64]


def grown(streets: StreetNetwork, nodes: NewNodes, cuts: Cuts, built: Segments) -> StreetNetwork:
    """Return the network with nodes more, segments cut at some of them, and others built.

    Nodes keep their numbers. The pieces of a segment that is cut share its metres and seconds;
    every other edge keeps its figures to the last bit.
    """
    parts = [*_pieces(streets, cuts), built]
    columns = ([getattr(part, name) for part in parts] for name in Segments._fields)
    added = Segments(*map(np.concatenate, columns))
    edges = _sorted(_joined(_kept(streets, cuts), _edges_of(added)))
    count = len(streets.node_lon) + len(nodes.lon)
    return replace(
        streets,
        node_osm_id=np.concatenate((streets.node_osm_id, nodes.osm_id)),
        node_lon=np.concatenate((streets.node_lon, nodes.lon)),
        node_lat=np.concatenate((streets.node_lat, nodes.lat)),
        node_component=components_of(edges.source, edges.target, count),
        first_edge=np.searchsorted(edges.source, np.arange(count + 1)).astype(np.int32),
        edge_source=edges.source,
        edge_target=edges.target,
        edge_back=edges.back,
        edge_m=edges.metres,
        edge_s=edges.seconds.astype(np.float32),
        edge_class=edges.highway,
        edge_way_id=edges.way_id,
    )


def _pieces(streets: StreetNetwork, cuts: Cuts) -> Iterator[Segments]:
    """Yield what each of the cut segments falls into."""
    for edge in np.unique(cuts.edge).tolist():
        mine = np.flatnonzero(cuts.edge == edge)
        mine = mine[np.argsort(cuts.share[mine], kind="stable")]
        ends = (streets.edge_source[edge], *cuts.node[mine], streets.edge_target[edge])
        share = np.diff(np.concatenate(([0.0], cuts.share[mine], [1.0])))
        back = streets.edge_back[edge]
        back_s = np.inf if back == NONE else float(streets.edge_s[back])
        chain, size = np.array(ends, np.int32), len(share)
        yield Segments(
            chain[:-1],
            chain[1:],
            share * streets.edge_m[edge],
            share * float(streets.edge_s[edge]),
            np.full(size, np.inf) if back == NONE else share * back_s,
            np.full(size, streets.edge_class[edge]),
            np.full(size, streets.edge_way_id[edge]),
        )


def _kept(streets: StreetNetwork, cuts: Cuts) -> _Edges:
    """Return the edges that are not cut."""
    back = streets.edge_back
    cut = np.concatenate((cuts.edge, back[cuts.edge]))
    kept = np.ones(len(back), np.bool_)
    kept[cut[cut != NONE]] = False
    place = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    return _Edges(
        streets.edge_source[kept],
        streets.edge_target[kept],
        np.where(back == NONE, NONE, place[back])[kept],
        streets.edge_m[kept],
        streets.edge_s[kept].astype(np.float64),
        streets.edge_class[kept],
        streets.edge_way_id[kept],
    )


def _edges_of(segments: Segments) -> _Edges:
    """Return the edges of the segments: all those there, then all those back."""
    count = len(segments.start)
    open_back = np.flatnonzero(np.isfinite(segments.back_s))
    of = np.concatenate((np.arange(count), open_back))
    back = np.full(count, NONE, np.int32)
    back[open_back] = count + np.arange(len(open_back))
    return _Edges(
        np.concatenate((segments.start, segments.end[open_back])),
        np.concatenate((segments.end, segments.start[open_back])),
        np.concatenate((back, open_back)).astype(np.int32),
        segments.metres[of],
        np.concatenate((segments.there_s, segments.back_s[open_back])),
        segments.highway[of],
        segments.way_id[of],
    )


def _joined(here: _Edges, there: _Edges) -> _Edges:
    shifted = np.where(there.back == NONE, NONE, there.back + len(here.back))
    parts = (here, there._replace(back=shifted))
    return _Edges(
        *(np.concatenate([getattr(one, name) for one in parts]) for name in _Edges._fields)
    )


def _sorted(edges: _Edges) -> _Edges:
    """Return the edges by source and target; of parallel ones those there before come first."""
    order = np.lexsort((edges.target, edges.source))
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    back = np.where(edges.back == NONE, NONE, place[edges.back]).astype(np.int32)
    turned = edges._replace(back=back)
    return _Edges(*(getattr(turned, name)[order] for name in _Edges._fields))
