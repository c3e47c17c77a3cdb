"""The Verliererliste: whose journey is gone, what is left, and the trips that did it.

Homes stand 4 minutes from their stop and board a minute later: the bus of 6:05 is left for at
6:00. Back, the target is left a minute before the bus; home is 4 minutes from the stop.
"""

import numpy as np
import pandas as pd
import pytest
from before_after import NOTHING_RUNS, found, gone
from timetables import seconds
from towns import MITTE, Home, Target, bus, hhmm

DORF = Home("Dorf")
BACK = bus("60", "B A", "6:31-20:31", takes=20)
HOURLY = bus("60", "A B", "6:05-19:05", takes=20) + BACK


def without(*clocks: str, line: str = HOURLY) -> str:
    """Return the lines without the trips that begin at the clock times."""
    rows = line.splitlines()
    return "\n".join(row for row in rows if row.split(" ")[0] not in clocks) + "\n"


def told(table: pd.DataFrame, *names: str) -> list[tuple[object, ...]]:
    rows = table[list(names)].astype(object).where(table[list(names)].notna(), None)
    return [tuple(row) for row in rows.to_numpy().tolist()]


def clocks(table: pd.DataFrame) -> list[str]:
    """Return way, journey and what is left instead: ``hin 8:00–8:25, 9:00–9:25``."""
    names = ["departure", "arrival", "next_departure", "next_arrival"]
    rows = table[names].astype("Int64").fillna(-60).to_numpy(np.int64).tolist()
    said = [[hhmm(one // 60) if one >= 0 else "" for one in row] for row in rows]
    ways = table["way"].tolist()
    return [f"{w} {a}–{b}, {c}–{d}" for w, (a, b, c, d) in zip(ways, said, strict=True)]


def test_every_figure_of_one_journey_that_is_gone() -> None:
    table = gone(found(HOURLY, DORF), found(without("8:05"), DORF))

    assert [table.iloc[0].to_dict()] == table.to_dict("records")
    assert table.iloc[0].to_dict() == {
        "ortsteil_id": "dorf", "name": "Dorf", "kommune": "Kommune",
        "day": "tag", "class": "mittelzentrum", "way": "hin",
        "target_id": "mitte", "target_name": "Mitte",
        "departure": seconds("8:00"), "arrival": seconds("8:25"),
        "lines": "60", "trip_ids": "60/3", "people": 100,
        # as good as leaving an hour earlier is arriving an hour later: the later one is told
        "next_departure": seconds("9:00"), "next_arrival": seconds("9:25"),
        "next_useful": True,
        "earlier": 0, "later": 3600, "longer": 0, "loss": 3600, "person_minutes": 100 * 60,
    }  # fmt: skip


def test_the_way_back_is_told_too() -> None:
    table = gone(found(HOURLY, DORF), found(without("20:31"), DORF))

    assert clocks(table) == ["zurück 20:30–20:55, 19:30–19:55"]
    assert told(table, "trip_ids", "earlier", "later") == [("60/29", 3600, 0)]


def test_a_bus_some_minutes_later_costs_the_minutes() -> None:
    shifted = without("8:05") + "61: A B\n 8:10 8:32\n"

    table = gone(found(HOURLY, DORF), found(shifted, DORF))

    assert clocks(table) == ["hin 8:00–8:25, 8:05–8:32"]
    assert told(table, "earlier", "later", "longer") == [(0, 7 * 60, 2 * 60)]


def test_a_bus_as_good_or_better_loses_nobody_anything() -> None:
    sooner = without("8:05") + "61: A B\n 8:06 8:25\n"

    assert gone(found(HOURLY, DORF), found(sooner, DORF)).empty


def test_a_bus_that_runs_on_but_counts_as_too_long_costs_the_minutes_it_is_later() -> None:
    # 8:00–8:55 is of use beside 11:00–11:40; 8:00–9:05 is not: more than 1.5 times 40 minutes
    before = found("60: A B\n 8:05 8:55\n 11:05 11:40\n", DORF)
    after = found("60: A B\n 8:05 9:05\n 11:05 11:40\n", DORF)

    table = gone(before, after)

    assert clocks(table) == ["hin 8:00–8:55, 8:00–9:05"]
    assert told(table, "next_useful", "later", "loss") == [(False, 600, 600)]


def test_where_nothing_is_left_it_costs_as_much_as_the_longest_journey() -> None:
    table = gone(found("60: A B\n 8:05 8:25\n", DORF), found(NOTHING_RUNS, DORF))

    assert clocks(table) == ["hin 8:00–8:25, –"]
    assert told(table, "earlier", "later", "longer", "loss") == [(None, None, None, 14_400)]
    assert told(table, "next_useful") == [(None,)]


def test_a_target_that_is_gone_leaves_nothing() -> None:
    markt = Target("Markt", "C")
    lines = "60: A B C\n 8:05 8:25 8:45\n"
    before = found(lines, DORF, targets=[MITTE, markt])

    assert clocks(gone(before, found(lines, DORF, targets=[markt]))) == ["hin 8:00–8:25, –"]


def test_who_walks_there_misses_no_bus() -> None:
    beside = Home("Dorf", on_foot={"Mitte": 1200})
    quick = bus("60", "A B", "6:05-19:05", takes=5)

    assert gone(found(quick, beside), found(NOTHING_RUNS, beside)).empty


def test_a_walk_that_takes_no_longer_is_as_good_and_a_longer_one_costs_what_it_is_longer() -> None:
    before = found("60: A B\n 8:05 8:12\n", DORF)  # 12 minutes

    for minutes, left in ((12, []), (15, ["hin 8:00–8:12, 8:00–8:15"])):
        path = Home("Dorf", on_foot={"Mitte": minutes * 60})
        assert clocks(gone(before, found(NOTHING_RUNS, path))) == left


def test_lines_and_trips_are_told_in_the_order_they_are_ridden_both_ways() -> None:
    lines = "60: A C\n 8:05 8:15\nS1: C B\n 8:25 8:45\n"
    lines += "S1: B C\n 16:00 16:20\n60: C A\n 16:30 16:40\n"

    table = gone(found(lines, DORF), found("60 (2024-06-03): A C B\n 6:05 6:25 6:45\n", DORF))

    assert told(table.sort_values("way"), "way", "lines", "departure", "arrival") == [
        ("hin", "60 → S1", seconds("8:00"), seconds("8:45")),
        ("zurück", "S1 → 60", seconds("15:59"), seconds("16:44")),
    ]
    assert told(table.sort_values("way"), "trip_ids") == [("60/1 S1/1",), ("S1/2 60/2",)]


def test_homes_of_an_ortsteil_that_lose_the_same_trip_are_one_row_told_by_most_people() -> None:
    homes = (Home("Dorf", "A", 30), Home("Dorf", "X", 50), Home("Weiler", "A", 10))
    day = bus("60", "A X B", "8:05-8:05", takes=0).splitlines()[0] + "\n 8:05 8:15 8:35\n"

    table = gone(found(day, *homes), found("60 (2024-06-03): A X B\n 8:05 8:15 8:35\n", *homes))

    assert told(table, "name", "people", "departure", "person_minutes") == [
        ("Dorf", 80, seconds("8:10"), 80 * 240),
        ("Weiler", 10, seconds("8:00"), 10 * 240),
    ]


def test_people_nobody_knows_weigh_one_and_are_not_counted() -> None:
    table = gone(found(HOURLY, Home("Dorf", people=np.nan)), found(without("8:05"), DORF))

    assert told(table, "people", "person_minutes") == [(None, 60)]


def test_nobody_loses_anything_where_nothing_changes_or_is_added() -> None:
    more = HOURLY + bus("61", "A B", "6:35-19:35", takes=20)

    assert gone(found(HOURLY, DORF), found(HOURLY, DORF)).empty
    assert gone(found(HOURLY, DORF), found(more, DORF)).empty
    assert not gone(found(more, DORF), found(HOURLY, DORF)).empty


@pytest.mark.parametrize("name", ["person_minutes", "trip_ids", "next_arrival"])
def test_an_empty_list_has_the_columns_of_a_full_one(name: str) -> None:
    assert name in gone(found(HOURLY, DORF), found(HOURLY, DORF)).columns
