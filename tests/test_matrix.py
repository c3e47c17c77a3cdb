"""Matrix: a row a pair, on a village along one road, by head.

A bus goes from A to B every half hour and takes 20 minutes. The door ``home`` is 4 minutes from A,
``shop`` 2 minutes beyond B; D is 700 s from A and D's own bus goes elsewhere.
"""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from timetables import seconds
from villages import Village, village

from accessibility.ends import NotFound, ends_of, linked
from accessibility.folds import Window
from accessibility.matrix import find_matrix
from api.windows import QuestionError, check_window, parse_window

ROAD = {"A": 0, "home": 240, "D": 700, "hut": 700, "B": 5000, "shop": 5120, "E": 9000}
LINES = """
    60:  A     B
         8:05  8:25
         8:35  8:55
         9:05  9:25
    60:  B     A
         8:10  8:30
    99:  D     E
         8:00  8:10
"""


@pytest.fixture(scope="module")
def place() -> Village:
    return village(LINES, ROAD)


def matrix(
    place: Village,
    origins: str,
    destinations: str,
    window: str = "8:00-9:00",
    *,
    arriving: bool = False,
    wanted: tuple[int, ...] = (5, 50, 95),
    threads: int | None = None,
) -> pd.DataFrame:
    """Return the matrix of ends named in a row: ``home stop:A``."""
    from_s, until_s = map(seconds, window.split("-"))
    return find_matrix(
        place.network,
        place.day,
        place.ends(*origins.split()),
        place.ends(*destinations.split()),
        Window(from_s, until_s, arriving),
        wanted=wanted,
        threads=threads,
    )


def pair(place: Village, origin: str, destination: str, **asked: Any) -> dict[str, Any]:
    """Return the only row, None for what does not exist."""
    row = matrix(place, origin, destination, **asked).iloc[0].to_dict()
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


# --- figures -------------------------------------------------------------------------------------


def test_a_row_holds_the_figures_of_its_window(place: Village) -> None:
    # Left at 8:00, 8:30, 9:00; 4 + 1 + 20 + 2 = 27 minutes. Of 60 minutes two each need 27 …
    # 55 and two need 56: ranks 3, 30, 57 are 28, 41, 55.
    assert pair(place, "home", "shop") == {
        "from_id": "home",
        "to_id": "shop",
        "travel_time_p5": 28 * 60,
        "travel_time_p50": 41 * 60,
        "travel_time_p95": 55 * 60,
        "journeys": 2,
        "journey_time_min": 27 * 60,
        "journey_time_p50": 27 * 60,
        "rides_min": 1,
        "reachable_share": 1,
    }


def test_arriving_by_counts_the_journeys_that_arrive_in_the_window(place: Village) -> None:
    # There at 8:27 and 8:57: 27 of 60 minutes have none; 27 to 56 minutes from 8:27 on, then
    # 27, 28, 29 again: the slowest of all is 56.
    assert pair(place, "home", "shop", arriving=True, wanted=(1, 50, 55, 56)) == {
        "from_id": "home",
        "to_id": "shop",
        "travel_time_p1": 27 * 60,
        "travel_time_p50": (27 + 26) * 60,  # rank 30, behind three early pairs
        "travel_time_p55": 56 * 60,
        "travel_time_p56": None,
        "journeys": 2,
        "journey_time_min": 27 * 60,
        "journey_time_p50": 27 * 60,
        "rides_min": 1,
        "reachable_share": pytest.approx(33 / 60),
    }


def test_percentiles_stand_in_the_order_asked(place: Village) -> None:
    columns = matrix(place, "home", "shop", wanted=(95, 5)).columns.tolist()

    assert columns == [
        *("from_id", "to_id", "travel_time_p95", "travel_time_p5", "journeys"),
        *("journey_time_min", "journey_time_p50", "rides_min", "reachable_share"),
    ]


