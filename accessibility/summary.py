"""Summary: how many people reach what in which time, for the county and for each Kommune."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from accessibility.classes import MINUTES, TIME_LIMITS_S, class_of, values_of
from accessibility.figures import MEASURES
from accessibility.words import (
    NOT_CHECKED,
    TARGETS,
    collated,
    day_name,
    number,
    percent,
    status_sentence,
    timetable_of,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

PLANNED, RANDOM = "journey_time_p50", "travel_time_p50"
LIMITS_S = {  # target values of RIN 2008; a table that knows its profile's own limits says so
    "grundzentrum": 1800,
    "mittelzentrum": 2700,
    "oberzentrum": 5400,
    "bahn": 1800,  # Annahme
    "sbahn": 1800,  # Annahme
    "hauptort": 1800,  # Annahme
    "kreisstadt": 2700,  # Annahme
}

HEADS = ("zu Fuß", *(f"bis {limit // 60} min" for limit in TIME_LIMITS_S), "länger", "gar nicht")

CUMULATIVE_NOTE = (
    "„bis … min“ zählt auch, wer schneller da ist oder zu Fuß hinkommt; „länger“: über 90 Minuten; "
    "„gar nicht“: alle Einwohner der Ortsteile, deren mittlerer Einwohner das Ziel nicht erreicht."
)
DATIVE = {"Einwohner": "Einwohnern", "Ortsteile": "Ortsteilen"}
FIRST, WIDTH = 22, 11  # of the columns on the terminal


@dataclass(frozen=True)
class Reached:
    """People (or Ortsteile, where no population is known) by how they reach a class of targets."""

    day: str
    target: str
    kommune: str  # "" for all together
    ortsteile: int
    unknown: int  # Ortsteile of unknown population, counted with no people
    total: float
    walk: float
    within: tuple[float, ...]  # 30, 45, 60, 90 min: all who are faster, and who walk
    beyond: float
    none: float
    limit_s: int  # of the standard
    within_limit: float
    unserved: float  # without any journey or walk, by shares of people and so exact
    met: float  # with the standard met; nan where the table does not say

    @property
    def counts(self) -> tuple[float, ...]:
        """People in the order of ``HEADS``."""
        return (self.walk, *self.within, self.beyond, self.none)

    def share(self, people: float) -> float:
        """Return the people as a share of all, nan of nobody."""
        return people / self.total if self.total else float("nan")


def summarize(
    table: gpd.GeoDataFrame, *, by_kommune: bool = False, figure: str = PLANNED
) -> list[Reached]:
    """Return a row per day, target class and, if asked, Kommune in order of name."""
    summary = []
    for day in days_of(table):
        rows = table[table["day"] == day] if "day" in table.columns else table
        kommune = rows["kommune"].fillna("").to_numpy(str)
        groups = sorted(set(kommune.tolist()), key=collated) if by_kommune else [""]
        for target in told_targets(rows):
            columns = _columns(rows, target, figure)
            for group in groups:
                mask = kommune == group if by_kommune else np.ones(len(rows), np.bool_)
                summary.append(_reached(columns, mask, (day, target, str(group))))
    return summary


def told_targets(table: gpd.GeoDataFrame) -> list[str]:
    """Return the classes the table says something of."""
    absent = absent_targets(table)
    return [kind for kind in TARGETS if f"{kind}_{PLANNED}" in table and kind not in absent]


def absent_targets(table: gpd.GeoDataFrame) -> list[str]:
    """Return the classes the region has no target of: nothing can be said of them."""
    return [
        target
        for target in TARGETS
        if f"{target}_verdict" in table and (table[f"{target}_verdict"] == NOT_CHECKED).all()
    ]


def absent_note(table: gpd.GeoDataFrame) -> str:
    """Return the sentence on classes without a target, "" if there is none."""
    names = [TARGETS[target] for target in absent_targets(table)]
    return f"Kein Ziel in der Region, daher nicht prüfbar: {', '.join(names)}." if names else ""


def days_of(table: gpd.GeoDataFrame) -> list[str]:
    """Return the days of the table in its order; a table of one day need not name it."""
    return list(dict.fromkeys(table["day"].astype(str))) if "day" in table.columns else [""]


def unit_of(table: gpd.GeoDataFrame) -> str:
    """Return what is counted: "Einwohner", or "Ortsteile" where no population is known."""
    return "Einwohner" if table["population"].notna().any() else "Ortsteile"


def sentences(table: gpd.GeoDataFrame, day: str) -> list[str]:
    """Return the figures of a day that matter most, a sentence per target class."""
    unit = DATIVE[unit_of(table)]
    return [
        f"{TARGETS[row.target]} in höchstens {row.limit_s // 60} Minuten: "
        f"{number(row.within_limit)} von {number(row.total)} {unit} "
        f"({percent(row.share(row.within_limit))}); "
        f"ohne jede Verbindung, Einwohner einzeln gezählt: {number(row.unserved)}."
        for row in summarize(table)
        if row.day == day
    ]


def summary_text(
    table: gpd.GeoDataFrame, *, region: str, dates: Mapping[str, date], data_status: str
) -> str:
    """Return the county's summary for the terminal: people and shares, a block per day."""
    status = status_sentence(data_status)
    unit = unit_of(table)
    lines = [*([status] if status else []), f"Erreichbarkeit – {region}"]
    for _, rows in groupby(summarize(table), key=lambda row: row.day):
        block = list(rows)
        lines += ["", day_and_people(block[0], unit, dates), ""]
        lines.append(f"{unit + ' bis zum Ziel':<{FIRST}}{_cells(HEADS)}")
        for row in block:
            shares = [percent(row.share(count)) for count in row.counts]
            lines.append(f"{TARGETS[row.target]:<{FIRST}}{_cells(map(number, row.counts))}")
            lines.append(" " * FIRST + _cells(shares))
    absent = absent_note(table)
    lines += ["", absent] if absent else []
    return "\n".join([*lines, "", f"{MEASURES[PLANNED].name}. {CUMULATIVE_NOTE}"])


