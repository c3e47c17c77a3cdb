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
from mobility.relink import snapped_again
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
        assert_as_snapped(one, other)


def assert_as_snapped(ours: Snapped, theirs: Snapped) -> None:
    for column in fields(Snapped):
        left, right = getattr(ours, column.name), getattr(theirs, column.name)
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


def test_where_a_new_street_divides_theirs_cars_stand_on_the_part_they_stood_on(
    demo: Service,
) -> None:
    before, lon, lat = demo.living.parked, demo.places.point_lon, demo.places.point_lat
    assert before is not None
    home = int(np.flatnonzero((before.homes.snap_m > 50) & (before.homes.snap_m < 90))[0])
    street = {
        "type": "add_streets", "name": "Stich", "modes": ["car"], "dead_end": True,
        "points": [[lon[home], lat[home]], [lon[home] + 0.002, lat[home] + 0.001]],
    }  # fmt: skip
    scenario = Scenario.model_validate({"name": "Probe", "changes": [street]})
    changed, _ = service_under(demo, [Source(scenario)])
    assert changed.network.streets["walk"] is demo.network.streets["walk"]
    ours = parked_of(changed.question)
    assert ours is not None
    assert not np.array_equal(ours.homes.node_a, before.homes.node_a)
    networks = demo.network, changed.network
    assert_as_snapped(ours.homes, snapped_again(*networks, before.homes, lon, lat, "car"))


def test_on_streets_a_scenario_has_changed_cars_stand_where_they_stood(demo: Service) -> None:
    slower = {
        "type": "set_street_speed", "start": [12.61, 51.336], "end": [12.6607, 51.3414], "kmh": 70,
    }  # fmt: skip
    scenario = Scenario.model_validate({"name": "Probe", "changes": [slower]})
    changed, _ = service_under(demo, [Source(scenario)])
    assert changed.network.streets["car"] is not demo.network.streets["car"]
    assert_same(parked_of(changed.question), found_now(demo))
