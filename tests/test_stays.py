"""What a day at the target allows: staying, being there in time, coming back in the evening.

Homes stand 4 minutes from their stop and board a minute later: the bus of 8:05 is left for at
8:00. Targets are at their stop: back, the door is left a minute before the bus.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from door_journeys import journeys
from timetables import seconds
from towns import HOURLY, RIN, Home, Target, bus, row

from accessibility.folds import NO_TIME, find_useful
from accessibility.stays import find_arrivals, longest_stays


def to_mitte(lines: str, *homes: Home, **asked: Any) -> dict[str, Any]:
    """Return the figures of the Mittelzentrum by their names, None where there is none."""
    found = row(lines, *(homes or [Home("Dorf")]), **asked).filter(like="mittelzentrum_")
    return {
        str(name).removeprefix("mittelzentrum_"): None if pd.isna(value) else value
        for name, value in found.items()
    }


# --- stays ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back", "shares"),
    [
        ("10:25", (0, 0, 0)),  # there at 8:25, away at 10:24: a minute short of 2 hours
        ("10:26", (1, 0, 0)),
        ("12:25", (1, 0, 0)),
        ("12:26", (1, 1, 0)),
        ("16:25", (1, 1, 0)),
        ("16:26", (1, 1, 1)),
    ],
)
def test_a_stay_lasts_from_the_first_arrival_to_the_last_way_back(
    back: str, shares: tuple[float, ...]
) -> None:
    home = back.replace(":2", ":4")  # 20 minutes later
    found = to_mitte(f"60: A B\n 8:05 8:25\n 9:05 9:25\n60: B A\n 9:00 9:20\n {back} {home}\n")

    assert tuple(found[f"stay_{hours}_share"] for hours in ("2h", "4h", "8h")) == shares


def test_a_way_back_nobody_would_take_gives_no_stay() -> None:
    # 20 minutes back at 8:40; the one of 18:00 takes 3 hours, more than 20 minutes above that
    found = to_mitte("60: A B\n 8:05 8:25\n60: B A\n 8:40 9:00\n 18:00 21:00\n")

    assert found["return_journeys"] == 1
    assert found["stay_2h_share"] == 0


def test_a_bus_there_and_none_back_gives_no_stay_and_no_evening() -> None:
    found = to_mitte("60: A B\n 8:05 8:25\n")

    assert found["served_share"] == 1
    assert [found[f"stay_{hours}_share"] for hours in ("2h", "4h", "8h")] == [0, 0, 0]
    assert found["evening_share"] == 0


def test_a_bus_back_before_the_first_there_gives_no_stay() -> None:
    assert to_mitte("60: A B\n 18:05 18:25\n60: B A\n 8:01 8:21\n")["stay_2h_share"] == 0


# --- there in time -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("takes", "by_half_past_seven", "by_eight"),
    [
        (25, "7:00", "7:00"),  # the bus of 7:05 is there at 7:30 sharp
        (26, "6:00", "7:00"),
        (55, "6:00", "7:00"),  # at 8:00 sharp
        (56, "6:00", "6:00"),
        (85, "6:00", "6:00"),  # the first at 7:30
        (86, None, "6:00"),
        (116, None, None),
    ],
)
def test_the_latest_way_that_arrives_in_time_is_told(
    takes: int, by_half_past_seven: str | None, by_eight: str | None
) -> None:
    found = to_mitte(bus("60", "A B", "6:05-19:05", takes=takes))

    for name, clock in (("0730", by_half_past_seven), ("0800", by_eight)):
        assert found[f"before_{name}_departure"] == (clock and seconds(clock))
        assert found[f"before_{name}_share"] == (clock is not None)


def test_a_minute_of_no_use_is_no_way_to_be_in_time() -> None:
    # the bus of 6:05 takes 80 minutes where that of 8:05 takes 20: nobody would take it
    found = to_mitte("60: A B\n 6:05 7:25\n 8:05 8:25\n")

    assert found["before_0800_departure"] is None
    assert found["before_0800_share"] == 0


# --- evening -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("back", "share"), [("19:00", 0), ("19:01", 1), ("23:31", 1)])
def test_the_evening_begins_at_seven(back: str, share: float) -> None:
    minute = seconds(back) // 60 + 20
    found = to_mitte(f"60: A B\n 8:05 8:25\n60: B A\n {back} {minute // 60}:{minute % 60:02d}\n")

    assert found["evening_share"] == share


# --- by people -----------------------------------------------------------------------------------

# From stop A hourly; from Y at 7:40 and back at 15:31; from Z never.
SOME = HOURLY + "80: Y B\n 7:40 7:50\n80: B Y\n 15:31 15:41\n90: Z Y\n 24:00 24:10\n"
PEOPLE = (Home("Dorf", "A", 50), Home("Dorf", "Y", 30), Home("Dorf", "Z", 20))


def test_shares_are_of_people_and_who_cannot_go_counts() -> None:
    found = to_mitte(SOME, *PEOPLE)

    assert found["stay_4h_share"] == pytest.approx(0.8)  # 7:50 to 15:30
    assert found["stay_8h_share"] == pytest.approx(0.5)
    assert found["before_0730_share"] == pytest.approx(0.5)
    assert found["before_0800_share"] == pytest.approx(0.8)
    assert found["evening_share"] == pytest.approx(0.5)
    # of 100 people 50 leave at 7:00, 30 at 7:35, 20 never
    assert found["before_0800_departure"] == seconds("7:00")
    assert found["before_0730_departure"] == seconds("7:00")


def test_who_has_no_way_in_time_is_last_among_the_departures() -> None:
    found = to_mitte(SOME, Home("Dorf", "A", 40), *PEOPLE[1:])

    assert found["before_0800_departure"] == seconds("7:35")  # 40 at 7:00, 30 at 7:35, 20 never
    assert found["before_0730_departure"] is None  # 40 at 7:00, 50 never


def test_who_walks_stays_as_long_as_he_likes_and_has_no_departure() -> None:
    walker = Home("Dorf", "Z", 60, on_foot={"Mitte": 600})
    found = to_mitte(SOME, walker, Home("Dorf", "Y", 40))

    assert found["stay_8h_share"] == pytest.approx(0.6)
    assert found["before_0730_share"] == pytest.approx(0.6)
    assert found["evening_share"] == pytest.approx(0.6)
    assert found["before_0800_departure"] == seconds("7:35")  # of the 40 who ride
    assert found["before_0730_departure"] is None


def test_without_a_target_of_the_class_nothing_is_said_of_stays() -> None:
    found = row(HOURLY, Home("Dorf"), targets=[Target("Markt", kind="grundzentrum")])

    for name in ("stay_2h_share", "before_0730_departure", "before_0730_share", "evening_share"):
        assert pd.isna(found[f"mittelzentrum_{name}"]), name


# --- the profile ---------------------------------------------------------------------------------


def test_hours_are_those_of_the_profile_and_name_the_columns() -> None:
    early, late = seconds("6:25"), seconds("20:30")
    hours = {"stay_minutes": (90, 845), "arrive_before": (early,), "evening_from": late}
    profile = RIN.model_copy(update={"trips": RIN.trips.model_copy(update=hours)})
    found = to_mitte(HOURLY, profile=profile)

    assert [name for name in found if name.startswith(("stay", "before"))] == [
        *("stay_90min_share", "stay_845min_share", "before_0625_departure", "before_0625_share"),
    ]
    assert found["stay_845min_share"] == 1  # 6:25 to 20:30
    assert found["before_0625_departure"] == seconds("6:00")
    assert found["evening_share"] == 1


# --- the kernel ----------------------------------------------------------------------------------


def test_each_door_has_its_own_arrivals() -> None:
    sets = journeys("6:00 6:30 1, 7:00 7:31 1, 8:00 8:20 2", "", "7:00 7:30 1")
    found = find_arrivals(sets, find_useful(sets), np.array([seconds("7:30"), seconds("8:00")]))

    assert found.first.tolist() == [seconds("6:30"), NO_TIME, seconds("7:30")]
    assert found.departure.tolist() == [
        [seconds("6:00"), seconds("7:00")],
        [NO_TIME, NO_TIME],
        [seconds("7:00"), seconds("7:00")],
    ]


def test_no_clock_time_asked_is_no_column() -> None:
    sets = journeys("6:00 6:30 1")

    assert find_arrivals(sets, find_useful(sets), np.empty(0, np.int32)).departure.shape == (1, 0)


def test_a_stay_of_no_time_is_one_and_a_return_too_early_is_none() -> None:
    arrival = np.array([100, 100, 100, NO_TIME, 100])
    last = np.array([100, 160, 99, 160, NO_TIME])

    assert longest_stays(arrival, last).tolist() == [0, 60, NO_TIME, NO_TIME, NO_TIME]
