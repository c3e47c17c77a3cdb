"""New stops: what a stop named in a scenario stands for, and where a new one is built."""

from typing import Any

import numpy as np
import pytest
from changed import CAR, along, at, ground_of, new
from streetmaps import NORTH_M, streets
from timetables import timetable

from gtfs.timetable import Timetable
from mobility.draft import Draft, Ground, draft_of
from mobility.new_stops import placed
from mobility.scenario_values import NewStop, ScenarioError, Transport

PLATFORMS = {"A1": (0.0, 0.0), "A2": (0.0, 40.0), "T": (0.0, 80.0), "B": (2500.0, 0.0)}
STATION = timetable(
    """
    60: A1 B
        6:00 6:10
    61: A2 B
        6:00 6:10
        7:00 7:10
    S1: T B
        6:00 6:10
    """,
    at=at(PLATFORMS),
)
STATION = STATION.with_columns(
    stop_name=np.array(["Bahnhof", "B", "Bahnhof", "Bahnhof"]),
    stop_station=np.array([0, 1, 0, 0], np.int32),
    station_id=np.array(["bf", "b"]),
    station_name=np.array(["Bahnhof", "B"]),
    station_lon=STATION.stop_lon[:2].copy(),
    station_lat=STATION.stop_lat[:2].copy(),
    station_declared=np.array([True, False]),
)


def put(
    to: Timetable | Ground, *stops: str | dict[str, Any], mode: Transport = "bus"
) -> tuple[Draft, list[str]]:
    """Return the draft with the stops, and the ids of those meant."""
    draft = draft_of(to if isinstance(to, Ground) else ground_of(to))
    told = [stop if isinstance(stop, str) else NewStop(**stop) for stop in stops]
    draft, index = placed(draft, told, mode)
    return draft, draft.timetable.stop_id[index].tolist()


def refused(to: Timetable | Ground, *stops: str | dict[str, Any], mode: Transport = "bus") -> str:
    with pytest.raises(ScenarioError) as error:
        put(to, *stops, mode=mode)
    return str(error.value)


def test_a_stop_by_its_id() -> None:
    assert put(STATION, "A1")[1] == ["A1"]


@pytest.mark.parametrize("text", ["bf", "Bahnhof"])
def test_of_a_station_the_platform_the_mode_uses_most(text: str) -> None:
    assert put(STATION, text)[1] == ["A2"]  # two trips, one at A1
    assert put(STATION, text, mode="rail")[1] == ["T"]


def test_of_platforms_used_alike_the_first_id() -> None:
    alike = timetable("60: B2 X\n 6:00 6:10\n 61: B1 X\n 6:00 6:10")
    alike = alike.with_columns(
        stop_station=np.array([0, 1, 0], np.int32), station_id=np.array(["B", "X", ""]),
        station_name=np.array(["B", "X", ""]),
    )  # fmt: skip
    assert put(ground_of(alike, roads=False), "B")[1] == ["B1"]


def test_of_platforms_nobody_of_the_mode_uses_the_first() -> None:
    assert put(STATION, "Bahnhof", mode="tram")[1] == ["A1"]


def test_a_name_of_two_stations_lists_their_ids() -> None:
    twins = along("60: A B\n 6:00 6:10").with_columns(station_name=np.array(["Markt", "Markt"]))
    assert refused(twins, "Markt") == "several stations are named 'Markt': write one of A, B"


def test_a_place_is_the_nearest_stop_of_the_mode_within_300_m() -> None:
    ground = ground_of(STATION, Altdorf=(2500.0, 290.0))
    assert put(ground, "Altdorf")[1] == ["B"]


def test_a_place_farther_from_any_stop_gets_one_on_the_street() -> None:
    ground = ground_of(STATION, Altdorf=(5000.0, 310.0))
    draft, ids = put(ground, "Altdorf")
    assert ids == ["scenario:altdorf"]
    assert draft.timetable.stop_lat[-1] == pytest.approx(0, abs=1e-9)  # the road, 310 m south
    assert draft.timetable.station_id[-1] == "scenario:altdorf"


