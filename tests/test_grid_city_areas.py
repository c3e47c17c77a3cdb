"""Areas and people of the grid city: what is reached from its middle, drawn as it must be.

From d4 one walks two blocks in 10 minutes, three in 15, four in 20. By line 4 one waits at most 4
minutes in half of all minutes, so g4 is 1 + 3 + 4 = 8 minutes away; the rest is left to walk.
"""

from collections.abc import Iterable

import numpy as np
import pytest
from grid_city import DOORS, LINE_4, city, drawn
from shapely import points
from villages import Village

from accessibility.folds import Window
from accessibility.isochrones import find_isochrones
from accessibility.opportunities import Wanted, opportunity_table
from accessibility.pair_times import pair_times
from gtfs.timetable import Floats

MORNING = Window(6 * 3600, 9 * 3600)
ONE_EACH: Floats = np.ones(49)
PEOPLE: Floats = np.ldexp(ONE_EACH, np.arange(49))  # any sum of them says who was counted

WITHIN = {
    10: [
        ". . . . . . .",
        ". . . x . . .",
        ". . x x x . .",
        "x x x x x x x",
        ". . x x x . .",
        ". . . x . . .",
        ". . . . . . .",
    ],
    15: [
        ". . . x . . .",
        ". . x x x . .",
        "x x x x x x x",
        "x x x x x x x",
        "x x x x x x x",
        ". . x x x . .",
        ". . . x . . .",
    ],
    20: [
        ". . x x x . .",
        "x x x x x x x",
        "x x x x x x x",
        "x x x x x x x",
        "x x x x x x x",
        "x x x x x x x",
        ". . x x x . .",
    ],
}


@pytest.fixture(scope="module")
def one_line() -> Village:
    return city(LINE_4)


@pytest.mark.parametrize("window", [MORNING, Window(7 * 3600, 9 * 3600, arriving=True)])
def test_an_isochrone_holds_the_crossings_reached_in_time(
    one_line: Village, window: Window
) -> None:
    areas = find_isochrones(
        one_line.network, one_line.day, one_line.ends("d4"), window, minutes=(10, 15, 20)
    )
    places = one_line.places
    crossings = points(places.lon, places.lat)
    for minutes, area in zip(areas["minutes"], areas.to_crs(4326).geometry, strict=True):
        assert drawn(area.covers(crossings)) == WITHIN[minutes], minutes


def people(counted: Iterable[float]) -> list[list[str]]:
    """Return for each sum the map of the doors whose people are in it."""
    return [drawn(np.array([int(one) >> n & 1 for n in range(49)])) for one in counted]


def test_the_people_reached_are_those_of_the_doors_reached(one_line: Village) -> None:
    here, everyone = one_line.ends("d4"), one_line.ends(*DOORS)
    times = pair_times(one_line.network, one_line.day, here, everyone, MORNING)
    wanted = Wanted(minutes=(10, 15, 20), nth=(1, 5, 7, 9, 17))
    found = opportunity_table(["d4"], times, {"people": PEOPLE, "doors": ONE_EACH}, wanted).iloc[0]

    assert people(found[f"people_{m}"] for m in WITHIN) == list(WITHIN.values())
    assert [found[f"doors_{m}"] for m in WITHIN] == [15, 29, 41]
    # oneself; the four next doors; b4 and f4 by bus; a4 and g4; the rest of two blocks
    assert [found[f"doors_time_{n}"] / 60 for n in wanted.nth] == [0, 5, 7, 8, 12]


@pytest.mark.parametrize("arriving", [False, True])
def test_one_thread_and_two_find_the_same_seconds(one_line: Village, *, arriving: bool) -> None:
    everyone, window = one_line.ends(*DOORS), MORNING._replace(arriving=arriving)
    one, two = (
        pair_times(one_line.network, one_line.day, everyone, everyone, window, threads=n)
        for n in (1, 2)
    )
    assert one.tolist() == two.tolist()
