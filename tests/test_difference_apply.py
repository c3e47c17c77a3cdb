"""The old timetable with its difference to the new one is the new one."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from differences import SATURDAY, SCHOOL, day_types, minutes, service_of
from feeds import shared_data
from hypothesis import given, settings
from hypothesis import strategies as st
from next_years import YEAR, next_year
from timetables import DAY, timetable

from gtfs.difference import find_difference
from gtfs.difference_apply import apply_difference
from gtfs.difference_changes import DayPair
from gtfs.difference_table import line_table
from gtfs.feed import FeedError
from gtfs.read import read_timetable


def test_dates_that_belong_to_two_day_types_are_refused() -> None:
    day = timetable("60: A B\n 8:00 8:10")
    found = find_difference(day, day, {"schultag": DayPair(DAY, DAY), "x": DayPair(DAY, DAY)})
    with pytest.raises(FeedError, match="two day types"):
        apply_difference(day, found, {"schultag": np.array([True]), "x": np.array([True])})


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**32))
def test_the_old_timetable_with_the_difference_is_the_new_one(seed: int) -> None:
    lot, old = Random(seed), timetable(YEAR)
    new = next_year(old, lot)
    dates = {
        "schultag": [date(2024, 5, 14)],
        "samstag": [SATURDAY, date(2024, 5, 25)],
    }
    year = timedelta(days=364)
    pairs = {name: DayPair(days[0], days[0] + year) for name, days in dates.items()}
    if not all(len(new.trips_on(pair.new)) for pair in pairs.values()):
        return
    found = find_difference(old, new, pairs)
    changed = apply_difference(old, found, day_types(old, dates))

    words = {f"n:{stop}": str(stop) for stop in old.stop_id}
    for pair in pairs.values():
        assert service_of(changed, pair.old, {}) == service_of(new, pair.new, words)
    monday = date(2024, 5, 13)  # of no day type: only lines that go altogether go on it, too
    gone = {line.line for line in found.lines_removed}
    kept = Counter({k: n for k, n in service_of(old, monday, {}).items() if k[0] not in gone})
    assert service_of(changed, monday, {}) == kept


def test_a_date_like_the_one_compared_changes_with_it() -> None:
    old = timetable(f"""
        60 ({SATURDAY} 2024-05-25):  A     B
                                     8:00  8:10
        60 (2024-05-25):             A     B
                                     9:00  9:10
    """)
    new = timetable("60 (2025-05-17): A B\n 8:05 8:15")
    found = find_difference(old, new, {"samstag": DayPair(SATURDAY, date(2025, 5, 17))})
    types = day_types(old, {"samstag": [SATURDAY, date(2024, 5, 25)]})
    changed = apply_difference(old, found, types)

    leaves = changed.departure_s[changed.first_call[:-1]]
    fair = changed.trips_on(date(2024, 5, 25))
    assert minutes(tuple(sorted(leaves[fair].tolist()))) == ["8:05", "9:00"]


def test_a_new_line_brings_its_agency_and_stops_along() -> None:
    old = timetable("60: A B\n 8:00 8:10")
    new = timetable("60: A B\n 8:00 8:10\n S9: B X Y\n 9:00 9:10 9:20")
    new = new.with_columns(
        agency_id=np.array(["agency", "rail"]),
        agency_name=np.array(["Agency", "Bahn"]),
        route_agency=np.array([0, 1], np.int32),
    )
    found = find_difference(old, new, SCHOOL)
    changed = apply_difference(old, found, {"schultag": np.array([True])})

    assert service_of(changed, DAY, {}) == service_of(new, DAY, {})
    assert changed.agency_name.tolist() == ["Agency", "Bahn"]
    assert changed.route_sbahn.tolist() == [False, True]
    assert changed.station_name.tolist() == ["A", "B", "X", "Y"]


def test_a_trip_that_only_moves_keeps_its_block_and_its_rules() -> None:
    text = """
        60:  A     B
             8:00  8:10  # block=7
        61:  B     C
             8:12  8:30  # block=7
    """
    rules = "1 B B from_trip=60/1 to_trip=61/1"
    old = timetable(text, rules=rules)
    new = timetable(text.replace("8:30", "8:32"))
    changed = apply_difference(
        old, find_difference(old, new, SCHOOL), {"schultag": np.array([True])}
    )

    assert changed.trip_block.tolist() == [0, 0]
    assert changed.trip_source.tolist() == [0, 1]
    assert changed.arrival_s.tolist()[-1] == 8 * 3600 + 32 * 60


@pytest.mark.real
def test_two_weeks_of_a_real_feed_become_one_another() -> None:
    day, _ = read_timetable([shared_data("rnv/rnv.gtfs.zip")])
    pairs = {
        "schultag": DayPair(date(2016, 11, 18), date(2016, 11, 21)),
        "samstag": DayPair(date(2016, 11, 19), date(2016, 11, 12)),
        "sonntag": DayPair(date(2016, 11, 20), date(2016, 11, 6)),
    }
    found = find_difference(day, day, pairs)
    types = day_types(day, {name: [pair.old] for name, pair in pairs.items()})
    changed = apply_difference(day, found, types)

    samstag = line_table(found).query("day == 'samstag'")
    assert samstag["before"].sum() == samstag["same"].sum() == 5284
    for pair in pairs.values():
        assert service_of(changed, pair.old, {}) == service_of(day, pair.new, {})