def test_no_pair_is_missing_and_all_are_in_the_order_given(place: Village) -> None:
    table = matrix(place, "home stop:E shop home", "stop:A home stop:B")

    assert list(zip(table["from_id"], table["to_id"], strict=True)) == list(
        product(["home", "stop:E", "shop", "home"], ["stop:A", "home", "stop:B"])
    )
    assert table.index.tolist() == list(range(12))
    pd.testing.assert_frame_equal(
        table.iloc[:3].reset_index(drop=True), table.iloc[9:].reset_index(drop=True)
    )


def test_who_may_wait_reaches_it_though_no_journey_leaves_in_the_window(place: Village) -> None:
    # The only bus is there at 8:10: from 6:00 on 130 minutes, from 6:59 on 71.
    assert pair(place, "home", "stop:E", window="6:00-7:00", wanted=(50,)) == {
        "from_id": "home",
        "to_id": "stop:E",
        "travel_time_p50": 100 * 60,
        "journeys": 0,
        "journey_time_min": None,
        "journey_time_p50": None,
        "rides_min": None,
        "reachable_share": 1,
    }


def test_what_cannot_be_reached_is_null_and_counts_no_journeys(place: Village) -> None:
    nowhere = pair(place, "stop:E", "home", wanted=(50,))

    assert nowhere["travel_time_p50"] is None
    assert nowhere["rides_min"] is None
    assert nowhere["journeys"] == nowhere["reachable_share"] == 0


# --- ends ----------------------------------------------------------------------------------------


def test_standing_at_a_stop_one_boards_there_after_a_minute(place: Village) -> None:
    assert pair(place, "stop:A", "stop:B")["journey_time_min"] == 21 * 60


def test_from_a_stop_one_walks_the_footpaths_and_no_farther(place: Village) -> None:
    # 700 s are too far for a footpath but not for the door of the hut, at the same place.
    assert pair(place, "hut", "stop:B")["journey_time_min"] == 700 + 21 * 60
    assert pair(place, "stop:D", "stop:B")["journeys"] == 0
    assert pair(place, "stop:D", "stop:A")["reachable_share"] == 0
    assert pair(place, "hut", "stop:A")["travel_time_p50"] == 700


def test_a_footpath_is_the_walk_all_the_way() -> None:
    place = village("60: A B\n 8:05 8:25\n61: C B\n 8:05 8:25", {"A": 0, "C": 300, "B": 5000})
    row = pair(place, "stop:A", "stop:C")

    assert row["travel_time_p5"] == row["travel_time_p95"] == 300
    assert row["rides_min"] == row["journeys"] == 0
    # two buses at once: who stands at C takes that of C
    assert pair(place, "stop:C", "stop:B")["journey_time_min"] == 21 * 60


def test_who_stands_at_a_stop_is_there_already() -> None:
    loop = village("60: A B A\n 8:05 8:15 8:25", {"A": 0, "B": 5000})

    assert pair(loop, "stop:A", "stop:A") == {
        "from_id": "stop:A",
        "to_id": "stop:A",
        "travel_time_p5": 0,
        "travel_time_p50": 0,
        "travel_time_p95": 0,
        "journeys": 0,
        "journey_time_min": None,
        "journey_time_p50": None,
        "rides_min": 0,
        "reachable_share": 1,
    }


def test_a_station_is_any_of_its_platforms() -> None:
    place = village(
        "60: A2 B\n 8:05 8:25\n61: B A1\n 8:30 8:50",
        {"A1": 0, "A2": 60, "B": 5000},
        stations={"Bf": "A1 A2"},
    )

    assert pair(place, "stop:A1", "stop:B")["journey_time_min"] == 22 * 60  # a minute to A2
    assert pair(place, "stop:Bf", "stop:B")["journey_time_min"] == 21 * 60
    assert pair(place, "stop:B", "stop:A2")["journey_time_min"] == 22 * 60
    assert pair(place, "stop:B", "stop:Bf")["journey_time_min"] == 21 * 60
    assert pair(place, "stop:Bf", "stop:A1")["travel_time_p50"] == 0
    assert pair(place, "stop:Bf", "stop:A2")["travel_time_p50"] == 0
    assert pair(place, "stop:Bf", "stop:Bf")["travel_time_p50"] == 0


