"""Rows of a summary: what an evaluation says of one area, as cells, notes and sentences."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.areas import KREIS, ORTSTEIL
from accessibility.criteria import ASSUMED
from accessibility.html_page import Cell, Head
from accessibility.picture import Imprint
from accessibility.report_document import Grid
from accessibility.report_evaluation import DEFINITIONS, STANDARDS, Evaluation
from accessibility.words import MET, NOT_CHECKED, NOT_MET, NOTHING, day_name, number, percent

STYLE = {MET: "met", NOT_MET: "missed"}
WRITTEN_ABOUT = (  # columns of the accessibility table
    *("ortsteil_id", "name", "kommune", "population", "day"),
    *("grundzentrum_served", "mittelzentrum_", "bahn_"),
)
IN_NUMBERS = re.compile(r"[\d:]+|\W+")  # what definitions may differ in
WHOSE_VALUE = re.compile(r"^(?:Zielwert [^:]*|Annahme): ")  # and in what they begin with


@dataclass(frozen=True, eq=False)
class Subject:
    """What a summary is written of."""

    found: Evaluation
    imprint: Imprint
    leading: str  # key of the profile that decides on the targets
    profiles: Sequence[dict[str, str]]  # key, name, version, source of each
    population: str = ""  # source and date of the people
    centres: str = ""  # which Zentren there are, and who says so

    @cached_property
    def access(self) -> pd.DataFrame:
        """What the accessibility table says of the Ortsteile, as far as it is written about."""
        table = self.found.access
        kept = [name for name in table if str(name).startswith(WRITTEN_ABOUT)]
        return pd.DataFrame(table[kept]).assign(kommune=table["kommune"].fillna("").astype(str))

    @cached_property
    def days(self) -> list[str]:
        """The day types, in their order."""
        return list(dict.fromkeys(self.access["day"].astype(str)))

    @cached_property
    def standards(self) -> pd.DataFrame:
        """The totals of all verdicts for the Kreis and its Kommunen."""
        table = self.found.table(STANDARDS)
        return table[table["area"] != ORTSTEIL]

    @cached_property
    def missed(self) -> dict[tuple[str, str], pd.DataFrame]:
        """By criterion and day the Ortsteile that do not meet the leading profile's value.

        Columns ``area_name, kommune, people``: who of them does not meet it, the most first.
        """
        table = self.found.table(STANDARDS)
        chosen = (table["profile"] == self.leading) & (table["verdict"] == NOT_MET)
        rows = table[chosen & (table["area"] == ORTSTEIL)]
        kommune = self.access.drop_duplicates("ortsteil_id").set_index("ortsteil_id")["kommune"]
        found = rows.assign(
            people=rows["people_known"] - rows["people_met"],
            kommune=rows["area_id"].map(kommune),
        ).sort_values(["people", "area_name"], ascending=[False, True], kind="stable")
        columns = ["area_name", "kommune", "people"]
        by = found.groupby(["criterion", "day"], sort=False)
        return {(str(one[0]), str(one[1])): part[columns] for one, part in by}

    @cached_property
    def checked(self) -> dict[tuple[str, str], set[str]]:
        """By profile and criterion the ids of the Ortsteile of which anything can be said."""
        table = self.found.table(STANDARDS)
        rows = table[(table["area"] == ORTSTEIL) & (table["verdict"] != NOT_CHECKED)]
        by = rows.groupby(["profile", "criterion"], sort=False)["area_id"]
        return {(str(one[0]), str(one[1])): set(ids) for one, ids in by}

    def name_of(self, profile: str) -> str:
        """Return what a profile is called."""
        return next((one["name"] for one in self.profiles if one["key"] == profile), profile)

    def source_of(self, profile: str) -> str:
        """Return where a profile's values stand, as it is printed below a table."""
        found = [f"Quelle: {one['source']}." for one in self.profiles if one["key"] == profile]
        return found[0] if found else ""


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
        return table[table["kommune"] == self.area_id]


def criteria_grid(
    subject: Subject,
    area: Area,
    asked: Mapping[str, Iterable[str]],
    caption: str,
    *,
    brief: bool = False,
) -> Grid | None:
    """Return who meets the criteria asked of each profile on each day; None without any.

    Cells say share, people and verdict; ``brief`` ones leave the people out.
    """
    parts = [_asked_rows(area.rows(subject.standards), *one) for one in asked.items()]
    rows = pd.concat(parts) if parts else subject.standards.iloc[:0]
    rows, silent = _said_rows(rows)
    if rows.empty:
        return None
    days = [day for day in subject.days if day in set(rows["day"])]
    heads = [Head("Maßstab"), *(Head(day_name(day), number=True) for day in days)]
    heads += [] if days else [Head("alle Tage", number=True)]
    body = []
    for _, of_one in rows.groupby(["profile", "criterion"], sort=False):
        by_day = of_one.set_index("day")
        cells = [verdict_cell(by_day, day) for day in (days or [""])]
        title = _title(of_one, _base(subject, area, of_one), brief=brief)
        body.append([title, *(map(_brief, cells) if brief else cells)])
    keys = rows.drop_duplicates(["profile", "criterion"])
    notes = [
        criteria_notes(subject, str(profile), criteria)
        for profile, criteria in keys.groupby("profile", sort=False)["criterion"]
    ]
    if not brief:
        return Grid(caption, heads, body, [*(note for pair in notes for note in pair), silent])
    told = [*(definition for definition, _ in notes), silent]
    told.append(
        "Quellen stehen in der Zusammenfassung des Kreises." if len(notes) > 1 else notes[0][1]
    )
    return Grid(caption, heads, body, [" ".join(filter(None, told))])


