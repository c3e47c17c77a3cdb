"""Fahrplan before and after: trips that stay, go, come, or run at other times."""

from random import Random
from textwrap import dedent

import numpy as np
import pytest
from fahrplan_on_screen import HOLIDAY, SCHOOL, on_screen, plan_of, side_of
from timetables import timetable

from accessibility.fahrplan import Column, Fahrplan, timetable_table
from accessibility.fahrplan_changes import changed_table, pair_lines, way_after
from accessibility.fahrplan_frame import call_frame
from gtfs.edit import moved, on_dates, with_copies, without_calls, without_trips
from gtfs.timetable import Timetable

HOURLY = timetable("""
    60:  A      B      C
         8:00   8:10   8:20
         9:00   9:10   9:20
         10:00  10:10  10:20
    60:  C      B      A
         8:30   8:40   8:50
""")
BOTH = {"schultag": SCHOOL, "ferientag": HOLIDAY}


def shown(text: str) -> str:
    return dedent(text).strip("\n")


def compared(before: Timetable, after: Timetable, **asked: object) -> Fahrplan:
    old, new = (side_of(one, **asked) for one in (before, after))  # type: ignore[arg-type]
    return changed_table(old, new, "Tabelle")


def old_times(table: Fahrplan) -> list[str]:
    """Return the departures of each trip as they were, "" where it is not changed."""
    first = [column.old.cells[0] if column.old else None for column in table.columns]
    return [f"{one.departure // 60}:{one.departure % 60:02d}" if one else "" for one in first]


def test_nothing_changed_nothing_is_marked() -> None:
    table = compared(HOURLY, HOURLY)
    assert [column.state for column in table.columns] == ["", "", ""]
    assert all(column.old is None for column in table.columns)


def test_a_dropped_a_new_and_a_later_trip_stand_at_their_times() -> None:
    after = moved(without_trips(HOURLY, np.array([0])), np.array([1]), np.array([300]))
    after = with_copies(after, np.array([0]), np.array([9000]), 0, ["neu"])
    table = compared(HOURLY, after)
    assert on_screen(table) == shown("""
             entfällt       geändert neu
        A ab 08:00    09:00 10:05    11:30
        B    08:10    09:10 10:15    11:40
        C an 08:20    09:20 10:25    11:50
    """)
    assert old_times(table) == ["", "", "10:00", ""]


def test_a_line_moved_by_its_headway_loses_the_first_trip_and_gains_the_last() -> None:
    after = moved(HOURLY, np.array([0, 1, 2]), np.array([3600, 3600, 3600]))
    table = compared(HOURLY, after)
    assert on_screen(table).splitlines()[:2] == [
        "     entfällt             neu",
        "A ab 08:00    09:00 10:00 11:00",
    ]


def test_a_trip_with_a_new_id_belongs_to_the_nearest_with_its_stops_up_to_half_an_hour() -> None:
    given = timetable("""
        60:  A      B      C
             8:20   8:30   8:40
             10:30  10:40  10:50
             11:01  11:11  11:21
        60:  C      B      A
             8:30   8:40   8:50
    """)
    renamed = given.with_columns(trip_id=np.array(["n1", "n2", "n3", "60/4"]))
    table = compared(HOURLY, renamed)
    assert on_screen(table).splitlines()[:2] == [
        "     geändert entfällt geändert neu",
        "A ab 08:20    09:00    10:30    11:01",
    ]
    assert old_times(table) == ["8:00", "", "10:00", ""]


def test_a_stop_left_out_shows_what_it_was() -> None:
    table = compared(HOURLY, without_calls(HOURLY, np.array([4])))  # B of the trip at 9
    changed = table.columns[1]
    assert (changed.state, changed.cells[1]) == ("geändert", None)
    assert changed.old is not None
    assert changed.old.cells[1] is not None
    calls = call_frame([table])
    assert calls["old_arrival_s"].dropna().tolist() == [9 * 3600 + 600, 9 * 3600 + 1200]


