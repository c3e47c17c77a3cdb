"""Line sheet, people: the Ortsteile a line serves."""

import pandas as pd

from accessibility.html_page import Cell, Head
from accessibility.line_people import NEAR_M, Walks
from accessibility.report_document import Grid
from accessibility.words import number

MOST = 15  # Ortsteile that are printed one by one
NOTE = (
    "Fußweg auf dem Wegenetz von der Haustür zur nächsten Haltestelle, an der die Linie an einem "
    "der Tage hält: höchstens {near} m (Annahme: nah) oder {far} Minuten bei {speed} km/h (längster "
    "Zugang der Rechnung). Einwohner mit Stand: siehe Quellen; wo keine bekannt sind, zählt jeder "
    "Wohnort 1."
)


def people_grid(people: pd.DataFrame, walks: Walks) -> Grid:
    """Return the Ortsteile with most people, the others added up, and the sum of all."""
    far = number(walks.longest_s / 60)
    heads = [Head("Ortsteil"), Head("Kommune")]
    heads += [
        Head(text, number=True) for text in ("Einwohner", f"bis {NEAR_M:.0f} m", f"bis {far} min")
    ]
    shown, others = people.head(MOST), people.iloc[MOST:]
    rows = [
        [Cell(str(row["name"])), Cell(str(row["kommune"])), *_numbers(row)]
        for row in shown.to_dict("records")
    ]
    if len(others):
        rows.append([Cell(f"{len(others)} weitere"), Cell(""), *_numbers(_sums(others))])
    rows.append([Cell("zusammen"), Cell(""), *_numbers(_sums(people))])
    note = NOTE.format(near=number(NEAR_M), far=far, speed=number(walks.speed_kmh, 1))
    return Grid("Einwohner im Fußweg zur Linie", heads, rows, [note])


def _sums(people: pd.DataFrame) -> dict[str, float]:
    return {name: float(people[name].sum()) for name in ("population", "near", "reached")}


def _numbers(row: dict[str, float]) -> list[Cell]:
    return [Cell(number(float(row[name]))) for name in ("population", "near", "reached")]
