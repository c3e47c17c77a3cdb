"""Scenarios by lot, asked of oracle and engine: what a scenario makes is written as a feed first.

The oracle reads the zip and knows nothing of changes, nor of the writer.

``python tests/oracle_scenarios.py NETWORK 200 10 40`` makes the scenarios of the seeds 0 … 199 on
a network, asks on every day of the region for the journeys to 10 stops from 40 others, and names
the seeds that differ.
"""

import logging
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from feed_rules import faults_of
from oracle_pairs import Compared, Whole, compare
from rewritten import PUBLISHER
from scenario_lots import DRAWS, Change, draw_changes

from api.scenarios.files import TYPES, Source
from api.scenarios.ground import Made, ground_of, make
from api.service import Service, load_service
from gtfs.write import write_feed
from mobility.network import Network
from mobility.relink import network_of
from mobility.scenario import Scenario

log = logging.getLogger("oracle_scenarios")


def made_of(service: Service, changes: Sequence[Change]) -> Made:
    """Return what the changes that can be made have made."""
    scenario = Scenario.model_validate({"name": "drawn", "changes": changes})
    return make([Source(scenario)], ground_of(service))


def types_of(made: Made) -> list[str]:
    """Return the types of the changes that were made."""
    return [step.change.type for steps in made.steps for step in steps]


def changes_by_lot(service: Service, seed: int, count: int) -> list[Change]:
    """Draw a list of changes; over all seeds every type comes as often."""
    lot, names = Random(seed), list(DRAWS)
    types = [names[(seed * count + number) % len(names)] for number in range(count)]
    return draw_changes(ground_of(service), lot, lot.sample(types, len(types)))


def whole(network: Network, folder: Path) -> Whole:
    """Return the network as others see it: a feed, and the walks between its stops."""
    timetable, footpaths = network.timetable, network.footpaths
    feed = folder / "changed.gtfs.zip"
    write_feed(timetable, feed, PUBLISHER)
    faults = faults_of(feed)
    if faults:
        raise ValueError("\n".join(faults))
    start = np.repeat(np.arange(len(timetable.stop_id)), np.diff(footpaths.first))
    walks = {
        "from_stop_id": timetable.stop_id[start].astype(object),
        "to_stop_id": timetable.stop_id[footpaths.to_stop].astype(object),
        "walk_s": footpaths.walk_s,
    }
    return Whole(timetable, [feed], pd.DataFrame(walks))


def compare_made(
    service: Service, made: Made, days: Sequence[date], drawn: Sequence[int]
) -> Compared:
    """Compare oracle and engine on the days of what was made."""
    network = network_of(service.network, made.last)
    pairs, journeys, differences = 0, 0, tuple[str, ...]()
    with TemporaryDirectory() as folder:
        feeds = whole(network, Path(folder))
        for day in days:
            found = compare(feeds, day, (drawn[0], drawn[1]))
            pairs, journeys = pairs + found.pairs, journeys + found.journeys
            differences += tuple(f"{day}: {one}" for one in found.differences)
    return Compared(pairs, journeys, differences)


def main(folder: str, seeds: str, destinations: str, origins: str) -> None:
    """Compare the scenarios of so many seeds; end with 1 if any differs."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    log.setLevel(logging.INFO)
    service, counted = load_service(Path(folder)), Counter[str]()
    total = Compared(0, 0, ())
    for seed in range(int(seeds)):
        made = made_of(service, changes_by_lot(service, seed, 6))
        days = Random(seed).sample(list(service.days.values()), 1)
        found = compare_made(service, made, days, (int(destinations), int(origins)))
        counted.update(types_of(made))
        if found.differences:
            log.info("seed %d: %s", seed, found)
        total = replace(
            total,
            pairs=total.pairs + found.pairs,
            journeys=total.journeys + found.journeys,
            differences=(*total.differences, *found.differences),
        )
    log.info("in all: %s", total)
    for name in TYPES:
        log.info("  %-20s %4d", name, counted[name])
    sys.exit(bool(total.differences))


if __name__ == "__main__":
    main(*sys.argv[1:])
