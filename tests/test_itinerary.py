"""Itineraries: legs that stand in the printed timetable, one by one."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from journey_checks import Inspector
from villages import Village, village

from accessibility.ends import ends_of, linked
from accessibility.itinerary import as_text, list_journeys, mode_of
from accessibility.places import ORTSTEIL, ZENTRUM
from api.service import Service
from gtfs.timetable import PHONE
from mobility.day import build_day
from mobility.parameters import Moving


def found(place: Village, origin: str, destination: str) -> list[dict[str, Any]]:
    """Return the journeys between two ends, checked against the timetable."""
    ends = place.ends(origin), place.ends(destination)
    journeys = list_journeys(place.network, place.day, *ends)
    assert Inspector(place.network, place.day).faults(*ends, journeys) == []
    return journeys


def told(place: Village, origin: str, destination: str) -> list[str]:
    """Return journeys and legs as ``7:59 8:31 1 useful``, ``- 8:00 A 8:10 B 60/1``."""
    lines = []
    for journey in found(place, origin, destination):
        useful = " useful" if journey["useful"] else ""
        times = f"{_short(journey['departure'])} {_short(journey['arrival'])}"
        lines.append(f"{times} {journey['rides']}{useful}")
        lines += [_leg(leg) for leg in journey["legs"]]
    return lines


def _leg(leg: dict[str, Any]) -> str:
    seated = " seated" if leg.get("stay_seated") else ""
    start, end = (
        f"{_short(leg['departure'])} {leg['from']}",
        f"{_short(leg['arrival'])} {leg['to']}",
    )
    return f"- {start} {end} {leg['trip_id'] or leg['mode']}{seated}"


def _short(clock: str | None) -> str:
    """Return ``8:05`` of ``08:05:00``; seconds stay where there are any."""
    return "never" if clock is None else clock.removesuffix(":00").removeprefix("0")


ROAD = {"A": 0, "home": 240, "B": 5000, "C": 5300, "shop": 5100, "D": 9000, "E": 7000}


def test_a_journey_is_a_walk_a_ride_and_a_walk() -> None:
    place = village("60: A B\n 8:05 8:25", ROAD)
    walk = {"mode": "walk", "line": None, "trip_id": None}

    assert found(place, "home", "shop") == [
        {
            "departure": "08:00:00",
            "arrival": "08:26:40",
            "rides": 1,
            "useful": True,
            "duration": 1600,
            "legs": [
                {**walk, "from": "home", "to": "A", "departure": "08:00:00", "arrival": "08:04:00"},
                {
                    "mode": "bus",
                    "line": "60",
                    "trip_id": "60/1",
                    "from": "A",
                    "to": "B",
                    "departure": "08:05:00",
                    "arrival": "08:25:00",
                    "from_name": "A",
                    "to_name": "B",
                    "headsign": "B",
                    "stay_seated": False,
                    "on_demand": False,
                },
                {**walk, "from": "B", "to": "shop", "departure": "08:25:00", "arrival": "08:26:40"},
            ],
        }
    ]


def test_standing_at_the_stop_there_is_no_walk_to_it() -> None:
    assert told(village("60: A B\n 8:05 8:25", ROAD), "stop:A", "stop:B") == [
        "8:04 8:25 1 useful",
        "- 8:05 A 8:25 B 60/1",
    ]


def test_a_change_to_another_stop_is_a_walk_and_one_at_the_same_stop_is_none() -> None:
    lines = """
        60:  A     B
             8:05  8:25
        70:  C     D
             8:31  8:50
             8:32  8:51
        80:  B     D
             8:26  8:59
             8:27  9:00
    """
    # From 8:25 on: 5 minutes to C and 2 of slack, or 2 of slack at B.
    assert told(village(lines.replace("9:00", "8:40"), ROAD), "stop:A", "stop:D") == [
        "8:04 8:40 2 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:27 B 8:40 D 80/2",
    ]
    assert told(village(lines, ROAD), "stop:A", "stop:D") == [
        "8:04 8:51 2 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:25 B 8:30 C walk",
        "- 8:32 C 8:51 D 70/2",
    ]


def test_trains_take_a_minute_longer_to_change() -> None:
    lines = "60: A B\n 8:05 8:25\nS1: B D\n 8:27 8:40\n 8:28 8:41"

    assert told(village(lines, ROAD), "stop:A", "stop:D") == [
        "8:04 8:41 2 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:28 B 8:41 D S1/2",
    ]


def test_who_stays_seated_has_a_leg_per_trip_and_one_ride() -> None:
    lines = "60: A B\n 8:05 8:25 # block=b\n70: B D\n 8:25 8:40 # block=b"

    assert told(village(lines, ROAD), "stop:A", "stop:D") == [
        "8:04 8:40 1 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:25 B 8:40 D 70/1 seated",
    ]


def test_keeping_the_seat_leaves_all_rides_for_later_changes() -> None:
    lines = """
        60:  A     B
             8:05  8:25  # block=b
        70:  B     E     C
             8:25  8:30  8:35  # block=b
        80:  C     D
             8:37  8:50
    """
    assert told(village(lines, ROAD, moving=Moving(max_rides=2)), "stop:A", "stop:D") == [
        "8:04 8:50 2 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:25 B 8:35 C 70/1 seated",
        "- 8:37 C 8:50 D 80/1",
    ]


def test_nobody_walks_while_staying_seated() -> None:
    lines = "60: A B\n 8:05 8:25\n70: C D\n 8:26 8:40"
    rules = "4 B C from_trip=60/1 to_trip=70/1"

    assert told(village(lines, ROAD, rules=rules), "stop:A", "stop:D") == [
        "8:04 8:40 1 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:26 C 8:40 D 70/1 seated",
    ]


def test_a_walk_ends_before_the_ride_though_the_feed_grants_less_time_than_it_takes() -> None:
    lines = "60: A B\n 8:05 8:25\n70: C D\n 8:27 8:40"
    quick = village(lines, ROAD, rules="2 B C min=120")  # we would walk 5 minutes
    apart = village(lines, ROAD | {"C": 6800}, rules="2 B C min=120")  # too far for a footpath

    for place in (quick, apart):
        assert told(place, "stop:A", "stop:D") == [
            "8:04 8:40 2 useful",
            "- 8:05 A 8:25 B 60/1",
            "- 8:25 B 8:27 C walk",
            "- 8:27 C 8:40 D 70/1",
        ]


def test_a_change_in_no_time_still_says_where_it_leads() -> None:
    lines = "60: A B\n 8:05 8:25\n70: C D\n 8:25 8:40"

    assert told(village(lines, ROAD, rules="2 B C min=0"), "stop:A", "stop:D") == [
        "8:04 8:40 2 useful",
        "- 8:05 A 8:25 B 60/1",
        "- 8:25 B 8:25 C walk",
        "- 8:25 C 8:40 D 70/1",
    ]


def test_past_midnight_the_clock_goes_on() -> None:
    late = village("60: A B\n 23:50 24:10\n 24:30:30 24:50", ROAD)

    assert told(late, "stop:A", "shop") == [
        "23:49 24:11:40 1 useful",
        "- 23:50 A 24:10 B 60/1",
        "- 24:10 B 24:11:40 shop walk",
        "24:29:30 24:51:40 1 useful",
        "- 24:30:30 A 24:50 B 60/2",
        "- 24:50 B 24:51:40 shop walk",
    ]


def test_the_neighbouring_service_dates_run_on_the_clock_of_the_day() -> None:
    lines = "60 (2024-05-13): A B\n 28:10 28:30\n61 (2024-05-15): A B\n 1:00 1:20\n 4:30 4:50"

    assert told(village(lines, ROAD), "stop:A", "stop:B") == [
        "4:09 4:30 1 useful",
        "- 4:10 A 4:30 B 60/1",
        "24:59 25:20 1 useful",
        "- 25:00 A 25:20 B 61/1",
    ]


def test_the_walk_all_the_way_comes_first_has_no_clock_and_is_no_journey() -> None:
    place = village("60: A C\n 8:05 8:07\n 8:10 8:40", {"A": 0, "home": 240, "shop": 540, "C": 560})

    assert found(place, "home", "shop") == [
        {
            "departure": None,
            "arrival": None,
            "rides": 0,
            "useful": False,
            "duration": 300,
            "legs": [
                {
                    "mode": "walk",
                    "line": None,
                    "trip_id": None,
                    "from": "home",
                    "to": "shop",
                    "departure": None,
                    "arrival": None,
                    "duration": 300,
                }
            ],
        }
    ]
    assert told(place, "stop:A", "stop:C") == [
        "never never 0",
        "- never stop:A never stop:C walk",
        "8:04 8:07 1 useful",  # not the bus of 8:10, which is slower than the walk
        "- 8:05 A 8:07 C 60/1",
    ]


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


# --- every leg of real journeys ------------------------------------------------------------------


def check_pairs(service: Service, when: date, pairs: int) -> int:
    """Check the journeys of random pairs of places and stops; return how many those are."""
    network, places = service.network, service.places
    day = build_day(network.timetable, network.footpaths, network.moving, when)
    inspector = Inspector(network, day)
    lot = random.Random(when.toordinal())
    served = np.unique(network.timetable.call_stop)
    known = places.place_id[np.isin(places.kind, (ORTSTEIL, ZENTRUM))].tolist()
    known += [f"stop:{stop}" for stop in network.timetable.stop_id[served].tolist()]
    nowhere = np.array([np.nan])
    checked = 0
    for _ in range(pairs):
        origin, destination = (
            linked(network, ends_of([one], nowhere, nowhere, network.timetable, places))
            for one in lot.sample(known, 2)
        )
        journeys = list_journeys(network, day, origin, destination)
        assert inspector.faults(origin, destination, journeys) == []
        checked += len(journeys)
    return checked


def test_every_leg_of_the_demo_stands_in_its_timetable(service: Callable[[str], Service]) -> None:
    assert check_pairs(service("demo"), date(2026, 4, 21), 25) > 100


@pytest.mark.real
@pytest.mark.parametrize("when", [date(2016, 11, 15), date(2016, 11, 20)])
def test_every_leg_of_rnv_stands_in_its_timetable(
    service: Callable[[str], Service], when: date
) -> None:
    assert check_pairs(service("rnv"), when, 12) > 200


@pytest.mark.real
def test_every_leg_of_addison_stands_in_its_timetable(service: Callable[[str], Service]) -> None:
    assert check_pairs(service("addison"), date(2016, 7, 5), 60) > 100


def test_the_check_finds_what_is_wrong() -> None:
    place = village("60: A B\n 8:05 8:25\n70: B D\n 8:30 8:40", ROAD)
    ends = place.ends("home"), place.ends("stop:D")
    journey = found(place, "home", "stop:D")[0]
    walk, first, second = journey["legs"]

    def faults(**changed: Any) -> list[str]:
        wrong = Inspector(place.network, place.day).faults(*ends, [{**journey, **changed}])
        return [sentence.removeprefix("08:00:00: ") for sentence in wrong]

    assert faults(rides=1) == ["2 rides, not 1"]
    assert faults(arrival="08:41:00") == ["arrives at 08:40:00, not 08:41:00"]
    assert faults(legs=[walk, first]) == [
        "1 rides, not 2",
        "arrives at 08:25:00, not 08:40:00",
        "walks 0 s from B to the door",
    ]
    assert faults(legs=[first, second]) == [
        "walks 0 s from the door to A",
        "boards at 08:05:00 after 0 s of walking",
    ]
    assert faults(legs=[walk, first, {**second, "departure": "08:26:00"}]) == [
        "70/1 does not leave B at 08:26:00 for D at 08:40:00",
        "changes from B to B in 60 s",
    ]
    assert faults(legs=[walk, first, {**walk, "from": "B", "to": "B"}, second]) == [
        "B 08:25:00 to B 08:00:00",
        "walks [240] from B to B",
    ]
