"""The next Fahrplan year becomes a scenario file that makes the old timetable the new one."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from differences import SATURDAY, SCHOOL, day_types, service_of
from feeds import shared_data
from hypothesis import given, settings
from hypothesis import strategies as st
from next_years import YEAR, edited, next_year
from timetables import DAY, timetable

from api.scenarios.feed_changes import changes_of, old_of
from api.scenarios.feed_words import LineWords
from api.scenarios.text import scenario_toml
from gtfs.difference import find_difference
from gtfs.difference_changes import DayPair
from gtfs.difference_lines import line_labels
from gtfs.difference_stops import match_stops
from gtfs.edit import on_dates
from gtfs.read import read_timetable
from gtfs.timetable import Bools, Timetable
from mobility.apply import apply_scenario
from mobility.draft import Ground
from mobility.lines import find_lines
from mobility.scenario import Scenario

WEEK = {"schultag": np.array([True])}


def scenario_of(old: Timetable, new: Timetable, days: Mapping[str, DayPair]) -> Scenario:
    """Return the scenario of the difference, written to a file and read again."""
    labels = line_labels(old, new)
    found = find_difference(old, new, days, lines=labels)
    words = LineWords.of(found, old, new, labels[1], {})
    changes = changes_of(found, old_of(old, find_lines(old), words), "Neu")
    text = scenario_toml(Scenario(name="Neu", changes=changes))
    read = Scenario.model_validate(tomllib.loads(text))
    assert read.changes == changes
    return read


def applied(old: Timetable, scenario: Scenario, types: Mapping[str, Bools]) -> Timetable:
    return apply_scenario(scenario, Ground(old, types)).timetable


def told(old: str | Timetable, new: str | Timetable) -> list[dict[str, Any]]:
    """Return the changes between timetables on the screen as they stand in the file."""
    one, other = (timetable(text) if isinstance(text, str) else text for text in (old, new))
    scenario = scenario_of(one, other, SCHOOL)
    changed = applied(one, scenario, WEEK)
    assert service_of(changed, DAY, {}) == service_of(other, DAY, {})
    return [
        change.model_dump(mode="json", exclude_defaults=True, exclude={"note"})
        for change in scenario.changes
    ]


def test_equal_timetables_are_a_scenario_without_changes() -> None:
    assert told("60: A B\n 8:00 8:10", "60: A B\n 8:00 8:10") == []


def test_what_only_runs_later_is_shifted_trip_by_trip() -> None:
    old = """
        60:  A     B     C
             8:00  8:10  8:20
             9:00  9:10  9:20
             10:00 10:10 10:20
    """
    new = old.replace("8:00  8:10  8:20", "8:05  8:15  8:25").replace(
        "9:00  9:10  9:20", "9:05  9:15  9:25"
    )
    assert told(old, new) == [
        {"type": "shift", "line": "60", "days": ["schultag"], "minutes": 5,
         "trips": ["60/1", "60/2"]},
    ]  # fmt: skip


def test_seconds_are_kept() -> None:
    (shift,) = told("60: A B\n 8:00 8:10", "60: A B\n 8:00:20 8:10:20")
    assert round(shift["minutes"] * 60) == 20


def test_what_rides_otherwise_is_taken_out_and_added() -> None:
    old = """
        60:  A     B          C
             8:00  8:10/8:12  8:20
    """
    new = """
        60:  A     B          C
             8:00  8:10/8:15  8:26o
    """
    assert told(old, new) == [
        {"type": "remove_trips", "line": "60", "days": ["schultag"], "trips": ["60/1"]},
        {"type": "add_trips", "line": "60", "days": ["schultag"], "headsign": "C",
         "stops": ["A", "B", "C"], "arrivals": ["08:00", "08:10", "08:26"],
         "stands": [0, 300, 0], "pickup": [0, 0, 1], "departures": ["08:00"]},
    ]  # fmt: skip


def test_trips_of_one_line_are_added_together_course_by_course() -> None:
    old = "60: A B\n 8:00 8:10"
    new = "60: A B\n 8:00 8:10\n 20:00 20:10p\n 21:00 21:10p\n 31:30 31:40"
    assert told(old, new) == [
        {"type": "add_trips", "line": "60", "days": ["schultag"], "courses": [
            {"headsign": "B", "stops": ["A", "B"], "arrivals": ["20:00", "20:10"],
             "pickup": [0, 2], "drop_off": [0, 2], "departures": ["20:00", "21:00"]},
            {"headsign": "B", "stops": ["A", "B"], "arrivals": ["31:30", "31:40"],
             "departures": ["31:30"]},
        ]},
    ]  # fmt: skip


def test_a_line_that_is_gone_is_removed_on_all_dates() -> None:
    old = "60: A B\n 8:00 8:10\n 61: B C\n 9:00 9:10\n 61: X Y\n 9:30 9:40"
    assert told(old, "60: A B\n 8:00 8:10") == [  # two parts: the second has to go first
        {"type": "remove_line", "line": "agency:61/2"},
        {"type": "remove_line", "line": "agency:61"},
    ]


def test_a_new_line_brings_its_agency_and_its_stops() -> None:
    old = timetable("60: A B\n 8:00 8:10")
    new = timetable("60: A B\n 8:00 8:10\n S9: B X Y\n 9:00 9:10 9:20")
    new = new.with_columns(
        agency_id=np.array(["agency", "rail"]),
        agency_name=np.array(["Agency", "Bahn"]),
        route_agency=np.array([0, 1], np.int32),
    )
    (added,) = told(old, new)
    assert (added["line"], added["mode"], added["new_agency"]) == ("S9", "sbahn", "Bahn")
    assert added["stops"] == [
        "B",
        {"name": "X", "lon": 10.2, "lat": 51.0, "stop_id": "X"},
        {"name": "Y", "lon": 10.3, "lat": 51.0, "stop_id": "Y"},
    ]
    changed = applied(old, scenario_of(old, new, SCHOOL), WEEK)
    assert changed.agency_name.tolist() == ["Agency", "Bahn"]
    assert changed.route_sbahn.tolist() == [False, True]


def test_a_new_platform_beside_one_of_the_same_name_is_another_stop() -> None:
    old = timetable("60: A B\n 8:00 8:10", at={"B": (10.1, 51.0)})
    new = timetable("60: A B2\n 8:00 8:10", at={"B2": (10.1001, 51.0)})
    new = new.with_columns(stop_name=np.array(["A", "B"]))
    labels = line_labels(old, new)
    found = find_difference(old, new, SCHOOL, lines=labels)
    assert [stop.stop_id for stop in found.stops_changed] == ["B"]  # one is gone: it is the other
    both = timetable("60: A B\n 8:00 8:10\n 60: A B2\n 9:00 9:10", at={"B": (10.1, 51.0),
                     "B2": (10.1001, 51.0)})  # fmt: skip
    both = both.with_columns(stop_name=np.array(["A", "B", "B"]))
    (added,) = told(old, both)
    assert added["stops"][1]["stop_id"] == "B2"


def test_lines_of_one_name_are_told_apart() -> None:
    def two(trip: str, more: str = "") -> Timetable:
        day = timetable(f"60: A B\n {trip}\n Bus: C D\n 9:00 9:10{more}")
        return day.with_columns(
            route_name=np.array(["60", "60"]),
            route_agency=np.array([0, 1], np.int32),
            agency_id=np.array(["a", "b"]),
            agency_name=np.array(["Muldental", "Pleißetal"]),
        )

    shift, added = told(two("8:00 8:10"), two("8:01 8:11", "\n 10:00 10:10"))
    assert (shift["type"], shift["line"]) == ("shift", "a:60")
    assert (added["type"], added["line"]) == ("add_trips", "b:60")


def test_departures_of_a_frequency_are_named_with_their_time() -> None:
    old = timetable("60: A B\n 8:00 8:10\n 8:20 8:30\n 8:40 8:50")
    old = old.with_columns(trip_id=np.array(["f", "f", "f"]), trip_frequency=np.ones(3, np.bool_))
    new = timetable("60: A B\n 8:00 8:10\n 8:25 8:35")
    assert told(old, new) == [
        {"type": "remove_trips", "line": "60", "days": ["schultag"], "trips": ["f"],
         "at": ["08:20", "08:40"]},
        {"type": "add_trips", "line": "60", "days": ["schultag"], "headsign": "B",
         "stops": ["A", "B"], "arrivals": ["08:25", "08:35"], "departures": ["08:25"]},
    ]  # fmt: skip


def test_what_is_only_shifted_keeps_its_block_and_its_rules() -> None:
    text = """
        60:  A     B
             8:00  8:10  # block=7
        61:  B     C
             8:12  8:30  # block=7
    """
    old = timetable(text, rules="1 B B from_trip=60/1 to_trip=61/1")
    new = timetable(text.replace("8:12  8:30", "8:13  8:31"))
    changed = applied(old, scenario_of(old, new, SCHOOL), WEEK)
    assert changed.trip_block.tolist() == [0, 0]
    assert changed.trip_source.tolist() == [0, 1]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**32))
def test_on_the_dates_compared_the_scenario_makes_the_new_timetable(seed: int) -> None:
    lot, old = Random(seed), timetable(YEAR)
    new = next_year(old, lot)
    if lot.random() < 0.3:  # as of frequencies.txt
        old = old.with_columns(trip_id=np.array(["f" if n < 5 else str(n) for n in range(8)]))
    dates = {"schultag": [date(2024, 5, 14)], "samstag": [SATURDAY, date(2024, 5, 25)]}
    year = timedelta(days=364)
    pairs = {name: DayPair(days[0], days[0] + year) for name, days in dates.items()}
    if not all(len(new.trips_on(pair.new)) for pair in pairs.values()):
        return
    changed = applied(old, scenario_of(old, new, pairs), day_types(old, dates))

    words = {f"n:{stop}": str(stop) for stop in old.stop_id}
    for pair in pairs.values():
        assert service_of(changed, pair.old, {}) == service_of(new, pair.new, words)
    monday = date(2024, 5, 13)  # of no day type: only lines that go altogether go on it, too
    gone = set(old.route_name.tolist()) - {new.route_name[r] for r in new.trip_route}
    kept = Counter({k: n for k, n in service_of(old, monday, {}).items() if k[0] not in gone})
    assert service_of(changed, monday, {}) == kept


def other_year(day: Timetable, lot: Random) -> Timetable:
    """Return a real timetable with edits by lot to trips of some lines, its ids new."""
    for number in range(12):
        own = np.flatnonzero(day.trip_route == lot.randrange(len(day.route_id))).tolist()
        chosen = np.array(sorted(lot.sample(own, k=min(len(own), 100))), np.int32)
        some = np.array([lot.random() < 0.7 for _ in range(day.dates)])
        day, chosen, _ = on_dates(day, chosen, some)
        day = edited(day, chosen, lot, number) if len(chosen) else day
    return day.with_columns(
        trip_id=np.array([f"n{n}" for n in range(len(day.trip_id))]),
        stop_id=np.char.add("n:", day.stop_id),
    )


@pytest.mark.real
@pytest.mark.parametrize(
    ("feed", "schultag", "samstag"),
    [
        ("rnv/rnv.gtfs.zip", date(2016, 11, 15), date(2016, 11, 19)),
        ("koeln/koeln_kvb.gtfs.zip", date(2020, 8, 25), date(2020, 8, 29)),
    ],
)
def test_a_real_feed_and_its_next_year(feed: str, schultag: date, samstag: date) -> None:
    old, _ = read_timetable([shared_data(feed)])
    new = other_year(old, Random(feed))
    later = timedelta(days=7)
    pairs = {
        "schultag": DayPair(schultag, schultag + later),
        "samstag": DayPair(samstag, samstag + later),
    }
    scenario = scenario_of(old, new, pairs)
    types = day_types(old, {name: [pair.old] for name, pair in pairs.items()})
    changed = applied(old, scenario, types)

    assert {change.type for change in scenario.changes} >= {"remove_trips", "add_trips"}
    match = match_stops(old, new)
    words = dict(zip(new.stop_id.tolist(), match.ids[match.stop].tolist(), strict=True))
    for pair in pairs.values():
        assert service_of(changed, pair.old, {}) == service_of(new, pair.new, words)
