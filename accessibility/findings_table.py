"""Findings table: what was noticed about the inputs, worst first; counts of rows at the end."""

from collections.abc import Iterable, Sequence

from accessibility.html_page import Cell, Head, note, table
from accessibility.words import number
from gtfs.findings import Finding, Severity, worst_first

SEVERITIES = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.INFO: "Hinweis"}
ROWS_READ = "rows_read"  # not a fault: how much of each file was read

HEADS = (
    Head("Schwere", number=True),
    Head("Befund", wide=True),
    Head("Anzahl", number=True),
    Head("Stelle"),
    Head("Was das Programm tat"),
    Head("Kennung"),
)


def findings_tables(findings: Iterable[Finding]) -> str:
    """Return the findings, worst first, and below them how many rows each file had."""
    ordered = worst_first(findings)
    faults = [one for one in ordered if one.code != ROWS_READ]
    read = [one for one in ordered if one.code == ROWS_READ]
    listed = table("Befunde", HEADS, map(_cells, faults), sortable=True) if faults else ""
    return (listed or note("Keine Befunde.")) + (_rows_read(read) if read else "")


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity; rows read are none."""
    severities = [one.severity for one in findings if one.code != ROWS_READ]
    numbers = [f"{severities.count(severity)} × {name}" for severity, name in SEVERITIES.items()]
    return f"Befunde, schwerste zuerst: {', '.join(numbers) if severities else 'keine'}"


def _cells(one: Finding) -> list[Cell]:
    return [
        Cell(SEVERITIES[one.severity], one.severity, kind=one.severity.name.lower()),
        Cell(one.message),
        Cell(number(one.count), one.count),
        Cell(_place_of(one)),
        Cell(one.done),
        Cell(one.code),
    ]


def _place_of(finding: Finding) -> str:
    row = "" if finding.row is None else f"Zeile {finding.row}"
    return ", ".join(part for part in (finding.file, row, finding.field) if part)


def _rows_read(findings: Sequence[Finding]) -> str:
    """Return a row per timetable and a column per file, the largest first."""
    count = {one.file.rpartition("/")[::2]: one.count for one in findings}  # by (feed, file)
    files = list(dict.fromkeys(file for _, file in count))
    heads = [Head("Datei"), *(Head(file, number=True) for file in files)]
    body = [
        [
            Cell(feed or "Zeilen"),
            *(Cell(number(count.get((feed, file), float("nan")))) for file in files),
        ]
        for feed in sorted({feed for feed, _ in count})
    ]
    return table("Gelesene Zeilen je Datei des Fahrplans", heads, body)