def day_and_people(row: Reached, unit: str, dates: Mapping[str, date]) -> str:
    """Return what a block is about: day, timetable, how many people in how many places."""
    when = timetable_of(dates[row.day]) if row.day in dates else ""
    said = ", ".join(part for part in (day_name(row.day), when) if part)
    people = f"{number(row.total)} Einwohner in " if unit == "Einwohner" else ""
    unknown = f", davon {row.unknown} ohne bekannte Einwohnerzahl" if row.unknown else ""
    return f"{said}: {people}{number(row.ortsteile)} Ortsteilen{unknown}"


class _Columns(NamedTuple):
    """What each Ortsteil counts as."""

    people: Floats
    unknown: Bools
    classes: Ints
    limit_s: int
    in_time: Bools
    served: Floats
    met: Floats


def _columns(rows: gpd.GeoDataFrame, target: str, figure: str) -> _Columns:
    population = values_of(rows["population"])
    unknown = np.isnan(population)
    people = np.ones(len(rows)) if unknown.all() else np.nan_to_num(population)
    value = values_of(rows[f"{target}_{figure}"])
    classes = class_of(MINUTES, value, np.nan_to_num(values_of(rows[f"{target}_walk_share"])))
    known_limit = f"{target}_limit" in rows
    limit_s = int(rows[f"{target}_limit"].iloc[0]) if known_limit else LIMITS_S[target]
    met = f"{target}_met_share"
    return _Columns(
        people=people,
        unknown=unknown,
        classes=classes,
        limit_s=limit_s,
        in_time=(value <= limit_s) | (classes == 0),
        served=np.nan_to_num(values_of(rows[f"{target}_served_share"])),
        met=values_of(rows[met]) if met in rows else np.full(len(rows), np.nan),
    )


def _reached(columns: _Columns, mask: Bools, names: tuple[str, str, str]) -> Reached:
    """Return the sums over the masked Ortsteile."""
    people, classes = columns.people[mask], columns.classes[mask]
    in_class = [float(people[classes == index].sum()) for index in range(len(MINUTES.classes))]
    within = np.cumsum(in_class)[1:-2].tolist()
    return Reached(
        *names,
        ortsteile=int(mask.sum()),
        unknown=int(columns.unknown[mask].sum()),
        total=float(people.sum()),
        walk=in_class[0],
        within=tuple(within),
        beyond=in_class[-2],
        none=in_class[-1],
        limit_s=columns.limit_s,
        within_limit=float(people[columns.in_time[mask]].sum()),
        unserved=float((people * (1 - columns.served[mask])).sum()),
        met=float((people * columns.met[mask]).sum()),
    )


def _cells(texts: Iterable[str]) -> str:
    return "".join(f"{text:>{WIDTH}}" for text in texts)
