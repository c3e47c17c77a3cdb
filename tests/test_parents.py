"""Platforms and the stations they name, or do not."""

from pathlib import Path

from feeds import find_findings, read_feed

HEAD = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
STATION = (
    HEAD
    + """G,Grimma Bf,51.2300,12.73,1,
A,Grimma Bf,51.2301,12.73,0,G
B,Grimma Bf,51.2302,12.73,0,{parent}
C,Colditz,51.1300,12.80,0,
"""
)


def test_a_platform_without_parent_beside_those_that_have_one_is_told(tmp_path: Path) -> None:
    noted = find_findings(tmp_path, {"stops.txt": STATION.format(parent="")})

    left = noted["stop_without_parent"]
    assert (left.count, left.row, left.field) == (1, 4, "parent_station")
    assert "unknown_parent_station" not in noted


def test_it_stands_alone(tmp_path: Path) -> None:
    timetable = read_feed(tmp_path, {"stops.txt": STATION.format(parent="")})

    assert timetable.station_id[timetable.stop_station].tolist() == ["G", "B", "C"]


def test_a_parent_that_does_not_exist_is_told_once(tmp_path: Path) -> None:
    noted = find_findings(tmp_path, {"stops.txt": STATION.format(parent="G-alt")})

    assert noted["unknown_parent_station"].row == 4
    assert "stop_without_parent" not in noted


def test_a_stop_of_equal_name_far_away_or_of_another_name_is_no_platform(tmp_path: Path) -> None:
    stops = STATION.format(parent="G") + "D,Grimma Bf,51.2400,12.73,0,\nE,Markt,51.2302,12.73,0,\n"

    assert "stop_without_parent" not in find_findings(tmp_path, {"stops.txt": stops})


def test_feeds_without_any_station_have_nothing_to_tell(tmp_path: Path) -> None:
    assert (
        not {"stop_without_parent", "unknown_parent_station"} & find_findings(tmp_path, {}).keys()
    )


def test_an_entrance_or_a_node_of_no_station_is_not_used_and_nothing_to_tell(
    tmp_path: Path,
) -> None:
    stops = STATION.format(parent="G-alt") + "E,Eingang,51.23,12.73,2,lost\nN,Treppe,,,3,lost\n"
    noted = find_findings(tmp_path, {"stops.txt": stops})

    told = noted["unknown_parent_station"]
    assert (told.count, told.row) == (1, 4)
    assert told.message.endswith("zuerst Grimma Bf")
    assert noted["entrances"].count == noted["generic_nodes"].count == 1


def test_a_station_that_names_a_parent_stands_alone_and_is_told(tmp_path: Path) -> None:
    stops = STATION.format(parent="G") + "H,Grimma ZOB,51.2303,12.73,1,G\n"
    told = find_findings(tmp_path, {"stops.txt": stops})["station_with_parent"]

    assert (told.count, told.row, told.field) == (1, 6, "parent_station")
    assert told.message == "Station nennt selbst eine parent_station, zuerst Grimma ZOB"
    assert "unknown_parent_station" not in find_findings(tmp_path, {"stops.txt": stops})
