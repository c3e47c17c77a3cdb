"""Report: figures, maps, findings and where they come from, as one HTML page that prints well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import geopandas as gpd

from accessibility.html_map import SCRIPTS, STYLES, footer, map_figure
from accessibility.html_page import Cell, Head, document, heading, note, pairs, table
from accessibility.picture import Imprint, MapPicture
from accessibility.report_tables import (
    county_table,
    kommune_table,
    ortsteil_table,
    sensitivity_table,
)
from accessibility.summary import (
    RANDOM,
    day_and_people,
    days_of,
    sentences,
    summarize,
    unit_of,
)
from accessibility.words import TARGETS, day_name, number, status_sentence, timetable_of
from gtfs.findings import Finding, Severity, worst_first

SEVERITIES = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.INFO: "Hinweis"}
NOT_PUNCTUAL = (
    "Soll-Fahrplan: geplanter Fahrplan, keine Aussage zu Pünktlichkeit oder Auslastung. "
    "Zeiten sind auf volle Minuten aufgerundet."
)


@dataclass(frozen=True, eq=False)
class Report:
    """What a report is made of; ``provenance`` names inputs with hashes, parameters, version."""

    title: str
    table: gpd.GeoDataFrame  # the accessibility table, one or several days
    pictures: Sequence[MapPicture]
    findings: Sequence[Finding]
    imprint: Imprint
    provenance: Sequence[tuple[str, str]]
    standards: str = ""  # whose limits the table was held against, with their source


def write_report(report: Report, path: Path) -> None:
    """Write the report as one HTML file."""
    sections = [
        ("kurz", "Das Wichtigste", _short(report)),
        ("karten", "Karten", "".join(map(_map, report.pictures))),
        ("kreis", "Wie viele Menschen was erreichen", _county(report)),
        ("kommunen", "Kommunen", _kommunen(report)),
        ("ortsteile", "Ortsteile", _ortsteile(report)),
        ("befunde", "Befunde zu den Daten", findings_table(report.findings)),
        ("herkunft", "Herkunft und Grundlagen", pairs(report.provenance) + note(NOT_PUNCTUAL)),
    ]
    shown = [section for section in sections if section[2]]
    status = status_sentence(report.imprint.data_status)
    days = ", ".join(
        f"{day_name(day)}: {timetable_of(when)}" for day, when in report.imprint.dates.items()
    )
    body = (
        f"<header>{heading(report.title, f'{report.imprint.region} · {days}', status)}</header>\n"
        f"{_contents(shown)}<main>\n{''.join(_section(*section) for section in shown)}</main>\n"
        f"{footer(report.imprint.sources, report.imprint.provenance, status)}"
    )
    path.write_text(document(report.title, body, styles=STYLES, scripts=SCRIPTS), encoding="utf-8")


def write_findings(region: str, data_status: str, findings: Sequence[Finding], path: Path) -> None:
    """Write what was noticed about a region's inputs as one HTML page."""
    status = status_sentence(data_status)
    title = f"Befunde zu den Daten – {region}"
    head = heading(title, _counted(findings), status)
    body = f"<header>{head}</header>\n<main>\n{findings_table(findings)}</main>\n"
    page = document(title, body, styles=STYLES[:1], scripts=SCRIPTS[1:])
    path.write_text(page, encoding="utf-8")


def findings_table(findings: Iterable[Finding]) -> str:
    """Return the findings, worst first, with where they were found and what was done."""
    ordered = worst_first(findings)
    if not ordered:
        return note("Keine Befunde.")
    heads = [
        Head("Schwere", number=True),
        Head("Befund", wide=True),
        Head("Anzahl", number=True),
        Head("Stelle"),
        Head("Was das Programm tat"),
        Head("Kennung"),
    ]
    rows = [
        [
            Cell(SEVERITIES[one.severity], one.severity, kind=one.severity.name.lower()),
            Cell(one.message),
            Cell(number(one.count), one.count),
            Cell(_place_of(one)),
            Cell(one.done),
            Cell(one.code),
        ]
        for one in ordered
    ]
    return table(_counted(ordered), heads, rows, sortable=True)


def _short(report: Report) -> str:
    parts = []
    unit = unit_of(report.table)
    firsts = {row.day: row for row in reversed(summarize(report.table))}
    for day in days_of(report.table):
        items = "".join(f"<li>{escape(said)}</li>\n" for said in sentences(report.table, day))
        head = escape(day_and_people(firsts[day], unit, report.imprint.dates))
        parts.append(f"<h3>{head}</h3>\n<ul>\n{items}</ul>\n")
    return "".join(parts)


def _map(picture: MapPicture) -> str:
    title = escape(f"{picture.title} – {picture.subtitle}")
    return f'<div class="keep">\n<h3>{title}</h3>\n{map_figure(picture, alone=False)}</div>\n'


def _county(report: Report) -> str:
    unit = unit_of(report.table)
    planned, random = summarize(report.table), summarize(report.table, figure=RANDOM)
    parts = []
    for day in days_of(report.table):
        of_day = [row for row in planned if row.day == day]
        parts.append(county_table(of_day, unit, report.imprint, standards=report.standards))
        of_day = [row for row in random if row.day == day]
        parts.append(sensitivity_table(of_day, unit, report.imprint))
    return "".join(parts)


def _kommunen(report: Report) -> str:
    """Return a table per target class, of the first day: the rest would bury the reader."""
    day, unit = days_of(report.table)[0], unit_of(report.table)
    together = {row.target: row for row in summarize(report.table) if row.day == day}
    rows = [row for row in summarize(report.table, by_kommune=True) if row.day == day]
    parts = []
    for target in TARGETS:
        of_target = [row for row in rows if row.target == target]
        inner = kommune_table(of_target, together[target], unit, report.imprint)
        parts.append(f"<h3>{escape(TARGETS[target])}</h3>\n{inner}")
    return "".join(parts)


def _ortsteile(report: Report) -> str:
    parts = []
    for day in days_of(report.table):
        rows = report.table[report.table["day"] == day] if day else report.table
        when = report.imprint.dates.get(day)
        said = " · ".join(
            part for part in (day_name(day), timetable_of(when) if when else "") if part
        )
        parts.append(ortsteil_table(rows, f"Alle Ortsteile – {said}"))
    return "".join(parts)


def _contents(sections: Iterable[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<li><a href="#{key}">{escape(title)}</a></li>\n' for key, title, _ in sections
    )
    return f'<nav aria-label="Inhalt"><ul>\n{items}</ul></nav>\n'


def _section(key: str, title: str, inner: str) -> str:
    return f'<section id="{key}">\n<h2>{escape(title)}</h2>\n{inner}</section>\n'


def _place_of(finding: Finding) -> str:
    row = "" if finding.row is None else f"Zeile {finding.row}"
    return ", ".join(part for part in (finding.file, row, finding.field) if part)


def _counted(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity."""
    severities = [one.severity for one in findings]
    counted = [
        f"{severities.count(severity)} × {name}"
        for severity, name in SEVERITIES.items()
        if severity in severities
    ]
    return f"Befunde, schwerste zuerst: {', '.join(counted) or 'keine'}"
