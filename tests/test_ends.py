"""Ends of journeys: a point nobody means is told from one that no bus reaches."""

import math
from pathlib import Path

import pytest
from commands import refused
from timetables import timetable

from accessibility.ends import NotFound, refuse_far

# A stands at 12.0 east, 51.0 north (see timetables.py); the point of a town two degrees off counts
DAY = timetable("""
    60:  A     B
         8:00  8:10
""")
LON, LAT = float(DAY.stop_lon[0]), float(DAY.stop_lat[0])


def test_latitude_first_is_refused_with_both_in_their_order() -> None:
    with pytest.raises(NotFound, match=f"lon first: {LON},{LAT}"):
        refuse_far(f"{LAT},{LON}", LAT, LON, DAY)


def test_a_point_far_from_everything_either_way_is_refused_with_the_box_of_the_stops() -> None:
    with pytest.raises(NotFound, match=f"lon {LON:.2f} to .*lon comes first"):
        refuse_far("0,0", 0.0, 0.0, DAY)


@pytest.mark.parametrize("off", [0.0, 1.9, -1.9])
def test_a_point_around_the_stops_may_be_asked_about(off: float) -> None:
    refuse_far("here", LON + off, LAT - off, DAY)


def test_an_id_is_no_point() -> None:
    refuse_far("stop:A", math.nan, math.nan, DAY)


def test_the_command_refuses_it_in_one_line(valley: Path) -> None:
    said = refused(
        *("journeys", valley / "net", "--from", "51.2,12.4", "--to", "12.4,51.2"),
        *("--date", "2024-05-14"),
    )
    assert "51.2,12.4: lies far from every stop of the network" in said
    assert "lon first: 12.4,51.2" in said
