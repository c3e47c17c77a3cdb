"""Shapes of one feed: the ways its trips take, sorted, measured and thinned."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from pyarrow import csv

from gtfs.findings import Finding, Severity
from gtfs.layout import header_of
from gtfs.problems import Problems
from gtfs.tables import Table
from gtfs.timetable import Bools, Floats, Ints, Strings

SHAPES = "shapes.txt"
LON, LAT = "shape_pt_lon", "shape_pt_lat"
SEQUENCE, GIVEN = "shape_pt_sequence", "shape_dist_traveled"
NEEDED = ("shape_id", LAT, LON, SEQUENCE)
THIN_M = 5.0  # on any map of ours less than the width of a line
STRAIGHT = "auf Karten gerade von Halt zu Halt gezeichnet"


class Shapes(NamedTuple):
    """The ways of a feed's trips; points of shape *s* are ``first_point[s] : first_point[s + 1]``.

    ``metres`` are those of the way as the feed draws it, whatever thinning left out.
    """

    shape_id: Strings  # [shape]
    first_point: Ints  # [shape + 1]
    lon: Floats  # [point]
    lat: Floats  # [point]
    metres: Floats  # [point] from the shape's first point
    given: Floats  # [point] shape_dist_traveled, nan in a shape without


def read_shapes(path: Path, lines: int, problems: Problems) -> Table:
    """Return shapes.txt, its numbers read already; empty if there is none or it cannot be used.

    No figure depends on the ways: a fault in them is told and never refuses the feed.
    """
    header = header_of(path) if lines else []
    missing = [column for column in NEEDED if column not in header]
    frame = pd.DataFrame({"shape_id": pd.Series([], dtype="str")}).assign(
        **{column: np.empty(0) for column in (*NEEDED[1:], GIVEN)}
    )
    if lines and missing:
        _tell_unused(f"keine Spalte {', '.join(missing)}", problems)
    elif lines:
        try:
            frame = _rows(path, header)
        except ValueError as error:  # what pandas raises is one
            _tell_unused(str(error).strip(), problems)
    return Table(SHAPES, path, lines, frame)


def build_shapes(table: Table, trips: Table, problems: Problems) -> Shapes:
    """Return the shapes that trips name; what cannot be a point or a way is left out and noted."""
    _note_unknown(table, trips, problems)
    row = np.flatnonzero(_usable(table, problems))
    frame = table.frame.iloc[row]
    shape, values = frame["shape_id"].factorize()
    ids = pd.Index(values)
    order = _in_order(table, row, shape, problems)
    first = np.searchsorted(shape[order], np.arange(len(ids) + 1)).astype(np.int32)
    lon, lat = (frame[column].to_numpy(float)[order] for column in (LON, LAT))
    metres = _metres(lon, lat, first)
    given = _given(frame[GIVEN].to_numpy(float)[order], first)
    whole = Shapes(np.asarray(ids, np.str_), first, lon, lat, metres, given)
    unused = ~ids.isin(trips.text("shape_id").unique())
    short = ~unused & (metres[first[1:] - 1] == 0)
    _note_left_out(table, row[order[first[:-1]]], unused, short, problems)
    return _thinned(whole, np.flatnonzero(~unused & ~short))


def metres_a_degree(lat: Floats) -> tuple[Floats, Floats]:
    """Return metres of a degree of longitude and of latitude (WGS 84, series of the meridian)."""
    phi = np.radians(lat)
    across = 111_412.84 * np.cos(phi) - 93.5 * np.cos(3 * phi) + 0.118 * np.cos(5 * phi)
    along = 111_132.92 - 559.82 * np.cos(2 * phi) + 1.175 * np.cos(4 * phi)
    return across, along


def _rows(path: Path, header: list[str]) -> pd.DataFrame:
    """Return the rows, numbers as floats: nan where a cell is empty or holds none."""
    used = [column for column in (*NEEDED, GIVEN) if column in header]
    kinds = {column: pa.string() if column == "shape_id" else pa.float64() for column in used}
    try:  # millions of points are quick to read as long as they are all numbers
        frame: pd.DataFrame = csv.read_csv(
            path,
            read_options=csv.ReadOptions(column_names=header, skip_rows=1),
            convert_options=csv.ConvertOptions(column_types=kinds, include_columns=used),
        ).to_pandas()
    except pa.ArrowInvalid:
        frame = pd.read_csv(
            path, names=header, header=0, dtype="str", index_col=False, keep_default_na=False
        )
        for column in used[1:]:
            frame[column] = pd.to_numeric(frame[column].str.strip(), errors="coerce")
    frame = frame[used].reindex(columns=[*NEEDED, GIVEN])
    return frame.assign(shape_id=frame["shape_id"].fillna("").str.strip())


def _tell_unused(reason: str, problems: Problems) -> None:
    german = f"Linienwege unlesbar: {reason}"
    problems.say(Finding(Severity.INFO, "shapes_not_used", german, SHAPES, done=STRAIGHT))


def _note_unknown(table: Table, trips: Table, problems: Problems) -> None:
    wanted = trips.text("shape_id")
    problems.note(
        "unknown_shape",
        "Fahrten mit einem Linienweg (shape_id), den shapes.txt nicht hat",
        trips,
        ((wanted != "") & ~wanted.isin(table.frame["shape_id"].unique())).to_numpy(np.bool_),
        "shape_id",
        STRAIGHT,
        Severity.INFO,
    )


def _usable(table: Table, problems: Problems) -> Bools:
    """Return ``[row]`` which points have an id, a place on earth and a number in the sequence."""
    frame = table.frame
    good: Bools = np.isfinite(frame[SEQUENCE].to_numpy(float))
    good &= (frame["shape_id"] != "").to_numpy(np.bool_)
    for column, limit in ((LON, 180), (LAT, 90)):
        good &= np.abs(frame[column].to_numpy(float)) <= limit  # nan is not, either
    problems.note(
        "shape_point_unusable",
        "Punkte von Linienwegen ohne shape_id, Lage oder Reihenfolge",
        table,
        ~good,
        f"{LAT}, {LON}",
        "Punkte weggelassen",
        Severity.INFO,
    )
    return good


def _in_order(table: Table, row: Ints, shape: Ints, problems: Problems) -> Ints:
    """Return the order by shape, then by sequence; equal sequences keep the order of the file."""
    sequence = table.frame[SEQUENCE].to_numpy(float)[row]
    order = np.argsort(shape, kind="stable")
    within = np.diff(shape[order]) == 0
    german = "Linienwege: Punkte nicht in der Reihenfolge von shape_pt_sequence"
    _note_points(
        table, row[order], within & (np.diff(sequence[order]) < 0), problems,
        ("shape_unsorted", german, "sortiert", Severity.FACT),
    )  # fmt: skip
    order = order[np.lexsort((sequence[order], shape[order]))]
    german = "Linienwege: shape_pt_sequence steht mehrfach"
    _note_points(
        table, row[order], within & (np.diff(sequence[order]) == 0), problems,
        ("shape_sequence_repeated", german, "Reihenfolge der Datei gilt", Severity.INFO),
    )  # fmt: skip
    return order


def _note_points(
    table: Table, row: Ints, step: Bools, problems: Problems, said: tuple[str, str, str, Severity]
) -> None:
    """Note the points ``row [point]`` to which a marked ``step [point - 1]`` leads."""
    code, german, done, severity = said
    marked = np.zeros(len(table), np.bool_)
    marked[row[1:][step]] = True
    problems.note(code, german, table, marked, SEQUENCE, done, severity)


def _note_left_out(
    table: Table, row: Ints, unused: Bools, short: Bools, problems: Problems
) -> None:
    """Note the shapes nobody needs and those that lead nowhere, at their first ``row [shape]``."""
    for shapes, code, german, severity in (
        (unused, "shapes_unused", "Linienwege ohne Fahrt", Severity.FACT),
        (short, "shape_too_short", "Linienwege ohne zwei verschiedene Punkte", Severity.INFO),
    ):
        marked = np.zeros(len(table), np.bool_)
        marked[row[shapes]] = True
        problems.note(code, german, table, marked, "shape_id", "weggelassen", severity)


def _metres(lon: Floats, lat: Floats, first: Ints) -> Floats:
    """Return ``[point]`` the length of the way from its shape's first point."""
    across, along = metres_a_degree((lat[1:] + lat[:-1]) / 2)
    steps = np.hypot(np.diff(lon) * across, np.diff(lat) * along)
    total = np.concatenate([[0.0], np.cumsum(steps)])[: len(lon)]
    metres: Floats = total - np.repeat(total[first[:-1]], np.diff(first))
    return metres


