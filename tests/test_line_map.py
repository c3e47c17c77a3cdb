"""Lines as shapes: their product, and a piece of line per section, on the way trips take."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from feeds import read_calls
from test_gtfs_shapes import WAY
from timetables import DAY, timetable

from mobility.line_map import line_offer, line_shapes, products


def test_what_runs_on_rails_is_told_by_its_route_type() -> None:
    drawn = timetable("""
        S1:                 A     B
                            8:00  8:10
        RB5 (type=106):     A     B
                            8:00  8:10
        3 (type=0):         A     B
                            8:00  8:10
        4 (type=900):       A     B
                            8:00  8:10
        9 (type=906):       A     B
                            8:00  8:10
        60 (type=3):        A     B
                            8:00  8:10
        61 (type=700):      A     B
                            8:00  8:10
    """)
    trains = replace(drawn, route_rail=np.isin(drawn.route_type, (2, 106)))

    assert products(trains).tolist() == [
        "S-Bahn", "Bahn", "Straßenbahn", "Straßenbahn", "Straßenbahn", "Bus", "Bus",
    ]  # fmt: skip


def test_what_kind_of_bus_it_is_stands_in_the_feed_or_is_unknown() -> None:
    drawn = timetable("""
        610:  A     B
              8:00  8:10
        644:  A     B
              8:00  8:10
        A:    A     B
              8:00  8:10
        652:  A     B
              8:00  8:10
    """)
    named = replace(
        drawn,
        route_desc=np.array(["PlusBus", "", "", ""]),
        route_long_name=np.array(["", "TAKTBUS Grimma", "StadtBus", ""]),
    )

    assert products(named).tolist() == ["PlusBus", "TaktBus", "StadtBus", "Bus"]


def test_both_directions_are_one_piece_with_the_trips_of_the_day() -> None:
    drawn = timetable("""
        60:                A     B     C
                           8:00  8:10  8:20
        60:                C     B
                           9:00  9:10
        60 (2024-05-18):   A     B
                           8:00  8:10
    """)
    of_day, of_all = line_shapes(drawn, DAY), line_shapes(drawn)

    assert of_day["trips"].tolist() == [1, 2]  # A–B, B–C
    assert of_all["trips"].tolist() == [2, 2]
    assert of_day["line"].tolist() == ["60", "60"]
    assert line_shapes(drawn, date(2024, 5, 18))["trips"].tolist() == [1]


def test_lines_of_a_product_share_their_section_and_its_trips() -> None:
    drawn = timetable("""
        60:  A     B     C
             8:00  8:10  8:20
             9:00  9:10  9:20
        61:  B     A
             8:00  8:10
        S1:  A     B
             8:00  8:10
    """)
    rows = line_shapes(drawn, DAY).set_index("line")

    assert rows.loc["60", "trips"].tolist() == [2, 2]
    assert rows.loc["60", "section_trips"].tolist() == [3, 2]  # A–B with line 61
    assert rows.loc["61", ["trips", "section_trips"]].tolist() == [1, 3]
    assert rows.loc["61", "section"] == rows.loc["60", "section"].iloc[0]
    assert rows.loc["S1", "section_trips"] == 1


def test_the_offer_of_a_day_counts_the_trips_of_each_line_most_first() -> None:
    drawn = timetable("""
        60:                A     B     C
                           8:00  8:10  8:20
                           9:00  9:10  9:20
        60 (2024-05-18):   C     A
                           8:00  8:10
        S1:                C     D
                           8:00  8:10
                           9:00  9:10
        S1:                D     C
                           8:20  8:30
    """)
    named = replace(drawn, route_long_name=np.array(["", "Ring"]))

    assert line_offer(named, DAY).to_dict("list") == {
        "name": ["S1", "60"],
        "product": ["S-Bahn", "Bus"],
        "operator": ["Agency", "Agency"],
        "course": ["Ring", "A – C"],
        "trips": [3, 2],
    }
    assert line_offer(named, date(2024, 5, 18))["course"].tolist() == ["C – A"]
    assert line_offer(named, date(2030, 1, 1)).empty


# What follows is on the ground: from Grimma (12.73, 51.23) west, then south to Bad Lausick
# (12.65, 51.14), then east to Colditz (12.80, 51.13).
THERE = """
    trip_id,arrival_time,departure_time,stop_id,stop_sequence
    t1,8:00:00,8:00:00,A,1
    t1,8:20:00,8:20:00,B,2
