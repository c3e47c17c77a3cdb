"""Riding times: from stop to stop as told, by speed or by car; and the ways they take."""

import numpy as np
import pytest
from changed import CAR, along, ground_of
from streetmaps import degrees, snapped, streets

from mobility.draft import draft_of
from mobility.drive import Roads
from mobility.riding_times import rides, timed
from mobility.scenario_values import RunningTimes, ScenarioError, Transport
from mobility.snapping import taken
from mobility.street_ways import find_ways

DRAFT = draft_of(ground_of(along("60: A B C D\n 6:00 6:10 6:20 6:30")))
ALL = np.arange(4, dtype=np.int32)


def ride_s(stops: np.ndarray = ALL, mode: Transport = "bus", **said: object) -> list[int]:
    times = RunningTimes.model_validate(said)
    seconds: list[int] = rides(DRAFT, times, [stops], mode)[0].tolist()
    return seconds


def test_minutes_are_arrivals_counted_from_the_first_departure() -> None:
    assert ride_s(minutes=(0.0, 5.0, 7.5, 8.0)) == [300, 150, 30]


def test_the_first_minute_may_go_without_saying() -> None:
    assert ride_s(minutes=(5.0, 7.5, 8.0)) == [300, 150, 30]


def test_the_stand_lies_within_the_minutes() -> None:
    assert ride_s(minutes=(0.0, 5.0, 7.5, 8.5), dwell_seconds=30) == [300, 120, 30]


def test_two_stops_in_one_minute_are_legal_if_told() -> None:
    assert ride_s(minutes=(0.0, 5.0, 5.0, 8.0)) == [300, 0, 180]


def test_no_time_runs_backwards() -> None:
    with pytest.raises(ScenarioError, match="negative running time: 'B' is reached at minute 5"):
        ride_s(minutes=(0.0, 5.0, 4.0, 8.0))


def test_a_speed_is_along_the_street_in_whole_seconds() -> None:
    assert ride_s(kmh=35.0) == [257, 257, 257]  # 2 500 m × 3.6 / 35 = 257.1


def test_a_factor_is_times_the_drive() -> None:
    assert ride_s(factor=1.25) == [450, 450, 450]  # 6 min × 1.25


def test_nothing_takes_no_time() -> None:
    near = draft_of(ground_of(along("60: A N\n 6:00 6:10", N=(0.1, 0.0))))
    times = RunningTimes.model_validate({"kmh": 50.0})
    assert rides(near, times, [np.array([0, 1])], "bus")[0].tolist() == [1]


def test_stands_lie_between_the_ends() -> None:
    arrival, departure = timed(np.array([300, 120, 60]), 30)
    assert arrival.tolist() == [0, 300, 450, 540]
    assert departure.tolist() == [0, 330, 480, 540]


def test_ways_are_those_of_the_drives() -> None:
    # a square of one-way streets, a lane at a crawl across it, points on all of them
    corners = {"A": (0, 0), "B": (1000, 0), "C": (1000, 800), "D": (0, 800), "E": (400, 300)}
    car = streets(
        "car", corners, "A B C D A: highway=residential oneway=yes", "A E C: highway=living_street"
    )
    where = [(100, 0), (900, 0), (1000, 700), (300, 800), (0, 50), (380, 290), (600, 0)]
    points = snapped(car, *where)
    pairs = np.array([(i, j) for i in range(len(where)) for j in range(len(where))])
    ways = find_ways(car, taken(points, pairs[:, 0]), taken(points, pairs[:, 1]))
    roads = Roads(car, points, points)
    seconds, metres = roads.seconds(roads.everything).ravel(), roads.metres().ravel()
    assert [way.seconds for way in ways] == pytest.approx(seconds.tolist(), rel=1e-5)
    assert [way.metres for way in ways] == pytest.approx(metres.tolist(), rel=1e-5)


def test_a_way_is_drawn_round_its_corners() -> None:
    points = snapped(CAR, (1000, 0), (2500, 1000))
    way = find_ways(CAR, taken(points, np.array([0])), taken(points, np.array([1])))[0]
    assert way.metres == pytest.approx(2500, abs=0.1)
    lon, lat = degrees((1000, 0), (2500, 0), (2500, 1000))
    assert way.lon == pytest.approx(lon, abs=1e-7)
    assert way.lat == pytest.approx(lat, abs=1e-7)