def _given(distance: Floats, first: Ints) -> Floats:
    """Return ``[point]`` the feed's own distances, nan in shapes where they are not a measure."""
    shape = np.repeat(np.arange(len(first) - 1), np.diff(first))
    wrong = ~np.isfinite(distance)
    wrong[1:] |= (np.diff(distance) < 0) & (np.diff(shape) == 0)
    unmeasured = np.bincount(shape[wrong], minlength=len(first) - 1) > 0
    return np.where(unmeasured[shape], np.nan, distance)


def _thinned(shapes: Shapes, kept: Ints) -> Shapes:
    """Return the kept shapes without the points that lie within ``THIN_M`` of the rest."""
    if not len(kept):
        return Shapes(shapes.shape_id[kept], np.zeros(1, np.int32), *(np.empty(0),) * 4)
    size = np.diff(shapes.first_point)
    owner = np.repeat(np.arange(len(size)), size)
    middle = np.bincount(owner, shapes.lat) / size
    across, along = (one[owner] for one in metres_a_degree(middle))
    number = np.arange(len(owner), dtype=np.float64)  # goes along as the height
    xyz = np.column_stack([shapes.lon * across, shapes.lat * along, number])
    wanted = np.isin(owner, kept)
    order = np.searchsorted(kept, owner[wanted])
    lines = shapely.linestrings(xyz[wanted], indices=order)
    thin = shapely.simplify(lines, THIN_M, preserve_topology=False)
    point = shapely.get_coordinates(thin, include_z=True)[:, 2].astype(np.int64)
    first = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(thin))]).astype(np.int32)
    columns = (column[point] for column in shapes[2:])
    return Shapes(shapes.shape_id[kept], first, *columns)
