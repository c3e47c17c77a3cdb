"""Line sheet: the Steckbrief of a line says what its tables say, in German, with definitions."""

import base64
import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from accessibility.knoten_report import COUNTED, WEIGHED
from accessibility.line_people import Walks
from accessibility.line_sheet import LineFacts, headlines, line_html, line_markdown, line_paper
from accessibility.picture import Imprint
from accessibility.report_document import Grid
from accessibility.words import DEMO_SENTENCE
from mobility.anschluesse import Limits

HOURS = [0] * 30


def way(start: str, hours: dict[int, int]) -> dict[str, Any]:
    by_hour = [hours.get(hour, 0) for hour in range(30)]
    return {
        "from": start, "to": "", "headway_min": 60, "minute": 7, "first": "06:07",
        "last": "08:07", "main_share": 1.0, "length_m": 9000, "length_known": False,
        "trips": 3, "whole": 3, "part": 1, "on_demand": 0, "kept": 0.75, "filled": 1.0,
        "strength": 1.0, "by_hour": by_hour,
    }  # fmt: skip


def criterion(title: str, value: str, limit: str, verdict: str, **more: Any) -> dict[str, Any]:
    told = {"why": "", "assumed": False} | more
    return {
        "criterion": title, "value_text": value, "limit_text": limit, "verdict": verdict, **told,
    }  # fmt: skip


LINE = {
    "line_id": "agency:60",
    "name": "60",
    "product": "PlusBus",
    "agency": "Talbus",
    "from_name": "Oberdorf",
    "to_name": "Stadt, Bahnhof",
    "days": {
        "schultag": {
            "date": "2026-04-21", "pairs": 3, "out": way("Oberdorf", {6: 1, 8: 2}),
            "back": way("Stadt, Bahnhof", {7: 3}),
        },
    },
    "audits": [
        {
            "profile": "eins", "name": "PlusBus Eins", "source": "Quelle Eins",
            "product": "PlusBus", "whole": "nicht erfüllt", "met": 1, "checked": 2,
            "criteria": [
                criterion("Fahrtenpaare", "3", "≥ 15", "nicht erfüllt", why="3 ab Oberdorf"),
                criterion("Stichfahrt", "0", "≤ 0", "erfüllt"),
            ],
        },
        {
            "profile": "zwei", "name": "PlusBus Zwei", "source": "Quelle Zwei",
            "product": "PlusBus", "whole": "erfüllt", "met": 1, "checked": 1,
            "criteria": [criterion("Fahrtenpaare", "3", "≥ 3", "erfüllt", assumed=True)],
        },
        {
            "profile": "takt", "name": "TaktBus", "source": "", "product": "TaktBus",
            "whole": "erfüllt", "met": 1, "checked": 1, "criteria": [],
        },
    ],
}  # fmt: skip
STOPS = pd.DataFrame(
    {
        "station": [0, 1],
        "name": ["Oberdorf", "Stadt, Bahnhof"],
        "metres": [0.0, 9000.0],
        "out_s": [0.0, 1250.0],
        "back_s": [float("nan"), 0.0],
        "rail": [False, True],
        "others": ["", "S1, 70"],
    }
)
RELATION = {
    "line": "60", "from": "Oberdorf", "to_line": "S1", "towards": "Großstadt", "share": 0.5,
    "missed": 1, "wait_s": 480.0, "people": 1200.0,
}  # fmt: skip
OTHERS = {**RELATION, "line": "70", "from": "Nebenort"}
DELAY = {
    "journeys": 40, "broken": 10, "broken_share": 0.25, "stranded": 2, "mean_minutes": 7.5,
}  # fmt: skip
PEOPLE = pd.DataFrame(
    {
        "name": ["Oberdorf"], "kommune": ["Tal"], "population": [700.0], "near": [400.0],
        "reached": [650.0],
    }
)  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
FACTS = LineFacts(
    line=LINE,
    stops=STOPS,
    knoten=[{"name": "Stadt, Bahnhof", "relations": [OTHERS, RELATION]}],
    delay=DELAY,
    people=PEOPLE,
    diagram=SVG,
    day="schultag",
    walks=Walks(4.8, 1200),
    limits=Limits(),
    imprint=Imprint("Tal", {"schultag": date(2026, 4, 21)}, "EPSG:25833", "Zensus 2022", "demo"),
)


