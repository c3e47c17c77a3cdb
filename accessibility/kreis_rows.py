"""Rows of a summary: what an evaluation says of one area, as cells, notes and sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    population: str = ""  # source and date of the people

    @property
    def days(self) -> list[str]:
        """The day types, in their order."""
        return list(dict.fromkeys(self.found.access["day"].astype(str)))

    @cached_property
    def standards(self) -> pd.DataFrame:
        """The totals of all verdicts for the Kreis and its Kommunen."""
        table = self.found.table(STANDARDS)
        return table[table["area"] != ORTSTEIL]

    @cached_property
    def missed(subject: Subject, area: Area, criterion: str, day: str) -> pd.DataFrame:
    """Return the Ortsteile that do not meet a criterion of the leading profile.

    Columns ``area_id, area_name, people``: who of them does not meet it, the most first.
    """
    table = subject.missed
    inside = set(area.ortsteile(subject.found.access)["ortsteil_id"])
    chosen = (table["criterion"] == criterion) & (table["day"] == day)
    rows = table[chosen & table["area_id"].isin(inside)]
    found = rows.assign(people=rows["people_known"] - rows["people_met"])
    found = found.sort_values(["people", "area_name"], ascending=[False, True], kind="stable")
    return found[["area_id", "area_name", "people"]]


def listed(names: Sequence[str], most: int) -> str:
    """Return the first names, and how many more there are."""
    more = f" und {number(len(names) - most)} weitere" if len(names) > most else ""
    return ", ".join(names[:most]) + more
