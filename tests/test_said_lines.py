"""Said lines: what a county may write of its lines, and what is wrong with what it wrote."""

from pathlib import Path
from textwrap import dedent

import pytest
from timetables import timetable

from accessibility.said_lines import find_centre, read_said, said_frame, said_of_frame
from accessibility.tables import PlacesError
from gtfs.timetable import Timetable
from mobility.lines import Said, find_lines

TOWN = timetable("""
    A: Markt Bahnhof
       8:00  8:05
       9:00  9:05
    A: Rathaus Klinik
       8:00    8:07
    60: Bahnhof Dorf Weiler
        7:00    7:10 7:20
""")


def read(folder: Path, rows: str, day: Timetable = TOWN) -> dict[str, Said]:
    path = folder / "lines.csv"
    path.write_text(dedent(rows).strip() + "\n", encoding="utf-8")
    return read_said(path, day)[0]


def complaint(folder: Path, rows: str, day: Timetable = TOWN) -> str:
    with pytest.raises(PlacesError) as error:
        read(folder, rows, day)
    return str(error.value)


def test_a_route_gets_the_product_of_the_list_and_stays_what_else_it_was(tmp_path: Path) -> None:
    said = read(tmp_path, "route_id,product\n60,PlusBus")
    assert said == {"60": Said(product="PlusBus")}
    lines = find_lines(TOWN, said)
    assert lines.line_id.tolist() == ["agency:60", "agency:A", "agency:A/2"]
    assert lines.product.tolist() == ["PlusBus", "", ""]


def test_two_routes_of_one_line_id_are_one_line_and_say_it_once(tmp_path: Path) -> None:
    said = read(
        tmp_path,
        """
        route_id,line_id,name,product,core_from,core_to
        60,ring,Stadtverkehr,StadtBus,bahnhof,Weiler
        A,ring,,,,
        """,
    )
    assert said["A"] == Said("ring", "Stadtverkehr", "StadtBus", "Bahnhof", "Weiler")
    assert find_lines(TOWN, said).name.tolist() == ["Stadtverkehr"]


def test_what_is_said_survives_the_network_folder() -> None:
    said = {"60": Said("ring", "Stadt", "StadtBus", "Bahnhof", "Weiler"), "A": Said()}
    assert said_of_frame(said_frame(said)) == said
    assert said_of_frame(said_frame({})) == {}


def test_an_unknown_route_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    assert complaint(tmp_path, "route_id,product\n61,PlusBus") == (
        "lines.csv, row 2, route_id: no route '61' in the feeds (did you mean \"60\"?)"
    )


def test_a_station_the_line_does_not_call_at_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    assert complaint(tmp_path, "route_id,core_from,core_to\n60,Dorff,Markt") == (
        "lines.csv, row 2, core_from: the line calls at no station 'Dorff'"
        ' (did you mean "Dorf"?)\n'
        "lines.csv, row 2, core_to: the line calls at no station 'Markt'"
    )


def test_one_end_alone_is_no_kernabschnitt(tmp_path: Path) -> None:
    assert complaint(tmp_path, "route_id,core_from,core_to\n60,Dorf,") == (
        "lines.csv, row 2, core_to: is empty; a Kernabschnitt has two ends, or write neither"
    )


def test_a_name_two_stations_of_the_line_have_is_no_answer(tmp_path: Path) -> None:
    names = TOWN.station_name.copy()
    names[names == "Weiler"] = "Dorf"
    twice = TOWN.with_columns(station_name=names)
    assert complaint(tmp_path, "route_id,core_from,core_to\n60,Bahnhof,dorf", twice) == (
        "lines.csv, row 2, core_to: several stations are named 'dorf'; write one of Dorf, Weiler"
    )
    assert read(tmp_path, "route_id,core_from,core_to\n60,Bahnhof,Weiler", twice)["60"] == Said(
        core_from="Bahnhof", core_to="Weiler"
    )


def test_rows_of_one_line_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    text = complaint(tmp_path, "route_id,line_id,product\n60,ring,PlusBus\nA,ring,TaktBus")
    assert text == "lines.csv, row 3, product: 'TaktBus', but row 2 says 'PlusBus' of line 'ring'"


def test_a_route_stands_in_the_list_once(tmp_path: Path) -> None:
    assert "repeats row 2" in complaint(tmp_path, "route_id,product\n60,PlusBus\n60,PlusBus")


def test_the_hauptrelation_is_named_by_id_or_name_and_else_refused() -> None:
    assert TOWN.stop_id[find_centre(TOWN, ["bahnhof", "Klinik"])].tolist() == ["Bahnhof", "Klinik"]
    with pytest.raises(PlacesError, match=r"hauptrelation: no station 'Klinick' \(did you mean"):
        find_centre(TOWN, ["Klinick"])
