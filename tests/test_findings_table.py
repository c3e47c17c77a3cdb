"""Findings for people: faults in a table, worst first; facts apart from them."""

from accessibility.findings_table import counted, facts_of, findings_tables
from api.check import findings_text
from gtfs.findings import Finding, Severity

FACT = Severity.FACT
FOUND = [
    Finding(FACT, "file_not_used", "Nicht ausgewertet", "shapes.txt"),
    Finding(FACT, "file_not_used", "Nicht ausgewertet", "fare_rules.txt"),
    Finding(FACT, "rows_read", "Zeilen gelesen", "trips.txt", count=1504),
    Finding(FACT, "trips_on_demand", "Fahrten auf Anruf", "trips.txt", count=48, done="zählen mit"),
    Finding(FACT, "bike_components", "Radwegenetz: ein Netz"),
    Finding(Severity.INFO, "stop_repeated", "Halt doppelt", "stop_times.txt", count=1078),
    Finding(Severity.WARNING, "lost", "Ohne Station", "stops.txt", 7, "parent_station", 2, "grob"),
]


def test_facts_that_say_the_same_are_one() -> None:
    assert facts_of(FOUND) == [
        ("Nicht ausgewertet", "shapes.txt, fare_rules.txt"),
        ("Zeilen gelesen", "trips.txt 1.504"),
        ("Fahrten auf Anruf", "trips.txt 48 → zählen mit"),
        ("Radwegenetz", "ein Netz"),
    ]


def test_facts_stand_below_the_table_and_do_not_count() -> None:
    html = findings_tables(FOUND)

    table, read = html.split("<h3>Gelesen</h3>")
    assert [code in table for code in ("lost", "stop_repeated", "trips_on_demand")] == [1, 1, 0]
    assert "<dt>Nicht ausgewertet</dt><dd>fare_rules.txt, shapes.txt</dd>" in read
    assert counted(FOUND).endswith("0 × Fehler, 1 × Warnung, 1 × Hinweis")


def test_the_command_says_the_same_in_lines() -> None:
    assert findings_text(FOUND[2:]).splitlines() == [
        "Hinweis Halt doppelt (1.078×)",
        "        stop_repeated, stop_times.txt",
        "WARNUNG Ohne Station (2×) → grob",
        "        lost, stops.txt Zeile 7 parent_station",
        "Gelesen:",
        "  Zeilen gelesen: trips.txt 1.504",
        "  Fahrten auf Anruf: trips.txt 48 → zählen mit",
        "  Radwegenetz: ein Netz",
    ]


def test_without_faults_it_says_so() -> None:
    assert findings_text(FOUND[:1]).startswith("Keine Befunde.\nGelesen:\n")
    assert findings_text([]) == "Keine Befunde."
