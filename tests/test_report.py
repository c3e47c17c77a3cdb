"""The report: figures with their definitions, findings, and where they come from."""

import re
from pathlib import Path

import numpy as np
import pytest
from example_picture import TARGETS, example_imprint, example_layers, example_table
from pages import Page, check_alone

from accessibility.picture import build_picture
from accessibility.report import Report, write_findings, write_report
from accessibility.words import DEMO_SENTENCE, NOT_CHECKED
from accessibility.words import TARGETS as TARGET_NAMES
from gtfs.findings import Finding, Severity

FINDINGS = [
    Finding(Severity.INFO, "duplicate_trips", "Doppelte Fahrten.", "trips.txt", count=1234),
    Finding(Severity.ERROR, "trip_without_calls", "Fahrt ohne Halte.", "trips.txt", 17, "trip_id"),
    Finding(Severity.WARNING, "stop_far", "Halt <fern> & lose.", "stops.txt", done="ohne Weg"),
]


def read(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def example_report(**columns: object) -> Report:
    table = example_table(("schultag", "sonntag")).assign(**columns)
    measures = ("mittelzentrum_journey_time_p50", "sbahn_journeys")
    imprint = example_imprint()
    pictures = [
        build_picture(table, measure=m, day="schultag", layers=example_layers(), imprint=imprint)
        for m in measures
    ]
    return Report(
        title="Erreichbarkeit der Ortsteile",
        table=table,
        pictures=pictures,
        findings=FINDINGS,
        imprint=imprint,
        provenance=[("Fahrplan", "beispiel.gtfs.zip, SHA-256 3f9a"), ("Programm", "0.1.0")],
        standards="RIN 2008 (Beispielquelle)",
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(example_report(mittelzentrum_met_share=0.5), path)
    return read(path)


def test_the_report_needs_nothing_but_itself(page: Page) -> None:
    check_alone(page)


def test_the_report_has_all_its_parts_and_links_to_them(page: Page) -> None:
    for words in (
        "Erreichbarkeit der Ortsteile", "Raum Grimma", DEMO_SENTENCE, "Das Wichtigste", "Karten",
        "Wie viele Menschen was erreichen", "Kommunen", "Befunde zu den Daten",
        "Schultag, Soll-Fahrplan vom 13.05.2025", "Sonntag, Soll-Fahrplan vom 18.05.2025",
        "SHA-256 3f9a", "Programm 0.1.0", "© OpenStreetMap-Mitwirkende", "RIN 2008",
        "Zum Vergleich: Reisezeit bei zufälliger Abfahrt",
    ):  # fmt: skip
        assert words in page.said
    ids = {a["id"] for _, a in page.elements if "id" in a}
    assert all(a["href"].removeprefix("#") in ids for a in page.of("a"))
    assert len([a for a in page.of("figure") if "map" in a["class"]]) == 2


def test_a_definition_stands_below_every_table_of_figures(page: Page) -> None:
    followed = re.findall(r"</table>\s*</div>\s*<(\w+)([^>]*)>", page.text)
    figures = [tag for tag in followed if tag != ("/section", "")]
    # all days side by side, per day two of the county, five of Kommunen, one per day
    assert len(figures) == 1 + 4 + 5 + 2
    assert set(figures) == {("p", ' class="note"')}


def test_people_and_shares_are_written_in_german(page: Page) -> None:
    assert "27.300 37,6\u202f%" in page.said
    assert not re.search(r"\d\.\d+\s?%|\d\.\d{1,2}\s?(min|h|km)\b", page.said), "decimal point"


def test_the_map_and_the_table_count_the_same_people(page: Page) -> None:
    words = page.said
    on_map = re.search(r"bis 30 min (\S+)", words)
    assert on_map is not None
    walk, quick = 27_300, int(on_map[1].replace(".", ""))
    assert f"{walk + quick:,}".replace(",", ".") in words  # "bis 30 min" holds the walkers too


def test_words_nobody_may_say_are_not_said(page: Page) -> None:
    assert not re.search(r"Fahrgäste|Nachfrage|Nutzen|RIN-konform|barrierefrei", page.text)


def test_findings_come_worst_first_with_place_and_what_was_done(page: Page) -> None:
    words = page.said
    order = [words.index(one) for one in ("Fahrt ohne Halte.", "Halt <fern>", "Doppelte Fahrten.")]
    assert order == sorted(order)
    assert "trips.txt, Zeile 17, trip_id" in words
    assert "ohne Weg" in words
    assert "1 × Fehler, 1 × Warnung, 1 × Hinweis" in words
    assert "1.234" in words


def test_rows_read_are_no_findings_but_a_table_at_the_end(tmp_path: Path) -> None:
    rows = [
        Finding(Severity.FACT, "rows_read", "Zeilen gelesen", file, count=count)
        for file, count in (("bus/trips.txt", 900), ("bahn/trips.txt", 70), ("bus/stops.txt", 80))
    ]
    write_findings("Raum Grimma", "official", [*rows, *FINDINGS], tmp_path / "report.html")
    page = read(tmp_path / "report.html")

    check_alone(page)
    assert "1 × Fehler, 1 × Warnung, 1 × Hinweis" in page.said
    assert "Zeilen gelesen" not in page.said
    assert page.said.endswith("Datei trips.txt stops.txt bahn 70 – bus 900 80 ")


def test_rows_read_alone_are_no_findings(tmp_path: Path) -> None:
    read_all = Finding(Severity.FACT, "rows_read", "Zeilen gelesen", "trips.txt", count=900)
    write_findings("Raum Grimma", "official", [read_all], tmp_path / "report.html")
    page = read(tmp_path / "report.html")

    assert "Befunde, schwerste zuerst: keine" in page.said
    assert page.said.endswith("Datei trips.txt Zeilen 900 ")


def test_all_days_stand_side_by_side_and_kommunen_say_which_one_they_show(page: Page) -> None:
    assert "Ziel Zielwert Schultag Sonntag Grundzentrum 30\u202fmin" in page.said
    assert "zeigt nur den ersten Tag (Schultag). Die übrigen Tage (Sonntag)" in page.said
    assert [sum("open" in a for a in page.of("details")), len(page.of("details"))] == [1, 2]


def test_of_one_day_nothing_is_said_about_others(tmp_path: Path) -> None:
    report = Report("Ein Tag", example_table(), [], [], example_imprint(), [])
    write_report(report, tmp_path / "r.html")
    page = read(tmp_path / "r.html")

    assert "ersten Tag" not in page.said
    assert "Alle Tage" not in page.said
    assert page.of("details") == []


@pytest.mark.parametrize("absent", [("oberzentrum",), ("mittelzentrum", "sbahn"), TARGETS])
def test_classes_without_a_target_are_named_and_not_counted(
    absent: tuple[str, ...], tmp_path: Path
) -> None:
    verdicts = {f"{target}_verdict": NOT_CHECKED for target in absent}
    table = example_table(("schultag", "sonntag")).assign(**verdicts)
    write_report(Report("Ohne", table, [], [], example_imprint(), []), tmp_path / "r.html")
    page = read(tmp_path / "r.html")

    check_alone(page)
    names = ", ".join(TARGET_NAMES[target] for target in absent)
    assert f"Kein Ziel in der Region, daher nicht prüfbar: {names}." in page.said
    heads = re.findall(r'<th scope="(?:row|col)"[^>]*>(?:<button[^>]*>)?([^<]*)', page.text)
    counted = {head.replace("\u00ad", "") for head in heads}
    assert not counted & {TARGET_NAMES[target] for target in absent}
    assert {TARGET_NAMES[target] for target in TARGETS if target not in absent} <= counted


def test_every_ortsteil_of_every_day_is_in_a_table_that_sorts(page: Page) -> None:
    assert sum("sortable" in a.get("class", "") for a in page.of("table")) == 2 + 1
    assert page.text.count('<th scope="row">Dürrweitzschen</th>') == 2
    heads = [a for a in page.of("th") if a.get("scope") == "col"]
    assert len(page.of("button")) == 2 * 3 + 6 + 2 * 13  # maps, findings, Ortsteile of two days
    assert len(heads) > 38


def test_unknown_population_is_said_and_nothing_breaks(tmp_path: Path) -> None:
    table = example_table()
    table.loc[3, "population"] = np.nan
    report = Report("Ohne", table, [], [], example_imprint("official"), [])
    write_report(report, tmp_path / "r.html")
    page = read(tmp_path / "r.html")

    check_alone(page)
    assert "davon 1 ohne bekannte Einwohnerzahl" in page.said
    assert "Keine Befunde." in page.said
    assert "DEMO" not in page.said


def test_findings_have_a_page_of_their_own(tmp_path: Path) -> None:
    write_findings("Raum <Grimma>", "demo", FINDINGS, tmp_path / "report.html")
    page = read(tmp_path / "report.html")

    check_alone(page)
    assert "Befunde zu den Daten – Raum <Grimma>" in page.said
    assert DEMO_SENTENCE in page.said
    assert page.said.index("Fahrt ohne Halte.") < page.said.index("Doppelte Fahrten.")


def test_no_findings_are_said_to_be_none(tmp_path: Path) -> None:
    write_findings("Raum Grimma", "official", [], tmp_path / "report.html")
    page = read(tmp_path / "report.html")

    assert "Befunde, schwerste zuerst: keine" in page.said
    assert "Keine Befunde." in page.said
