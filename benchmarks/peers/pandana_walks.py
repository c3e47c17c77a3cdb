"""The peer pandana: which nodes are within reach on foot, by its contraction hierarchies in C++.

``pandana_walks.py STREETS.npz ANSWER.npz``; runs in an environment of its own.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandana  # type: ignore[import-not-found]
import pandas as pd


def main() -> None:
    """Build the network, ask for all walks as often as wanted, write walks and seconds."""
    given = np.load(Path(sys.argv[1]))
    once = given["source"] < given["target"]
    started = time.perf_counter()
    network = pandana.Network(
        pd.Series(given["lon"]),
        pd.Series(given["lat"]),
        pd.Series(given["source"][once]),
        pd.Series(given["target"][once]),
        pd.DataFrame({"metres": given["metres"][once]}),
        twoway=True,
    )
    built_s = time.perf_counter() - started
    nodes, longest_m = given["nodes"].tolist(), float(given["longest_m"])
    seconds = []
    for _ in range(int(given["runs"])):
        started = time.perf_counter()
        reached = network.nodes_in_range(nodes, longest_m)
        walks = reached[reached["destination"].isin(nodes)]
        seconds.append(time.perf_counter() - started)
    np.savez(
        Path(sys.argv[2]),
        built_s=built_s,
        seconds=seconds,
        one=walks["source"],
        two=walks["destination"],
        metres=walks["metres"],
    )


if __name__ == "__main__":
    main()
