"""Course changes: another way between two stops, on beyond an end, and further stops on the way."""

from typing import Any

import numpy as np
import pytest
from changed import BUS, LATER, along, at, changed, new, refused, trips_of
from streetmaps import Place
from timetables import timetable

from gtfs.timetable import FORBIDDEN, PHONE, Timetable

LINE = along(BUS)  # A 6:00, B 6:10/6:12, C 6:20 and back; 2.5 km or 6 min by car from stop to stop
NORTH = along(BUS + "\n61: N A\n 4:00 4:10", N=(2500.0, 2500.0))  # 6 min by car north of B


def drawn(day: Timetable, *points: Place) -> Timetable:
    """Return the timetable with one way for all trips, as long as it lies, from A eastwards."""
    lon, lat = np.array(list(at({str(n): p for n, p in enumerate(points)}).values())).T.copy()
    east = np.array([point[0] for point in points])
    name = day.stop_name[day.call_stop].tolist()
    metres = {stop: 2500 * n for n, stop in enumerate("ABCDE")}
    return day.with_columns(
        shape_id=np.array(["way"]), first_point=np.array([0, len(points)], np.int32),
        point_lon=lon, point_lat=lat, point_m=east - east[0],
        trip_shape=np.full(len(day.trip_id), "way"),
        call_m=np.array([metres[stop] for stop in name], np.int32),
    )  # fmt: skip


# --- another way ---------------------------------------------------------------------------------


def reroute(**said: Any) -> dict[str, Any]:
    told = {"type": "reroute", "line": "60", "from_stop": "A", "to_stop": "C", "via": ["N"]}
    return told | said


def test_another_way_replaces_what_lies_between_and_moves_what_follows() -> None:
    day = along("""
        60: A    B         C         D
            6:00 6:10/6:12 6:20/6:25 6:30
        61: N    A
            4:00 4:10
    """, N=(2500.0, 2500.0))  # fmt: skip
    # A to C took 20 min, by N 15 + 15
    other = changed(day, reroute(minutes=[15, 30]))
    assert trips_of(other) == ["A 6:00, N 6:15, C 6:30/6:35, D 6:40"]


def test_on_the_way_back_it_is_ridden_in_reverse() -> None:
    other = changed(NORTH, reroute(minutes=[15, 25], dwell_seconds=60))
    assert trips_of(other) == [
        "A 6:00, N 6:15/6:16, C 6:25",
        "A 7:00, N 7:15/7:16, C 7:25",
        "C 6:30, N 6:39/6:40, A 6:55",  # 9 min, 1 min, 15 min
    ]


def test_another_way_of_one_direction() -> None:
    other = changed(NORTH, reroute(minutes=[15, 25], towards="A"))
    assert trips_of(other)[0] == "A 6:00, B 6:10/6:12, C 6:20"
    assert trips_of(other)[2] == "C 6:30, N 6:40, A 6:55"


def test_another_way_on_some_days() -> None:
    other = changed(NORTH, reroute(minutes=[15, 25], days=["samstag"]))
    assert trips_of(other) == trips_of(LINE)
    assert trips_of(other, on=LATER)[0] == "A 6:00, N 6:15, C 6:25"


def test_another_way_by_car() -> None:
    # A, B, N: 12 min; back to B and on to C: 12 min; half as long again
    assert trips_of(changed(NORTH, reroute(factor=1.5)))[0] == "A 6:00, N 6:18, C 6:36"


def test_straight_on_without_what_lay_between() -> None:
    other = changed(LINE, reroute(via=[], minutes=[12]))
    assert trips_of(other) == ["A 6:00, C 6:12", "A 7:00, C 7:12", "C 6:30, A 6:42"]


def test_only_trips_that_call_at_both_take_another_way() -> None:
    short = along("""
        60: A    B    C
            6:00 6:10 6:20
            7:00 7:10 -
        61: N    A
            4:00 4:10
    """, N=(2500.0, 2500.0))  # fmt: skip
    other = changed(short, reroute(minutes=[15, 25]))
    assert trips_of(other) == ["A 6:00, N 6:15, C 6:25", "A 7:00, B 7:10"]


def test_on_another_way_one_phones_as_before() -> None:
    booked = along("60: A B C\n 6:00p 6:10p 6:20p\n 61: N A\n 4:00 4:10", N=(2500.0, 2500.0))
    other = changed(booked, reroute(minutes=[15, 25]))
    assert other.pickup[other.calls_of(0)].tolist() == [PHONE] * 3


