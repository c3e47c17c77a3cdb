"""Links: where homes and places stand on the streets for cars is kept by the build."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

from accessibility.reach_by_car import Parked
from api.homes import build_question, parked_of
from api.scenarios.files import Source
from api.scenarios.service import service_under
from api.service import Service
from mobility.network import snapped
from mobility.scenario import Scenario
from mobility.snapping import Snapped


@pytest.fixture(scope="module")
def demo(service: Callable[[str], Service]) -> Service:
    return service("demo")


def found_now(service: Service) -> Parked:
    network, places = service.network, service.places
    return Parked(
        snapped(network, places.point_lon, places.point_lat, "car"),
        snapped(network, places.lon, places.lat, "car"),
    )


def assert_same(ours: Parked | None, theirs: Parked) -> None:
    assert ours is not None
    for one, other in zip(ours, theirs, strict=True):
        for column in fields(Snapped):
            left, right = getattr(one, column.name), getattr(other, column.name)
            assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), column.name


def test_cars_stand_where_they_are_found_anew(demo: Service) -> None:
    assert demo.living.parked is not None
    assert parked_of(demo.question) is demo.living.parked
    assert_same(demo.living.parked, found_now(demo))


def test_where_nobody_has_kept_them_they_are_found(demo: Service) -> None:
    homes = replace(demo.living, parked=None)
    asked = build_question(
        demo.network, homes, demo.doors_of, demo.profile, data_status=demo.status
    )
    assert_same(parked_of(asked), found_now(demo))


def test_on_streets_a_scenario_has_changed_cars_stand_where_they_stood(demo: Service) -> None:
    slower = {
        "type": "set_street_speed", "start": [12.61, 51.336], "end": [12.6607, 51.3414], "kmh": 70,
    }  # fmt: skip
    scenario = Scenario.model_validate({"name": "Probe", "changes": [slower]})
    changed, _ = service_under(demo, [Source(scenario)])
    assert changed.network.streets["car"] is not demo.network.streets["car"]
    assert_same(parked_of(changed.question), found_now(demo))
