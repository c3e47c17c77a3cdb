"""Walks: all those between stops of ``rnv`` that are short enough for a change."""

from pathlib import Path

import baselines
from measure import Row, in_turn, peak_mb, row_of

from api.service import load_service
from gtfs.timetable import Floats, Ints
from mobility.walk import Walks, find_walks

DIJKSTRA = "scipy.sparse.csgraph.dijkstra with limit"

Found = tuple[Ints, Ints, Floats]  # from, to, metres


def walk(work: Path) -> list[Row]:
    """Find the walks with one thread, with two, and with scipy, in turn."""
    network = load_service(work / "rnv" / "network").network
    streets, snaps, moving = network.streets["walk"], network.stop_snaps, network.moving
    max_m = moving.metres(moving.max_transfer_s)
    ours: list[Walks] = []
    theirs: list[Found] = []

    def find(threads: int) -> None:
        ours.append(find_walks(streets, snaps, snaps, max_m=max_m, threads=threads))

    find(1)  # compiled, or taken from the cache
    one, two, scipy = in_turn(
        lambda: find(1),
        lambda: find(2),
        lambda: theirs.append(baselines.walks(streets, snaps, max_m)),
    )
    size = f"{len(streets.node_lon)} nodes, {len(snaps.edge)} stops, {max_m:.0f} m"
    against = (DIJKSTRA, scipy)
    return [
        row_of("walks, 1 thread", one, against=against, note=size),
        row_of("walks, 2 threads", two, against=against, peak=peak_mb()),
        row_of(DIJKSTRA, scipy, note=agreement(ours[0], theirs[0])),
    ]


def agreement(ours: Walks, theirs: Found) -> str:
    """Return how many walks both have found, and how far their lengths are apart."""
    one, other = (
        dict(zip(zip(start.tolist(), end.tolist(), strict=True), metres.tolist(), strict=True))
        for start, end, metres in ((ours.origin, ours.target, ours.metres), theirs)
    )
    both = one.keys() & other.keys()
    apart = max(abs(one[pair] - other[pair]) for pair in both)
    lone = len(one.keys() ^ other.keys())
    return f"{len(both)} walks found by both, {lone} by one, lengths at most {apart:.0e} m apart"
