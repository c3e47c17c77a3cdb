"""Worlds by lot, asked of oracle and engine: in CI, and many more of them by hand.

``python tests/oracle_worlds.py 5000`` compares the worlds of the seeds 0 … 4999 and names those
that differ.
"""

import logging
import sys
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from engine import Engine
from oracle import Oracle
from oracle_drawn import draw_world
from oracle_world import World

from gtfs.read import read_timetable
from mobility.parameters import Moving

log = logging.getLogger("oracle_worlds")


def find_differences(world: World) -> tuple[int, list[str]]:
    """Return how many journeys the oracle finds, and the pairs on which the engine says another."""
    with TemporaryDirectory() as folder:
        feeds = world.write(Path(folder))
        oracle = Oracle(feeds, world.footpaths, world.asked, **world.moving)
        timetable, _ = read_timetable(feeds)
    engine = Engine(timetable, world.footpaths, world.asked, Moving.model_validate(world.moving))
    journeys, differences = 0, []
    back = {origin: engine.journeys_from(origin, world.names) for origin in world.names}
    for destination in world.names:
        expected = oracle.journeys_to(destination, world.names)
        there = engine.journeys_to(destination, world.names)
        journeys += sum(map(len, expected.values()))
        differences += [
            f"{origin} → {destination}"
            for origin in world.names
            if not expected[origin] == there[origin] == back[origin][destination]
        ]
    return journeys, differences


def main(count: int, first: int = 0) -> None:
    """Compare the worlds of so many seeds and tell the counts; end with 1 if any differs."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    logging.getLogger("gtfs").setLevel(logging.ERROR)
    log.setLevel(logging.INFO)
    counted: Counter[str] = Counter()
    for seed in range(first, first + count):
        world = draw_world(Random(seed))
        journeys, differences = find_differences(world)
        pairs = len(world.names) ** 2
        counted.update(worlds=1, pairs=pairs, journeys=journeys, different=bool(differences))
        if differences:
            log.info("seed %d: %s", seed, ", ".join(differences[:5]))
        if counted["worlds"] in (count, *range(500, count, 500)):
            log.info("%s", dict(counted))
    sys.exit(counted["different"] > 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
