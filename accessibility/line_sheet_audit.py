"""Line sheet, audit: the criteria of the profiles of a line's product beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from accessibility.html_page import Cell, Head
from accessibility.line_report import NO_FINDING
from accessibility.report_document import Grid
from accessibility.words import MET, NOT_CHECKED, NOT_MET, NOTHING

KINDS = {MET: "met", NOT_MET: "missed", NOT_CHECKED: "unknown"}
ASSUMED = "*"
NOTE = (
    "In jeder Spalte die Grenze des Profils und das Ergebnis, {nothing}: kein Kriterium dieses "
    "Profils. * Annahme: steht so nicht in der Quelle. Letzte Zeile: erfüllte von prüfbaren "
    "Kriterien. Rechnerische Prüfung, {no_finding}. Quellen: "
)


def audit_grid(audits: Sequence[Mapping[str, Any]], product: str) -> Grid | None:
    """Return a row per criterion and value, a column per audit; None without any."""
    if not audits:
        return None
    reasons: dict[tuple[str, str], str] = {}  # the first profile's: of equal values they agree
    for audit in audits:
        for row in audit["criteria"]:
            reasons[_key(row)] = reasons.get(_key(row)) or row["why"] or ""
    found = {(audit["profile"], _key(row)): row for audit in audits for row in audit["criteria"]}
    heads = [Head("Kriterium"), Head("Wert", number=True)]
    heads += [Head(_short(audit["name"], product)) for audit in audits]
    rows = [
        [
            Cell(key[0], below=why),
            Cell(key[1] or NOTHING),
            *(_judged(found.get((audit["profile"], key))) for audit in audits),
        ]
        for key, why in reasons.items()
    ]
    rows.append([Cell("Linie insgesamt"), Cell(""), *(_whole(audit) for audit in audits)])
    sources = "; ".join(f"{audit['name']}: {audit['source']}" for audit in audits)
    note = NOTE.format(nothing=NOTHING, no_finding=NO_FINDING) + sources + "."
    return Grid(f"Prüfung nach den Profilen für {product}", heads, rows, [note])


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["criterion"]), str(row["value_text"] or "")


def _short(name: str, product: str) -> str:
    """Return the name of a profile without the product, which the caption says."""
    return name.removeprefix(f"{product} ") or name


def _judged(row: Mapping[str, Any] | None) -> Cell:
    if row is None:
        return Cell(NOTHING)
    verdict = str(row["verdict"])
    limit = f"{row['limit_text']} " if row["limit_text"] else ""
    return Cell(f"{limit}{verdict}{ASSUMED if row['assumed'] else ''}", kind=KINDS[verdict])


def _whole(audit: Mapping[str, Any]) -> Cell:
    said = f"{audit['met']} von {audit['checked']}: {audit['whole']}"
    return Cell(said, kind=KINDS.get(audit["whole"], ""))
