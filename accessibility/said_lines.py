"""Said lines: what a county's ``lines.csv`` says of its lines, in place of the feed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from accessibility.places import text_array
from accessibility.table_files import read_table
from accessibility.tables import Aliases, Table, distinct, nearest, refuse, texts
from gtfs.findings import Finding
from gtfs.timetable import Bools, Ints, Strings, Timetable, trip_of_call
from mobility.lines import Said

COLUMNS = ("route_id", "line_id", "name", "product", "core_from", "core_to")
ALIASES: Aliases = {
    "route_id": ("route",),
    "line_id": ("linie_id",),
    "name": ("linie",),
    "product": ("produkt",),
    "core_from": ("kern_von", "von"),
    "core_to": ("kern_bis", "bis"),
}
SAME = ("name", "product", "core_from", "core_to")  # said of the line, so the same on all its rows


@dataclass(frozen=True, eq=False)
class _Rows:
    """The cells of the table and what of the timetable they are about."""

    table: Table
    cells: dict[str, Strings]  # by column
    route: Ints  # [row] -1 where nobody knows it
    group: Ints  # [row] rows of one line share it
    served: Bools  # [group, station] whether a trip of its routes calls there

    def complain(self, row: int, column: str, text: str) -> None:
        """Note what is wrong with a cell."""
        marked = np.arange(len(self.route)) == row
        self.table.complain(marked, column, lambda _: text)


def read_said(path: Path, timetable: Timetable) -> tuple[dict[str, Said], list[Finding]]:
    """Read ``route_id[,line_id,name,product,core_from,core_to]``; problems in one PlacesError.

    ``core_from`` and ``core_to`` are ids or names of stations at which the line calls; rows with
    one ``line_id`` are one line. What is said by route_id has station ids.
    """
    table = read_table(path, ALIASES)
    rows = _rows(table, timetable)
    _check_routes(rows, timetable)
    said = _filled(rows)
    ends = _ends(rows, said, timetable)
    table.refuse_problems()
    found = {
        str(route): Said(line, said["name"][row], said["product"][row], *ends[row])
        for row, (route, line) in enumerate(
            zip(rows.cells["route_id"].tolist(), rows.cells["line_id"].tolist(), strict=True)
        )
    }
    return found, table.findings


def stations_named(timetable: Timetable, text: str, among: Bools | None = None) -> Ints:
    """Return the stations of an id, else those of a name, in small letters or not."""
    known = np.ones(len(timetable.station_id), np.bool_) if among is None else among
    by_id = np.flatnonzero((timetable.station_id == text) & known)
    if len(by_id):
        return by_id
    folded = pd.Series(timetable.station_name, dtype=object).str.casefold() == text.casefold()
    return np.flatnonzero(folded.to_numpy(bool) & known)


def find_centre(timetable: Timetable, named: Iterable[str]) -> Bools:
    """Return ``[stop]`` whether it belongs to one of the stations; refuse those nobody knows."""
    centre = np.zeros(len(timetable.stop_id), np.bool_)
    problems = []
    for text in named:
        stations = stations_named(timetable, text)
        centre |= np.isin(timetable.stop_station, stations)
        if not len(stations):
            hint = nearest(text, timetable.station_name.tolist())
            problems.append(f"[lines] hauptrelation: no station {text!r}{hint}")
    refuse(problems)
    return centre


def said_frame(said: Mapping[str, Said]) -> pd.DataFrame:
    """Return what is said as a table with the columns of ``lines.csv``."""
    return pd.DataFrame([(route, *row) for route, row in said.items()], columns=list(COLUMNS))


def said_of_frame(frame: pd.DataFrame) -> dict[str, Said]:
    """Return what ``said_frame`` wrote."""
    columns = [text_array(frame[name]).tolist() for name in COLUMNS]
    return {route: Said(*row) for route, *row in zip(*columns, strict=True)}


def _rows(table: Table, timetable: Timetable) -> _Rows:
    cells = {name: texts(table, name, required=name == "route_id") for name in COLUMNS}
    route = pd.Index(timetable.route_id).get_indexer(pd.Index(cells["route_id"])).astype(np.int32)
    key = np.where(cells["line_id"] != "", cells["line_id"], np.char.add("\0", cells["route_id"]))
    group = np.unique(key, return_inverse=True)[1].astype(np.int32)
    served = np.zeros((int(group.max()) + 1, len(timetable.station_id)), np.bool_)
    called = timetable.trip_route[trip_of_call(timetable)]
    station = timetable.stop_station[timetable.call_stop]
    for row in np.flatnonzero(route >= 0).tolist():
        served[group[row], station[called == route[row]]] = True
    return _Rows(table, cells, route, group, served)


def _check_routes(rows: _Rows, timetable: Timetable) -> None:
    written, known = rows.cells["route_id"], timetable.route_id.tolist()
    rows.table.complain(
        (rows.route < 0) & (written != ""),
        "route_id",
        lambda i: f"no route '{written[i]}' in the feeds{nearest(written[i], known)}",
    )
    distinct(rows.table, written, "route_id")


def _filled(rows: _Rows) -> dict[str, list[str]]:
    """Return the cells that hold for the whole line, filled in from its other rows."""
    filled: dict[str, list[str]] = {}
    for name in SAME:
        cells = rows.cells[name].tolist()
        first: dict[int, int] = {}
        for row, group in enumerate(rows.group.tolist()):
            if cells[row] and cells[row] != cells[first.setdefault(group, row)]:
                other = first[group]
                where = f"{rows.table.row_word} {rows.table.row[other]}"
                line = rows.cells["line_id"][row]
                text = f"'{cells[row]}', but {where} says '{cells[other]}' of line '{line}'"
                rows.complain(row, name, text)
        filled[name] = [cells[first[group]] if group in first else "" for group in rows.group]
    return filled


def _ends(
    rows: _Rows, said: Mapping[str, list[str]], timetable: Timetable
) -> list[tuple[str, str]]:
    """Return ``[row]`` the station ids of the Kernabschnitt, both or neither."""
    of_group: list[tuple[str, str]] = []
    for row in np.unique(rows.group, return_index=True)[1].tolist():
        start, end = said["core_from"][row], said["core_to"][row]
        if bool(start) != bool(end):
            text = "is empty; a Kernabschnitt has two ends, or write neither"
            rows.complain(row, "core_to" if start else "core_from", text)
        served = rows.served[rows.group[row]]
        both = {"core_from": start, "core_to": end}
        found = [_station(rows, row, one, timetable, served) for one in both.items() if one[1]]
        of_group.append((found[0], found[1]) if len(found) == 2 else ("", ""))
    return [of_group[group] for group in rows.group]


def _station(
    rows: _Rows, row: int, cell: tuple[str, str], timetable: Timetable, served: Bools
) -> str:
    """Return the id of the station of the line that is meant, "" if it cannot be told."""
    column, text = cell
    stations = stations_named(timetable, text, served)
    if len(stations) == 1:
        return str(timetable.station_id[stations[0]])
    if len(stations):
        ids = ", ".join(timetable.station_id[stations].tolist())
        rows.complain(row, column, f"several stations are named '{text}'; write one of {ids}")
    elif served.any():
        hint = nearest(text, timetable.station_name[served].tolist())
        rows.complain(row, column, f"the line calls at no station '{text}'{hint}")
    return ""
