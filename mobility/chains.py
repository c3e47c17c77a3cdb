"""Chains: streets without the nodes at which nobody can turn, for searches far across the land.

Most nodes of OpenStreetMap only bend a road. A search that starts, ends and turns elsewhere may
drive from junction to junction: the same ways of the same cost, several times sooner.
"""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import NONE, Bools, Floats, Ints
from mobility.streets import StreetNetwork


class Chains(NamedTuple):
    """The nodes that are left, and the edges between them as in a ``StreetNetwork``."""

    number: Ints  # [node of the streets] its number here, NONE of those left out
    first_edge: Ints  # [node + 1]
    source: Ints  # [edge]
    target: Ints  # [edge]
    seconds: Floats  # [edge]
    metres: Floats  # [edge]


def contract(streets: StreetNetwork, needed: Ints) -> Chains:
    """Return the streets without the bends and dead ends among their nodes, but for the needed.

    ``needed`` are nodes where searches start or end; NONE among them is nothing.
    """
    bend = streets.bends.copy()
    bend[needed[needed != NONE]] = False
    last, dead, sums = _followed(streets, _ahead(streets, bend))
    kept = np.flatnonzero(~bend[streets.edge_source] & ~dead)
    number = np.full(len(bend), NONE, np.int32)
    number[~bend] = np.arange((~bend).sum(), dtype=np.int32)
    source = number[streets.edge_source[kept]]
    nodes = np.arange(int((~bend).sum()) + 1)
    return Chains(
        number,
        np.searchsorted(source, nodes).astype(np.int32),
        source,
        number[streets.edge_target[last[kept]]],
        *sums[:, kept],
    )


def _ahead(streets: StreetNetwork, bend: Bools) -> Ints:
    """Return ``[edge]`` the one edge that leads on where it ends at a bend.

    The edge itself where it ends elsewhere, NONE where the bend is a dead end.
    """
    source, target = streets.edge_source, streets.edge_target
    edge = np.arange(len(target))
    if not len(edge):
        return edge
    first, end = streets.first_edge[target], streets.first_edge[target + 1]
    ahead = np.full(len(edge), NONE, np.int64)
    for place in (first + 1, first):
        onward = np.minimum(place, len(edge) - 1)
        leads = (place < end) & (target[onward] != source)
        ahead[leads] = onward[leads]
    return np.where(bend[target], ahead, edge)


def _followed(streets: StreetNetwork, ahead: Ints) -> tuple[Ints, Bools, Floats]:
    """Return ``[edge]`` the last edge of its chain, whether that is dead, seconds and metres.

    Each round follows twice as many edges as the one before. Rings without any junction never
    end; nobody enters them.
    """
    last = np.arange(len(ahead))
    dead = ahead == NONE
    then = np.where(ahead == last, NONE, ahead)
    sums = np.stack((streets.edge_s.astype(np.float64), streets.edge_m))
    for _ in range(len(ahead).bit_length()):
        going = np.flatnonzero(then != NONE)
        on = then[going]
        sums[:, going] += sums[:, on]
        dead[going] |= dead[on]
        last[going], then[going] = last[on], then[on]
    return last, dead, sums
