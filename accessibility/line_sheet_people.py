"""Line sheet, people: the Ortsteile a line serves."""

from collections.abc import Sequence

import pandas as pd

from accessibility.html_page import Cell, Head
from accessibility.line_people import NEAR_M, Walks
from accessibility.report_document import Grid
from accessibility.words import number

MOST = 15  # Ortsteile that are printed one by one
NOTE = (
    "Fußweg auf dem Wegenetz von der Haustür zur nächsten Haltestelle, an der die Linie an einem "
    "der Tage hält: höchstens {near} m (Annahme: nah) oder {far} Minuten bei {speed} km/h "
    "(längster Zugang der Rechnung). Einwohner mit Stand: siehe Quellen; wo keine bekannt sind, "
    "zählt jeder Wohnort 1."
)
COUNTS = ("population", "near", "reached")


def people_grid(people: pd.DataFrame, walks: Walks) -> Grid:
    """Return the Ortsteile with most people, the others added up, and the sum of all."""
    far = number(walks.longest_s / 60)
    heads = [Head("Ortsteil"), Head("Kommune")]
    heads += [
        Head(text, number=True) for text in ("Einwohner", f"bis {NEAR_M:.0f} m", f"bis {far} min")
    ]
    shown, others = people.head(MOST), people.iloc[MOST:]
    columns = (shown[name].tolist() for name in ("name", "kommune", *COUNTS))
    rows = [
        [Cell(name), Cell(kommune), *_numbers(counts)]
        for name, kommune, *counts in zip(*columns, strict=True)
    ]
    if len(others):
        rows.append([Cell(f"{len(others)} weitere"), Cell(""), *_numbers(_sums(others))])
    rows.append([Cell("zusammen"), Cell(""), *_numbers(_sums(people))])
    note = NOTE.format(near=number(NEAR_M), far=far, speed=number(walks.speed_kmh, 1))
    return Grid("Einwohner im Fußweg zur Linie", heads, rows, [note])


def _sums(people: pd.DataFrame) -> list[float]:
    return [float(people[name].sum()) for name in COUNTS]


def _numbers(counts: Sequence[float]) -> list[Cell]:
    return [Cell(number(count), count) for count in counts]
