"""Fahrplan of real lines: rnv, Tuesday 15 November 2016, held against the rows of its feed."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from fahrplan_on_screen import on_screen, plan_of
from feeds import shared_data

from accessibility.fahrplan import Fahrplan, timetable_table
from accessibility.fahrplan_trips import Plan, Side
from gtfs.read import read_timetable
from mobility.lines import lines_named

DAY = {"schultag": date(2016, 11, 15)}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(read_timetable([shared_data("rnv/rnv.gtfs.zip")])[0])


def table_of(plan: Plan, line: int, way: int) -> Fahrplan:
    return timetable_table(Side(plan, line, way, DAY), "Schultag")


def test_two_branches_of_a_line_stand_one_below_the_other(plan: Plan) -> None:
    # stop_times.txt of the line's first trips from Bismarckplatz, 430200, 383937, 430202, 383940:
    # 430200  06:00 … Bierhelderhof 06:13, MPI Kernphysik 06:14, … Königstuhl 06:28
    # 383937  06:30 … Bierhelderhof 06:43, EMBL 06:46, … Buchwaldweg 06:54, Mombertplatz 06:55
    # 430202  07:00 … Bierhelderhof 07:13, MPI Kernphysik 07:14, … Königstuhl 07:28
    # 383940  07:30 … Bierhelderhof 07:43, EMBL 07:46, … Mombertplatz 07:55, Rohrbach Süd 08:01
    line = int(lines_named(plan.lines, "39")[0])
    shown = on_screen(table_of(plan, line, 0)).splitlines()
    rows = {row[:20].strip(): row[20:].replace("ab", "  ").replace("an", "  ") for row in shown}
    assert list(rows) == [
        "Bismarckplatz", "Hans-Böckler-Str.", "Kaiserstr.", "Alois-Link-Platz", "Steigerweg",
        "Rohrbacher Grenzweg", "Speyererhof", "Kühruhweg", "Bierhelderhof", "MPI Kernphysik",
        "Drei Eichen", "Posseltslust", "Alter Kohlhof", "Kohlhof Fachklinik", "Sternwarte",
        "Königstuhl", "EMBL", "Forstquelle", "Boxbergring", "Fernheizwerk", "Im Eichwald",
        "Buchwaldweg", "Mombertplatz", "Rohrbach Süd",
    ]  # fmt: skip
    first_four = {name: cells[3:26].rstrip() for name, cells in rows.items()}
    assert first_four["Bismarckplatz"] == "06:00 06:30 07:00 07:30"
    assert first_four["Bierhelderhof"] == "06:13 06:43 07:13 07:43"
    assert first_four["MPI Kernphysik"] == "06:14 │     07:14 │"
    assert first_four["Königstuhl"] == "06:28 │     07:28 │"
    assert first_four["EMBL"] == "      06:46       07:46"
    assert first_four["Mombertplatz"] == "      06:55       07:55"


def test_every_trip_of_the_day_stands_in_one_column_in_the_order_of_its_stops(plan: Plan) -> None:
    timetable, lines = plan
    running = timetable.trips_on(DAY["schultag"])
    for line in np.unique(lines.trip_line[running]).tolist():
        for way in (0, 1):
            own = (lines.trip_line[running] == line) & (lines.trip_way[running] == way)
            expected = sorted(timetable.trip_id[running[own]].tolist())
            columns = table_of(plan, line, way).columns
            assert sorted(one for column in columns for one in column.trip_id) == expected
            for column in columns:
                times = [t for c in column.cells if c for t in (c.arrival, c.departure)]
                assert times == sorted(times)


def test_no_trip_stands_before_one_that_is_earlier_wherever_both_call(plan: Plan) -> None:
    for name in ("5", "34", "39", "41", "4/4A"):
        columns = table_of(plan, int(lines_named(plan.lines, name)[0]), 0).columns
        for left, right in pairwise(columns):
            both = [
                (a.departure, b.departure)
                for a, b in zip(left.cells, right.cells, strict=True)
                if a and b
            ]
            assert not both or any(a <= b for a, b in both), (name, left.trip_id, right.trip_id)
