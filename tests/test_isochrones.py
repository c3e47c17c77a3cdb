"""Isochrones on a village along one straight road: areas by head.

One walks 1.333 m a second. A bus goes from A to B every half hour and takes 20 minutes; ``home``
is 4 minutes east of A. An area reaches 60 m to both sides, so a kilometre of road is 0.12 km². It
is round at the ends: 120 m of the road lie within the round.
"""

import geopandas as gpd
import numpy as np
import pytest
from villages import Village, village

from accessibility.ends import ends_of, linked
from accessibility.folds import Window
from accessibility.isochrones import Dwellings, find_isochrones

ROAD = {"A": 0, "home": 240, "B": 5000, "shop": 5120}
LINES = """
    60:  A     B
         8:05  8:25
         8:35  8:55
         9:05  9:25
"""
EIGHT, NINE = 8 * 3600, 9 * 3600
# two half circles instead of the last 60 m of road, and beyond each one of 20 m about the last step
ENDS_KM2 = np.pi * 0.06**2 - 0.12 * 0.12 + np.pi * 0.02**2


@pytest.fixture(scope="module")
def place() -> Village:
    return village(LINES, ROAD)


def areas(place: Village, *minutes: int, window: Window | None = None) -> gpd.GeoDataFrame:
    asked = window or Window(EIGHT, NINE)
    return find_isochrones(
        place.network, place.day, place.ends("home"), asked, minutes=minutes
    )  # fmt: skip


def test_ten_minutes_are_800_metres_of_road_to_both_sides(place: Village) -> None:
    (km2,) = areas(place, 10)["area_km2"]
    assert km2 == pytest.approx(1.6 * 0.12 + ENDS_KM2, rel=0.02)


def test_an_area_ends_twenty_metres_beyond_the_last_step_one_can_walk(place: Village) -> None:
    west, _, east, _ = areas(place, 10).to_crs(place.network.crs).total_bounds
    assert east - west == pytest.approx(1600 + 2 * 20, abs=3)


def test_nobody_walks_farther_than_allowed(place: Village) -> None:
    # 30 minutes hold 20 of walking; the bus needs 39 in the middle of the waits
    (km2,) = areas(place, 30)["area_km2"]
    assert km2 == pytest.approx(3.2 * 0.12 + ENDS_KM2, rel=0.02)


def test_the_bus_opens_an_area_of_its_own_at_its_stop(place: Village) -> None:
    # of the 60 minutes every value from 25 to 54 minutes occurs twice: 39 is the thirtieth.
    # 6 minutes are left at B: 480 m to both sides
    both = areas(place, 45).geometry.iloc[0]
    assert len(both.geoms) == 2
    (km2,) = areas(place, 45)["area_km2"]
    assert km2 == pytest.approx((3.2 + 0.96) * 0.12 + 2 * ENDS_KM2, rel=0.02)


def test_each_area_holds_the_one_before_it(place: Village) -> None:
    nested = areas(place, 60, 10, 30, 45)
    assert nested["minutes"].tolist() == [10, 30, 45, 60]
    for inner, outer in zip(nested.geometry, nested.geometry.iloc[1:], strict=False):
        assert outer.contains_properly(inner)


def test_arriving_asks_for_the_latest_departure(place: Village) -> None:
    # arriving 9:00-9:30 leaves 8:30 (8:55) or 9:00 (9:25): 30 minutes before 9:00, up to 54, then
    # 25 … 29 again; the middle is 40 minutes, so 45 reach B and 5 minutes beyond it
    (km2,) = areas(place, 45, window=Window(NINE, NINE + 1800, arriving=True))["area_km2"]
    assert km2 == pytest.approx((3.2 + 0.8) * 0.12 + 2 * ENDS_KM2, rel=0.02)


def people(place: Village, *counts: float) -> list[float]:
    """Return the people at home and at the shop within 30, 40, 41 and 60 minutes of home."""
    lived_in = Dwellings(place.ends("home", "shop"), np.array(counts))
    found = find_isochrones(
        place.network,
        place.day,
        place.ends("home"),
        Window(EIGHT, NINE),
        minutes=(60, 30, 40, 41),
        homes=lived_in,
    )
    return [float(one) for one in found["people"]]


def test_people_are_counted_at_their_own_doors(place: Village) -> None:
    # the shop is 2 minutes beyond B: 41 in the middle
    assert people(place, 10, 7) == [10, 10, 17, 17]
    assert people(place, 10, np.nan) == [10, 10, 10, 10]


def test_where_nobody_is_known_nobody_is_counted(place: Village) -> None:
    assert np.isnan(people(place, np.nan, np.nan)).all()
    assert np.isnan(areas(place, 30)["people"]).all()


def test_a_door_off_the_streets_reaches_nothing(place: Village) -> None:
    ends = ends_of(
        ["away"], np.array([20.0]), np.array([50.0]), place.network.timetable, place.places
    )
    frame = find_isochrones(
        place.network, place.day, linked(place.network, ends), Window(EIGHT, NINE), minutes=(30,)
    )
    assert frame.geometry.iloc[0].is_empty
    assert frame["area_km2"].tolist() == [0]
