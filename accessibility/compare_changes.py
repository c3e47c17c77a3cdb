"""Compare changes: what a scenario changes, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from accessibility.html_page import Cell, Head
from accessibility.report_document import Block, Chapter, Grid, Points
from accessibility.words import NOTHING

TRIPS_NOTE = (
    "Fahrten je Richtung gezählt, am Tag des Soll-Fahrplans der Tagesart; „geändert“: dieselbe "
    "Fahrt mit anderen Zeiten oder Halten."
)


@dataclass(frozen=True)
class Changed:
    """A change of a scenario in words."""

    number: int
    words: str
    note: str = ""
    parts: Sequence[str] = ()  # what a template stands for
    trips: Sequence[str] = ()  # what it does to lines, day by day


@dataclass(frozen=True)
class Changes:
    """What a scenario changes, and what speaks against it."""

    description: str = ""
    changes: Sequence[Changed] = ()
    warnings: Sequence[str] = ()
    added_only: bool = False  # no trip there was is gone or another
    removed_only: bool = False  # no trip there is was not, or was another


def changes_chapter(title: str, told: Changes) -> Chapter:
    """Return what is changed, in words; nothing where nothing is known of it."""
    if not told.changes:
        return Chapter(title, [])
    heads = [Head("Nr.", number=True), Head("Änderung"), Head("Fahrten am Tag")]
    rows = [_row(one) for one in told.changes]
    blocks: list[Block] = [told.description] if told.description else []
    blocks.append(Grid("Änderungen in ihrer Reihenfolge", heads, rows, [TRIPS_NOTE]))
    if told.warnings:
        blocks.append(Points([f"Hinweis: {warning}" for warning in told.warnings]))
    return Chapter(title, blocks)


def _row(one: Changed) -> list[Cell]:
    below = "; ".join(filter(None, (one.note, *one.parts)))
    trips = " · ".join(one.trips) or NOTHING
    return [Cell(str(one.number), one.number), Cell(one.words, below=below), Cell(trips)]