def test_a_stop_of_another_mode_is_not_the_place_s() -> None:
    # only trains call at T: a bus to Altdorf, 20 m north of it, takes the bus stop 60 m off
    assert put(ground_of(STATION, Altdorf=(0.0, 100.0)), "Altdorf")[1] == ["A2"]
    assert put(ground_of(STATION, Altdorf=(0.0, 100.0)), "Altdorf", mode="rail")[1] == ["T"]


def test_a_place_by_id_is_built_under_its_name() -> None:
    ground = ground_of(STATION, p17=(5000.0, 310.0))
    named = Ground(
        ground.timetable, ground.day_types, {}, ground.streets, ground.places, ground.crs,
        {"p17": "Groß Süßen"},
    )  # fmt: skip
    draft, ids = put(named, "p17")
    assert ids == ["scenario:gross-suessen"]
    assert draft.timetable.stop_name[-1] == "Groß Süßen"


def test_a_bus_stop_lies_on_the_street_for_cars() -> None:
    draft, _ = put(STATION, new("Neu", 5000, 200))
    assert draft.timetable.stop_lat[-1] * NORTH_M == pytest.approx(0, abs=0.01)


def test_a_railway_stop_lies_where_it_is_told_to() -> None:
    draft, _ = put(STATION, new("Neu", 5000, 200), mode="rail")
    assert draft.timetable.stop_lat[-1] * NORTH_M == pytest.approx(200, abs=0.01)


def test_without_streets_stops_lie_where_they_are_told_to() -> None:
    draft, _ = put(ground_of(STATION, roads=False), new("Neu", 5000, 9000))
    assert draft.timetable.stop_lat[-1] * NORTH_M == pytest.approx(9000, abs=0.01)


def test_a_stop_of_that_name_within_30_m_is_the_stop() -> None:
    draft, ids = put(STATION, new("B", 2520), new("B", 2540))
    assert ids == ["B", "scenario:b"]
    assert len(draft.timetable.stop_id) == len(STATION.stop_id) + 1


def test_the_same_new_stop_twice_is_one() -> None:
    _, ids = put(STATION, new("Neu", 5000, 60), "B", new("Neu", 5000, 60))
    assert ids == ["scenario:neu", "B", "scenario:neu"]


def test_two_new_stops_of_one_name_have_two_ids() -> None:
    _, ids = put(STATION, new("Neu", 5000), new("Neu", 7500))
    assert ids == ["scenario:neu", "scenario:neu~2"]


def test_a_new_stop_joins_the_station_of_its_name_within_150_m() -> None:
    near, _ = put(STATION, new("B", 2640))
    assert near.timetable.stop_station[-1] == 1
    assert len(near.timetable.station_id) == 2
    far, _ = put(STATION, new("B", 2660))
    assert far.timetable.station_id.tolist() == ["bf", "b", "scenario:b"]


def test_a_new_stop_is_known_by_its_name_afterwards() -> None:
    draft, _ = put(STATION, new("Neu", 5000))
    _, index = placed(draft, ["Neu"], "bus")
    assert index.tolist() == [len(STATION.stop_id)]


def test_a_stop_too_far_from_a_road_is_refused_with_the_distance() -> None:
    assert refused(STATION, new("Neu", 7500, 800), new("Fern", 7500, 30_000)) == (
        "stop too far from a road: 'Neu' 800 m, 'Fern' over 20 km; at most 500 m "
        "(lon first, then lat)"
    )


def test_a_station_too_far_from_any_path_is_refused() -> None:
    walk = streets("walk", {"W": (-2500.0, 0.0), "E": (9000.0, 0.0)}, "W E: highway=path")
    ground = ground_of(STATION)
    walking = Ground(STATION, ground.day_types, {}, {"car": CAR, "walk": walk}, {}, ground.crs)
    assert refused(walking, new("Neu", 5000, 600), mode="rail").startswith(
        "stop too far from a road: 'Neu' 600 m"
    )
    assert put(walking, new("Neu", 5000, 400), mode="rail")[1] == ["scenario:neu"]


def test_what_nobody_knows_is_refused_with_the_nearest_names() -> None:
    said = refused(ground_of(STATION, Altdorf=(5000.0, 0.0)), "Altdorff")
    assert said == "no stop or place 'Altdorff'; nearest: Altdorf"
