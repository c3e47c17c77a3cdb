"""Connections of a summary: the neighbouring centres between which the target value is missed."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from accessibility.html_page import Cell, Head
from accessibility.kreis_rows import Subject
from accessibility.report_document import Chapter, Grid
from accessibility.report_evaluation import CONNECTIONS, WORDS
from accessibility.words import NOT_MET, day_name, minutes, number

TITLE = "Verbindungen zwischen Zentren"
HEADS = ("Bus und Bahn hin/zurück", "Zielwert", "Stufe", "Auto", "Umweg", "Verhältnis")
TWO_MEASURES = (
    "Die Stufe misst die Geschwindigkeit über die Luftlinie, der Zielwert die Reisezeit: Auf "
    "weiten Wegen kann die Stufe gut und der Zielwert doch überschritten sein. Gezeigt sind beide "
    "Reisezeiten und sonst die Werte der langsameren Richtung."
)


def connections(subject: Subject) -> Chapter:
    """Return the neighbouring centres between which either way takes longer than it should."""
    table = _own_pairs(subject)
    if table.empty:
        return Chapter(TITLE, [])
    day = subject.days[0]
    today = table[table["day"] == day]
    good = len(today) - int((today["oev_verdict"] == NOT_MET).sum())
    said = (
        f"Am {day_name(day)} ist der Zielwert bei {number(good)} von {number(len(today))} "
        "Verbindungen zwischen benachbarten Zentren rechnerisch eingehalten; hin und zurück zählen "
        "für sich."
    )
    note = f"{WORDS[CONNECTIONS].definition} {TWO_MEASURES} {subject.source_of('saq')}"
    caption = f"Benachbarte Zentren über dem Zielwert, {day_name(day)}"
    heads = [Head("zwischen"), Head("und"), *(Head(one, number=True) for one in HEADS)]
    rows = [_row(*pair) for pair in _pairs(today) if any(w["oev_verdict"] == NOT_MET for w in pair)]
    return Chapter(TITLE, [said, Grid(caption, heads, rows, [note]) if rows else note])


def _own_pairs(subject: Subject) -> pd.DataFrame:
    """Return the pairs with a target value, one end of which is a Kommune of the county."""
    table = subject.found.table(CONNECTIONS)
    if table.empty:
        return table
    rows = table[table["oev_limit"].notna()]
    own = set(subject.access["kommune"].astype(str)) | set(subject.access["name"])
    inside = rows[rows["from_name"].isin(own) | rows["to_name"].isin(own)]
    return inside if len(inside) else rows


def _pairs(today: pd.DataFrame) -> Sequence[Sequence[Mapping[Any, Any]]]:
    """Return each pair of centres once: the row there, and that back where there is one."""
    found: dict[frozenset[str], list[Mapping[Any, Any]]] = {}
    for row in today.to_dict("records"):
        found.setdefault(frozenset((str(row["from_id"]), str(row["to_id"]))), []).append(row)
    return list(found.values())


def _row(*ways: Mapping[Any, Any]) -> list[Cell]:
    """Return the cells of a pair of centres."""
    slower = max(ways, key=lambda way: np.nan_to_num(_value(way, "journey_time_p50"), nan=np.inf))
    both = "/".join(_minutes(way) for way in ways)
    return [
        Cell(str(ways[0]["from_name"])),
        Cell(str(ways[0]["to_name"])),
        Cell(f"{both}\u202fmin"),
        Cell(minutes(_value(slower, "oev_limit"))),
        Cell(str(slower["oev_level"])),
        Cell(minutes(_value(slower, "car_time"))),
        Cell(number(_value(slower, "detour"), 2)),
        Cell(number(_value(slower, "ratio"), 1)),
    ]


def _minutes(way: Mapping[Any, Any]) -> str:
    return minutes(_value(way, "journey_time_p50")).removesuffix("\u202fmin")


def _value(way: Mapping[Any, Any], name: str) -> float:
    """Return a value of a row, nan for null."""
    return float("nan") if pd.isna(way[name]) else float(way[name])
