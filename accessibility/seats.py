"""Seats: where a Kommune and the county have their administration."""

import re
from collections.abc import Sequence

import numpy as np

from accessibility.ortsteile import Ortsteile
from accessibility.places import HAUPTORT, KREISSTADT
from accessibility.tables import PlacesError, nearest
from accessibility.zentren import Zentren
from gtfs.findings import Finding, Severity
from gtfs.timetable import Bools, Strings

BYNAME = re.compile(r"\s*[/(,].*|\s+(?:bei|an der|am|im|ob der|vor der)\s.*")  # Trebsen/Mulde


def seats_of_ortsteile(ortsteile: Ortsteile) -> tuple[Strings, list[Finding]]:
    """Return ``[ortsteil]`` "hauptort" or "", and which Kommunen have none.

    The Hauptort is the Ortsteil the table marks, else the one named as its Kommune is, with or
    without the Kommune's byname; of several the one with most people, then the first.
    """
    people = np.nan_to_num(ortsteile.population)
    marked = np.zeros(len(people), np.bool_) if ortsteile.hauptort is None else ortsteile.hauptort
    whole = np.array([_is_named(*pair) for pair in _names(ortsteile)], np.int64)
    rank = np.where(marked, 3, whole)  # 2: the whole name, 1: without the byname
    seats = np.full(len(rank), "", dtype="<U8")
    without = []
    for kommune in dict.fromkeys(ortsteile.kommune.tolist()):
        own = np.flatnonzero(ortsteile.kommune == kommune)
        best = own[np.lexsort((-own, people[own], rank[own]))[-1]]
        if kommune and rank[best]:
            seats[best] = HAUPTORT
        elif kommune:
            without.append(kommune)
    return seats, _missing(without)


def seats_of_zentren(zentren: Zentren, kreisstadt: str | None) -> Strings:
    """Return ``[zentrum]`` "kreisstadt" for the id, else ""; an id not listed is refused."""
    is_seat: Bools = zentren.zentrum_id == (kreisstadt or "")
    if kreisstadt and not is_seat.any():
        known = zentren.zentrum_id.tolist()
        msg = (
            f"zentren.kreisstadt: no Zentrum has the id {kreisstadt!r}{nearest(kreisstadt, known)}"
        )
        raise PlacesError(msg)
    return np.where(is_seat, KREISSTADT, "")


def _names(ortsteile: Ortsteile) -> list[tuple[str, str]]:
    return list(zip(ortsteile.name.tolist(), ortsteile.kommune.tolist(), strict=True))


def _is_named(name: str, kommune: str) -> int:
    """Return 2 for the Kommune's whole name, 1 for both without their bynames, else 0."""
    ours, theirs = name.casefold().strip(), kommune.casefold().strip()
    return 2 if ours == theirs else int(BYNAME.sub("", ours) == BYNAME.sub("", theirs))


def _missing(kommunen: Sequence[str]) -> list[Finding]:
    if not kommunen:
        return []
    message = f"Kommunen ohne Ortsteil ihres Namens: {', '.join(sorted(kommunen))}"
    done = 'Weg zum Hauptort dort nicht prüfbar; Spalte "hauptort" der Ortsteile benennt ihn'
    return [
        Finding(
            Severity.INFO, "no_hauptort", message, count=len(kommunen), field="hauptort", done=done
        )
    ]