def test_between_the_same_points_each_is_as_near_to_itself_as_between_equal_ones(
    place: Village,
) -> None:
    ends, window = place.ends("home", "shop", "stop:A"), Window(seconds("8:00"), seconds("9:00"))
    same = find_matrix(place.network, place.day, ends, ends, window)

    pd.testing.assert_frame_equal(same, matrix(place, "home shop stop:A", "home shop stop:A"))
    assert same["reachable_share"].tolist()[::4] == [1, 1, 1]
    assert same["rides_min"].tolist()[::4] == [0, 0, 0]


def test_a_point_far_from_any_street_reaches_nothing(place: Village) -> None:
    network = place.network
    far = ends_of(["far"], np.array([3.0]), np.array([0.1]), network.timetable, place.places)
    door = linked(network, far)
    table = find_matrix(
        network, place.day, door, place.ends("home"), Window(28_800, 32_400), wanted=(50,)
    )

    assert door.unlinked.tolist() == [0]
    assert table["reachable_share"].tolist() == [0]
    assert table["travel_time_p50"].isna().all()


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("hone", "home"), ("stop:AA", "stop:A"), ("Shop", "shop")],
)
def test_an_id_nobody_knows_is_refused_with_the_nearest(
    place: Village, asked: str, nearest: str
) -> None:
    with pytest.raises(
        NotFound, match=f"unknown id '{asked}'; (nearest|ids of that name): .*{nearest}"
    ):
        place.ends("home", asked)


# --- windows -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["00:00-02:00", "3:59-5:00", "27:00-28:01"])
def test_a_window_outside_the_operating_day_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(QuestionError, match=r"24:00-26:00 of the date before"):
        parse_window(text)


@pytest.mark.parametrize("text", ["4:00-28:00", "06:00-09:00", "24:00-26:00"])
def test_a_window_inside_the_operating_day_is_taken(text: str) -> None:
    from_s, until_s = map(seconds, text.split("-"))

    assert parse_window(text) == Window(from_s, until_s)
    assert parse_window(text, arriving=True) == Window(from_s, until_s, arriving=True)


def test_an_empty_window_is_refused() -> None:
    with pytest.raises(QuestionError, match="empty"):
        check_window(Window(28_800, 28_800))


# --- one answer, however it is found -------------------------------------------------------------

CROSSING = """
    60:  A     M     B
         8:05  8:15  8:25
         8:25  8:35  8:45
         8:31  8:33  8:44
    70:  N     E
         8:20  8:30
         8:41  8:50
         24:10 24:20
    80:  B     E
         8:50  8:59
         23:50 24:05
"""
CROSSROADS = {"A": 0, "home": 200, "M": 3000, "N": 3100, "B": 6000, "shop": 6100, "E": 9000}
ALL = "home shop stop:A stop:M stop:N stop:B stop:E"


def test_from_few_to_many_is_as_from_many_to_few() -> None:
    place = village(CROSSING, CROSSROADS)
    for arriving in (False, True):
        whole = matrix(place, ALL, ALL, arriving=arriving)  # scanned per destination
        assert (whole["journeys"] > 0).sum() > 8
        few = (" ".join(ALL.split()[n : n + 2]) for n in range(0, 7, 2))
        by_origin = [matrix(place, two, ALL, arriving=arriving) for two in few]
        pd.testing.assert_frame_equal(whole, pd.concat(by_origin, ignore_index=True))


def test_the_number_of_threads_changes_nothing() -> None:
    place = village(CROSSING, CROSSROADS)
    one, two = (matrix(place, ALL, ALL, window="4:00-28:00", threads=n) for n in (1, 2))

    pd.testing.assert_frame_equal(one, two)
