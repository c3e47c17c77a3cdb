"""Line sheet: the Steckbrief of a line, what it offers, whom it serves, whom it meets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accessibility.bildfahrplan import DEFINITION
from accessibility.line_people import NEAR_M, Walks
from accessibility.line_report import NO_FINDING
from accessibility.line_sheet_audit import audit_grid
from accessibility.line_sheet_knoten import delay_block, knoten_grid
from accessibility.line_sheet_offer import offer_grid, told_offer, way_grid
from accessibility.line_sheet_people import people_grid
from accessibility.picture import Imprint
from accessibility.report_document import (
    Block,
    Chapter,
    Paper,
    Picture,
    Points,
    as_html,
    as_markdown,
)
from accessibility.words import NOT_MET, day_name, german_date, number, status_sentence
from mobility.anschluesse import Limits

DIAGRAM_MM = (188.0, 56.0)  # of the Bildfahrplan, as wide as the page
NOT_PUNCTUAL = "Soll-Fahrplan: geplanter Fahrplan, keine Aussage zu Pünktlichkeit oder Auslastung."


@dataclass(frozen=True, eq=False)
class LineFacts:
    """What is known of a line; ``day`` is that of stops, Anschlüsse, delays and diagram."""

    line: Mapping[str, Any]  # an entry of accessibility.line_report.as_data
    stops: pd.DataFrame  # mobility.line_stops.line_stops
    knoten: Sequence[Mapping[str, Any]]  # accessibility.knoten_table.knoten_data, its own relations
    delay: Mapping[str, Any] | None  # its row of accessibility.knoten_table.delay_data
    people: pd.DataFrame  # accessibility.line_people.people_served
    diagram: str  # accessibility.bildfahrplan.bildfahrplan_svg
    day: str
    walks: Walks
    limits: Limits
    imprint: Imprint
    sheet: bool = True  # printed small, to fit one sheet of paper


def line_html(facts: LineFacts) -> str:
    """Return the Steckbrief as one page that needs nothing else and prints well."""
    return as_html([line_paper(facts)])


def line_markdown(facts: LineFacts, *, picture: str = "") -> str:
    """Return the same as Markdown; ``picture`` is the name of the diagram's file beside it."""
    return as_markdown([line_paper(facts, picture=picture)])


def line_paper(facts: LineFacts, *, picture: str = "") -> Paper:
    """Return the Steckbrief."""
    line, day = facts.line, day_name(facts.day)
    chapters = [
        Chapter("Das Wichtigste", [Points(headlines(facts))]),
        Chapter("Weg", [way_grid(facts.stops, line, day)], half=True),
        Chapter("Ortsteile und Einwohner", [people_grid(facts.people, facts.walks)], half=True),
        Chapter("Angebot", [offer_grid(line)]),
        Chapter("Bildfahrplan", [_diagram(facts, picture)]),
        Chapter("Rechnerische Prüfung", _optional(audit_grid(own_audits(line), line["product"]))),
        Chapter("Anschlüsse", _knoten(facts)),
        Chapter("Fünf Minuten später", delay_block(facts.delay)),
    ]
    return Paper(
        title=f"Linie {line['name']}: {line['from_name']} – {line['to_name']}",
        subtitle=_subtitle(facts),
        status=status_sentence(facts.imprint.data_status),
        chapters=chapters,
        foot=(NOT_PUNCTUAL, f"Quellen: {facts.imprint.sources}", facts.imprint.provenance),
        sheet=facts.sheet,
    )


def headlines(facts: LineFacts) -> list[str]:
    """Return what a reader should know first: offer, people, audit, Anschlüsse."""
    said = [told_offer(facts.line), _told_people(facts)]
    audits = own_audits(facts.line)
    if audits:
        told = "; ".join(map(_told_audit, audits))
        said.append(f"Rechnerische Prüfung nach Profil {told} ({NO_FINDING}).")
    return [one for one in said if one]


def own_audits(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the audits by the profiles of the line's product."""
    return [audit for audit in line["audits"] if audit["product"] == line["product"]]


def _told_people(facts: LineFacts) -> str:
    near, reached = facts.people["near"].sum(), facts.people["reached"].sum()
    places = int((facts.people["near"] > 0).sum())
    return (
        f"{number(near)} Einwohner in {number(places)} Ortsteilen haben höchstens {NEAR_M:.0f} m "
        f"Fußweg zu einer Haltestelle der Linie, {number(reached)} höchstens "
        f"{number(facts.walks.longest_s / 60)} Minuten."
    )


def _told_audit(audit: Mapping[str, Any]) -> str:
    missed = [row["criterion"] for row in audit["criteria"] if row["verdict"] == NOT_MET]
    but = f", nicht erfüllt: {', '.join(missed)}" if missed else ""
    return (
        f"{audit['name']}: {audit['met']} von {audit['checked']} prüfbaren Kriterien erfüllt{but}"
    )


def _subtitle(facts: LineFacts) -> str:
    dates = ", ".join(
        f"{german_date(when)} ({day_name(day)})" for day, when in facts.imprint.dates.items()
    )
    line = facts.line
    parts = (line["product"], line["agency"], facts.imprint.region, f"Soll-Fahrplan vom {dates}")
    return " · ".join(part for part in parts if part)


def _knoten(facts: LineFacts) -> list[Block]:
    grid = knoten_grid(facts.knoten, str(facts.line["name"]), facts.limits, day_name(facts.day))
    none = "Keine brauchbare Verbindung steigt von dieser Linie oder zu ihr um."
    return [grid or none]


def _diagram(facts: LineFacts, file: str) -> Picture:
    line = facts.line
    alt = f"Bildfahrplan der Linie {line['name']}, {line['from_name']} – {line['to_name']}"
    return Picture(facts.diagram, f"{alt}, {day_name(facts.day)}", [DEFINITION], file)


def _optional(grid: Block | None) -> list[Block]:
    return [grid] if grid else []
