"""ÖV-Güteklassen of the demo county: stations, homes, people and areas agree with each other."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest

from accessibility.catchments import Surroundings, find_surroundings
from accessibility.gueteklassen import Rated, find_gueteklassen
from accessibility.gueteklassen_areas import class_areas
from accessibility.gueteklassen_profile import Gueteklassen
from accessibility.gueteklassen_tables import people_table, station_table
from accessibility.profile_files import shipped_profile
from api.homes import read_homes
from api.service import Service
from mobility.lines import find_lines

OEROK = shipped_profile(Gueteklassen, "oerok")


@pytest.fixture(scope="module")
def demo(service: Callable[[str], Service]) -> Service:
    return service("demo")


@pytest.fixture(scope="module")
def around(demo: Service) -> Surroundings:
    homes = read_homes(demo.folder, demo.places).doors.snaps
    lines = find_lines(demo.network.timetable)
    return find_surroundings(demo.network, lines, demo.places, homes, walk_m=1250, air_m=0)


@pytest.fixture(scope="module")
def schultag(demo: Service, around: Surroundings) -> Rated:
    return find_gueteklassen(around, OEROK, "schultag", demo.days["schultag"])[0]


def test_the_classes_of_every_area_add_up_to_its_people(
    around: Surroundings, schultag: Rated
) -> None:
    people = people_table(around.places, schultag)
    whole = people.groupby("area")["people"].sum()
    assert whole.tolist() == pytest.approx([np.nansum(around.places.point_people)] * 3)
    shares = people.groupby(["area", "area_id"])["share"].sum()
    assert shares.to_numpy() == pytest.approx(1)


def test_stations_of_plusbus_are_served_every_hour_and_those_of_taktbus_every_two(
    around: Surroundings, schultag: Rated
) -> None:
    table = station_table(around, schultag).set_index("station_id")
    assert _longest_interval(around, table, "PlusBus") <= 60
    assert _longest_interval(around, table, "TaktBus") <= 120


def _longest_interval(around: Surroundings, table: gpd.GeoDataFrame, product: str) -> float:
    """Return the longest mean interval of the stations that trips of the product call at."""
    timetable = around.timetable
    trips = np.flatnonzero(timetable.route_desc[timetable.trip_route] == product)
    calls = np.concatenate(
        [np.arange(timetable.first_call[t], timetable.first_call[t + 1]) for t in trips]
    )
    stations = np.unique(timetable.stop_station[timetable.call_stop[calls]])
    assert len(stations) > 20
    return float(table.loc[timetable.station_id[stations], "interval_min"].max())


def test_every_home_lies_in_the_area_of_its_class_and_few_others_do(
    demo: Service, around: Surroundings, schultag: Rated
) -> None:
    crs, places = demo.network.crs, around.places
    areas = class_areas(demo.network, around.stations, schultag).to_crs(crs)
    areas = areas.set_index("class").geometry
    homes = gpd.GeoSeries.from_xy(places.point_lon, places.point_lat, crs="EPSG:4326").to_crs(crs)
    outside, strange = [], []
    for number, name in enumerate(OEROK.classes):
        inside = homes.within(areas.loc[name]).to_numpy()
        own = (schultag.point_class >= 0) & (schultag.point_class <= number)
        outside.append(int((own & ~inside).sum()))
        strange.append((inside & ~own).sum() / own.sum())
    assert sum(outside) <= 5  # farther from the street than an area is wide
    assert max(strange) < 0.15  # beside a street that is not the one their door opens to
    assert strange[-1] < 0.02


def test_the_class_of_a_home_is_that_of_its_station_at_that_distance(schultag: Rated) -> None:
    some = np.flatnonzero(schultag.point_class >= 0)
    category = schultag.category[schultag.point_station[some]]
    band = np.searchsorted(OEROK.distances, schultag.point_m[some])
    assert OEROK.class_at()[category, band].tolist() == schultag.point_class[some].tolist()


def test_a_day_with_less_service_has_no_better_homes(demo: Service, around: Surroundings) -> None:
    days = [
        find_gueteklassen(around, OEROK, day, demo.days[day])[1].met.sum()
        for day in ("schultag", "samstag", "sonntag")
    ]
    assert days == sorted(days, reverse=True)
