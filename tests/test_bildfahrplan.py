"""Bildfahrplan and Knotenuhr: pictures that name their stations, lines and minutes."""

import re
from datetime import date
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from timetables import DAY, timetable

from accessibility.bildfahrplan import DEFINITION, Diagram, TrainCalls, bildfahrplan_svg
from accessibility.bildfahrplan import draw_bildfahrplan as draw
from accessibility.knotenuhr import draw_knotenuhr
from accessibility.picture import Imprint
from accessibility.sheet import Sheet
from accessibility.words import DEMO_SENTENCE
from mobility.knoten import knoten_hour
from mobility.line_course import runs_of
from mobility.lines import find_lines

VALLEY = timetable("""
    60: Adorf Bheim Ckirch
        6:00  6:10  6:20
        7:00  7:10  7:20
    60: Ckirch Bheim Adorf
        6:30   6:40  6:50
    60: Adorf Bheim
        8:00  8:10
    S1: Bheim Ferne
        6:15  6:55
""")
LINES = find_lines(VALLEY)
SIXTY = LINES.name.tolist().index("60")
IMPRINT = Imprint("Tal", {"schultag": date(2024, 5, 14)}, "EPSG:25833", "", "demo")
SHEET = Sheet("Bild", "Tal", DEFINITION, IMPRINT)


@pytest.fixture(autouse=True)
def _words_stay_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mpl.rcParams, "svg.fonttype", "none")


def diagram() -> Diagram:
    course, runs = runs_of(VALLEY, LINES, SIXTY, VALLEY.trips_on(DAY))
    trains = [TrainCalls(course.metres[[1]], np.array([6 * 3600 + 900]), departs=True)]
    return Diagram(course, runs, VALLEY.station_name[course.station], trains)


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_a_diagram_names_stations_ways_hours_and_what_else_is_in_it() -> None:
    said = words(bildfahrplan_svg(diagram(), (190.0, 60.0)))
    for name in ("Adorf", "Bheim", "Ckirch"):
        assert any(one.startswith(name) for one in said)
    for label in ("Richtung Ckirch", "Richtung Adorf", "auf einem Teil der Linie", "Zug fährt ab"):
        assert label in said
    assert {"6", "7", "8"} <= set(said)


def test_a_diagram_without_trains_or_partial_trips_does_not_explain_them() -> None:
    whole = diagram()
    runs = [run for run in whole.runs if len(run.metres) == 3]
    said = words(bildfahrplan_svg(Diagram(whole.course, runs, whole.names), (190.0, 60.0)))
    assert "auf einem Teil der Linie" not in said
    assert "Zug fährt ab" not in said


def test_the_sheet_around_it_says_demo(tmp_path: Path) -> None:
    whole = diagram()
    draw(SHEET, whole.course, whole.runs, whole.names, whole.trains, tmp_path / "b.svg")
    assert DEMO_SENTENCE in " ".join(words((tmp_path / "b.svg").read_text(encoding="utf-8")))


def test_where_names_have_no_room_stations_with_trains_keep_theirs() -> None:
    whole = diagram()
    low = words(bildfahrplan_svg(whole, (190.0, 20.5)))  # room for three names at most
    assert any(one.startswith("Bheim") for one in low)


def test_a_knotenuhr_lists_what_comes_and_goes_by_minute(tmp_path: Path) -> None:
    here = np.flatnonzero(VALLEY.station_name == "Bheim")
    draw_knotenuhr(SHEET, knoten_hour(VALLEY, LINES, here, DAY, 6), tmp_path / "k.svg")
    said = words((tmp_path / "k.svg").read_text(encoding="utf-8"))
    assert {"Ankünfte", "Abfahrten", ":10", ":15", ":40", "Ferne", "S1"} <= set(said)
