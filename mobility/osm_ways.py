"""Ways and their nodes as arrays: what was read from one or several files, joined and mended."""

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtfs.timetable import Bools, Floats, Ints

WAY_TAGS = (  # every tag the street networks, the graph and the maps read
    *("highway", "railway", "public_transport", "name", "ref", "service", "area", "junction"),
    *("access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar", "motorroad"),
    *("oneway", "oneway:bicycle", "cycleway", "cycleway:left", "cycleway:right", "cycleway:both"),
    *("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both", "segregated", "lit"),
    *("surface", "tracktype", "maxspeed", "maxspeed:forward", "maxspeed:backward"),
    *("maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"),
    *("usage", "bridge", "tunnel"),
)
NOWHERE = 2_147_483_647  # osmium's coordinate of a node that is not in the file
DEGREE = 10_000_000  # osmium keeps coordinates as whole numbers of so many to a degree


def _ids() -> "array[int]":
    return array("q")


def _whole_numbers() -> "array[int]":
    return array("i")


@dataclass
class WayHarvest:
    """Ways as they come from the files, duplicates and missing nodes included."""

    way_id: "array[int]" = field(default_factory=_ids)
    size: "array[int]" = field(default_factory=_whole_numbers)  # nodes of the way
    ref: "array[int]" = field(default_factory=_ids)  # ids of its nodes, one after the other
    x: "array[int]" = field(default_factory=_whole_numbers)  # longitude of each, times DEGREE
    y: "array[int]" = field(default_factory=_whole_numbers)
    tags: list[tuple[str, ...]] = field(default_factory=list)  # values in the order of WAY_TAGS


class WayTable(NamedTuple):
    """Ways with nodes known throughout: the first part of ``OsmData``, and what was mended."""

    node_id: NDArray[np.int64]
    node_lon: Floats
    node_lat: Floats
    way_id: NDArray[np.int64]
    first_ref: Ints
    ref: Ints
    way_tags: pd.DataFrame
    repeated: int  # ways that came more than once
    cut: int  # ways of which some node is in no file


def join_ways(harvest: WayHarvest) -> WayTable:
    """Return every way once, in pieces wherever a node of it is in none of the files."""
    way_id = np.array(harvest.way_id, np.int64)
    size = np.array(harvest.size, np.int64)
    ref = np.array(harvest.ref, np.int64)
    node_id, node_lon, node_lat = _nodes(ref, np.array(harvest.x), np.array(harvest.y))
    kept = _first_of_each(way_id)
    of_kept = np.repeat(kept, size)
    node = _index_of(node_id, ref[of_kept])
    way_of_piece, first_ref, ref_of_piece = _pieces(size[kept], node)
    rows = np.flatnonzero(kept)[way_of_piece]
    used, compact = np.unique(ref_of_piece, return_inverse=True)
    return WayTable(
        node_id[used],
        node_lon[used],
        node_lat[used],
        way_id[rows],
        first_ref,
        compact.astype(np.int32),
        _tag_columns([harvest.tags[row] for row in rows]),
        repeated=int(len(way_id) - kept.sum()),
        cut=int(
            np.count_nonzero(np.bincount(np.repeat(np.arange(kept.sum()), size[kept])[node < 0]))
        ),
    )


def _nodes(
    ref: NDArray[np.int64], x: NDArray[np.int32], y: NDArray[np.int32]
) -> tuple[NDArray[np.int64], Floats, Floats]:
    known = np.flatnonzero(x != NOWHERE)
    node_id, at = np.unique(ref[known], return_index=True)
    lon, lat = x[known[at]].astype(np.float64), y[known[at]].astype(np.float64)
    return node_id, lon / DEGREE, lat / DEGREE


def _first_of_each(way_id: NDArray[np.int64]) -> Bools:
    first = np.zeros(len(way_id), np.bool_)
    first[np.unique(way_id, return_index=True)[1]] = True
    return first


def _index_of(sorted_ids: NDArray[np.int64], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the position of each id, -1 where it is not among the sorted ones."""
    if len(sorted_ids) == 0:
        return np.full(len(ids), -1, np.int64)
    at = np.minimum(np.searchsorted(sorted_ids, ids), len(sorted_ids) - 1)
    return np.where(sorted_ids[at] == ids, at, -1)


def _pieces(size: NDArray[np.int64], node: NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    """Cut ways at unknown nodes; return (way of each piece, first_ref, nodes of the pieces)."""
    way_of_ref = np.repeat(np.arange(len(size)), size)
    known = node >= 0
    starts = known.copy()
    starts[1:] &= ~known[:-1] | (way_of_ref[1:] != way_of_ref[:-1])
    piece_of_ref = np.cumsum(starts)[known] - 1
    length = np.bincount(piece_of_ref, minlength=int(starts.sum()))
    whole = length >= 2  # a single node leads nowhere
    first_ref = np.concatenate(([0], np.cumsum(length[whole])))
    return (
        way_of_ref[starts][whole].astype(np.int32),
        first_ref.astype(np.int32),
        node[known][whole[piece_of_ref]].astype(np.int32),
    )


def _tag_columns(rows: list[tuple[str, ...]]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(WAY_TAGS)
    return pd.DataFrame(
        {key: pd.array(list(column), "str") for key, column in zip(WAY_TAGS, columns, strict=True)}
    )