def _asked_rows(rows: pd.DataFrame, profile: str, criteria: Iterable[str]) -> pd.DataFrame:
    return rows[(rows["profile"] == profile) & rows["criterion"].isin(list(criteria))]


def _said_rows(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the rows of criteria that can be checked on any day, and a sentence on the others."""
    alone = rows.groupby(["profile", "criterion"], sort=False)["share"].transform("count") == 0
    titles = ", ".join(dict.fromkeys(rows.loc[alone, "title"].astype(str)))
    told = f"{NOT_CHECKED.capitalize()}, da Ziel oder Wert fehlen: {titles}." if titles else ""
    return rows[~alone], told


def _base(subject: Subject, area: Area, rows: pd.DataFrame) -> str:
    """Return of how many people and Ortsteile anything can be said, "" where it is all of them."""
    row = rows.iloc[0]
    own = set(area.ortsteile(subject.access)["ortsteil_id"])
    ids = subject.checked.get((str(row["profile"]), str(row["criterion"])), set()) & own
    if len(ids) == len(own) or not row["people_known"]:
        return ""
    people, whole = number(float(row["people_known"])), number(float(row["people"]))
    return (
        f"geprüft: {people} von {whole} Einwohnern, "
        f"{number(len(ids))} von {number(len(own))} Ortsteilen"
    )


def _title(rows: pd.DataFrame, base: str, *, brief: bool) -> Cell:
    title, assumed = str(rows["title"].iloc[0]), bool(rows["assumed"].iloc[0])
    if brief:
        return Cell(f"{title} ({ASSUMED})" if assumed else title, below=base)
    return Cell(title, below="; ".join(filter(None, (ASSUMED if assumed else "", base))))


def _brief(cell: Cell) -> Cell:
    return replace(cell, below=cell.below.rpartition(", ")[2])


def verdict_cell(by_day: pd.DataFrame, day: str) -> Cell:
    """Return share, people and verdict of a day; a dash where it was not asked."""
    if day not in by_day.index:
        return Cell(NOTHING)
    row = by_day[by_day.index == day].iloc[0]
    share, verdict = float(row["share"]), str(row["verdict"])
    people = f"{number(float(row['people_met']))}, " if row["people_known"] else ""
    said = f"{people}{verdict}" if np.isfinite(share) else verdict
    return Cell(percent(share), share, below=said, kind=STYLE.get(verdict, "unknown"))


def criteria_notes(subject: Subject, profile: str, criteria: Iterable[str]) -> tuple[str, str]:
    """Return the definitions of the criteria, and what is asked of an area with the source.

    Definitions that differ in their numbers alone are printed once.
    """
    table = subject.found.table(DEFINITIONS)
    rows = table[(table["profile"] == profile) & table["criterion"].isin(list(criteria))]
    seen: dict[str, str] = {}
    for title, text in zip(rows["title"], rows["definition"], strict=True):
        said = IN_NUMBERS.sub("", WHOSE_VALUE.sub("", str(text)))
        seen.setdefault(said, f"{title}: {text}")
    more = "Die übrigen Zeilen ebenso mit ihren Werten." if len(seen) < len(rows) else ""
    held = f"„{MET}“ heißt: für mindestens {_shares(rows)} der Einwohner des Gebiets (Annahme)."
    sources = " ".join(dict.fromkeys(f"{one}." for one in rows["source"]))
    return " ".join(filter(None, [*seen.values(), more])), f"{held} Quelle: {sources}"


def met_from(subject: Subject, profile: str) -> str:
    """Return from which share of the people on an area is called to meet a criterion."""
    table = subject.found.table(DEFINITIONS)
    return f"„{MET}“ ab {_shares(table[table['profile'] == profile])} (Annahme)"


def _shares(rows: pd.DataFrame) -> str:
    shares = sorted({number(100 * float(one)) for one in rows["least_share"]})
    return f"{' oder '.join(shares)}\u202f%"


def people_of(subject: Subject, area: Area) -> float:
    """Return the people of the area, nan where nobody is known to live there."""
    rows = area.ortsteile(subject.access)
    rows = rows[rows["day"] == subject.days[0]]
    return float(rows["population"].sum(min_count=1))


def missed(subject: Subject, area: Area, criterion: str, day: str) -> pd.DataFrame:
    """Return the Ortsteile of the area that do not meet a criterion of the leading profile."""
    nobody = pd.DataFrame({"area_name": [], "kommune": [], "people": []})
    return area.ortsteile(subject.missed.get((criterion, day), nobody))


def value(rows: pd.DataFrame, key: str, column: str) -> float:
    """Return a number of the row with the key, nan for none."""
    found = rows.loc[rows.index == key, column].to_numpy(np.float64, na_value=np.nan)
    return float(found[0]) if len(found) else float("nan")


def listed(names: Sequence[str], most: int) -> str:
    """Return the first names of Ortsteile, and how many more there are."""
    rest = len(names) - most
    more = f" und {'ein weiterer' if rest == 1 else f'{number(rest)} weitere'}" if rest > 0 else ""
    return ", ".join(names[:most]) + more
