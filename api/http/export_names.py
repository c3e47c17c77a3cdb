"""Export names: what a file is called on the disk of who takes it home."""

from typing import NamedTuple

from accessibility.difference_map import NAMES, difference_of
from accessibility.figures import measure_of
from accessibility.line_picture import LINES
from accessibility.words import TOWARDS, day_name
from api.http.export_wanted import Wanted

LONGEST = 190  # bytes: a name and its ending that every disk takes, in whatever folder
STEMS = {
    "table": "Erreichbarkeit",
    "map": "Karte",
    "difference": "Unterschied",
    "summary": "Zusammenfassung",
    "fahrplan": "Fahrplan",
    "lines": "Linien",
    "bildfahrplan": "Bildfahrplan",
    "steckbrief": "Steckbrief",
    "netzgrafik": "Netzgrafik",
    "knoten": "Knoten",
    "knotenuhr": "Knotenuhr",
    "gtfs": "GTFS",
}


def file_name(
    what: str, wanted: Wanted, region: str, scenario: str | None, before: str = ""
) -> str:
    """Return the German name of a file without its ending: letters, digits and hyphens.

    ``before`` is what a difference is held against. Of one that is too long the names are cut, the
    longest first, never what tells measure and day.
    """
    hour = None if wanted.hour is None else f"{wanted.hour} Uhr"
    every = "alle Kommunen" if wanted.kommune == "all" else wanted.kommune
    day = "alle Tage" if wanted.day == "all" else wanted.day and day_name(wanted.day)
    sheet = what == "summary" and wanted.kommune not in (None, "all")
    parts = [
        _part(STEMS["steckbrief" if sheet else what]), _part(_measure(what, wanted.measure)),
        _part("", wanted.line), _part("", wanted.station), _part(hour), _part("", wanted.knoten),
        _part("", every), _part("", region), _part("Szenario" if scenario else "", scenario),
        *([_part("gegenüber", before)] if what == "difference" else ()), _part(day),
    ]  # fmt: skip
    return _fitting(parts)


class _Part(NamedTuple):
    """A part of a file name: a word that stays, and a name that may be cut."""

    word: str
    name: str


def _part(word: str | None, name: str | None = None) -> _Part:
    return _Part(_words(word), _words(name))


def _words(text: str | None) -> str:
    """Return the letters and digits of a text, a blank for all between them."""
    return " ".join("".join(one if one.isalnum() else " " for one in text or "").split())


def _fitting(parts: list[_Part]) -> str:
    """Return the parts as one name, their names cut until it fits."""
    while True:
        found = "-".join(" ".join(word for part in parts for word in part).split())
        sizes = [len(part.name.encode()) for part in parts]
        if len(found.encode()) <= LONGEST or not any(sizes):
            return found
        longest = sizes.index(max(sizes))
        parts[longest] = parts[longest]._replace(name=parts[longest].name[:-1])


def _measure(what: str, measure: str | None) -> str | None:
    if measure is None:
        return None
    if measure == LINES:
        return "Liniennetz"
    if what == "difference":
        kind, name, held = difference_of(measure)
        return f"{NAMES[name]} {TOWARDS[kind]}{' fest' if held else ''}"
    kind, figure = measure_of(measure)
    return figure.titled(kind)
