"""Scenario ids: of the stops, routes, services and trips a scenario adds; equal ones every time."""

import re
import unicodedata

from gtfs.timetable import Strings

PREFIX = "scenario:"
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def new_id(text: str, taken: Strings) -> str:
    """Return an id for something of that name; the second of a name ends in ``~2``."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    own = PREFIX + re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    number, known = 1, set(taken.tolist())
    while numbered(own, number) in known:
        number += 1
    return numbered(own, number)


def numbered(text: str, number: int) -> str:
    """Return the id of the first, second, … of one name."""
    return text if number == 1 else f"{text}~{number}"
