"""Compare explained: how to read who counts as worse or better off, in words, with examples."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from accessibility.compare_changes import Changes
from accessibility.compare_reading import BETTER, COUNTS, WORSE, Example, Reading
from accessibility.html_page import Cell, Head
from accessibility.report_document import Block, Chapter, Grid
from accessibility.words import TARGETS, TOWARDS, day_name, minutes, number

NO_LATER, NO_SOONER = "im Median nicht später", "im Median nicht früher"  # of who is kept
READING = (
    "„Deutlich schlechter“ und „nicht mehr eingehalten“ zählen brauchbare Verbindungen. Eine neue, "
    "schnellere Verbindung kann langsameren den Rang „brauchbar“ nehmen, eine neue langsame den "
    "Median anheben, und ein neues bestes Ziel kann weiter weg liegen als das alte. Dann kann als "
    "schlechter zählen, wer nichts verloren hat. Die Schwelle von 2 Fahrtenpaaren gilt auch, wo es "
    "am Tag 50 gibt."
)
KEPT = (
    "„Im Median nicht später“ zum Ziel von vorher: wer zu einer zufälligen Zeit aufbricht, ist mit "
    "Warten im Median nicht länger unterwegs, und keine Stunde von 05 bis 21 Uhr ist weniger "
    "bedient. Diese beiden Werte können durch zusätzliche Fahrten nie schlechter werden. Einzelne "
    "Verbindungen können trotzdem entfallen; sie nennt die Verliererliste."
)
GAIN = (
    "„Deutlich besser“ und „neu eingehalten“ zählen brauchbare Verbindungen. Entfällt die "
    "schnellste, gelten langsamere wieder als brauchbar; entfällt eine langsame, sinkt der Median. "
    "Dann kann als besser zählen, wer keine Fahrt bekommen hat."
)
GAIN_KEPT = (
    "„Im Median nicht früher“ zum Ziel von vorher wie zum Ziel von nachher: wer zu einer "
    "zufälligen Zeit aufbricht, ist mit Warten im Median nicht kürzer unterwegs als vorher, und "
    "keine Stunde von 05 bis 21 Uhr ist mehr bedient. Diese beiden Werte können zu einem Ziel "
    "durch weniger Fahrten nie besser werden."
)
ADDED = "Dieses Szenario nimmt keine Fahrt weg und verlegt keine."
REMOVED = "Dieses Szenario nimmt nur Fahrten weg: früher da ist dadurch niemand."
FIGURES = {
    "journeys": "brauchbare Verbindungen hin",
    "return_journeys": "brauchbare Verbindungen zurück",
    "journey_time_min": "kürzeste Reisezeit",
    "journey_time_p50": "Reisezeit bei geplanter Abfahrt (Median)",
    "travel_time_p50": "Reisezeit bei zufälliger Abfahrt (Median)",
    "served_hours": "bediente Stunden",
}
TIMES = ("journey_time_min", "journey_time_p50", "travel_time_p50")


class Said(NamedTuple):
    """What is said of one side."""

    title: str  # of its chapter
    why: str
    kept: str
    counts: tuple[str, str]  # heads
    of_them: str
    caption: str


SAID = {
    WORSE: Said(
        "Wie „schlechter“ zu lesen ist", READING, KEPT,
        ("deutlich schlechter", "Zielwert nicht mehr eingehalten"), NO_LATER,
        "Einwohner, die als schlechter zählen, Ziel frei",
    ),
    BETTER: Said(
        "Wie „besser“ zu lesen ist", GAIN, GAIN_KEPT,
        ("deutlich besser", "Zielwert neu eingehalten"), NO_SOONER,
        "Einwohner, die als besser zählen, Ziel frei",
    ),
}  # fmt: skip


def reading_chapter(
    side: str, title: str, told: Reading | None, changes: Changes, names: Mapping[str, str]
) -> Chapter:
    """Return how to read that people count as worse (better) off who are no later (sooner).

    ``names`` are those of Ortsteile and targets by id. Nothing where there is nobody like that.
    """
    example = None if told is None else told.examples.get(side)
    if told is None or example is None:
        return Chapter(title, [])
    alone = {WORSE: [ADDED] * changes.added_only, BETTER: [REMOVED] * changes.removed_only}
    blocks: list[Block] = [SAID[side].why, *alone[side]]
    blocks += [_counts(told, side), _example(example, names)]
    return Chapter(title, blocks)


def reading_data(
    told: Reading | None, changes: Changes, names: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the same as data; None where nobody is like that, on neither side.

    ``why, kept, added_only, example`` of who is worse off, ``why_better, kept_better,
    removed_only, example_better`` of who is better off; an example is a sentence, or null.
    ``counts`` has a row per day and class.
    """
    if told is None or not told.examples:
        return None
    examples = {side: _sentence(one, names) for side, one in told.examples.items()}
    return {
        "why": READING,
        "kept": KEPT,
        "added_only": changes.added_only,
        "why_better": GAIN,
        "kept_better": GAIN_KEPT,
        "removed_only": changes.removed_only,
        "counts": told.kept.to_dict("records"),
        "example": examples.get(WORSE),
        "example_better": examples.get(BETTER),
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


def _counts(told: Reading, side: str) -> Grid:
    said, names = SAID[side], [f"people_{one}" for one in COUNTS[side]]
    told_of = [one for name in said.counts for one in (name, f"davon {said.of_them}")]
    heads = [Head("Ziel"), Head("Tag"), *(Head(name, number=True) for name in told_of)]
    columns = [one for name in names for one in (name, f"{name}_kept")]
    rows = [
        [
            Cell(TARGETS[str(row["class"])]),
            Cell(day_name(str(row["day"]))),
            *(Cell(number(row[name]), row[name]) for name in columns),
        ]
        for row in told.kept.to_dict("records")
        if any(row[name] for name in names)
    ]
    return Grid(said.caption, heads, rows, [said.kept])


def _example(one: Example, names: Mapping[str, str]) -> Grid:
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
