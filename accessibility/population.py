"""People: where they live, as points of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from accessibility.coordinates import coordinates
from accessibility.table_files import read_table
from accessibility.tables import Aliases, Table, unique_ids
from accessibility.tables import numbers as numbers_of
from gtfs.findings import Finding
from gtfs.timetable import Bools, Floats, Ints

ALIASES: Aliases = {
    "id": (),
    "lon": ("longitude", "laenge", "länge"),
    "lat": ("latitude", "breite"),
    "people": ("einwohner", "einwohnerzahl", "population", "personen", "bevölkerung"),
}
AGES: Aliases = {  # optional columns: how many of the people are so old
    "youth": ("jugend", "jugendliche", "unter18", "unter_18", "u18"),  # below 18
    "seniors": ("senioren", "aeltere", "ältere", "ab65", "ab_65", "a65undaelter"),  # 65 and over
}


@dataclass(frozen=True, eq=False)
class People:
    """Points and how many people live there."""

    lon: Floats  # [point]
    lat: Floats  # [point]
    people: Floats  # [point]
    ages: Mapping[str, Floats] = field(default_factory=dict)  # [point] of AGES, nan if unknown

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.people)

    def only(self, kept: Bools | Ints) -> "People":
        """Return the marked points ``[point]``, or those of the indices."""
        ages = {age: people[kept] for age, people in self.ages.items()}
        return People(self.lon[kept], self.lat[kept], self.people[kept], ages)


def read_points(path: Path, *, crs: str) -> tuple[People, list[Finding]]:
    """Read ``id,lon,lat,people[,youth,seniors]`` (CSV) or points with ``people``.

    Points of 0 people are left out.
    """
    table = read_table(path, {**ALIASES, **AGES})
    if "id" in table.columns:
        unique_ids(table)
    people = numbers_of(table, "people")
    table.complain(people < 0, "people", lambda i: f"{people[i]:g} is negative")
    ages = {age: _of_age(table, age) for age in AGES if age in table.columns}
    lon, lat = coordinates(table, crs)
    table.refuse_problems()
    return People(lon, lat, people, ages).only(people > 0), table.findings


def _of_age(table: Table, age: str) -> Floats:
    """Return ``[row]`` how many of the people are so old, nan where the cell is empty."""
    people = numbers_of(table, age, required=False)
    table.complain(people < 0, age, lambda i: f"{people[i]:g} is negative")
    return people
