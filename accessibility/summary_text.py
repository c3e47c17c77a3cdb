"""Summary text: how many people reach what in which time, for the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

import geopandas as gpd
import numpy as np

from accessibility.figures import MEASURES
from accessibility.summary import (
    CUMULATIVE_NOTE,
    HEADS,
    MET_NOTE,
    PLANNED,
    Reached,
    absent_note,
    day_and_people,
    summarize,
    unit_of,
)
from accessibility.words import TARGETS, number, percent, status_sentence

FIRST, WIDTH = 22, 11  # of the columns


def summary_text(
    table: gpd.GeoDataFrame, *, region: str, dates: Mapping[str, date], data_status: str
) -> str:
    """Return the county's summary for the terminal: people and shares, a block per day."""
    status, unit = status_sentence(data_status), unit_of(table)
    lines = [*([status] if status else []), f"Erreichbarkeit – {region}"]
    rows = summarize(table)
    for _, of_day in groupby(rows, key=lambda row: row.day):
        block = list(of_day)
        lines += ["", day_and_people(block[0], unit, dates), ""]
        lines.append(f"{unit + ' bis zum Ziel':<{FIRST}}{_cells(HEADS)}")
        for row in block:
            shares = [percent(row.share(count)) for count in row.counts]
            lines.append(f"{TARGETS[row.target]:<{FIRST}}{_cells(map(number, row.counts))}")
            lines.append(" " * FIRST + _cells(shares))
        lines += _met_lines(block)
    absent = absent_note(table)
    lines += ["", absent] if absent else []
    lines += ["", f"{MEASURES[PLANNED].name}. {CUMULATIVE_NOTE}"]
    return "\n".join([*lines, *([MET_NOTE] if _known(rows) else [])])


def _met_lines(block: Sequence[Reached]) -> list[str]:
    """Return who has what the standard asks for, by class, as lines below the day's table."""
    told = [
        f"{TARGETS[row.target]} {row.limit_s // 60} min {percent(row.share(row.met))}"
        for row in _known(block)
    ]
    return ["", f"Zielwert eingehalten: {', '.join(told)}"] if told else []


def _known(rows: Sequence[Reached]) -> list[Reached]:
    """Return the rows whose table says who has what the standard asks for."""
    return [row for row in rows if not np.isnan(row.met)]


def _cells(texts: Iterable[str]) -> str:
    return "".join(f"{text:>{WIDTH}}" for text in texts)