def grid(title: str) -> Grid:
    """Return the table of a chapter."""
    chapter = next(one for one in line_paper(FACTS).chapters if one.title == title)
    found = chapter.blocks[0]
    assert isinstance(found, Grid)
    return found


def rows(title: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid(title).rows]


def test_the_way_is_told_in_full_minutes_with_a_dash_where_nobody_runs() -> None:
    assert rows("Weg") == [
        ["Oberdorf", "0,0", "0", "–", ""],
        ["Stadt, Bahnhof", "9,0", "20", "0", "S1, 70"],
    ]


def test_kilometres_without_a_shape_are_said_to_be_straight() -> None:
    assert "geradlinig von Halt zu Halt" in grid("Weg").notes[0]


def test_each_day_and_way_has_takt_trips_and_the_departures_of_its_hours() -> None:
    heads = [head.text for head in grid("Angebot").heads]
    assert heads[-3:] == ["6", "7", "8"]
    out, back = rows("Angebot")
    assert out[:4] == ["Schultag", "Oberdorf", "3", "60\u202fmin :07"]
    assert (out[4], out[-3:]) == ("75,0\u202f%", ["1", "·", "2"])
    assert (back[2], back[-3:]) == ("", ["·", "3", "·"])  # pairs are of both ways


def test_profiles_stand_side_by_side_where_their_criterion_has_the_same_value() -> None:
    assert rows("Rechnerische Prüfung") == [
        ["Fahrtenpaare", "3", "≥ 15 nicht erfüllt", "≥ 3 erfüllt*"],
        ["Stichfahrt", "0", "≤ 0 erfüllt", "–"],
        ["Linie insgesamt", "", "1 von 2: nicht erfüllt", "1 von 1: erfüllt"],
    ]
    found = grid("Rechnerische Prüfung")
    assert found.rows[0][0].below == "3 ab Oberdorf"
    assert "Quelle Eins" in found.notes[0]
    assert "keine Feststellung des Verbunds" in found.notes[0]


def test_only_relations_of_the_line_itself_are_told() -> None:
    assert rows("Anschlüsse") == [
        ["Stadt, Bahnhof", "60 aus Oberdorf", "S1 nach Großstadt", "50,0\u202f%", "1",
         "8\u202fmin", "1.200"],
    ]  # fmt: skip


def test_people_are_told_by_ortsteil_and_added_up() -> None:
    assert rows("Ortsteile und Einwohner") == [
        ["Oberdorf", "Tal", "700", "400", "650"],
        ["zusammen", "", "700", "400", "650"],
    ]


def test_headlines_are_pairs_people_and_what_the_audit_misses() -> None:
    offer, people, audit = headlines(FACTS)
    assert offer == "Fahrtenpaare über die ganze Linie: Schultag 3 (alle 60 Minuten)."
    assert people.startswith("400 Einwohner in 1 Ortsteilen haben höchstens 600 m Fußweg")
    assert "PlusBus Eins: 1 von 2 prüfbaren Kriterien erfüllt, nicht erfüllt: Fahrtenpaare" in audit
    assert audit.endswith("(keine Feststellung des Verbunds).")


@pytest.mark.parametrize("written", [line_html(FACTS), line_markdown(FACTS, picture="60.svg")])
def test_both_forms_say_demo_day_sources_and_every_definition(written: str) -> None:
    for words in (
        DEMO_SENTENCE, "Soll-Fahrplan vom 21.04.2026 (Schultag)", "Quellen: Zensus 2022", COUNTED,
        WEIGHED, "40 brauchbare Verbindungen", "höchstens 600 m (Annahme: nah)",
    ):  # fmt: skip
        assert words in written
    assert "RIN" not in written
    assert "Fahrgäste" not in written


def test_the_page_holds_the_diagram_and_markdown_names_its_file() -> None:
    image = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', line_html(FACTS))
    assert image is not None
    assert base64.b64decode(image[1]).decode() == SVG
    assert "](60.svg)" in line_markdown(FACTS, picture="60.svg")
    assert "![" not in line_markdown(FACTS)
