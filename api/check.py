"""Check: the findings about a network, or about a feed before it is built."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.folders import MANIFEST, read_manifest
from api.service import read_findings
from gtfs.checks import check_timetable
from gtfs.findings import worst_first
from gtfs.read import read_timetable

SIGNS = {"error": "FEHLER", "warning": "WARNUNG", "info": "Hinweis"}


def findings_of(subject: Path) -> list[dict[str, Any]]:
    """Return the findings of a network folder or a feed, worst first."""
    if (subject / MANIFEST).is_file():
        read_manifest(subject)
        return read_findings(subject)
    timetable, findings = read_timetable([subject])
    return [
        asdict(one) | {"severity": one.severity.name.lower()}
        for one in worst_first([*findings, *check_timetable(timetable)])
    ]


def findings_text(findings: Sequence[dict[str, Any]]) -> str:
    """Return the findings as lines a person reads."""
    if not findings:
        return "Keine Befunde."
    lines = []
    for one in findings:
        where = " ".join(
            part
            for part in (one["file"], f"Zeile {one['row']}" if one["row"] else "", one["field"])
            if part
        )
        times = f" ({one['count']}×)" if one["count"] != 1 else ""
        done = f" → {one['done']}" if one["done"] else ""
        lines.append(f"{SIGNS[one['severity']]:8}{one['message']}{times}{done}")
        lines.append(f"        {one['code']}{f', {where}' if where else ''}")
    return "\n".join(lines)
