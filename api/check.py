"""Check: the findings about a network, or about a feed before it is built."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accessibility.findings_table import READ, facts_of, faults_of
from accessibility.words import number, status_sentence
from api.manifest import MANIFEST, read_manifest
from api.service import load_service, read_findings
from gtfs.findings import Finding, Severity, as_row, worst_first
from gtfs.oddities import find_oddities
from gtfs.read import read_timetable

SIGNS = {Severity.ERROR: "FEHLER", Severity.WARNING: "WARNUNG", Severity.INFO: "Hinweis"}


def findings_of(subject: Path) -> list[Finding]:
    """Return the findings of a network folder or a feed, worst first."""
    if (subject / MANIFEST).is_file():
        load_service(subject)  # says what has changed since, refuses what is damaged
        return read_findings(subject)
    timetable, findings = read_timetable([subject])
    return worst_first([*findings, *find_oddities(timetable)])


def status_of(subject: Path) -> str:
    """Return the sentence on the standing of a network's data, "" for official ones and feeds."""
    if not (subject / MANIFEST).is_file():
        return ""
    return status_sentence(read_manifest(subject)["data_status"])


def as_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the findings as the rows of ``report.json``."""
    return [as_row(one) for one in findings]


def findings_text(findings: Sequence[Finding]) -> str:
    """Return the findings as lines a person reads, plain facts below them."""
    faults = faults_of(findings)
    lines = [] if faults else ["Keine Befunde."]
    for one in faults:
        row = f"Zeile {one.row}" if one.row is not None else ""
        where = " ".join(part for part in (one.file, row, one.field) if part)
        times = f" ({number(one.count)}×)" if one.count != 1 else ""
        done = f" → {one.done}" if one.done else ""
        lines.append(f"{SIGNS[one.severity]:8}{one.message}{times}{done}")
        lines.append(f"        {one.code}{f', {where}' if where else ''}")
    facts = [": ".join(filter(None, fact)) for fact in facts_of(findings)]
    return "\n".join([*lines, *([f"{READ}:"] if facts else []), *(f"  {fact}" for fact in facts)])
