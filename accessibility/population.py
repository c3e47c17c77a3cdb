"""People: where they live, as points of a file."""

from dataclasses import dataclass
from pathlib import Path

from accessibility.coordinates import coordinates
from accessibility.table_files import read_table
from accessibility.tables import Aliases, unique_ids
from accessibility.tables import numbers as numbers_of
from gtfs.findings import Finding
from gtfs.timetable import Bools, Floats, Ints

ALIASES: Aliases = {
    "id": (),
    "lon": ("longitude", "laenge", "länge"),
    "lat": ("latitude", "breite"),
    "people": ("einwohner", "einwohnerzahl", "population", "personen", "bevölkerung"),
}


@dataclass(frozen=True, eq=False)
class People:
    """Points and how many people live there."""

    lon: Floats  # [point]
    lat: Floats  # [point]
    people: Floats  # [point]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.people)

    def only(self, kept: Bools | Ints) -> "People":
        """Return the marked points ``[point]``, or those of the indices."""
        return People(self.lon[kept], self.lat[kept], self.people[kept])


def read_points(path: Path, *, crs: str) -> tuple[People, list[Finding]]:
    """Read ``id,lon,lat,people`` (CSV) or points with ``people``; those of 0 are left out."""
    table = read_table(path, ALIASES)
    if "id" in table.columns:
        unique_ids(table)
    people = numbers_of(table, "people")
    table.complain(people < 0, "people", lambda i: f"{people[i]:g} is negative")
    lon, lat = coordinates(table, crs)
    table.refuse_problems()
    return People(lon, lat, people).only(people > 0), table.findings
