"""Summary: how many people reach what in which time, for the county and for each Kommune."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from accessibility.classes import MINUTES, TIME_LIMITS_S, class_of, values_of
from accessibility.words import (
    NOT_CHECKED,
    TARGETS,
    collated,
    day_name,
    number,
    percent,
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
MET_NOTE = (
    "„Zielwert eingehalten“: je Haustür und wie in den Maßstäben die Reisezeit bei geplanter "
    "Abfahrt und eine brauchbare Verbindung in jedem Zwei-Stunden-Abschnitt, hin und zurück, oder "
    "zu Fuß; „bis … min“ zählt nach der Reisezeit allein ganze Ortsteile, deshalb weichen beide ab."
)
DATIVE = {"Einwohner": "Einwohnern", "Ortsteile": "Ortsteilen"}


@dataclass(frozen=True)
class Reached:
    """People (or Ortsteile, where no population is known) by how they reach a class of targets.

    Ortsteile for which a class cannot be checked, as theirs has no target, are not among them.
    """

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
    met: float  # with the standard met, home by home; nan where the table does not say

    @property
    def in_time(self) -> float:
        """People who have what the standard asks for; by time alone where nothing else is said."""
        return self.within_limit if np.isnan(self.met) else self.met

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
    """Return the sentences on classes without a target, for all or for some, "" if none is."""
    names = [TARGETS[target] for target in absent_targets(table)]
    told = [f"Kein Ziel in der Region, daher nicht prüfbar: {', '.join(names)}."] if names else []
    for target in told_targets(table):
        lost = table[~_checked(table, target)]
        if len(lost):
            count = len(lost) // len(days_of(table))
            many = "einem Ortsteil" if count == 1 else f"{number(count)} Ortsteilen"
            told.append(f"{TARGETS[target]}: in {many} nicht prüfbar; sie zählen dort nicht mit.")
    return " ".join(told)


def _checked(rows: gpd.GeoDataFrame, target: str) -> Bools:
    """Return ``[row]`` whether anything can be said of the class there."""
    if f"{target}_verdict" not in rows:
        return np.ones(len(rows), np.bool_)
    return np.asarray((rows[f"{target}_verdict"] != NOT_CHECKED).to_numpy(np.bool_))


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
        f"{TARGETS[row.target]} in höchstens {row.limit_s // 60} Minuten{_asked(row)}: "
        f"{number(row.in_time)} von {number(row.total)} {unit} "
        f"({percent(row.share(row.in_time))}); "
        f"ohne jede Verbindung, Einwohner einzeln gezählt: {number(row.unserved)}."
        for row in summarize(table)
        if row.day == day
    ]


def _asked(row: Reached) -> str:
    """Return what is asked for besides the time."""
    return "" if np.isnan(row.met) else ", mit Fahrten den Tag über oder zu Fuß"


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
    checked: Bools


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
        checked=_checked(rows, target),
    )


def _reached(columns: _Columns, mask: Bools, names: tuple[str, str, str]) -> Reached:
    """Return the sums over those of the masked Ortsteile that can be checked."""
    mask = mask & columns.checked
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
