"""Workbook: the accessibility table as clerks read it, with German heads, minutes and clocks."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from accessibility.classes import values_of
from accessibility.figures import MEASURES
from accessibility.words import TARGETS, clock

HEADS = {
    "ortsteil_id": "ortsteil_id",  # the key stays as it is: tables are joined by it
    "name": "Ortsteil",
    "kommune": "Kommune",
    "population": "Einwohner",
    "data_status": "Datenstand",
    "day": "Tag",
    "date": "Datum",
    "day_warning": "Warnung zum Tag",
    "lon": "Länge",
    "lat": "Breite",
}
FIGURES = {  # beyond those of the maps: what follows the class in a column's name
    "id": "Kennung des Ziels",
    "name": "Ziel",
    "met_share": "Einwohneranteil, für den der Zielwert eingehalten ist",
    "verdict": "Befund",
    "limit": "Zielwert",
    "rides_min": "Fahrten der brauchbaren Verbindungen, mindestens",
    "evening_share": "Einwohneranteil mit Rückfahrt am Abend",
    "one_partner_share": "Einwohneranteil, der nur einen Partner des Verbunds erreicht",
}
MINUTES = ("_time_p50", "_time_min", "_car_time", "_longest_gap", "_limit")
CLOCKS = ("_first_departure", "_last_return", "_departure")


class Column(NamedTuple):
    """A column of the sheet: what it is called there and in the other formats."""

    name: str
    head: str
    cells: "pd.Series[Any]"


def readable(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sheet of a flat accessibility table, and a sheet that says what its heads mean.

    Durations are minutes with their tenths, clock times text, shares per cent; "Spalten" names the
    column of the other formats and the definition of each.
    """
    columns = list(_columns(table))
    sheet = pd.DataFrame({column.head: column.cells for column in columns})
    legend = pd.DataFrame(
        {
            "Spalte": [column.head for column in columns],
            "in CSV und Parquet": [column.name for column in columns],
            "Definition": [_definition(column.name) for column in columns],
        }
    )
    return sheet, legend


def _columns(table: pd.DataFrame) -> Iterator[Column]:
    for name in map(str, table.columns):
        kind, _, figure = name.partition("_")
        column = table[name]
        if name in HEADS:
            yield Column(name, HEADS[name], column)
        elif kind not in TARGETS:
            yield Column(name, name, column)
        else:
            unit, values = _in_units(name, column)
            yield Column(name, f"{TARGETS[kind]}: {_called(figure)}{unit}", values)


def _called(figure: str) -> str:
    """Return what a figure of a class is called."""
    if figure in FIGURES:
        return FIGURES[figure]
    if figure in MEASURES:
        return MEASURES[figure].name
    parts = figure.split("_")
    if parts[0] == "stay":
        return f"Einwohneranteil mit Rückfahrt nach {parts[1]} Aufenthalt"
    if parts[0] == "before":
        what = "letzte Abfahrt" if parts[-1] == "departure" else "Einwohneranteil"
        return f"{what} mit Ankunft bis {parts[1][:2]}:{parts[1][2:]}"
    return figure


def _in_units(name: str, column: "pd.Series[Any]") -> tuple[str, "pd.Series[Any]"]:
    """Return the unit as it stands in the head, and the values in it."""
    if name.endswith(CLOCKS):
        told = [clock(one) if np.isfinite(one) else None for one in values_of(column)]
        return " (Uhr)", pd.Series(told, index=column.index, dtype=object)
    if name.endswith(MINUTES):
        return " (min)", pd.Series(values_of(column) / 60, index=column.index).round(1)
    if name.endswith("_share"):
        return " (%)", pd.Series(values_of(column) * 100, index=column.index).round(1)
    return "", column


def _definition(name: str) -> str:
    figure = name.partition("_")[2]
    return MEASURES[figure].definition if figure in MEASURES else ""
