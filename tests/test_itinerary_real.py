"""Itineraries of real journeys: every leg stands in its timetable."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from journey_checks import Inspector
from test_itinerary import found
from villages import village

from accessibility.ends import ends_of, linked
from accessibility.itinerary import list_journeys
from accessibility.places import ORTSTEIL, ZENTRUM
from api.service import Service
from mobility.day import build_day

ROAD = {"A": 0, "home": 240, "B": 5000, "C": 5300, "shop": 5100, "D": 9000, "E": 7000}


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
