"""Relink: a scenario's network is the one a build would make, and no more is found anew."""

from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streetmaps import degrees
from villages import Village, village

from gtfs.additions import Stop, with_stop
from gtfs.edit import without_trips
from gtfs.timetable import Timetable
from mobility.apply import Applied, apply_scenario
from mobility.draft import Ground, draft_of
from mobility.network import MODES, Network, build_network
from mobility.relink import network_of
from mobility.scenario import Scenario
from mobility.snapping import Snapped
from mobility.streets import Mode, StreetNetwork

LINES = """
    60:  A     B     C
         8:00  8:10  8:20
         9:00  9:10  9:20
"""
METRES_A_SECOND = 4.8 / 3.6


@pytest.fixture(scope="module")
def here() -> Village:
    """Return a road with A, B at 400 and C at 2000 seconds from its west end."""
    return village(LINES, {"A": 0, "B": 400, "C": 2000})


def with_timetable(network: Network, timetable: Timetable) -> Network:
    draft = draft_of(Ground(network.timetable, {}, streets=network.streets, crs=network.crs))
    return network_of(network, Applied(draft.changed(timetable), ()))


def stop(name: str, seconds: float, *, north_m: float = 0) -> Stop:
    """Return a stop so many seconds along the road and metres beside it."""
    lon, lat = degrees((seconds * METRES_A_SECOND, north_m))
    return Stop(f"scenario:{name}", name, float(lon[0]), float(lat[0]))


def footpaths(network: Network) -> dict[str, int]:
    ids, paths = network.timetable.stop_name.tolist(), network.footpaths
    start = np.repeat(np.arange(len(ids)), np.diff(paths.first))
    return {
        f"{ids[a]}-{ids[b]}": seconds
        for a, b, seconds in zip(
            start.tolist(), paths.to_stop.tolist(), paths.walk_s.tolist(), strict=True
        )
    }


def assert_as_built(network: Network) -> None:
    """Assert that a build of the same timetable and streets comes to the same network."""
    built, _ = build_network(network.timetable, network.streets, network.moving, network.crs)
    for column in fields(Snapped):
        one, other = (getattr(each.stop_snaps, column.name) for each in (network, built))
        assert one.dtype == other.dtype
        assert np.array_equal(one, other, equal_nan=True)
    for one, other in zip(network.footpaths, built.footpaths, strict=True):
        assert (one.dtype, one.tolist()) == (other.dtype, other.tolist())


def test_other_trips_leave_stops_and_footpaths_what_they_are(here: Village) -> None:
    fewer = without_trips(here.network.timetable, np.array([0]))
    after = with_timetable(here.network, fewer)
    assert after.timetable is fewer
    assert after.stop_snaps is here.network.stop_snaps
    assert after.footpaths is here.network.footpaths


def test_a_new_stop_is_walked_to_and_from(here: Village) -> None:
    assert footpaths(here.network) == {"A-B": 400, "B-A": 400}
    larger = with_stop(here.network.timetable, stop("Neu", 299.97))
    after = with_timetable(here.network, larger)
    assert footpaths(after) == {
        "A-B": 400, "A-Neu": 300, "B-A": 400, "B-Neu": 100, "Neu-A": 300, "Neu-B": 100,
    }  # fmt: skip
    assert_as_built(after)
    assert len(here.network.stop_snaps.edge) == 3


def test_a_new_stop_off_every_path_is_walked_to_from_its_own_station_alone(here: Village) -> None:
    far = replace(here.network, moving=here.network.moving.model_copy(update={"snap_m": 50}))
    larger = with_stop(far.timetable, stop("C", 1999.9, north_m=100))
    after = with_timetable(far, larger)
    assert footpaths(after) == {"A-B": 400, "B-A": 400, "C-C": 98}  # 100 m × 1.3 at 4.8 km/h
    assert_as_built(after)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10_000))
def test_stops_drawn_by_lot_are_linked_as_a_build_would(lot: int) -> None:
    here, random = village(LINES, {"A": 0, "B": 400, "C": 2000}), Random(lot)
    timetable = here.network.timetable
    for number in range(random.randint(1, 6)):
        name = random.choice(["A", "C", "Neu", f"N{number}"])
        one = stop(name, random.uniform(-500, 2500), north_m=random.choice([0, 30, 499, 520]))
        timetable = with_stop(timetable, one._replace(stop_id=f"scenario:{number}"))
    assert_as_built(with_timetable(here.network, timetable))


def changed_streets(here: Village, timetable: Timetable, modes: list[str]) -> Network:
    """Return the network with a street of 600 m to the north, 300 s from the west end."""
    lon, lat = degrees((299.97 * METRES_A_SECOND, 0), (299.97 * METRES_A_SECOND, 600))
    points = [[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    street = {
        "type": "add_streets",
        "name": "Stich",
        "points": points,
        "modes": modes,
        "dead_end": True,
    }
    scenario = Scenario.model_validate({"name": "test", "changes": [street]})
    network = here.network
    roads: dict[Mode, StreetNetwork] = dict.fromkeys(MODES, network.streets["walk"])
    ground = Ground(timetable, {}, streets=roads, crs=network.crs)
    return network_of(network, apply_scenario(scenario, ground))


def test_where_streets_for_walking_are_built_all_walks_are_found_anew(here: Village) -> None:
    larger = with_stop(here.network.timetable, stop("Neu", 299.97, north_m=600))
    assert footpaths(with_timetable(here.network, larger)) == {"A-B": 400, "B-A": 400}
    after = changed_streets(here, larger, ["walk"])
    assert footpaths(after) == {"A-B": 400, "B-A": 400, "B-Neu": 550, "Neu-B": 550}


def test_where_streets_for_cars_are_built_walks_stay_what_they_are(here: Village) -> None:
    after = changed_streets(here, here.network.timetable, ["car"])
    assert len(after.streets["car"].edge_m) > len(here.network.streets["walk"].edge_m)
    assert after.streets["walk"] is here.network.streets["walk"]
    assert after.footpaths is here.network.footpaths


def test_stops_that_have_moved_are_all_linked_anew(here: Village) -> None:
    timetable = here.network.timetable
    moved = timetable.with_columns(stop_lon=timetable.stop_lon[[1, 0, 2]])
    after = with_timetable(here.network, moved)
    assert footpaths(after) == {"A-B": 400, "B-A": 400}
    assert after.stop_snaps is not here.network.stop_snaps
    assert_as_built(after)
