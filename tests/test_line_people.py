"""Line people: who lives near a line, by the walk from the door."""

import numpy as np
import pytest

from accessibility.line_people import Walks, nearest_s, people_served
from accessibility.places import Places
from mobility.doors import Doors

WALKS = Walks(4.8, 1200)  # 600 m take 450 s


def places(people: list[float]) -> Places:
    """Return two villages: Oberdorf with the first two homes, Unterdorf with the others."""
    return Places(
        place_id=np.array(["o", "u"]),
        name=np.array(["Oberdorf", "Unterdorf"]),
        kind=np.array(["ortsteil", "ortsteil"]),
        parent=np.array(["Tal", "Tal"]),
        level=np.array(["", ""]),
        lon=np.zeros(2),
        lat=np.zeros(2),
        population=np.zeros(2),
        point_ortsteil=np.array([0, 0, 1, 1], np.int32),
        point_lon=np.zeros(4),
        point_lat=np.zeros(4),
        point_people=np.array(people),
    )


# home 0: stop 5 in 450 s; home 1: stop 5 in 451 s; home 2: stop 6 in 1200 s; home 3: only stop 9
DOORS = Doors(
    np.array([0, 2, 3, 4, 5], np.int32),
    np.array([9, 5, 5, 6, 9], np.int32),
    np.array([10, 450, 451, 1200, 30], np.int32),
)
STOPS = np.array([5, 6])


def test_near_is_600_m_of_walk_and_not_a_second_more() -> None:
    table = people_served(places([40, 30, 20, 10]), DOORS, STOPS, WALKS)
    assert table.to_dict("list") == {
        "name": ["Oberdorf", "Unterdorf"],
        "kommune": ["Tal", "Tal"],
        "population": [70, 30],
        "near": [40, 0],
        "reached": [70, 20],
    }


def test_an_ortsteil_nobody_can_walk_from_is_not_served() -> None:
    table = people_served(places([40, 30, 20, 10]), DOORS, np.array([5]), WALKS)
    assert table["name"].tolist() == ["Oberdorf"]


def test_without_known_people_every_home_counts_one() -> None:
    table = people_served(places([np.nan] * 4), DOORS, STOPS, WALKS)
    assert table["reached"].tolist() == [2, 1]


@pytest.mark.parametrize(("stop", "walk_s"), [(5, 450), (9, 10), (7, np.inf)])
def test_the_nearest_stop_decides(stop: int, walk_s: float) -> None:
    assert nearest_s(DOORS, np.array([stop]))[0] == walk_s
