"""The grid city, door to door: walks, waits and changes, each minute by head.

One boards a minute after reaching the first stop, and two minutes after alighting from another bus.
"""

from itertools import product

import pandas as pd
import pytest
from grid_city import DOORS, LINE_4, LINE_D, NORTH, SOUTH, city, line, place
from villages import Village

from accessibility.folds import Window
from accessibility.itinerary import list_journeys
from accessibility.matrix import find_matrix
from mobility.parameters import Moving

MORNING = Window(6 * 3600, 9 * 3600)
ARRIVING = MORNING._replace(arriving=True)
EVERYONE = " ".join(DOORS)
ROW_4 = 3  # counted from none
FAR = 10_000  # minutes: nobody gets there


@pytest.fixture(scope="module")
def one_line() -> Village:
    return city(LINE_4)


@pytest.fixture(scope="module")
def two_lines() -> Village:
    return city(LINE_4 + LINE_D)


def matrix(
    town: Village,
    origins: str,
    destinations: str,
    window: Window = MORNING,
    *,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return the matrix with durations in minutes, None for what does not exist."""
    ends = town.ends(*origins.split()), town.ends(*destinations.split())
    found = find_matrix(town.network, town.day, *ends, window, threads=threads)
    times = found.filter(like="_time_").columns
    found[times] = found[times] / 60
    return found.astype(object).where(found.notna(), None)


def row(
    town: Village, origin: str, destination: str, window: Window = MORNING
) -> dict[str, object]:
    """Return the figures of one pair."""
    figures = matrix(town, origin, destination, window).iloc[0, 2:]
    return {str(name): value for name, value in figures.items()}


def journeys(town: Village, origin: str, destination: str, hour: str) -> list[str]:
    """Return the journeys that leave in an hour as ``07:59-08:08 2``."""
    found = list_journeys(town.network, town.day, town.ends(origin), town.ends(destination))
    ridden = [one for one in found if one["rides"] and one["departure"].startswith(f"{hour}:")]
    assert {one[end][-3:] for one in ridden for end in ("departure", "arrival")} == {":00"}
    return [f"{one['departure'][:-3]}-{one['arrival'][:-3]} {one['rides']}" for one in ridden]


# --- on foot -------------------------------------------------------------------------------------


def test_a_block_is_five_minutes_and_twenty_are_as_far_as_one_walks() -> None:
    nobody_drives = line("9", "A1 B1", "6:00", every=10_000)  # at 6:00 and never again
    found = matrix(city(nobody_drives), EVERYONE, EVERYONE, Window(8 * 3600, 9 * 3600))
    blocks = [abs(x - v) + abs(y - w) for (x, y), (v, w) in product(map(place, DOORS), repeat=2)]
    by_head = [5 * n if n <= 4 else None for n in blocks]
    assert found["travel_time_p5"].tolist() == by_head
    assert found["travel_time_p95"].tolist() == by_head
    assert found["rides_min"].tolist() == [None if n is None else 0 for n in by_head]


# --- one line ------------------------------------------------------------------------------------


def test_along_the_line_one_waits_up_to_nine_minutes(one_line: Village) -> None:
    # a minute at the stop, six to ride; of the 180 minutes 18 each wait 0, 1 … 9
    assert row(one_line, "a4", "g4") == {
        "travel_time_p5": 7,
        "travel_time_p50": 11,
        "travel_time_p95": 16,
        "journeys": 18,
        "journey_time_min": 7,
        "journey_time_p50": 7,
        "rides_min": 1,
        "reachable_share": 1,
    }


def test_who_must_be_there_by_some_minute_waits_there_as_long(one_line: Village) -> None:
    # The first bus is there at 6:06: the six minutes before have none.
    found = row(one_line, "a4", "g4", ARRIVING)
    assert found == {
        "travel_time_p5": 7,
        "travel_time_p50": 12,  # 87th of 174 known ones is 11, the 90th of 180 is 12
        "travel_time_p95": 16,
        "journeys": 18,
        "journey_time_min": 7,
        "journey_time_p50": 7,
        "rides_min": 1,
        "reachable_share": 174 / 180,
    }


def test_between_any_two_doors_one_walks_or_rides_whichever_is_shorter(one_line: Village) -> None:
    found = matrix(one_line, EVERYONE, EVERYONE).itertuples()
    for known, (origin, destination) in zip(found, product(DOORS, repeat=2), strict=True):
        (x, y), (v, w) = place(origin), place(destination)
        blocks = abs(x - v) + abs(y - w)
        if x == v and blocks > 4:  # see the next test
            continue
        on_foot = 5 * blocks if blocks <= 4 else FAR
        by_bus = 5 * abs(y - ROW_4) + 1 + abs(x - v) + 5 * abs(w - ROW_4) if x != v else FAR
        rides = by_bus < on_foot
        expected = [min(on_foot, by_bus + wait) for wait in (0, 4, 9)]
        times = [known.travel_time_p5, known.travel_time_p50, known.travel_time_p95]
        assert times == [None if one >= FAR else one for one in expected]
        assert known.journey_time_min == (by_bus if rides else None)
        assert known.journeys == (18 if rides else 0)
        assert known.rides_min == (0 if blocks <= 4 else 1 if rides else None)


def test_too_far_to_walk_up_ones_own_column_one_rides_a_block_out_and_walks_it_back(
    one_line: Village,
) -> None:
    # 15 minutes to A4 and one there, A4 :00 B4 :01, 20 on foot; or 20 to B4 and one there, B4 :05
    # A4 :06, 15 on foot: both leave a1 at :44 and are there at :21, which is one journey
    found = row(one_line, "a1", "a7")
    assert (found["journey_time_min"], found["rides_min"], found["journeys"]) == (37, 1, 18)
    # from b1 it pays to ride out and back: 15 minutes and one, B4 :01 C4 :02, C4 :04 B4 :05, 15
    found = row(one_line, "b1", "b7")
    assert (found["journey_time_min"], found["rides_min"]) == (35, 1)


def test_from_corner_to_corner_one_walks_at_both_ends(one_line: Village) -> None:
    # 15 minutes to G4, a minute there, 6 to A4, 15 minutes on foot
    assert journeys(one_line, "g1", "a7", "07") == [
        f"07:{minute}-{there} 1"
        for minute, there in [
            ("04", "07:41"),
            ("14", "07:51"),
            ("24", "08:01"),
            ("34", "08:11"),
            ("44", "08:21"),
            ("54", "08:31"),
        ]
    ]


def test_who_walks_ten_minutes_at_most_gets_as_far_as_two_blocks() -> None:
    near = city(LINE_4, moving=Moving(max_access_s=600, max_walk_s=600))
    assert row(near, "c6", "e2")["journey_time_min"] == 10 + 1 + 2 + 10
    assert row(near, "c7", "e4")["journeys"] == 0
    assert row(near, "c4", "c7")["reachable_share"] == 0


# --- two lines -----------------------------------------------------------------------------------


def test_a_change_takes_two_minutes_and_not_one_more(two_lines: Village) -> None:
    # line 4 A4 :00 D4 :03, line D D4 :05 D7 :08; or by line 4 to D4 and 15 minutes on foot
    assert journeys(two_lines, "a4", "d7", "07")[:4] == [
        "07:09-07:18 2",
        "07:09-07:28 1",
        "07:19-07:28 2",
        "07:19-07:38 1",
    ]


def test_with_a_longer_slack_the_change_waits_for_the_next_bus() -> None:
    hurried = city(LINE_4 + LINE_D, moving=Moving(transfer_slack_s=121))
    # D4 :03, ready at :05:01, line D at :15 and at D7 at :18; on foot it is as long and one ride
    assert journeys(hurried, "a4", "d7", "07")[:2] == ["07:09-07:28 1", "07:19-07:38 1"]


def test_one_changes_the_other_way_with_a_minute_to_spare(two_lines: Village) -> None:
    # line 4 G4 :00 D4 :03, line D southwards D4 :06 D1 :09; or 15 minutes on foot before or after
    assert journeys(two_lines, "g4", "d1", "07")[:4] == [
        "07:00-07:19 1",
        "07:09-07:19 2",
        "07:09-07:28 1",
        "07:10-07:29 1",
    ]


def test_the_legs_say_what_the_map_says(two_lines: Village) -> None:
    found = list_journeys(
        two_lines.network, two_lines.day, two_lines.ends("a5"), two_lines.ends("e7")
    )
    (quick,) = [one for one in found if one["departure"] == "07:54:00" and one["rides"] == 2]
    legs = [
        " ".join(str(leg[name]) for name in ("mode", "from", "departure", "to", "arrival"))
        for leg in quick["legs"]
    ]
    # 5 minutes down to A4 and a minute there, 3 to D4, 2 of change, 3 to D7, 5 on to e7
    assert legs == [
        "walk a5 07:54:00 A4 07:59:00",
        "bus A4 08:00:00 D4 08:03:00",
        "bus D4 08:05:00 D7 08:08:00",
        "walk D7 08:08:00 e7 08:13:00",
    ]


def test_with_a_second_line_no_door_is_farther_and_the_corners_come_nearer(
    one_line: Village, two_lines: Village
) -> None:
    before, after = (
        matrix(town, EVERYONE, EVERYONE)["travel_time_p50"].fillna(10_000).to_numpy(float)
        for town in (one_line, two_lines)
    )
    assert (after <= before).all()
    assert row(one_line, "a1", "g7")["journey_time_min"] == 15 + 1 + 6 + 15
    # 3 blocks to D1, D1 :02 D4 :05, 15 minutes on foot are no better; from d1 it is 1 + 6 + 15
    assert row(one_line, "d1", "g7")["journey_time_min"] == 15 + 1 + 3 + 15
    assert row(two_lines, "d1", "g7")["journey_time_min"] == 1 + 6 + 15


# --- one answer, whoever counts ------------------------------------------------------------------


@pytest.mark.parametrize("window", [MORNING, ARRIVING])
def test_one_thread_and_two_say_the_same(two_lines: Village, window: Window) -> None:
    one, two = (matrix(two_lines, EVERYONE, EVERYONE, window, threads=n) for n in (1, 2))
    pd.testing.assert_frame_equal(one, two)


def test_the_city_turned_by_a_quarter_is_the_same_city(one_line: Village) -> None:
    turned = city(line("D", NORTH, "6:00") + line("D", SOUTH, "6:00"))
    quarter = [DOORS[7 * x + 6 - y] for x, y in map(place, DOORS)]  # a1 becomes g1, g1 becomes g7
    before, after = (
        matrix(town, " ".join(doors), " ".join(doors)).drop(columns=["from_id", "to_id"])
        for town, doors in ((one_line, DOORS), (turned, quarter))
    )
    pd.testing.assert_frame_equal(before, after)
