"""The summary of a county on paper: the valley, whose figures are known by head.

400 people live in Westdorf, 300 in Mitte, 900 in Ostheim; 60 leaves A from 6 to 11 and C from 8 to
13 o'clock only, so nobody but who walks has a journey in every two hours.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from commands import mobility, refused
from pages import Page, check_alone

from accessibility.html_page import Cell, Head
from accessibility.report_document import Chapter, Grid, Paper, Points, as_html, as_markdown
from accessibility.summary import summarize
from accessibility.words import DEMO_SENTENCE, collated
from api.results import read_evaluation
from api.service import Service
from api.standards import evaluate
from api.summaries import write_summary

FORBIDDEN = ("RIN-konform", "Fahrgäste", "Nachfrage", "barrierefrei", "Nutzen")


@pytest.fixture(scope="module")
def paper(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("paper") / "kreis.md"
    assert mobility("summary", valley / "res", "-o", out).code == 0
    return out.read_text(encoding="utf-8")


# the tables of a result


def of(table: pd.DataFrame, profile: str, criterion: str, day: str, area: str = "kreis") -> float:
    rows = table[(table["profile"] == profile) & (table["criterion"] == criterion)]
    rows = rows[(rows["day"] == day) & (rows["area"] == area)]
    return float(rows["people_met"].iloc[0])


def test_a_result_holds_every_table_with_its_definition_and_status(valley: Path) -> None:
    told = json.loads((valley / "res" / "result.json").read_text(encoding="utf-8"))["tables"]
    assert set(told) == {
        *("accessibility", "standards", "standards_definitionen", "gueteklassen_stationen"),
        *("gueteklassen_flaechen", "gueteklassen_einwohner", "zentren_verbindungen"),
        *("erreichbare_einwohner", "gleichheit", "empfindlichkeit", "points"),
    }  # and none of schools, doctors, work: the region names no targets
    for name, one in told.items():
        assert one["definition"]
        assert (
            pd.read_parquet(valley / "res" / f"{name}.parquet")["data_status"] == "official"
        ).all()


def test_who_walks_meets_the_standard_and_who_rides_six_hours_a_day_does_not(valley: Path) -> None:
    table = read_evaluation(valley / "res")[0].table("standards")
    assert of(table, "rin-2008", "mittelzentrum", "schultag") == 900  # Ostheim walks to its Markt
    assert of(table, "rin-2008", "mittelzentrum_time", "schultag") == 1600
    assert of(table, "rin-2008", "grundzentrum", "samstag") == 400 + 900
    assert of(table, "bbsr", "haltestelle", "schultag") == 0  # 12 departures a day are not 20


def test_the_tables_are_those_of_the_days_asked(valley: Path, tmp_path: Path) -> None:
    assert mobility("access", valley / "net", "--day", "samstag", "-o", tmp_path / "r").code == 0
    found, _ = read_evaluation(tmp_path / "r")
    assert set(found.table("standards")["day"]) == {"samstag", ""}  # "": the car knows no day
    assert set(found.table("empfindlichkeit")["day"]) == {"samstag"}


def test_the_share_that_keeps_the_value_is_one_figure_wherever_it_stands(valley: Path) -> None:
    found, _ = read_evaluation(valley / "res")
    standards = found.table("standards")
    rows = summarize(found.access)
    assert {(row.target, row.day): row.in_time for row in rows} == {
        (row.target, row.day): of(standards, "rin-2008", row.target, row.day) for row in rows
    }


# the Kreis


def test_the_summary_leads_with_people_and_names_who_misses_what(paper: str) -> None:
    lead = paper.split("## Das Wichtigste")[1].split("##", maxsplit=1)[0]
    unknown = "Quelle und Stand der Einwohnerzahlen: unbekannt"
    assert f"- 1.600 Einwohner leben in 3 Ortsteilen ({unknown})." in lead
    assert (
        "- Mittelzentrum in 45\u202fmin: Der Zielwert RIN 2008 ist am Schultag für 900 Einwohner "
        "(56,2\u202f%) rechnerisch eingehalten. Am Schultag verfehlt ihn in 2 Ortsteilen die "
        "Mehrheit, dort 700 Einwohner: Westdorf, Mitte."
    ) in lead


def test_days_stand_beside_each_other_and_assumed_values_say_so(paper: str) -> None:
    assert "| Maßstab | Schultag | Samstag |" in paper
    row = next(line for line in paper.splitlines() if line.startswith("| Bahn in"))
    assert row.startswith("| Bahn in 30\u202fmin (Annahme) | 56,2\u202f% (900, erfüllt) |")


def test_what_the_region_has_no_target_of_is_said_once_below_the_table(paper: str) -> None:
    assert "\n*Nicht prüfbar, da Ziel oder Wert fehlen: Oberzentrum in 90\u202fmin, " in paper
    assert "| Oberzentrum in 90\u202fmin |" not in paper


def test_the_centres_are_listed_with_their_hierarchy_and_source(paper: str) -> None:
    assert "Als Zentren gelten: Mittelzentrum " in paper
    assert (
        "ein Mittelzentrum auch als Grundzentrum. Quelle und Stand der Liste: unbekannt." in paper
    )


def test_minimum_service_says_who_it_is_asked_of_and_names_who_lacks_it(paper: str) -> None:
    head = "**Mindestbedienung: 3 Fahrtenpaare am Tag, Ortsteile ab 200 Einwohnern (Annahme): "
    assert f"{head}Ortsteile, die sie nicht haben**" in paper
    assert "| Tag | geprüft | davon ohne | Einwohner | die größten |" in paper


def test_a_definition_with_its_source_stands_below_every_table(paper: str) -> None:
    blocks = paper.split("\n\n")
    after = [blocks[i + 1] for i, block in enumerate(blocks) if block.startswith("| ")]
    assert after
    assert all(block.startswith("*") and not block.startswith("**") for block in after)


def test_words_nobody_may_say_are_not_said(paper: str) -> None:
    assert [word for word in FORBIDDEN if word in paper] == []
    assert "Soll-Fahrplan vom 14.05.2024 (Schultag), 18.05.2024 (Samstag)" in paper


# the sheets


def test_every_kommune_has_a_sheet_of_its_own(valley: Path, tmp_path: Path) -> None:
    files = write_summary(valley / "res", tmp_path / "papers")
    assert [path.name for path in files] == [
        *("kreis.html", "kreis.md", "steckbrief-tal.html", "steckbrief-tal.md"),
    ]
    sheet = Page((tmp_path / "papers" / "steckbrief-tal.html").read_text(encoding="utf-8"))
    check_alone(sheet)
    assert "Tal: Erreichbarkeit mit Bus und Bahn" in sheet.said
    # 68 s to the stop, 60 s early, 20 min in the bus; six buses there and six back
    assert "Westdorf 400 Ostheim Markt 23\u202fmin 6/6 6/6" in sheet.said


def test_a_kommune_nobody_knows_is_refused_with_those_there_are(valley: Path) -> None:
    said = refused("summary", valley / "res", "--kommune", "Taal", "-o", "x.md")
    assert "no Kommune 'Taal'" in said
    assert "there are Tal" in said


def test_a_table_alone_is_no_result_to_write_of(valley: Path) -> None:
    said = refused("summary", valley / "res" / "accessibility.parquet", "-o", "x.md")
    assert "name the folder of mobility access" in said


# the document


def test_a_paper_reads_the_same_as_page_and_as_markdown() -> None:
    grid = Grid(
        "Tafel", [Head("Ort"), Head("Zahl", number=True)], [[Cell("A|B"), Cell("1")]], ["so"]
    )
    paper = Paper(
        "Kopf", "Tag", DEMO_SENTENCE, [Chapter("Eins", ["Satz.", Points(["a"]), grid])], ["Ende"]
    )
    text, page = as_markdown([paper]), Page(as_html([paper]))
    check_alone(page)
    assert text.startswith(f"# Kopf\n\nTag\n\n**{DEMO_SENTENCE}**\n\n## Eins\n\nSatz.\n\n- a\n")
    assert "| Ort | Zahl |\n| --- | ---: |\n| A\\|B | 1 |\n\n*so*\n\nEnde\n" in text
    for words in ("Kopf", DEMO_SENTENCE, "Satz.", "A|B", "so", "Ende"):
        assert words in page.said


def test_a_chapter_with_nothing_to_say_is_left_out() -> None:
    assert "Leer" not in as_markdown([Paper("Kopf", "", "", [Chapter("Leer", [])], [])])


def test_names_are_ordered_as_germans_order_them() -> None:
    assert sorted(["Zwenkau", "Öl", "Otterwisch", "Äcker", "borna"], key=collated) == [
        *("Äcker", "borna", "Öl", "Otterwisch", "Zwenkau"),
    ]


# the demo county


def test_the_demo_has_all_tables_and_says_demo(service: Callable[[str], Service]) -> None:
    found = evaluate(service("demo"), ["schultag"])
    assert set(found.table("standards")["area"]) == {"kreis", "kommune", "ortsteil"}
    assert {"rin-2008", "lep-sachsen-2013", "bbsr", "nahverkehrsplan", "oerok", "are-goat"} <= set(
        found.table("standards")["profile"]
    )
    for table in found.tables.values():
        assert set(table["data_status"]) == {DEMO_SENTENCE}