def test_another_way_is_drawn_along_the_streets_and_the_rest_stays() -> None:
    day = along("60: A B C D\n 6:00 6:10 6:20 6:30\n", N=(2500.0, 2500.0))
    day = drawn(day, (0, 0), (7500, 0))
    other = changed(day, reroute(via=[new("N", 2500, 2500)], from_stop="B", minutes=[10, 20]))
    assert other.trip_shape.tolist() == ["scenario:way"]
    # to B 2.5 km, up and down again 2.5 km each, and on to C and to D
    assert other.call_m.tolist() == [0, 2500, 5000, 10_000, 12_500]
    points = slice(*other.first_point[1:].tolist())
    assert other.point_m[points][-1] == pytest.approx(12_500, abs=1)
    assert other.point_lat[points].max() == pytest.approx(at({"N": (0, 2500)})["N"][1], abs=1e-7)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (reroute(to_stop="N", kmh=50), "no trip of line 60 calls at 'A' and 'N'"),
        (reroute(from_stop="Nowhere", kmh=50), "no stop 'Nowhere'"),
        (reroute(line="62", kmh=50), "no line '62'"),
        (reroute(minutes=[15, 10]),
         "negative running time: 'N' is reached at minute 15, 'C' at minute 10"),
        (reroute(to_stop="B", via=[], minutes=[10], towards="C"),
         "line 60 already rides that way"),
    ],
)  # fmt: skip
def test_what_is_no_other_way_is_an_error(change: dict[str, Any], said: str) -> None:
    assert refused(NORTH, change).startswith(said)


# --- beyond an end -------------------------------------------------------------------------------


def extend(**said: Any) -> dict[str, Any]:
    return {"type": "extend", "line": "60", "end": "C", "stops": [new("D", 7500)]} | said


def test_trips_that_end_there_ride_on_and_those_that_begin_there_begin_earlier() -> None:
    longer = changed(LINE, extend(minutes=[8]))
    assert trips_of(longer) == [
        "A 6:00, B 6:10/6:12, C 6:20, D 6:28",
        "A 7:00, B 7:10/7:12, C 7:20, D 7:28",
        "D 6:22, C 6:30, B 6:38/6:40, A 6:50",
    ]
    assert longer.trip_headsign.tolist() == ["D", "D", "A"]


def test_at_the_old_end_and_between_they_stand() -> None:
    stops = [new("D", 7500), new("E", 10_000)]
    longer = changed(LINE, extend(stops=stops, factor=1.5, dwell_seconds=60))  # 9 min each
    assert trips_of(longer)[0] == "A 6:00, B 6:10/6:12, C 6:20/6:21, D 6:30/6:31, E 6:40"
    assert trips_of(longer)[2] == "E 6:10, D 6:19/6:20, C 6:29/6:30, B 6:38/6:40, A 6:50"


def test_short_trips_end_where_they_ended() -> None:
    short = along("""
        60: A    B    C
            6:00 6:10 6:20
            7:00 7:10 -
    """)
    longer = changed(short, extend(kmh=50))
    assert trips_of(longer) == ["A 6:00, B 6:10, C 6:20, D 6:23", "A 7:00, B 7:10"]


def test_a_line_is_longer_on_some_days() -> None:
    longer = changed(LINE, extend(minutes=[8], days=["samstag"]))
    assert trips_of(longer) == trips_of(LINE)
    assert trips_of(longer, on=LATER)[0] == "A 6:00, B 6:10/6:12, C 6:20, D 6:28"


def test_what_an_end_forbids_moves_with_it() -> None:
    ends = along("60: A B C\n 6:00i 6:10 6:20o\n 60: C B A\n 6:30i 6:40 6:50o")
    longer = changed(ends, extend(minutes=[8]))
    assert longer.pickup.tolist() == [0, 0, 0, FORBIDDEN, 0, 0, 0, FORBIDDEN]
    assert longer.drop_off.tolist() == [FORBIDDEN, 0, 0, 0, FORBIDDEN, 0, 0, 0]


def test_nobody_stays_seated_from_an_end_that_has_moved() -> None:
    day = timetable(
        "60: A B C\n 6:00 6:10 6:20\n 61: C E\n 6:25 6:30",
        rules="4 - - from_trip=60/1 to_trip=61/1",
        at=at({name: (2500.0 * n, 0.0) for n, name in enumerate("ABCDE")}),
    )
    longer = changed(day, extend(minutes=[8]))
    assert longer.rule_type.tolist() == []


def test_the_new_end_is_drawn_along_the_streets() -> None:
    day = drawn(along("60: A B C\n 6:00 6:10 6:20"), (0, 0), (5000, 0))
    longer = changed(day, extend(kmh=50))
    assert longer.call_m.tolist() == [0, 2500, 5000, 7500]
    assert longer.point_m[-1] == pytest.approx(7500, abs=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (extend(end="B", kmh=50), "no trip of line 60 ends at 'B'"),
        (extend(minutes=[400]), "a trip would begin before 00:00 of its service date"),
        (extend(stops=["C"], kmh=50), "'C' follows itself: the same stop twice in a row"),
        (extend(stops=[new("Neu", 7500, 800)], kmh=50), "stop too far from a road: 'Neu' 800 m"),
    ],
)
def test_what_cannot_ride_on_is_an_error(change: dict[str, Any], said: str) -> None:
    assert refused(LINE, change).startswith(said)


def test_a_line_made_longer_and_cut_again_is_the_baseline() -> None:
    cut = {"type": "curtail", "line": "60", "stop": "C", "beyond": "D"}
    assert trips_of(changed(LINE, extend(minutes=[8]), cut)) == trips_of(LINE)
