"""One-way streets: some small streets of a town, none of which anybody needs to get out."""

from typing import Literal

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from api.demo.chains import Chain
from api.demo.geometry import Bools, Ints
from api.demo.streets import KIND, Streets

ONEWAY = 0.05  # of the small streets that are open at both ends
NO_CARS = [KIND[kind] for kind in ("track", "footway", "path", "steps")]


def oneways_of(chains: list[Chain], streets: Streets, dice: list[float]) -> set[int]:
    """Return the chains that are one-way, so that one still drives from everywhere to everywhere.

    The dice choose; a street leaves the choice while one end of it could not be left, or reached.
    """
    degree = np.bincount(streets.ends.ravel())
    chosen = {
        number
        for number, chain in enumerate(chains)
        if streets.kind[chain.edge] == KIND["residential"]
        and degree[chain.nodes[0]] > 2
        and degree[chain.nodes[-1]] > 2
        and dice[chain.edge] * 100 % 1 < ONEWAY
    }
    while True:
        stray = _stray(chains, streets, chosen)
        needed = {number for number in chosen if stray[list(chains[number].nodes)].any()}
        if not needed:
            return chosen
        chosen -= needed


def _stray(chains: list[Chain], streets: Streets, oneways: set[int]) -> Bools:
    """Return ``[node]`` whether a car that stands there is cut off by one-way streets."""
    ways = [
        np.column_stack((chain.nodes[:-1], chain.nodes[1:]))
        for chain in chains
        if streets.kind[chain.edge] not in NO_CARS
    ]
    against = [
        np.column_stack((chain.nodes[1:], chain.nodes[:-1]))
        for number, chain in enumerate(chains)
        if streets.kind[chain.edge] not in NO_CARS and number not in oneways
    ]
    there = np.concatenate(ways)
    nodes = len(streets.xy)
    strong = _parts(np.concatenate((there, *against)), nodes, "strong")
    weak = _parts(there, nodes, "weak")
    return np.asarray(strong != _largest(strong, weak))


def _parts(edges: Ints, nodes: int, connection: Literal["weak", "strong"]) -> Ints:
    graph = csr_array((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), (nodes, nodes))
    return np.asarray(connected_components(graph, connection=connection)[1], np.int64)


def _largest(strong: Ints, weak: Ints) -> Ints:
    """Return ``[node]`` the largest strong part of the part of the town the node lies in."""
    size = np.bincount(strong)
    order = np.lexsort((size[strong], weak))
    last = np.append(np.flatnonzero(np.diff(weak[order])), len(weak) - 1)
    return np.asarray(strong[order[last]][weak])
