"""Findings table: what was noticed about the inputs, worst first; plain facts apart from it."""

from collections.abc import Iterable, Sequence

from accessibility.html_page import Cell, Head, note, pairs, table
from accessibility.words import number
from gtfs.findings import Finding, Severity, worst_first

SEVERITIES = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.INFO: "Hinweis"}
ROWS_READ = "rows_read"  # the fact with a table of its own: how much of each file was read
READ = "Gelesen"  # what facts stand under

HEADS = (
    Head("Schwere", number=True),
    Head("Befund", wide=True),
    Head("Anzahl", number=True),
    Head("Stelle"),
    Head("Was das Programm tat"),
    Head("Kennung"),
)


def findings_tables(findings: Iterable[Finding]) -> str:
    """Return the findings, worst first; below them the facts and how many rows each file had."""
    ordered = worst_first(findings)
    faults = faults_of(ordered)
    listed = table("Befunde", HEADS, map(_cells, faults), sortable=True) if faults else ""
    facts = facts_of(one for one in ordered if one.code != ROWS_READ)
    told = f"<h3>{READ}</h3>\n{pairs(facts)}" if facts else ""
    read = [one for one in ordered if one.code == ROWS_READ]
    return (listed or note("Keine Befunde.")) + told + (_rows_read(read) if read else "")


def faults_of(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are no plain facts."""
    return [one for one in findings if one.severity is not Severity.FACT]


def facts_of(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return what the facts say and where, those that say the same in one."""
    where: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        if one.severity is Severity.FACT:
            count = number(one.count) if one.count != 1 or one.code == ROWS_READ else ""
            place = f"{one.file} {count}".strip() if one.file else ""
            where.setdefault((one.message, one.done), []).append(place)
    facts = []
    for (message, done), places in where.items():
        term, _, text = message.partition(": ")
        said = (text, ", ".join(filter(None, places)), done)
        facts.append((term, " → ".join(filter(None, said))))
    return facts


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity; facts are none."""
    severities = [one.severity for one in faults_of(findings)]
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
