"""The engine and the oracle agree on whole sets of journeys, on feeds by lot."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from engine import Engine
from hypothesis import given, settings
from oracle import Oracle
from oracle_drawn import NAMES, World, worlds
from oracle_text import TUESDAY, footpaths

from gtfs.read import read_timetable
from mobility.parameters import Moving


def test_the_engine_finds_the_sets_the_oracle_finds_there_and_in_the_mirror() -> None:
    counted: Counter[str] = Counter()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(worlds())
    def compare(world: World) -> None:
        with TemporaryDirectory() as folder:
            feed = world.write(Path(folder))
            walks = footpaths(",".join(world.walks))
            oracle = Oracle([feed], walks, TUESDAY, **world.moving)
            timetable, _ = read_timetable([feed])
        engine = Engine(timetable, walks, TUESDAY, Moving.model_validate(world.moving))
        for destination in NAMES:
            expected = oracle.journeys_to(destination, NAMES)
            assert engine.journeys_to(destination, NAMES) == expected
            counted["pairs"] += len(expected)
            counted["journeys"] += sum(map(len, expected.values()))
        for origin in NAMES:
            mirrored = engine.journeys_from(origin, NAMES)
            for destination in NAMES:
                assert mirrored[destination] == engine.journeys_to(destination, [origin])[origin]

    compare()
    assert counted["journeys"] > 3_000