"""


def sections(tmp_path: Path, calls: str, shapes: str, trips: str) -> gpd.GeoDataFrame:
    day, _ = read_calls(
        tmp_path, calls, shapes=shapes, trips=f"route_id,service_id,trip_id,shape_id\n{trips}"
    )
    return line_shapes(day)


def corners(rows: gpd.GeoDataFrame) -> list[list[tuple[float, float]]]:
    return [[(round(x, 2), round(y, 2)) for x, y in line.coords] for line in rows.geometry]


def test_a_line_follows_its_way_from_stop_to_stop(tmp_path: Path) -> None:
    calls = THERE + "    t1,8:40:00,8:40:00,C,3\n"

    assert corners(sections(tmp_path, calls, WAY, "r60,daily,t1,w")) == [
        [(12.73, 51.23), (12.65, 51.23), (12.65, 51.14)],
        [(12.65, 51.14), (12.80, 51.14), (12.80, 51.13)],
    ]


def test_a_trip_without_a_way_runs_with_the_others_or_straight_if_there_are_none(
    tmp_path: Path,
) -> None:
    calls = THERE + "    t2,9:00:00,9:00:00,A,1\n    t2,9:20:00,9:20:00,B,2\n"
    of_both = sections(tmp_path, calls, WAY, "r60,daily,t1,w\nr60,daily,t2,")
    alone = sections(tmp_path, calls, WAY, "r60,daily,t1,\nr60,daily,t2,")

    assert of_both["trips"].tolist() == alone["trips"].tolist() == [2]
    assert corners(of_both) == [[(12.73, 51.23), (12.65, 51.23), (12.65, 51.14)]]
    assert corners(alone) == [[(12.73, 51.23), (12.65, 51.14)]]


def test_two_roads_between_the_same_stops_are_two_sections_two_lanes_are_one(
    tmp_path: Path,
) -> None:
    """The second trip comes back: 50 m farther north, then by a road along the other sides."""
    back = """
    t2,9:00:00,9:00:00,B,1
    t2,9:20:00,9:20:00,A,2
    """
    head = WAY.strip().split("\n")[0]
    lane = ["12.65,1", "12.6495,2", "12.73,3"]
    lanes = zip(("51.14", "51.2304", "51.2304"), lane, strict=True)
    road = zip(("51.14", "51.14", "51.23"), ("12.65,1", "12.73,2", "12.73,3"), strict=True)
    trips = "r60,daily,t1,w\nr60,daily,t2,v"
    one, two = (
        sections(tmp_path / name, THERE + back, f"{WAY.strip()}\n" + "\n".join(rows), trips)
        for name, rows in (
            ("one", [f"v,{lat},{rest}" for lat, rest in lanes]),
            ("two", [f"v,{lat},{rest}" for lat, rest in road]),
        )
    )

    assert head.startswith("shape_id")
    assert one["trips"].tolist() == [2]
    assert two["trips"].tolist() == two["section_trips"].tolist() == [1, 1]
    assert (12.73, 51.14) in corners(two)[1]


def test_sections_meet_at_the_station_whatever_its_platforms(tmp_path: Path) -> None:
    """The second way passes Bad Lausick 30 m east of the first; both lines end in one point."""
    shift = [f"v,{lat},12.6504,{n}" for n, lat in enumerate(("51.14", "51.05"))]
    stops = """
    stop_id,stop_name,stop_lat,stop_lon
    A,Grimma,51.23,12.73
    B,Bad Lausick,51.14,12.65
    C,Colditz,51.05,12.65
    """
    calls = THERE + "    t2,9:00:00,9:00:00,B,1\n    t2,9:20:00,9:20:00,C,2\n"
    day, _ = read_calls(
        tmp_path, calls, shapes=f"{WAY.strip()}\n" + "\n".join(shift), stops=stops,
        trips="route_id,service_id,trip_id,shape_id\nr60,daily,t1,w\nr60,daily,t2,v",
    )  # fmt: skip
    one, two = line_shapes(day).geometry

    assert one.coords[-1] == two.coords[0]


def test_stops_of_one_name_in_a_row_along_a_road_leave_no_gap(tmp_path: Path) -> None:
    """Three stops 140 m apart are one station by their name; the line runs on through them."""
    stops = "stop_id,stop_name,stop_lat,stop_lon\n" + "\n".join(
        f"{stop},Allee,51.2,{12.7 + number / 500}" for number, stop in enumerate("ABC")
    )
    calls = THERE + "    t1,8:40:00,8:40:00,C,3\n"
    day, _ = read_calls(tmp_path, calls, stops=stops)
    rows = line_shapes(day)

    assert len(day.station_id) == 1
    assert rows.union_all().length == pytest.approx(0.004)