def test_a_trip_later_on_school_days_only_is_not_new_on_them() -> None:
    before = timetable("""
        60 (2024-05-14 2024-05-21):  A  B
             8:00  8:10
    """)
    split, trips, *_ = on_dates(before, np.array([0]), np.arange(before.dates) == 0)
    table = compared(before, moved(split, trips, np.array([600])), dates=BOTH)
    assert on_screen(table) == shown("""
             geändert geändert
             F        S
        A ab 08:00    08:10
        B an 08:10    08:20
    """)
    assert old_times(table) == ["8:00", "8:00"]


def test_a_line_that_comes_or_goes_is_all_new_or_all_dropped() -> None:
    side = side_of(HOURLY)
    for before, after, state in ((None, side, "neu"), (side, None, "entfällt")):
        table = changed_table(before, after, "Tabelle")
        assert [column.state for column in table.columns] == [state] * 3
    with pytest.raises(ValueError, match="neither before nor after"):
        changed_table(None, None, "Tabelle")


def test_equal_new_trips_are_told_in_words_apart_from_the_old_ones() -> None:
    every = with_copies(
        HOURLY, np.array([0] * 6), np.arange(3, 9) * 3600, 0, [f"n{n}" for n in range(6)]
    )
    assert on_screen(compared(HOURLY, every), compressed=True) == shown("""
                               neu        neu
        A ab 08:00 09:00 10:00 11:00 /60/ 16:00
        B    08:10 09:10 10:10 11:10 /60/ 16:10
        C an 08:20 09:20 10:20 11:20 /60/ 16:20
    """)


def test_lines_are_paired_by_id_and_their_ways_by_their_trips() -> None:
    other = timetable("""
        70:  A     B
             8:00  8:10
    """)
    plans = plan_of(HOURLY), plan_of(other)
    assert pair_lines(*plans) == [("agency:60", 0, None), ("agency:70", None, 0)]
    turned = plans[0].lines.trip_way.copy()
    flipped = plans[0]._replace(
        lines=type(plans[0].lines)(**{**vars(plans[0].lines), "trip_way": 1 - turned})
    )
    assert [way_after(plans[0], flipped, (0, 0), way) for way in (0, 1)] == [1, 0]
    assert [way_after(plans[0], plans[0], (0, 0), way) for way in (0, 1)] == [0, 1]
    assert way_after(*plans, (0, None), 1) == 1


def _edited(lot: Random) -> Timetable:
    """Return the hourly bus with trips dropped, moved, copied or shortened by lot."""
    day = HOURLY
    for n in range(lot.randint(0, 4)):
        trips = np.array(lot.sample(range(len(day.trip_id)), lot.randint(1, 2)))
        match lot.choice(["drop", "move", "copy", "skip"]):
            case "drop" if len(day.trip_id) > 3:
                day = without_trips(day, trips)
            case "move":
                day = moved(day, trips, np.full(len(trips), 60 * lot.randint(-90, 90)))
            case "copy":
                names = [f"{n}-{one}" for one in trips]
                day = with_copies(
                    day, trips, np.full(len(trips), 60 * lot.randint(1, 200)), 0, names
                )
            case _:
                day = without_calls(day, day.first_call[trips] + 1)
    return day


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_edited_every_trip_of_both_is_told_once(seed: int) -> None:
    lot = Random(seed)
    before, after = _edited(lot), _edited(lot)
    if not all((side_of(day).plan.lines.trip_way == 0).any() for day in (before, after)):
        return
    sides = side_of(before), side_of(after)
    turned = way_after(sides[0].plan, sides[1].plan, (0, 0), 0)
    sides = sides[0], sides[1]._replace(way=turned)
    table = changed_table(*sides, "Tabelle")
    old, new = (timetable_table(side, "Tabelle").columns for side in sides)
    told = [column for column in table.columns if column.state != "entfällt"]
    assert sorted(one for column in told for one in column.trip_id) == sorted(
        one for column in new for one in column.trip_id
    )
    was = [column.old or column for column in table.columns if column.state != "neu"]
    assert len(was) == len(old)
    assert sorted(map(_times, was)) == sorted(map(_times, old))


def _times(column: Column) -> list[tuple[int, int]]:
    return [(call.arrival, call.departure) for call in column.cells if call is not None]
