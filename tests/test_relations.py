"""Relations: who changes where on a useful journey, and what five minutes late do to it."""

import numpy as np
import pandas as pd
from timetables import DAY, timetable

from accessibility.relations import BUS_TO_RAIL, delay_table, relation_table
from accessibility.used_rides import Trips, changes_of, used_rides
from gtfs.timetable import Timetable
from mobility.anschluesse import find_anschluesse
from mobility.day import build_day
from mobility.doors import Doors
from mobility.lines import Lines, find_lines
from mobility.parameters import Moving
from mobility.profiles import UNREACHED
from mobility.rail_access import Changing
from mobility.transfers import build_transfers, footpaths_of

# From bus to train 180 s are asked: the 8:25 leaves 2 min to spare, the 9:35 twelve.
VALLEY = timetable("""
    60: A    K
        8:00 8:20
        9:00 9:20
    S1: K    L
        8:25 8:40
        8:55 9:10
        9:35 9:50
""")
PEOPLE = 10.0
MOVING = Moving.model_validate({})


def changing(day: Timetable) -> Changing:
    none = np.empty(0, np.int32)
    footpaths = footpaths_of(len(day.stop_id), none, none, none)
    return Changing(build_transfers(day, footpaths, MOVING), footpaths)


def ridden(day: Timetable, origin: str, destination: str) -> tuple[pd.DataFrame, Lines]:
    lines = find_lines(day)
    compiled = build_day(day, changing(day).footpaths, MOVING, DAY)
    ends = [np.flatnonzero(day.stop_id == name) for name in (origin, destination)]
    doors = [
        Doors(np.array([0, 1], np.int32), end.astype(np.int32), np.zeros(1, np.int32))
        for end in ends
    ]
    zero = np.zeros(1, np.int32)
    trips = Trips(zero, zero, np.array([PEOPLE]), np.array([UNREACHED], np.int32))
    return used_rides(compiled, lines, (doors[0], doors[1]), trips), lines


def effects(day: Timetable, origin: str, destination: str) -> dict[str, dict[str, float]]:
    rides, lines = ridden(day, origin, destination)
    table = delay_table(rides, day, changing(day).transfers)
    names = lines.name[table.pop("line")].tolist()
    return dict(zip(names, delay_rows(table), strict=True))


def delay_rows(table: pd.DataFrame) -> list[dict[str, float]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def test_every_useful_journey_is_written_ride_by_ride() -> None:
    rides, lines = ridden(VALLEY, "A", "L")
    names = lines.name[rides["line"]].tolist()
    assert list(zip(rides["journey"], names, rides["last"], strict=True)) == [
        (0, "60", False), (0, "S1", True), (1, "60", False), (1, "S1", True),
    ]  # fmt: skip


def test_a_change_is_told_with_the_station_and_both_trips() -> None:
    rides, _ = ridden(VALLEY, "A", "L")
    (first, second) = changes_of(rides, VALLEY).to_dict("records")
    assert VALLEY.station_name[first["station"]] == "K"
    trips = [
        VALLEY.trip_id[one[end]] for one in (first, second) for end in ("from_trip", "to_trip")
    ]
    assert trips == ["60/1", "S1/1", "60/2", "S1/3"]


def test_who_misses_the_train_by_a_late_bus_takes_the_next_one() -> None:
    bus = effects(VALLEY, "A", "L")["60"]
    assert (bus["journeys"], bus["broken"], bus["stranded"]) == (2, 1, 0)
    assert bus["broken_people"] == 10
    assert bus["person_minutes"] == 30 * 10  # 9:10 instead of 8:40; the other change holds


def test_a_late_last_train_is_five_minutes_for_everybody() -> None:
    train = effects(VALLEY, "A", "L")["S1"]
    assert (train["broken"], train["person_minutes"]) == (0, 5 * 10 + 5 * 10)


def test_who_misses_the_last_train_is_stranded() -> None:
    evening = timetable("""
        60: A     K
            20:00 20:20
        S1: K     L
            20:25 20:40
    """)
    bus = effects(evening, "A", "L")["60"]
    assert (bus["broken"], bus["stranded"], bus["person_minutes"]) == (1, 1, 0)


def test_a_change_within_the_late_line_holds() -> None:
    line = timetable("""
        60: A     K
            20:00 20:20
        60: K     L
            20:23 20:40
    """)
    assert effects(line, "A", "L")["60"]["broken"] == 0


def test_who_keeps_the_seat_is_late_with_the_vehicle() -> None:
    through = timetable("""
        60: A     K
            20:00 20:20  # block=b
        61: K     L
            20:20 20:40  # block=b
    """)
    late = effects(through, "A", "L")
    assert (late["60"]["broken"], late["60"]["person_minutes"]) == (0, 50)
    assert late["61"]["person_minutes"] == 50


def test_a_relation_counts_arrivals_good_ones_and_who_needs_it() -> None:
    rides, lines = ridden(VALLEY, "A", "L")
    found = find_anschluesse(VALLEY, lines, DAY, changing(VALLEY))
    (row,) = relation_table(found, rides, VALLEY, lines).to_dict("records")
    assert (row["kind"], row["arrivals"], row["good"], row["missed"]) == (BUS_TO_RAIL, 2, 2, 0)
    assert (row["departures"], row["fed"], row["share"]) == (2, 2, 1.0)
    assert (row["journeys"], row["people"]) == (2, 20)
    assert row["wait_s"] == 10 * 60  # of 5 and 15 min
