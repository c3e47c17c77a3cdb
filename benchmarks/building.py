"""Building a network from a region file, OSM included, and loading it."""

from pathlib import Path

from measure import RUNS, Row, Timing, peak_mb, row_of, timed
from regions import write_region

from api.build import build_region
from api.service import load_service


def build(work: Path) -> list[Row]:
    """Build the network of ``rnv`` several times: in all, and by the stages it notes itself."""
    region = write_region(work / "rnv", "rnv")
    network = work / "rnv" / "network"
    manifests = [build_region(region, network)]  # the first pays for what is new to the process
    peak = peak_mb()
    whole = timed(lambda: manifests.append(build_region(region, network)))
    counts = manifests[0]["counts"]
    note = (
        f"{counts['calls']} calls, {counts['walk_nodes']} nodes to walk on, "
        f"{counts['footpaths']} footpaths"
    )
    rows = [row_of("rnv: the whole network", whole, peak=peak, note=note)]
    for stage in manifests[0]["seconds"]:
        seconds = tuple(manifest["seconds"][stage] for manifest in manifests[1:])
        rows.append(row_of(f"  of this: {stage}", Timing(seconds)))
    return rows


def load(work: Path) -> list[Row]:
    """Load the network: the first time in a process, and again."""
    folder = work / "rnv" / "network"
    first = timed(lambda: load_service(folder), runs=1)
    peak = peak_mb()
    again = timed(lambda: load_service(folder), runs=RUNS)
    return [
        row_of("rnv: first time in a process", first, peak=peak, note="arrays mapped, not read"),
        row_of("rnv: again", again),
    ]
