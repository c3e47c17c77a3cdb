"""Itineraries: legs that stand in the printed timetable, one by one."""

from typing import Any

from journey_checks import Inspector
from villages import Village, village

from accessibility.itinerary import list_journeys
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
