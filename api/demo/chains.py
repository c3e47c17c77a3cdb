"""Chains: short edges joined into long ways, straight on through junctions."""

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from api.demo.geometry import Bools, Floats, Ints

End = tuple[int, int]  # an edge and which of its ends, 0 or 1


@dataclass(frozen=True)
class Chain:
    """A way: its nodes in order (a ring repeats the first) and its first edge."""

    nodes: tuple[int, ...]
    edge: int


def chains_of(
    ends: Ints, xy: Floats, label: Sequence[Hashable], *, sharpest_deg: float
) -> list[Chain]:
    """Return every edge in exactly one chain of edges of one label.

    At a node the two ends that lie most nearly opposite are joined first; ends that would turn
    by more than ``sharpest_deg`` stay apart.
    """
    partner = _partners(ends, xy, label, sharpest_deg)
    used = np.zeros(len(ends), np.bool_)
    chains = []
    starts = [(edge, end) for edge in range(len(ends)) for end in (0, 1)]
    free = [start for start in starts if start not in partner]
    for edge, end in (*free, *starts):  # rings have no free end and come last
        if not used[edge]:
            chains.append(_follow(edge, end, ends, partner, used))
    return chains


def _partners(
    ends: Ints, xy: Floats, label: Sequence[Hashable], sharpest_deg: float
) -> dict[End, End]:
    at: dict[tuple[int, Hashable], list[End]] = defaultdict(list)
    for edge, (a, b) in enumerate(ends.tolist()):
        at[a, label[edge]].append((edge, 0))
        at[b, label[edge]].append((edge, 1))
    along = xy[ends[:, 1]] - xy[ends[:, 0]]
    angle = np.arctan2(along[:, 1], along[:, 0]).tolist()
    partner: dict[End, End] = {}
    for meeting in at.values():
        pairs = [
            (_turn(angle, one, other), one, other)
            for i, one in enumerate(meeting)
            for other in meeting[i + 1 :]
        ]
        for turn, one, other in sorted(pairs):
            if turn <= sharpest_deg and one not in partner and other not in partner:
                partner[one], partner[other] = other, one
    return partner


def _turn(angle: list[float], one: End, other: End) -> float:
    """Return the degrees by which a way turns from one end into the other, 0 = straight on."""
    out = [angle[edge] + (np.pi if end else 0.0) for edge, end in (one, other)]
    return abs(180.0 - abs(math.degrees(out[0] - out[1])) % 360.0)


def _follow(edge: int, end: int, ends: Ints, partner: dict[End, End], used: Bools) -> Chain:
    nodes, first = [int(ends[edge, end])], edge
    while not used[edge]:
        used[edge] = True
        nodes.append(int(ends[edge, 1 - end]))
        edge, end = partner.get((edge, 1 - end), (edge, end))
    return Chain(tuple(nodes), first)
