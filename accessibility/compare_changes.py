"""Compare changes: what a scenario changes, and how to read who counts as worse off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accessibility.compare_reading import Example, Reading
from accessibility.html_page import Cell, Head
from accessibility.report_document import Block, Chapter, Grid, Points
from accessibility.words import NOTHING, TARGETS, TOWARDS, day_name, minutes, number

TRIPS_NOTE = (
    "Fahrten je Richtung gezählt, am Tag des Soll-Fahrplans der Tagesart; „geändert“: dieselbe "
    "Fahrt mit anderen Zeiten oder Halten."
)
READING = (
    "„Deutlich schlechter“ und „nicht mehr eingehalten“ zählen brauchbare Verbindungen. Eine neue, "
    "schnellere Verbindung kann langsameren den Rang „brauchbar“ nehmen, eine neue langsame den "
    "Median anheben, und ein neues bestes Ziel kann weiter weg liegen als das alte. Dann zählt "
    "als schlechter, wer nichts verloren hat. Die Schwelle von 2 Fahrtenpaaren gilt auch, wo es am "
    "Tag 50 gibt."
)
KEPT = (
    "„Nicht später da“ zum Ziel von vorher: wer zu einer zufälligen Zeit aufbricht, ist mit Warten "
    "im Median nicht länger unterwegs, und keine Stunde von 05 bis 21 Uhr ist weniger bedient. "
    "Diese beiden Werte können durch zusätzliche Fahrten nie schlechter werden. Einzelne "
    "Verbindungen, die entfallen, nennt die Verliererliste."
)
FIGURES = {
    "journeys": "brauchbare Verbindungen hin",
    "return_journeys": "brauchbare Verbindungen zurück",
    "journey_time_min": "kürzeste Reisezeit",
    "journey_time_p50": "Reisezeit bei geplanter Abfahrt (Median)",
    "travel_time_p50": "Reisezeit bei zufälliger Abfahrt (Median)",
    "served_hours": "bediente Stunden",
}
TIMES = ("journey_time_min", "journey_time_p50", "travel_time_p50")


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


def reading_chapter(
    title: str, told: Reading | None, changes: Changes, names: Mapping[str, str]
) -> Chapter:
    """Return how to read that people count as worse off who are later nowhere, with an example.

    ``names`` are those of Ortsteile and targets by id. Nothing where there is nobody like that.
    """
    if told is None or told.example is None:
        return Chapter(title, [])
    blocks: list[Block] = [READING, *([ADDED] if changes.added_only else [])]
    blocks += [_counts(told), _example(told, names)]
    return Chapter(title, blocks)


def reading_data(
    told: Reading | None, changes: Changes, names: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the same as data, ``why, kept, added_only, counts, example``; None where nobody is.

    ``counts`` has a row per day and class, ``example`` is a sentence.
    """
    if told is None or told.example is None:
        return None
    return {
        "why": READING,
        "kept": KEPT,
        "added_only": changes.added_only,
        "counts": told.kept.to_dict("records"),
        "example": _sentence(told.example, names),
    }


def _sentence(one: Example, names: Mapping[str, str]) -> str:
    before, after = (names.get(target, target) for target in one.targets)
    ends = before if before == after else f"{before} → {after}"
    figures = (
        f"{label} {_text(name, one.before[name])} → {_text(name, one.after[name])}"
        for name, label in FIGURES.items()
    )
    return f"{_home(one, names)} ({ends}): {'; '.join(figures)}"


def _home(one: Example, names: Mapping[str, str]) -> str:
    where = names.get(one.ortsteil_id, one.ortsteil_id)
    people = number(one.people)
    return (
        f"ein Wohnort mit {people} Einwohnern in {where}, {TOWARDS[one.kind]}, {day_name(one.day)}"
    )


ADDED = "Dieses Szenario nimmt keine Fahrt weg und verlegt keine."


def _counts(told: Reading) -> Grid:
    heads = [Head("Ziel"), Head("Tag"), *(Head(name, number=True) for name in (
        "deutlich schlechter", "davon nicht später da",
        "Zielwert nicht mehr eingehalten", "davon nicht später da",
    ))]  # fmt: skip
    rows = [
        [
            Cell(TARGETS[str(row["class"])]),
            Cell(day_name(str(row["day"]))),
            *(
                Cell(number(row[name]), row[name])
                for one in ("people_worse", "people_no_longer_met")
                for name in (one, f"{one}_kept")
            ),
        ]
        for row in told.kept.to_dict("records")
        if row["people_worse"] or row["people_no_longer_met"]
    ]
    return Grid("Einwohner, die als schlechter zählen, Ziel frei", heads, rows, [KEPT])


def _example(told: Reading, names: Mapping[str, str]) -> Grid:
    one = told.example
    if one is None:
        raise ValueError("a reading without an example has nothing to show")
    before, after = (names.get(target, target) for target in one.targets)
    heads = [Head("Wert"), *(Head(name, number=True) for name in (
        f"vorher: {before}", f"nachher: {after}", f"nachher, Ziel fest: {before}",
    ))]  # fmt: skip
    rows = [
        [
            Cell(label),
            *(Cell(_text(name, side[name])) for side in (one.before, one.after, one.held)),
        ]
        for name, label in FIGURES.items()
    ]
    caption = f"Beispiel: {_home(one, names)}"
    return Grid(caption, heads, rows)


def _text(name: str, value: float) -> str:
    return minutes(value) if name in TIMES else number(value)
