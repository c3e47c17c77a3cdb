"""Stops of two timetables are known by id, else by name and place."""

import numpy as np
from differences import SCHOOL, rows
from timetables import timetable

from gtfs.difference import find_difference
from gtfs.difference_changes import TripsAdded, TripsRemoved, TripsRetimed
from gtfs.difference_table import stop_table


def test_stops_of_other_ids_are_known_by_name_and_place() -> None:
    old = timetable("60: A B C\n 8:00 8:10 8:20", at={"A": (12.0, 51.0), "B": (12.1, 51.0)})
    new = timetable(
        "60: x y C\n 8:00 8:10 8:20",
        at={"x": (12.001, 51.0), "y": (12.11, 51.0)},
    ).with_columns(stop_name=np.array(["A", "B", "C"]))
    found = find_difference(old, new, SCHOOL)

    (moved_stop,) = found.stops_changed
    assert (moved_stop.stop_id, moved_stop.new_id) == ("A", "x")
    assert round(moved_stop.metres) == 70  # a thousandth of a degree at 51° N
    assert found.stops_removed == (("B", "B"),)  # 700 m off: another stop
    assert [(stop.stop_id, stop.name) for stop in found.stops_added] == [("y", "B")]
    assert [type(change) for change in found.changes] == [TripsAdded, TripsRemoved]


def test_an_id_given_to_another_stop_is_another_stop() -> None:
    old = timetable("60: A B\n 8:00 8:10", at={"A": (12.0, 51.0)})
    new = timetable("60: A B\n 8:00 8:10", at={"A": (12.5, 51.0)})
    new = new.with_columns(stop_name=np.array(["Neuer Markt", "B"]))
    found = find_difference(old, new, SCHOOL)

    assert [stop.stop_id for stop in found.stops_added] == ["A~2"]
    assert found.stops_removed == (("A", "A"),)


def test_the_same_stop_moved_far_keeps_its_name_and_is_told() -> None:
    old = timetable("60: A B\n 8:00 8:10", at={"A": (12.0, 51.0)})
    new = timetable("60: A B\n 8:00 8:10", at={"A": (12.01, 51.0)})
    found = find_difference(old, new, SCHOOL)

    assert found.changes == ()
    assert rows(stop_table(found), "stop_id", "what", "metres") == [["A", "verlegt", 700]]


def test_another_platform_of_the_station_is_the_same_trip() -> None:
    old = timetable("60: A B1 B2\n 8:00 8:10 -\n 9:00 - 9:10")
    houses = np.array([0, 1, 1], np.int32)
    old = old.with_columns(stop_station=houses)
    new = timetable("60: A B1 B2\n 8:00 - 8:10\n 9:00 - 9:10").with_columns(stop_station=houses)
    found = find_difference(old, new, SCHOOL)

    (change,) = found.changes
    assert isinstance(change, TripsRetimed)
    assert [trip.trip_id for trip in change.trips] == ["60/1"]
