"""Fahrplan rows: one order of stops that keeps the order of every trip of a line.

Calls at one stop share a row as long as the rows can still be put in an order; a stop that a trip
serves twice, or that trips serve in contrary orders, has two. Rows of a branch stand together.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

Order = tuple[int, ...]  # of places, a place a call


class Merged(NamedTuple):
    """The rows, and where each order has its calls."""

    place: Order  # [row]
    rows: tuple[tuple[int, ...], ...]  # [order][call] row, ascending within an order


@dataclass
class _Graph:
    """Rows so far, and which must stand before which."""

    place: list[int] = field(default_factory=list)  # [node]
    after: list[dict[int, None]] = field(default_factory=list)  # [node] in the order they came

    def node(self, place: int) -> int:
        """Add a row for a place."""
        self.place.append(place)
        self.after.append({})
        return len(self.place) - 1

    def chain(self, nodes: Sequence[int]) -> None:
        """Put the rows one behind the other."""
        for sooner, later in pairwise(nodes):
            self.after[sooner][later] = None

    def copy(self) -> "_Graph":
        """Return another graph to try something on."""
        return _Graph(list(self.place), [dict(after) for after in self.after])


def merged_order(orders: Sequence[Order]) -> Merged:
    """Return the rows for the orders, those that matter most first."""
    graph = _Graph()
    met: list[list[int]] = []
    for order in orders:
        graph, nodes = _hung(graph, order)
        met.append(nodes)
    line = _sorted(graph) or []
    rank = {node: row for row, node in enumerate(line)}
    return Merged(
        tuple(graph.place[node] for node in line),
        tuple(tuple(rank[node] for node in nodes) for nodes in met),
    )


def _hung(graph: _Graph, order: Order) -> tuple[_Graph, list[int]]:
    """Return the graph with one more order in it, and the row of each of its calls."""
    plain = graph.copy()
    nodes = _by_occurrence(plain, order)
    plain.chain(nodes)
    if _sorted(plain) is not None:
        return plain, nodes
    line = _sorted(graph) or []
    shared = _longest_shared([graph.place[node] for node in line], order)
    found: list[int | None] = [None if row is None else line[row] for row in shared]
    chosen = graph.copy()
    for call, place in enumerate(order):
        if found[call] is None:
            found[call] = _fitting(chosen, found, call, place)
    nodes = [node for node in found if node is not None]
    chosen.chain(nodes)
    return chosen, nodes


def _by_occurrence(graph: _Graph, order: Order) -> list[int]:
    """Return for the n-th call at a place its n-th row, a new one where there is none."""
    rows: dict[int, list[int]] = {}
    for node, place in enumerate(graph.place):
        rows.setdefault(place, []).append(node)
    seen: Counter[int] = Counter()
    nodes = []
    for place in order:
        own = rows.get(place, [])
        nodes.append(own[seen[place]] if seen[place] < len(own) else graph.node(place))
        seen[place] += 1
    return nodes


def _fitting(graph: _Graph, found: Sequence[int | None], call: int, place: int) -> int:
    """Return a row of the place that may stand between the calls around it, else a new one."""
    for node, own in enumerate(graph.place):
        if own != place or node in found:
            continue
        tried = graph.copy()
        tried.chain([one for one in [*found[:call], node, *found[call + 1 :]] if one is not None])
        if _sorted(tried) is not None:
            return node
    return graph.node(place)


def _longest_shared(places: Sequence[int], order: Order) -> list[int | None]:
    """Return ``[call]`` its row in the longest common subsequence, None outside it."""
    rows, calls = len(places), len(order)
    best = [[0] * (calls + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        for call in reversed(range(calls)):
            same = places[row] == order[call]
            best[row][call] = (
                best[row + 1][call + 1] + 1
                if same
                else max(best[row + 1][call], best[row][call + 1])
            )
    found: list[int | None] = [None] * calls
    row = call = 0
    while row < rows and call < calls:
        if places[row] == order[call]:
            found[call] = row
            row, call = row + 1, call + 1
        elif best[row + 1][call] >= best[row][call + 1]:
            row += 1
        else:
            call += 1
    return found


def _sorted(graph: _Graph) -> list[int] | None:
    """Return the rows in an order that keeps every chain, None if they run in a circle.

    Depth first, so that a branch stays together: of several ways on, the shorter comes first and
    the way that matters most last of equals; of several beginnings the longest.
    """
    before: Counter[int] = Counter(later for after in graph.after for later in after)
    ready = [node for node in range(len(graph.place)) if not before[node]]
    depth = _depths(graph)
    if depth is None:
        return None
    waiting = sorted(ready, key=lambda node: (depth[node], -node))
    line: list[int] = []
    while waiting:
        node = waiting.pop()
        line.append(node)
        freed: list[int] = []
        for later in graph.after[node]:
            before[later] -= 1
            if not before[later]:
                freed.append(later)
        waiting += sorted(freed, key=lambda one: -depth[one])  # the last is next
    return line


def _depths(graph: _Graph) -> list[int] | None:
    """Return ``[node]`` the rows of the longest chain from it, None if some run in a circle."""
    before: Counter[int] = Counter(later for after in graph.after for later in after)
    line = [node for node in range(len(graph.place)) if not before[node]]
    for node in line:  # grows while it is read
        for later in graph.after[node]:
            before[later] -= 1
            if not before[later]:
                line.append(later)
    if len(line) < len(graph.place):
        return None
    depth = [1] * len(line)
    for node in reversed(line):
        depth[node] = 1 + max((depth[later] for later in graph.after[node]), default=0)
    return depth
