"""Rows of Ortsteile: who they are, as tables by Ortsteil begin, and what targets are called."""

from datetime import date

import pandas as pd

from accessibility.places import Places, ortsteile_of
from gtfs.timetable import Ints, Strings


def ortsteil_rows(places: Places, day: str, when: date) -> pd.DataFrame:
    """Return ``ortsteil_id, name, kommune, population, day, date``, a row an Ortsteil."""
    rows = ortsteile_of(places)
    return pd.DataFrame(
        {
            "ortsteil_id": places.place_id[rows].astype(object),
            "name": places.name[rows].astype(object),
            "kommune": places.parent[rows].astype(object),
            "population": places.population[rows],
            "day": day,
            "date": when.isoformat(),
        }
    )


def named(words: Strings, place: Ints) -> list[str | None]:
    """Return the ids or names of places, None for -1."""
    return [str(words[one]) if one >= 0 else None for one in place]
