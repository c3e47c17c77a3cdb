"""A route_id may hold several lines: trips that share no stop."""

from timetables import timetable

from gtfs.route_parts import find_parted_routes, parts_of_routes

TOWNS = """
    A:  Markt  Krankenhaus  Süd
        8:00   8:05         8:10
        9:00   9:05         9:10
    A:  Süd    Krankenhaus
        8:20   8:25
    A:  Bahnhof  Dom    Nord  Bahnhof
        8:00     8:05   8:10  8:20
    B:  Dom    Markt
        8:00   8:05
"""


def test_trips_of_a_route_that_share_no_stop_are_parts() -> None:
    assert parts_of_routes(timetable(TOWNS)).tolist() == [0, 0, 0, 1, 0]


def test_a_route_of_several_parts_is_named_with_their_ends() -> None:
    (finding,) = find_parted_routes(timetable(TOWNS))

    assert (finding.code, finding.count) == ("route_of_unconnected_lines", 2)
    assert finding.message == (
        "Linie A (route_id A): 2 Teile ohne gemeinsame Haltestelle: "
        "Markt – Süd; Rundfahrt ab Bahnhof"
    )


def test_another_platform_of_the_station_is_the_same_place() -> None:
    near = {"Bahnhof": (12.7, 51.2), "Bahnhof 2": (12.7, 51.201)}
    day = timetable("60:  A  Bahnhof\n 8:00 8:10\n 60:  Bahnhof_2  B\n 8:00 8:10", at=near)
    assert parts_of_routes(day).tolist() == [0, 1]

    station = day.stop_station.copy()
    station[day.stop_id == "Bahnhof_2"] = station[day.stop_id == "Bahnhof"]
    assert parts_of_routes(day.with_columns(stop_station=station)).tolist() == [0, 0]


def test_trips_that_others_link_are_one_part() -> None:
    day = timetable("60:  A  B\n 8:00 8:10\n 60:  C  D\n 8:00 8:10\n 60:  B  C\n 8:00 8:10")

    assert parts_of_routes(day).tolist() == [0, 0, 0]


def test_a_timetable_without_trips_has_no_parts() -> None:
    assert parts_of_routes(timetable("")).tolist() == []
