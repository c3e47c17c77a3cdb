"""The Zensus grid: people per cell of 100 m, 1 km or 10 km, as the offices publish it."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from accessibility.coordinates import to_degrees
from accessibility.population import AGES, People
from accessibility.tables import PlacesError, nearest, refuse
from gtfs.findings import Finding, Severity
from gtfs.timetable import Floats

GRID_CRS = "EPSG:3035"
SECRET = ("–", "-", "")  # withheld or set to zero by the disclosure rules; 2011 writes -1
SECRET_2011 = -1

_X = re.compile(r"x_mp_(100m|1km|10km)", re.IGNORECASE)
_PEOPLE = ("einwohner", "einwohnerzahl", "insgesamt_bevoelkerung")

Box = tuple[float, float, float, float]  # west, south, east, north


def is_grid(path: Path) -> bool:
    """Return whether a CSV has the columns of a Zensus grid."""
    return path.suffix.lower() == ".csv" and any(map(_X.fullmatch, _header(path)))


def read_grid(path: Path, *, box: Box) -> tuple[People, list[Finding]]:
    """Read the cells whose mid-point lies in ``box`` (EPSG:3035); secret cells are counted.

    The file of all Germany has three million rows of 100 m: its columns are filtered, not looped.
    Ages are read where the file has them (``AGES``); a secret number of them is nan.
    """
    header = _header(path)
    names, ages = _columns(path, header), _age_columns(header)
    columns = _read(path, header, [*names, *ages.values()]).columns
    x, y, people, *aged = (column.to_numpy() for column in columns)
    wrong = ~np.isfinite(x) | ~np.isfinite(y) | (people < SECRET_2011)
    refuse(
        [
            f"{path.name}, row {i + 2}: {names[0]} {x[i]:.0f}, {names[1]} {y[i]:.0f}, {names[2]} "
            f"{people[i]:g}; coordinates must be given and people not negative"
            for i in np.flatnonzero(wrong)
        ]
    )
    inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    if not inside.any():
        turned = (y >= box[0]) & (y <= box[2]) & (x >= box[1]) & (x <= box[3])
        hint = "x and y look swapped" if turned.any() else "is it the grid of another country?"
        raise PlacesError(
            f"{path.name}: none of {len(x)} cells lies in the region; {names[0]} is the easting "
            f"and {names[1]} the northing in {GRID_CRS} ({hint})"
        )
    secret = inside & ~(people >= 0)
    used = inside & (people > 0)
    lon, lat = to_degrees(x[used], y[used], GRID_CRS)
    cell = names[0].rsplit("_", 1)[-1]
    of_age = {age: _known(column[used]) for age, column in zip(ages, aged, strict=True)}
    return People(lon, lat, people[used], of_age), _findings(path, cell, int(secret.sum()))


def _findings(path: Path, cell: str, secret: int) -> list[Finding]:
    findings = []
    if secret:
        findings.append(
            Finding(
                Severity.INFO,
                "population_secret",
                f"Zellen ({cell}) im Gebiet ohne veröffentlichte Einwohnerzahl.",
                file=path.name,
                count=secret,
                done="ohne Einwohner gezählt",
            )
        )
    if cell.lower() == "10km":
        findings.append(
            Finding(
                Severity.WARNING,
                "population_coarse",
                "Zellen von 10 km sind größer als jeder Ortsteil.",
                file=path.name,
                done="dem Ortsteil an der Zellmitte zugeschlagen; besser das Gitter mit 100 m",
            )
        )
    return findings


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        first = next(iter(lines), "")
    return [name.strip().strip('"') for name in first.split(";")]


def _columns(path: Path, header: list[str]) -> tuple[str, str, str]:
    """Return the written names of the columns x, y and people."""
    x = next(name for name in header if _X.fullmatch(name))
    y = next((name for name in header if name.lower() == "y" + x[1:].lower()), None)
    people = next((name for name in header if name.lower() in _PEOPLE), None)
    missing = [n for n, found in (("y" + x[1:], y), ("Einwohner", people)) if found is None]
    refuse(
        [
            f"{path.name}: no column {name!r}{nearest(name, header)}; its columns are "
            f"{', '.join(header)}"
            for name in missing
        ]
    )
    return x, str(y), str(people)


def _age_columns(header: list[str]) -> dict[str, str]:
    """Return the written names of the columns of people so old, by age group."""
    folded = {name.casefold(): name for name in header}
    found = {age: [n for n in (age, *names) if n in folded] for age, names in AGES.items()}
    return {age: folded[names[0]] for age, names in found.items() if names}


def _known(people: Floats) -> Floats:
    return np.where(people >= 0, people, np.nan)


def _read(path: Path, header: list[str], names: Sequence[str]) -> pa.Table:
    """Return the columns as float64, null where secret; x, y and people come first."""
    for encoding in ("utf8", "cp1252"):
        try:
            return pacsv.read_csv(
                path,
                read_options=pacsv.ReadOptions(column_names=header, skip_rows=1, encoding=encoding),
                parse_options=pacsv.ParseOptions(delimiter=";"),
                convert_options=pacsv.ConvertOptions(
                    include_columns=list(names),
                    column_types=dict.fromkeys(names, pa.float64()),
                    null_values=list(SECRET),
                ),
            )
        except pa.ArrowInvalid as error:
            reason = error
    refuse(_problems(path, header, names))
    raise PlacesError(f"{path.name}: cannot be read as a Zensus grid ({reason})") from reason


def _problems(path: Path, header: list[str], names: Sequence[str]) -> list[str]:
    """Return what is wrong with each row, found slowly."""
    problems = []
    columns = [(name, header.index(name)) for name in names]
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = csv.reader(lines, delimiter=";")
        next(rows)
        for number, cells in enumerate(rows, start=2):
            if len(cells) != len(header):
                problems.append(
                    f"{path.name}, row {number}: {len(cells)} fields where the header "
                    f"has {len(header)}"
                )
                continue
            problems += [
                f"{path.name}, row {number}, {name}: {cells[i]!r} is not a number"
                for name, i in columns
                if not _is_number(cells[i]) and not (name in names[2:] and cells[i] in SECRET)
            ]
    return problems


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
