"""One stage of the benchmarks in a process of its own: ``stages.py STAGE WORK OUT``."""

import sys
from pathlib import Path

from building import build, load
from measure import FEEDS, SHARED, write_rows
from reading import again, bare, first
from scanning import scan
from walking import walk

READING = {"first": first, "bare": bare, "again": again}
ON_A_NETWORK = {"build": build, "load": load, "walk": walk, "scan": scan}


def main() -> None:
    """Run the stage and write its lines of the table into OUT."""
    stage, work, out = sys.argv[1:]
    kind, _, feed = stage.partition(" ")
    rows = READING[kind](SHARED / FEEDS[feed], feed) if feed else ON_A_NETWORK[kind](Path(work))
    write_rows(Path(out), rows)


if __name__ == "__main__":
    main()
