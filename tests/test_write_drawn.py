"""Edited worlds, the demo county and a real feed, written and read back, are what they were."""

from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from demo_days import SCHULTAG
from engine import Engine
from feeds import shared_data
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_drawn import draw_world
from rewritten import PUBLISHER, rewritten, rules_of

from gtfs.difference import find_difference
from gtfs.difference_changes import DayPair
from gtfs.difference_table import stop_table
from gtfs.edit import moved, on_dates, with_copies, without_calls, without_trips
from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from gtfs.write import write_feed
from mobility.parameters import Moving


def edited(timetable: Timetable, lot: Random) -> Timetable:
    """Return the timetable with edits by lot, as scenarios make them."""
    for number in range(lot.randint(1, 4)):
        size = len(timetable.trip_id)
        chosen = np.array(sorted(lot.sample(range(size), k=max(1, size // 3))), np.int32)
        edit = lot.choice(["drop", "move", "copy", "skip"])
        if edit == "drop" and size > len(chosen):
            timetable = without_trips(timetable, chosen)
        if edit == "move":
            some = np.array([lot.random() < 0.5 for _ in range(timetable.dates)])
            timetable, own, _ = on_dates(timetable, chosen, some)
            timetable = moved(timetable, own, np.full(len(own), lot.randint(1, 5) * 60))
        if edit == "copy":
            ids = [f"copy-{number}-{n}" for n in range(len(chosen))]
            service = lot.randrange(len(timetable.service_id))
            later = np.full(len(chosen), 120)
            timetable = with_copies(timetable, chosen, later, service, ids)
        if edit == "skip":
            shorter = without_calls(timetable, timetable.first_call[chosen])
            timetable = shorter if len(shorter.trip_id) else timetable
    return timetable


def test_journeys_of_edited_worlds_are_those_of_the_feed_read_back() -> None:
    drawn: Counter[str] = Counter()

    @settings(max_examples=30, deadline=None, derandomize=True, database=None)
    @given(st.integers(0, 2**32))
    def compare(seed: int) -> None:
        lot = Random(seed)
        world = draw_world(lot)
        with TemporaryDirectory() as folder:
            day = edited(read_timetable(world.write(Path(folder)))[0], lot)
            again, written = rewritten(day, Path(folder))
        moving = Moving.model_validate(world.moving)
        before, after = (Engine(one, world.footpaths, world.asked, moving) for one in (day, again))
        for destination in world.names:
            journeys = before.journeys_to(destination, world.names)
            assert journeys == after.journeys_to(destination, world.names)
            drawn["journeys"] += sum(map(len, journeys.values()))
        drawn["renamed"] += written.renamed_trips
        drawn["rules"] += len(again.rule_type)

    compare()
    assert min(drawn["journeys"], drawn["renamed"], drawn["rules"]) > 20


def test_the_demo_county_reads_back_the_same(demo_input: Path, tmp_path: Path) -> None:
    day, _ = read_timetable([demo_input / "demo.gtfs.zip"])
    again, written = rewritten(day, tmp_path)

    assert (written.renamed_trips, written.rules_left_out) == (0, 0)
    assert rules_of(again) == rules_of(day)
    assert again.shape_id.tolist() == day.shape_id.tolist()
    assert np.abs(again.call_m - day.call_m).max() <= 15  # ways thinned to 5 m are a bit shorter
    assert np.array_equal(again.station_id, day.station_id)


@pytest.mark.real
def test_a_real_feed_reads_back_the_same_in_a_few_seconds(tmp_path: Path) -> None:
    day, _ = read_timetable([shared_data("koeln/koeln_kvb.gtfs.zip")])
    path = tmp_path / "koeln.zip"
    write_feed(day, path, PUBLISHER)
    again, _ = read_timetable([path])

    for name in ("trip_id", "stop_id", "call_stop", "arrival_s", "departure_s", "pickup"):
        assert np.array_equal(getattr(day, name), getattr(again, name))
    runs, runs_again = (t.service_runs[t.trip_service] for t in (day, again))
    assert np.array_equal(runs, runs_again)
    assert rules_of(day) == rules_of(again)


def test_a_feed_written_differs_in_nothing(demo_input: Path, tmp_path: Path) -> None:
    day, _ = read_timetable([demo_input / "demo.gtfs.zip"])
    write_feed(day, tmp_path / "demo.zip", PUBLISHER)
    again, _ = read_timetable([tmp_path / "demo.zip"])
    found = find_difference(day, again, {"schultag": DayPair(SCHULTAG, SCHULTAG)})

    assert (found.changes, found.lines_removed, found.lines_added) == ((), (), ())
    assert stop_table(found).empty
