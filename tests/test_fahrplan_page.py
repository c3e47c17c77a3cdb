"""Fahrplan page: what is printed, what signs mean, and that every sheet says what it is worth."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from fahrplan_on_screen import side_of, table_of
from pages import Page, check_alone
from timetables import DAY, timetable

from accessibility.fahrplan_changes import changed_table
from accessibility.fahrplan_page import MOST_COLUMNS, fahrplan_page
from accessibility.picture import Imprint
from accessibility.words import DEMO_SENTENCE
from gtfs.edit import moved, without_trips

IMPRINT = Imprint(
    region="Tal",
    dates={"schultag": DAY, "samstag": date(2024, 5, 18)},
    crs="EPSG:25833",
    sources="Fahrplan: erfunden",
    data_status="demo",
    provenance="GTFS 1234; Programm 0.1.0",
)
HOURLY = timetable("""
    60:  A      B      C
         6:00   6:10p  6:20
         7:00   7:10   7:20
         8:00   8:10   8:20
         9:00   9:10   9:20
         10:00  10:10  10:20
         11:00  -      11:15
""")


def page_of(*tables: object, **asked: object) -> Page:
    page = Page(fahrplan_page(tables, IMPRINT, **asked))  # type: ignore[arg-type]
    check_alone(page)
    return page


def test_the_page_says_line_day_timetable_signs_and_standing() -> None:
    said = page_of(table_of(HOURLY)).said
    assert "Fahrplan Linie 60: A – C" in said
    assert "Tal · Soll-Fahrplan vom 14.05.2024 (Schultag), 18.05.2024 (Samstag)" in said
    assert "Linie 60, A → C, Tabelle" in said
    assert "R Rufbus: fährt nur nach Anmeldung · │ hält hier nicht" in said
    assert "GTFS 1234; Programm 0.1.0" in said
    assert "S nur an Schultagen" not in said  # no such sign in the table


def test_headways_are_words_over_all_rows_or_every_trip_stands_there() -> None:
    page = page_of(table_of(HOURLY))
    assert "07:00 alle 60 min bis 10:00 11:00" in page.said
    assert [cell["rowspan"] for cell in page.of("td") if "rowspan" in cell] == ["3"]
    whole = page_of(table_of(HOURLY), compressed=False)
    assert "07:00 08:00 09:00 10:00 11:00" in whole.said


def test_every_table_repeats_the_standing_of_the_data_on_each_sheet() -> None:
    page = page_of(table_of(HOURLY), table_of(HOURLY))
    rows = [row for row in page.of("tr") if row.get("class") == "standing"]
    assert len(rows) == 2
    assert page.said.count(DEMO_SENTENCE) == 4  # head, two tables, foot


def test_more_trips_than_a_sheet_holds_are_dealt_evenly() -> None:
    rows = "\n".join(f"{5 + n // 3}:{n % 3 * 20 + n % 7:02d}  {6 + n // 3}:30" for n in range(50))
    table = table_of(timetable(f"60:  A  B\n{rows}"))
    page = page_of(table, compressed=False)
    assert MOST_COLUMNS == 24
    assert [f"(Blatt {n} von 3)" in page.said for n in (1, 2, 3)] == [True] * 3
    heads = page.text.split("<thead>")[1:]
    counts = [head.partition("</thead>")[0].count('scope="col"') for head in heads]
    assert counts == [16, 17, 17]


def test_what_is_dropped_is_struck_what_is_new_stands_out_what_moved_shows_both_times() -> None:
    after = moved(without_trips(HOURLY, np.array([0])), np.array([4]), np.array([300]))
    table = changed_table(side_of(HOURLY), side_of(after), "Tabelle")
    page = page_of(table, scenario="Probe")
    assert '<td class="gone"><del>06:00</del></td>' in page.text
    assert '<td class="moved"><ins>11:05</ins><del>11:00</del></td>' in page.text
    assert "<td>│</td>" not in page.text  # a stop passed has its own style
    assert "Änderungen durch: Probe" in page.said
    assert "entfällt entfallende Fahrt, durchgestrichen" in page.said


def test_a_table_of_another_date_than_the_page_says_which() -> None:
    other = replace(table_of(HOURLY), dates={"schultag": date(2024, 7, 2)})
    assert "Tabelle (am 02.07.2024)" in page_of(other).said


def test_days_that_change_show_the_old_signs_struck() -> None:
    school = timetable("""
        60 (2024-05-14):  A  B
             8:00  8:10
    """)
    always = timetable("""
        60 (2024-05-14 2024-05-21):  A  B
             8:00  8:10
    """)
    dates = {"schultag": DAY, "ferientag": date(2024, 5, 21)}
    old, new = (side_of(day, dates=dates) for day in (school, always))
    page = page_of(changed_table(old, new, "Tabelle"))
    assert '<th scope="col" class="moved"><del>S</del></th>' in page.text


def test_a_line_without_trips_says_so() -> None:
    assert "Keine Fahrt an den Tagen der Region." in page_of().said


@pytest.mark.parametrize("name", ["<b>", "A & B"])
def test_names_are_no_markup(name: str) -> None:
    names = np.array([name, "B", "C"])
    day = HOURLY.with_columns(stop_name=names, station_name=names)
    assert f"{name} ab" in page_of(table_of(day)).said
