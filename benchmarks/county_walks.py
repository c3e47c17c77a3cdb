"""Walks on the county's streets: stops and doors to the stops around them, ours and others'."""

import subprocess
from pathlib import Path

import baselines
import counties
import numpy as np
from environments import PEERS, NoPeer, python_of
from measure import RUNS, Row, Timing, in_turn, peak_mb, row_of, timed
from walking import DIJKSTRA, Found, agreement

from gtfs.timetable import Ints
from mobility.network import Network
from mobility.snapping import snap
from mobility.streets import StreetNetwork
from mobility.walk import Walks, find_walks

DOORS = 20_000
PANDANA = "pandana 0.8 (C++)"


def county_walks(work: Path) -> list[Row]:
    """Find all walks of at most 20 minutes between stops, and from cells to stops."""
    network = counties.load(counties.folder_of(work, "1"))
    streets, stops, moving = network.streets["walk"], network.stop_snaps, network.moving
    max_m = moving.metres(moving.max_access_s)
    homes = counties.home_doors(network, DOORS).snaps
    ours: list[Walks] = []

    def between_stops(threads: int) -> None:
        ours.append(find_walks(streets, stops, stops, max_m=max_m, threads=threads))

    def from_doors(threads: int) -> None:
        ours.append(find_walks(streets, homes, stops, max_m=max_m, threads=threads))

    between_stops(1)  # compiled, or taken from the cache
    from_doors(1)
    counts = [len(walks.target) for walks in ours]
    works = [lambda n=n, f=f: f(n) for f in (between_stops, from_doors) for n in (1, 2)]
    stops_1, stops_2, doors_1, doors_2 = in_turn(*works)
    theirs: list[Found] = []
    scipy = timed(lambda: theirs.append(baselines.walks(streets, stops, max_m)))
    against = (DIJKSTRA, scipy)
    size = f"{len(streets.node_lon)} nodes, {max_m:.0f} m, {counts[0]} walks"
    return [
        row_of("stops to stops, 1 thread", stops_1, against=against, note=size),
        row_of("stops to stops, 2 threads", stops_2, against=against),
        row_of(f"{DOORS} doors to stops, 1 thread", doors_1, note=f"{counts[1]} walks"),
        row_of(f"{DOORS} doors to stops, 2 threads", doors_2, peak=peak_mb()),
        row_of(DIJKSTRA, scipy, note=agreement(ours[0], theirs[0])),
        *_peer(work, network, max_m),
    ]


def _peer(work: Path, network: Network, max_m: float) -> list[Row]:
    """Ask the peer from node to node: it knows no points along an edge."""
    streets = network.streets["walk"]
    linked = network.stop_snaps.linked
    nodes = np.unique(network.stop_snaps.node_a[linked])
    lon, lat = streets.node_lon[nodes], streets.node_lat[nodes]
    points = snap(streets, lon, lat, snap_m=1, crs=network.crs)
    ours: list[Walks] = []
    find = [
        lambda n=n: ours.append(find_walks(streets, points, points, max_m=max_m, threads=n))
        for n in (1, 2)
    ]
    one, two = in_turn(*find)
    try:
        theirs, timing, built_s = _pandana(work, streets, nodes, max_m)
    except NoPeer as reason:
        return [row_of("node to node, 2 threads", two), Row(PANDANA, note=f"skipped: {reason}")]
    rows = np.searchsorted(nodes, theirs[0]), np.searchsorted(nodes, theirs[1])
    apart = rows[0] != rows[1]
    found = rows[0][apart], rows[1][apart], theirs[2][apart]
    note = f"built in {built_s:.2f} s; {agreement(ours[0], found)}"
    against = (PANDANA, timing)
    return [
        row_of("node to node, 1 thread", one, against=against, note=f"{len(nodes)} nodes at stops"),
        row_of("node to node, 2 threads", two, against=against),
        row_of(PANDANA, timing, note=note),
    ]


def _pandana(
    work: Path, streets: StreetNetwork, nodes: Ints, max_m: float
) -> tuple[Found, Timing, float]:
    python = python_of("pandana")
    asked, answered = work / "streets.npz", work / "walks.npz"
    np.savez(
        asked,
        lon=streets.node_lon,
        lat=streets.node_lat,
        source=streets.edge_source,
        target=streets.edge_target,
        metres=streets.edge_m,
        nodes=nodes,
        longest_m=max_m,
        runs=RUNS,
    )
    command = [str(python), str(PEERS / "pandana_walks.py"), str(asked), str(answered)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        msg = f"it failed: {last}"
        raise NoPeer(msg) from error
    answer = np.load(answered)
    found = answer["one"], answer["two"], answer["metres"]
    return found, Timing(tuple(answer["seconds"].tolist())), float(answer["built_s"])
