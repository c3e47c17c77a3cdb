"""Relinked: homes and places of a scenario are those a build of its timetable would link."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import valley as drawn
from valley import write_valley

from accessibility.ends import Linked
from accessibility.places import Places, targets_of
from accessibility.station_places import with_stations_of
from accessibility.tables import PlacesError
from accessibility.taken_ends import taken_ends
from api.build import build_region
from api.scenarios.relinked import Relinked, relinked
from api.service import Service, load_service
from gtfs.additions import Stop, with_stop
from gtfs.edit import without_trips
from gtfs.timetable import Timetable
from mobility.apply import Applied, apply_scenario
from mobility.draft import Ground, draft_of
from mobility.network import Network, doors_at, link
from mobility.relink import network_of
from mobility.scenario import Scenario
from mobility.snapping import Snapped

TARGETS = '\n[targets.kirche]\namenity = ["place_of_worship"]\n'
CHURCH = '<node id="99" version="1" lon="12.7310" lat="51.2003"><tag k="amenity" '
CHURCH += 'v="place_of_worship"/><tag k="name" v="Kirche"/></node>\n'
OSM = drawn.street().replace("<way", CHURCH + "<way", 1)


def region(folder: Path, **feed: str) -> Service:
    """Return the valley with a church among its targets and some files of its feed replaced."""
    members = {f"{name}.txt": text for name, text in feed.items()}
    file = write_valley(folder, feed=members, tal=OSM, region=drawn.REGION + TARGETS)
    build_region(file, folder / "net")
    return load_service(folder / "net")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return region(tmp_path_factory.mktemp("before"))


def on_timetable(service: Service, timetable: Timetable) -> tuple[Network, Relinked]:
    """Return the network and what is on it once the timetable has become another one."""
    network = service.network
    draft = draft_of(Ground(network.timetable, {}, streets=network.streets, crs=network.crs))
    after = network_of(network, Applied(draft.changed(timetable), ()))
    return after, relinked(network, after, service.living, service.everywhere)


def assert_same_columns(one: object, other: object, names: tuple[str, ...]) -> None:
    for name in names:
        left, right = getattr(one, name), getattr(other, name)
        if isinstance(left, Mapping):
            assert list(left) == list(right)
            continue
        assert left.dtype == right.dtype, name
        assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), name


def assert_same_doors(one: Linked, other: Linked) -> None:
    assert list(one.ends.end_id) == list(other.ends.end_id)
    assert_same_columns(one.doors, other.doors, ("first", "stop", "walk_s"))
    assert_same_columns(one.snaps, other.snaps, tuple(column.name for column in fields(Snapped)))


def assert_as_built(found: Relinked, built: Service) -> None:
    assert_same_columns(found.places, built.places, tuple(one.name for one in fields(Places)))
    assert_same_doors(found.homes.doors, built.homes)
    assert_same_doors(found.doors, built.everywhere)


def assert_as_linked(found: Relinked, network: Network) -> None:
    """Assert that all doors are those found anew on the network."""
    places = found.places
    for lon, lat, doors in (
        (places.point_lon, places.point_lat, found.homes.doors),
        (places.lon, places.lat, found.doors),
    ):
        snaps, walks = link(network, lon, lat)
        assert_same_columns(doors.doors, walks, ("first", "stop", "walk_s"))
        assert_same_columns(doors.snaps, snaps, tuple(column.name for column in fields(Snapped)))


def station_ids(places: Places) -> list[str]:
    return [str(one) for one in places.place_id[targets_of(places, "bahn")]]


def test_other_trips_leave_homes_and_doors_what_they_are(before: Service) -> None:
    fewer = without_trips(before.network.timetable, np.array([0, 1]))
    _, found = on_timetable(before, fewer)
    assert found.places is before.places
    assert found.homes is before.living
    assert found.doors is before.everywhere


def test_a_train_that_runs_on_serves_another_station(before: Service, tmp_path: Path) -> None:
    trips = drawn.FEED["stop_times.txt"]
    assert isinstance(trips, str)
    built = region(tmp_path, stop_times=trips + "\ntrain-9,09:20:00,09:20:00,B,3")
    assert station_ids(before.places) == ["bahn:C", "bahn:D"]
    _, found = on_timetable(before, built.network.timetable)
    assert station_ids(found.places) == ["bahn:B", "bahn:C", "bahn:D"]
    assert found.places.kind.tolist()[-1] == "poi"
    assert found.homes.doors is before.homes
    assert_as_built(found, built)


def test_a_train_to_a_new_stop_is_reached_from_homes_and_places(
    before: Service, tmp_path: Path
) -> None:
    trips, stops = drawn.FEED["stop_times.txt"], drawn.STOPS.rstrip()
    assert isinstance(trips, str)
    built = region(
        tmp_path,
        stops=stops + "\n    N,Neustadt,51.2000,12.7350",
        stop_times=trips + "\ntrain-9,09:20:00,09:20:00,N,3",
    )
    larger = with_stop(before.network.timetable, Stop("N", "Neustadt", 12.735, 51.2))
    assert larger.stop_id.tolist() == built.network.timetable.stop_id.tolist()
    _, found = on_timetable(before, built.network.timetable)
    assert station_ids(found.places) == ["bahn:C", "bahn:D", "bahn:N"]
    new = len(before.network.timetable.stop_id)
    walks = found.homes.doors.doors
    door = np.repeat([0, 1, 2], np.diff(walks.first))[walks.stop == new]
    assert found.places.name[found.places.point_ortsteil[door]].tolist() == ["Mitte"]
    assert_as_built(found, built)


def test_stations_without_trains_are_targets_no_longer(before: Service) -> None:
    timetable = before.network.timetable
    trains = np.flatnonzero(timetable.route_rail[timetable.trip_route])
    _, found = on_timetable(before, without_trips(timetable, trains))
    assert station_ids(found.places) == []
    kept = before.places.kind != "bahn"
    assert found.places.place_id.tolist() == before.places.place_id[kept].tolist()
    rows = np.flatnonzero(kept).astype(np.int32)
    assert_same_doors(found.doors, taken_ends(before.everywhere, rows))


def test_a_station_that_has_moved_is_linked_anew(before: Service) -> None:
    timetable = before.network.timetable
    lon = timetable.station_lon.copy()
    lon[timetable.station_id == "D"] -= 0.002
    after, found = on_timetable(before, timetable.with_columns(station_lon=lon))
    assert station_ids(found.places) == ["bahn:C", "bahn:D"]
    assert_as_linked(found, after)


def test_who_lives_on_a_street_stays_there_when_one_is_built_to_the_door(before: Service) -> None:
    network = before.network
    home = [float(before.places.point_lon[0]), float(before.places.point_lat[0])]
    street = {
        "type": "add_streets", "name": "Weg", "points": [home, [12.70, 51.2]], "modes": ["walk"],
    }  # fmt: skip
    scenario = Scenario.model_validate({"name": "test", "changes": [street]})
    ground = Ground(network.timetable, {}, streets=network.streets, crs=network.crs)
    after = network_of(network, apply_scenario(scenario, ground))
    found = relinked(network, after, before.living, before.everywhere)
    assert found.places is before.places
    for old, new in ((before.homes, found.homes.doors), (before.everywhere, found.doors)):
        assert_same_columns(old.snaps, new.snaps, ("snap_m", "lon", "lat"))
        walks = doors_at(after, new.snaps)
        assert_same_columns(new.doors, walks, ("first", "stop", "walk_s"))


def test_an_id_of_a_new_station_that_a_place_has_is_refused(before: Service) -> None:
    timetable, places = before.network.timetable, before.places
    trains = np.flatnonzero(timetable.route_rail[timetable.trip_route])
    none = without_trips(timetable, trains)
    taken = replace(places, place_id=np.where(places.kind == "poi", "bahn:D", places.place_id))
    with pytest.raises(PlacesError, match="id 'bahn:D' of a new station is given to another place"):
        with_stations_of(with_stations_of(taken, timetable, none), none, timetable)


@pytest.mark.real
def test_stops_drawn_among_real_homes_are_linked_as_a_build_would(
    service: Callable[[str], Service],
) -> None:
    rnv, lot = service("rnv"), Random(7)
    timetable, places = rnv.network.timetable, rnv.places
    for number in range(20):
        home = lot.randrange(len(places.point_lon))
        lon, lat = float(places.point_lon[home]), float(places.point_lat[home])
        timetable = with_stop(timetable, Stop(f"N{number}", f"Neu {number}", lon + 0.002, lat))
    after, found = on_timetable(rnv, timetable)
    assert_as_linked(found, after)
    assert len(found.homes.doors.doors.stop) > len(rnv.homes.doors.stop)
