"""Stops at one point: one too many, or one in the wrong place."""

from timetables import timetable

from gtfs.stations import find_shared_spots


def test_stops_at_one_point_are_told() -> None:
    at = {"A": (12.73, 51.23), "B": (12.73, 51.23001), "C": (12.73, 51.2301)}  # 1.1 m, 11 m
    (finding,) = find_shared_spots(timetable("60:  A  B  C\n 8:00 8:10 8:20", at=at))

    assert (finding.code, finding.count) == ("stops_at_one_spot", 1)
    assert "zuerst A und B" in finding.message


def test_platforms_of_one_station_may_lie_at_one_point() -> None:
    day = timetable("60:  A  B\n 8:00 8:10", at={"A": (12.73, 51.23), "B": (12.73, 51.23)})
    station = day.stop_station * 0

    assert list(find_shared_spots(day.with_columns(stop_station=station))) == []
