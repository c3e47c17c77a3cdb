"""Window times: the seconds that the whole sets of journeys give, on worlds by lot; limits by head."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from engine import Engine
from oracle_counts import Tell
from oracle_drawn import draw_world
from oracle_text import footpaths
from oracle_world import World
from timetables import DAY, timetable

from accessibility.folds import Window
from accessibility.pair_times import NO_WAY, _from_journeys, times_between
from accessibility.pairs import Between
from accessibility.window_times import window_percentiles
from gtfs.read import read_timetable
from mobility.doors import Doors
from mobility.parameters import Moving
from mobility.profiles import UNREACHED

HOUR = 3600
EIGHT = Window(8 * HOUR, 9 * HOUR)
WANTED = (1, 25, 50, 100)


def between(engine: Engine, origins: Sequence[str], destinations: Sequence[str]) -> Between:
    """Return the question between people standing at stops or stations."""
    walks = [[engine.walk_s(one, other) for other in destinations] for one in origins]
    ends = (_doors(engine, names, leaving=n == 0) for n, names in enumerate((origins, destinations)))
    return Between(engine.day, *ends, np.array(walks, np.int32))


def _doors(engine: Engine, names: Sequence[str], *, leaving: bool) -> Doors:
    reach = np.stack([engine.reach_s(name, leaving=leaving) for name in names])
    door, stop = np.nonzero(reach < UNREACHED)
    first = np.searchsorted(door, np.arange(len(names) + 1)).astype(np.int32)
    return Doors(first, stop.astype(np.int32), reach[door, stop])


def median(engine: Engine, origin: str, destination: str, window: Window = EIGHT) -> int:
    """Return the median travel time in seconds."""
    asked = between(engine, [origin], [destination])
    return int(times_between(asked, window, wanted=(50,))[0, 0, 0])


def engine_of(world: World) -> Engine:
    with TemporaryDirectory() as folder:
        typed, _ = read_timetable(world.write(Path(folder)))
    return Engine(typed, world.footpaths, world.asked, Moving.model_validate(world.moving))


def draw_window(lot: Random) -> Window:
    begin = 60 * lot.randint(4 * 60, 27 * 60 + 29)
    until = min(28 * HOUR, begin + 60 * lot.choice([1, 5, 30, 60, 180, 840]))
    return Window(begin, until, lot.choice([False, True]))


def test_they_are_the_seconds_of_the_sets_on_worlds_by_lot(tell: Tell) -> None:
    seen: Counter[str] = Counter()
    for seed in range(150):
        world, lot = draw_world(Random(seed)), Random(seed)
        engine = engine_of(world)
        for few, many in ((world.names[:3], world.names), (world.names, world.names[-2:])):
            asked, window = between(engine, few, many), draw_window(lot)
            found = window_percentiles(asked, window, WANTED)
            kind = "arriving" if window.arriving else "leaving"
            side = "by destination" if asked.by_destination else "by origin"
            seen[f"{kind}, {side}" if found is not None else "without an order"] += 1
            if found is not None:
                wanted = _from_journeys(asked, window, WANTED, 1)
                assert found.tolist() == wanted.tolist(), (seed, window)
                seen["special changes"] += len(engine.day.transfers.special_to) > 0
                seen["reached"] += int((found != NO_WAY).sum())
    for what, count in sorted(seen.items()):
        tell(f"  {what:28} {count:6}")
    assert len(seen) == 7
