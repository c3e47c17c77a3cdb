"""Report: figures, maps, findings and where they come from, as one HTML page that prints well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import geopandas as gpd

from accessibility.findings_table import counted, findings_tables
from accessibility.html_map import SCRIPTS, STYLES, folded_table, footer, map_figure
from accessibility.html_page import document, heading, note, pairs
from accessibility.picture import Imprint, MapPicture
from accessibility.report_tables import (
    county_table,
    days_table,
    kommune_table,
    ortsteil_table,
    sensitivity_table,
)
from accessibility.summary import (
    RANDOM,
    absent_note,
    day_and_people,
    days_of,
    sentences,
    summarize,
    unit_of,
)
from accessibility.words import TARGETS, day_name, german_date, status_sentence, timetable_of
from gtfs.findings import Finding

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
        ("befunde", "Befunde zu den Daten", _findings(report.findings)),
        ("herkunft", "Herkunft und Grundlagen", pairs(report.provenance) + note(NOT_PUNCTUAL)),
    ]
    shown = [section for section in sections if section[2]]
    status = status_sentence(report.imprint.data_status)
    body = (
        f"<header>{heading(report.title, _subtitle(report), status)}</header>\n"
        f"{_contents(shown)}<main>\n{''.join(_section(*section) for section in shown)}</main>\n"
        f"{footer(report.imprint.sources, report.imprint.provenance, status)}"
    )
    path.write_text(document(report.title, body, styles=STYLES, scripts=SCRIPTS), encoding="utf-8")


def write_findings(region: str, data_status: str, findings: Sequence[Finding], path: Path) -> None:
    """Write what was noticed about a region's inputs as one HTML page."""
    status = status_sentence(data_status)
    title = f"Befunde zu den Daten – {region}"
    head = heading(title, counted(findings), status)
    body = f"<header>{head}</header>\n<main>\n{findings_tables(findings)}</main>\n"
    page = document(title, body, styles=STYLES[:1], scripts=SCRIPTS[-1:])
    path.write_text(page, encoding="utf-8")


def _subtitle(report: Report) -> str:
    """Return region and timetables; a region the title names is not said twice."""
    region, dates = report.imprint.region, report.imprint.dates
    days = ", ".join(f"{german_date(when)} ({day_name(day)})" for day, when in dates.items())
    parts = ("" if region in report.title else region, f"Soll-Fahrplan vom {days}" if days else "")
    return " · ".join(part for part in parts if part)


def _short(report: Report) -> str:
    """Return the first day in sentences, and all days side by side."""
    table, unit = report.table, unit_of(report.table)
    rows, day = summarize(table), days_of(table)[0]
    absent = note(absent_note(table))
    of_day = [row for row in rows if row.day == day]
    if not of_day:
        return absent
    items = "".join(f"<li>{escape(said)}</li>\n" for said in sentences(table, day))
    head = escape(day_and_people(of_day[0], unit, report.imprint.dates))
    several = len(days_of(table)) > 1
    return (
        f"<h3>{head}</h3>\n<ul>\n{items}</ul>\n{absent}{days_table(rows, unit) if several else ''}"
    )


def _findings(findings: Sequence[Finding]) -> str:
    return f"<p>{escape(counted(findings))}</p>\n{findings_tables(findings)}"


def _map(picture: MapPicture) -> str:
    title = escape(f"{picture.title} – {picture.subtitle}")
    drawn = f'<div class="keep">\n<h3>{title}</h3>\n{map_figure(picture, alone=False)}</div>\n'
    return drawn if picture.offer is None else drawn + folded_table(picture)


def _county(report: Report) -> str:
    unit = unit_of(report.table)
    planned, random = summarize(report.table), summarize(report.table, figure=RANDOM)
    parts = []
    for number, day in enumerate(dict.fromkeys(row.day for row in planned)):
        of_day = [row for row in planned if row.day == day]
        limits, again = report.standards, number > 0
        parts.append(county_table(of_day, unit, report.imprint, standards=limits, again=again))
        of_day = [row for row in random if row.day == day]
        parts.append(sensitivity_table(of_day, unit, report.imprint, again=again))
    return "".join(parts) + note(absent_note(report.table))


def _kommunen(report: Report) -> str:
    """Return a table per target class, of the first day: the rest would bury the reader."""
    (day, *others), unit = days_of(report.table), unit_of(report.table)
    together = {row.target: row for row in summarize(report.table) if row.day == day}
    rows = [row for row in summarize(report.table, by_kommune=True) if row.day == day]
    parts = []
    for target, all_of_them in together.items():
        of_target = [row for row in rows if row.target == target]
        inner = kommune_table(of_target, all_of_them, unit, report.imprint)
        parts.append(f"<h3>{escape(TARGETS[target])}</h3>\n{inner}")
    return (_only(day, others) if parts else "") + "".join(parts)


def _only(day: str, others: Sequence[str]) -> str:
    """Return the sentence that this part shows one day of several, "" if there is but one."""
    if not others:
        return ""
    named = ", ".join(map(day_name, others))
    said = (
        f"Dieser Abschnitt zeigt nur den ersten Tag ({day_name(day)}). Die übrigen Tage ({named}) "
        "stehen für alle Kommunen zusammen im Abschnitt darüber, für jeden Ortsteil im nächsten."
    )
    return f"<p>{escape(said)}</p>\n"


def _ortsteile(report: Report) -> str:
    """Return a table per day; of several days all but the first are folded away."""
    days = days_of(report.table)
    parts = []
    for day in days:
        rows = report.table[report.table["day"] == day] if day else report.table
        when = report.imprint.dates.get(day)
        named = (day_name(day), timetable_of(when) if when else "")
        said = " · ".join(part for part in named if part)
        inner = ortsteil_table(rows, f"Alle Ortsteile – {said}")
        opened = " open" if day == days[0] else ""
        summary = f"<summary>{escape(day_name(day))}</summary>"
        folded = f"<details{opened}>\n{summary}\n{inner}</details>\n"
        parts.append(folded if len(days) > 1 else inner)
    return "".join(parts)


def _contents(sections: Iterable[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<li><a href="#{key}">{escape(title)}</a></li>\n' for key, title, _ in sections
    )
    return f'<nav aria-label="Inhalt"><ul>\n{items}</ul></nav>\n'


def _section(key: str, title: str, inner: str) -> str:
    return f'<section id="{key}">\n<h2>{escape(title)}</h2>\n{inner}</section>\n'
