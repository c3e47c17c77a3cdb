"""Scenario told: what was found when a scenario was tried, as data, and read back from it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from accessibility.compare_changes import Changed, Changes
from accessibility.words import day_name, number
from api.scenarios.lines import Trips
from api.scenarios.words import words_of
from mobility.apply import Step

COUNTS = ("entfallen", "geändert", "neu")


def words_data(step: Step) -> dict[str, Any]:
    """Return ``words`` of a change and ``parts``, those of what a template stands for."""
    parts = [] if step.plain == (step.change,) else [words_of(plain) for plain in step.plain]
    return {"words": words_of(step.change), "parts": parts}


def trips_words(trips: Sequence[Trips]) -> list[str]:
    """Return what a change does to the trips of lines, a sentence a day type."""
    by_day: dict[str, list[str]] = defaultdict(list)
    for one in trips:
        counts = zip((one.gone, one.changed, one.new), COUNTS, strict=True)
        told = ", ".join(f"{number(count)} {word}" for count, word in counts if count)
        by_day[one.day].append(f"{one.line} {told}")
    return [f"{day_name(day)}: {' · '.join(said)}" for day, said in by_day.items()]


def changes_of(data: Mapping[str, Any]) -> Changes:
    """Return the changes told by ``check_data``; none where it has no words."""
    scenario = data["scenario"]
    rows = [row for row in scenario["changes"] if "words" in row]
    trips = [[Trips(**one) for one in row["trips"]] for row in rows]
    changed = [
        Changed(
            number=row["number"],
            words=row["words"],
            note=row["written"].get("note", ""),
            parts=tuple(row["parts"]),
            trips=tuple(trips_words(own)),
        )
        for row, own in zip(rows, trips, strict=True)
    ]
    touched = [one for own in trips for one in own]
    added = bool(touched) and not any(one.gone or one.changed for one in touched)
    removed = bool(touched) and not any(one.new or one.changed for one in touched)
    return Changes(
        scenario["description"], changed, data["warnings"], added_only=added, removed_only=removed
    )
