"""Itineraries as they are told: the whole set, what is on demand, lines to read, plain JSON."""

import json
from dataclasses import replace

import numpy as np
import pytest
from test_itinerary import found, told
from villages import village

from accessibility.itinerary import as_text, mode_of
from gtfs.timetable import PHONE

ROAD = {"A": 0, "home": 240, "B": 5000, "C": 5300, "shop": 5100, "D": 9000, "E": 7000}


def test_the_whole_set_is_listed_by_departure_arrival_and_rides() -> None:
    lines = """
        60:  A     B     D
             8:05  8:25  9:05
             7:05  7:25  8:05
        70:  B     D
             8:30  8:40
             8:55  9:00
        80:  A     D
             8:10  9:30
    """
    assert told(village(lines, ROAD), "stop:A", "stop:D") == [
        "7:04 8:05 1",  # 61 minutes: more than 36 + 20
        "- 7:05 A 8:05 D 60/2",
        "8:04 8:40 2 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:30 B 8:40 D 70/1",
        "8:04 9:05 1",  # the same bus, without changing
        "- 8:05 A 9:05 D 60/1",
        "8:09 9:30 1",  # 81 minutes
        "- 8:10 A 9:30 D 80/1",
    ]


def test_a_trip_to_be_booked_is_said_to_be_on_demand() -> None:
    by_phone = village("60: A B D\n 8:05 8:25p 9:05", ROAD)
    plain = village("60: A B D\n 8:05 8:25 9:05", ROAD)

    for place, on_demand in ((by_phone, True), (plain, False)):
        ride = found(place, "stop:A", "stop:D")[0]["legs"][0]
        assert ride["on_demand"] is on_demand


@pytest.mark.parametrize("column", ["pickup", "drop_off"])
def test_one_call_by_phone_is_enough(column: str) -> None:
    place = village("60: A B D\n 8:05 8:25 9:05", ROAD)
    typed = place.network.timetable.with_columns(**{column: np.array([0, PHONE, 0], np.int8)})
    asked = replace(place, network=replace(place.network, timetable=typed))

    assert found(asked, "stop:A", "stop:D")[0]["legs"][0]["on_demand"] is True


def test_nobody_boards_where_one_may_not() -> None:
    assert told(village("60: A B D\n 8:05o 8:25 9:05", ROAD), "stop:A", "stop:D") == []
    assert told(village("60: A B D\n 8:05 8:25i 9:05", ROAD), "stop:A", "stop:B") == []


def test_where_nothing_goes_the_list_is_empty() -> None:
    assert found(village("60: A B\n 8:05 8:25", ROAD), "stop:B", "stop:A") == []


@pytest.mark.parametrize(
    ("route_type", "mode"),
    [
        (0, "tram"),
        (2, "rail"),
        (3, "bus"),
        (109, "rail"),
        (401, "subway"),
        (700, "bus"),
        (715, "bus"),
        (900, "tram"),
        (1000, "ferry"),
        (1501, "taxi"),
        (99, "other"),
    ],
)
def test_modes_have_names(route_type: int, mode: str) -> None:
    assert mode_of(route_type) == mode


def test_a_person_reads_lines() -> None:
    place = village("60: A B\n 8:05 8:25\n60: B D\n 8:30 8:40", ROAD)

    assert as_text(found(place, "home", "stop:D"), {"A": "Markt"}).splitlines() == [
        "08:00–08:40  40 min, 2 Fahrten",
        "    08:00 home – 08:04 Markt  zu Fuß",
        "    08:05 Markt – 08:25 B  60 (Richtung B)",
        "    08:30 B – 08:40 D  60 (Richtung D)",
    ]
    walk = found(village("60: B A\n 8:05 8:25", ROAD), "home", "stop:A")
    assert as_text(walk, {}) == "zu Fuß 4 min"


def test_journeys_are_plain_json() -> None:
    place = village("60: A B\n 8:05 8:25", ROAD)
    journeys = found(place, "home", "shop")

    assert json.loads(json.dumps(journeys)) == journeys
