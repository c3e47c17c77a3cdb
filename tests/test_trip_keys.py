"""Trip keys: trips are the same by what they do, whatever they are called."""

import numpy as np
from timetables import DAY, timetable

from gtfs.edit import moved, with_copies, without_trips
from gtfs.timetable import Ints, Timetable
from gtfs.trip_keys import differing_trips

BUS = timetable("""
    60: A    B    C
        6:00 6:10 6:20
        7:00 7:10 7:20
        8:00 8:10 8:20
    61: A    B    C
        7:00 7:10 7:20
""")


def departures(day: Timetable, trips: Ints) -> list[str]:
    clock = (day.departure_s[day.first_call[trips]] // 3600).tolist()
    lines = day.route_name[day.trip_route[trips]].tolist()
    return sorted(f"{line} {hour}" for line, hour in zip(lines, clock, strict=True))


def test_a_timetable_has_what_it_has() -> None:
    copied = BUS.with_columns(trip_id=np.char.add(BUS.trip_id, "x"))
    found = differing_trips(BUS, copied, DAY)
    assert (len(found.gone), len(found.new)) == (0, 0)


def test_a_trip_taken_out_is_gone_and_its_twin_of_another_line_is_not() -> None:
    without = without_trips(BUS, np.array([1]))
    found = differing_trips(BUS, without, DAY)
    assert (departures(BUS, found.gone), departures(without, found.new)) == (["60 7"], [])


def test_a_trip_moved_is_gone_and_new() -> None:
    later = moved(BUS, np.array([2]), np.array([3600]))
    found = differing_trips(BUS, later, DAY)
    assert (departures(BUS, found.gone), departures(later, found.new)) == (["60 8"], ["60 9"])


def test_a_trip_run_twice_is_new_once() -> None:
    twice = with_copies(BUS, np.array([0]), np.array([0]), int(BUS.trip_service[0]), ["copy"])
    found = differing_trips(BUS, twice, DAY)
    assert (departures(BUS, found.gone), departures(twice, found.new)) == ([], ["60 6"])
    back = differing_trips(twice, BUS, DAY)
    assert (departures(twice, back.gone), departures(BUS, back.new)) == (["60 6"], [])
