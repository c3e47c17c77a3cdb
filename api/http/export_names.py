"""Export names: what a file is called on the disk of who takes it home."""

from accessibility.difference_map import NAMES, difference_of
from accessibility.figures import measure_of
from accessibility.line_picture import LINES
from accessibility.words import TOWARDS, day_name
from api.http.export_wanted import Wanted

LONGEST = 120  # letters: a name that every disk takes, in whatever folder
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

    ``before`` is what a difference is held against.
    """
    hour = None if wanted.hour is None else f"{wanted.hour} Uhr"
    every = "alle Kommunen" if wanted.kommune == "all" else wanted.kommune
    day = "alle Tage" if wanted.day == "all" else wanted.day and day_name(wanted.day)
    sheet = what == "summary" and wanted.kommune not in (None, "all")
    parts = [
        STEMS["steckbrief" if sheet else what], _measure(what, wanted.measure),
        wanted.line, wanted.station, hour, wanted.knoten, every,
        region, scenario and f"Szenario {scenario}",
        f"gegenüber {before}" if what == "difference" else None, day,
    ]  # fmt: skip
    words = "".join(
        letter if letter.isalnum() else " " for letter in " ".join(filter(None, parts))
    ).split()
    return "-".join(words)[:LONGEST].rstrip("-")


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
