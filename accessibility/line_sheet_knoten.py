"""Line sheet, Knoten: whom the line meets, how well, and what it breaks when late."""

from collections.abc import Mapping, Sequence
from typing import Any

from accessibility.html_page import Cell, Head
from accessibility.knoten_report import COUNTED, WEIGHED, definition
from accessibility.report_document import Block, Grid, Points
from accessibility.words import minutes, number, percent
from mobility.anschluesse import Limits

MOST = 8  # relations that are printed


def knoten_grid(
    knoten: Sequence[Mapping[str, Any]], name: str, limits: Limits, day: str
) -> Grid | None:
    """Return the line's relations, most needed first; None without any."""
    rows = [(one["name"], row) for one in knoten for row in one["relations"]]
    rows = [(place, row) for place, row in rows if name in (row["line"], row["to_line"])]
    if not rows:
        return None
    rows.sort(key=lambda one: -one[1]["people"])
    heads = [
        Head("Knoten"), Head("von"), Head("nach"), Head("gut", number=True),
        Head("knapp verpasst", number=True), Head("Warten", number=True),
        Head("Einwohner", number=True),
    ]  # fmt: skip
    body = [
        [
            Cell(place),
            Cell(f"{row['line']} aus {row['from']}"),
            Cell(f"{row['to_line']} nach {row['towards']}"),
            Cell(percent(row["share"])),
            Cell(number(row["missed"])),
            Cell(minutes(row["wait_s"] if row["wait_s"] is not None else float("nan"))),
            Cell(number(row["people"])),
        ]
        for place, row in rows[:MOST]
    ]
    left = len(rows) - MOST
    more = f" Weitere Relationen: {number(left)}." if left > 0 else ""
    said = f"Warten: Median der gezählten Seite, samt Fußweg.{more}"
    return Grid(
        f"Umstiege von und zu der Linie – {day}",
        heads,
        body,
        [definition(limits), COUNTED, said],
    )


def delay_block(delay: Mapping[str, Any] | None) -> list[Block]:
    """Return in sentences what five minutes late of all trips of the line do."""
    if delay is None or not delay["journeys"]:
        return []
    later = number(delay["mean_minutes"] or 0.0, 1)
    broken = (
        f"{number(delay['broken'])} davon verpassen einen Anschluss "
        f"({percent(delay['broken_share'] or 0.0)}, nach Einwohnern gewichtet), "
        f"{number(delay['stranded'])} kommen dann gar nicht mehr an."
    )
    said = [
        f"{number(delay['journeys'])} brauchbare Verbindungen des Tages nutzen die Linie.",
        broken,
        f"Alle kommen im Mittel {later} Minuten später an, gestrandete nicht gerechnet.",
    ]
    return [Points(said), WEIGHED]
