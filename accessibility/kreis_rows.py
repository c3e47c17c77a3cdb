"""Rows of a summary: what an evaluation says of one area, as cells, notes and sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.areas import KREIS, ORTSTEIL
from accessibility.html_page import Cell, Head
from accessibility.picture import Imprint
from accessibility.report_document import Grid
from accessibility.report_evaluation import DEFINITIONS, STANDARDS, Evaluation
from accessibility.words import MET, NOT_MET, NOTHING, day_name, number, percent

STYLE = {MET: "met", NOT_MET: "missed"}
ASSUMED = "Annahme"


@dataclass(frozen=True, eq=False)
class Subject:
    """What a summary is written of."""

    found: Evaluation
    imprint: Imprint
    leading: str  # key of the profile that decides on the targets
    profiles: Sequence[dict[str, str]]  # key, name, version, source of each

    @property
    def days(self) -> list[str]:
        """The day types, in their order."""
        return list(dict.fromkeys(self.found.access["day"].astype(str)))

    @property
    def standards(self) -> pd.DataFrame:
        """The totals of all verdicts."""
        return self.found.table(STANDARDS)

    def name_of(self, profile: str) -> str:
        """Return what a profile is called."""
        return next((one["name"] for one in self.profiles if one["key"] == profile), profile)


class Area(NamedTuple):
    """The Kreis, or one of its Kommunen."""

    level: str = KREIS
    area_id: str = ""

    def rows(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table of areas that are about this one."""
        return table[(table["area"] == self.level) & (table["area_id"] == self.area_id)]

    def ortsteile(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table of Ortsteile that lie in it."""
        if self.level == KREIS:
            return table
        return table[table["kommune"].fillna("").astype(str) == self.area_id]


def criteria_grid(
    subject: Subject, area: Area, profile: str, criteria: Iterable[str], caption: str
) -> Grid | None:
    """Return who meets each criterion on each day: share, people, verdict; None without any."""
    rows = area.rows(subject.standards)
    rows = rows[(rows["profile"] == profile) & rows["criterion"].isin(list(criteria))]
    if rows.empty:
        return None
    days = [day for day in subject.days if day in set(rows["day"])]
    heads = [Head("Maßstab"), *(Head(day_name(day), number=True) for day in days)]
    heads += [] if days else [Head("alle Tage", number=True)]
    body = []
    for _, of_one in rows.groupby("criterion", sort=False):
        title = str(of_one["title"].iloc[0])
        assumed = ASSUMED if bool(of_one["assumed"].iloc[0]) else ""
        by_day = of_one.set_index("day")
        cells = [verdict_cell(by_day, day) for day in (days or [""])]
        body.append([Cell(title, below=assumed), *cells])
    notes = criteria_notes(subject, profile, rows["criterion"].drop_duplicates())
    return Grid(caption, heads, body, notes)


def verdict_cell(by_day: pd.DataFrame, day: str) -> Cell:
    """Return share, people and verdict of a day; a dash where it was not asked."""
    if day not in by_day.index:
        return Cell(NOTHING)
    row = by_day.loc[day]
    share, verdict = float(row["share"]), str(row["verdict"])
    people = f"{number(float(row['people_met']))}, " if row["people_known"] else ""
    said = f"{people}{verdict}" if np.isfinite(share) else verdict
    return Cell(percent(share), share, below=said, kind=STYLE.get(verdict, "unknown"))


def criteria_notes(subject: Subject, profile: str, criteria: Iterable[str]) -> list[str]:
    """Return the definitions of the criteria and where their values stand.

    Definitions that differ in their numbers alone are printed once.
    """
    table = subject.found.table(DEFINITIONS)
    rows = table[(table["profile"] == profile) & table["criterion"].isin(list(criteria))]
    seen: dict[str, str] = {}
    for title, text in zip(rows["title"], rows["definition"], strict=True):
        seen.setdefault(re.sub(r"[\d:]+|Zielwert|Annahme: |\W+", "", str(text)), f"{title}: {text}")
    more = "Die übrigen Zeilen ebenso mit ihren Werten." if len(seen) < len(rows) else ""
    shares = sorted({percent(float(one)) for one in rows["least_share"]})
    held = f"„{MET}“ ist ein Gebiet ab {' oder '.join(shares)} seiner Einwohner (Annahme)."
    sources = list(dict.fromkeys(f"{subject.name_of(profile)}: {one}." for one in rows["source"]))
    return [" ".join([*seen.values(), more]).strip(), f"{held} Quelle: {' '.join(sources)}"]


def people_of(subject: Subject, area: Area) -> float:
    """Return the people of the area, nan where nobody is known to live there."""
    rows = area.ortsteile(subject.found.access)
    rows = rows[rows["day"] == subject.days[0]]
    return float(rows["population"].sum(min_count=1))


def missed(
    subject: Subject, area: Area, criterion: tuple[str, str], day: str
) -> pd.DataFrame:
    """Return the Ortsteile of the area that do not meet it, those with most people first.

    Columns ``area_id, area_name, people``: who of them does not meet it.
    """
    table = subject.standards
    rows = table[
        (table["area"] == ORTSTEIL)
        & (table["profile"] == criterion[0])
        & (table["criterion"] == criterion[1])
        & (table["day"] == day)
        & (table["verdict"] == NOT_MET)
    ]
    inside = area.ortsteile(subject.found.access)["ortsteil_id"]
    rows = rows[rows["area_id"].isin(set(inside))]
    found = rows.assign(people=rows["people_known"] - rows["people_met"])
    found = found.sort_values(["people", "area_name"], ascending=[False, True], kind="stable")
    return found[["area_id", "area_name", "people"]]


def listed(names: Sequence[str], most: int) -> str:
    """Return the first names, and how many more there are."""
    more = f" und {number(len(names) - most)} weitere" if len(names) > most else ""
    return ", ".join(names[:most]) + more
