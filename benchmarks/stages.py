"""One stage of the benchmarks in a process of its own: ``stages.py STAGE WORK OUT``."""

import sys
from pathlib import Path

import counties
from against_peers import peers
from building import build, load
from county_table import county_table
from county_walks import county_walks
from first_start import first_start
from measure import FEEDS, SHARED, write_rows
from questions import cells, doors, every_stop, hexagons
from reading import again, bare, first
from scenarios import county_changes, demo_scenarios
from service import service
from walking import walk
from whole_day import whole_day

READING = {"first": first, "bare": bare, "again": again}
OF_A_SCALE = {"county": counties.build, "day": whole_day}
ON_A_NETWORK = {
    "build": build,
    "load": load,
    "walk": walk,
    "doors": doors,
    "cells": cells,
    "every_stop": every_stop,
    "hexagons": hexagons,
    "county_walks": county_walks,
    "county_table": county_table,
    "county_changes": county_changes,
    "demo_scenarios": demo_scenarios,
    "first_start": first_start,
    "service": service,
    "peers": peers,
}


def main() -> None:
    """Run the stage and write its lines of the table into OUT."""
    stage, work, out = sys.argv[1:]
    kind, _, about = stage.partition(" ")
    if kind in READING:
        rows = READING[kind](SHARED / FEEDS[about], about)
    elif kind in OF_A_SCALE:
        rows = OF_A_SCALE[kind](Path(work), about)
    else:
        rows = ON_A_NETWORK[kind](Path(work))
    write_rows(Path(out), rows)


if __name__ == "__main__":
    main()
