"""Report tables: the accessibility table as people read it, with its definitions below."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np

from accessibility.classes import class_of, values_of
from accessibility.figures import MEASURES, Measure
from accessibility.html_page import Cell, Head, note, table
from accessibility.html_symbols import class_swatch
from accessibility.picture import Imprint
from accessibility.summary import (
    CUMULATIVE_NOTE,
    HEADS,
    PLANNED,
    RANDOM,
    Reached,
    day_and_people,
)
from accessibility.words import (
    HIERARCHY,
    MAJORITY_NOTE,
    NOTHING,
    TARGETS,
    TOWARDS,
    WALK_NOTE,
    minutes,
    number,
    percent,
)

MET_NOTE = (
    "„Mindestangebot“: Einwohner, für die die Reisezeit bei geplanter Abfahrt den Zielwert einhält "
    "und in jedem Zwei-Stunden-Abschnitt des Zeitraums eine brauchbare Verbindung hin und zurück "
    "besteht, oder die zu Fuß hinkommen (rechnerisch, nach den Zielwerten des Profils)."
)
UNSERVED_NOTE = (
    "„Ohne Verbindung“: Einwohner, die das Ziel am ganzen Tag weder mit einer Fahrt noch zu Fuß "
    "erreichen."
)
FOCUS = ("journeys", "return_journeys", "longest_gap", "car_time")  # of one class, in full


def county_table(
    rows: Sequence[Reached], unit: str, imprint: Imprint, *, standards: str = ""
) -> str:
    """Return people and shares of one day by target class; ``standards`` says whose limits."""
    met = any(not np.isnan(row.met) for row in rows)
    extra = ["ohne Verbindung", *(["Mindestangebot"] if met else [])]
    numbers = ("Zielwert", *HEADS, *extra)
    heads = [Head("Ziel"), *(Head(text, number=True) for text in numbers)]
    body = [
        [
            Cell(TARGETS[row.target]),
            Cell(minutes(row.limit_s), row.limit_s),
            *(_people(row, count) for count in (*row.counts, row.unserved)),
            *([_people(row, row.met)] if met else []),
        ]
        for row in rows
    ]
    notes = [MEASURES[PLANNED].definition, HIERARCHY, WALK_NOTE, CUMULATIVE_NOTE, MAJORITY_NOTE]
    said = (MET_NOTE if met else "", f"Zielwerte: {standards}." if standards else "")
    caption = f"{unit} nach Reisezeit – {day_and_people(rows[0], unit, imprint.dates)}"
    return table(caption, heads, body) + note(*notes, UNSERVED_NOTE, *said)


def sensitivity_table(rows: Sequence[Reached], unit: str, imprint: Imprint) -> str:
    """Return the same of a random departure: it is shown beside, and decides nothing."""
    heads = [Head("Ziel"), *(Head(text, number=True) for text in HEADS)]
    body = [[Cell(TARGETS[row.target]), *(_people(row, n) for n in row.counts)] for row in rows]
    caption = (
        f"Zum Vergleich: Reisezeit bei zufälliger Abfahrt – "
        f"{day_and_people(rows[0], unit, imprint.dates)}"
    )
    return table(caption, heads, body) + note(MEASURES[RANDOM].definition, CUMULATIVE_NOTE)


def kommune_table(rows: Sequence[Reached], together: Reached, unit: str, imprint: Imprint) -> str:
    """Return the shares of every Kommune for one target class, all together in the last row."""
    heads = [Head("Kommune"), Head(unit, number=True), *(Head(text, number=True) for text in HEADS)]
    body = [
        [
            Cell(row.kommune or (NOTHING if row is not together else "Alle Kommunen")),
            Cell(number(row.total), row.total),
            *(Cell(percent(row.share(count)), row.share(count)) for count in row.counts),
        ]
        for row in [*rows, together]
    ]
    caption = (
        f"Anteil der {unit} nach Reisezeit {TOWARDS[together.target]} – "
        f"{day_and_people(together, unit, imprint.dates)}"
    )
    return table(caption, heads, body, total=True) + note(
        MEASURES[PLANNED].definition, CUMULATIVE_NOTE, MAJORITY_NOTE
    )


def ortsteil_table(rows: gpd.GeoDataFrame, caption: str, *, focus: str = "mittelzentrum") -> str:
    """Return every Ortsteil with its time to each class, and all about the class in focus."""
    targets = [target for target in TARGETS if f"{target}_{PLANNED}" in rows]
    heads = [Head("Ortsteil"), Head("Kommune"), Head("Einwohner", number=True)]
    columns = [
        list(map(Cell, rows["name"].astype(str))),
        list(map(Cell, rows["kommune"].fillna("").astype(str))),
        [Cell(number(people), people) for people in values_of(rows["population"])],
    ]
    for target in targets:
        heads.append(Head(TARGETS[target], number=True))
        columns.append(_cells(rows, target, MEASURES[PLANNED], PLANNED))
    heads.append(Head(f"Ziel ({TARGETS[focus]})"))
    columns.append([Cell(name) for name in rows[f"{focus}_name"].fillna("").astype(str)])
    for head, figure in zip(("hin", "zurück", "Lücke", "Auto"), FOCUS, strict=True):
        heads.append(Head(head, number=True))
        columns.append(_cells(rows, focus, MEASURES[figure], figure, colored=False))
    notes = [f"Zeiten: {MEASURES[PLANNED].definition}", HIERARCHY, WALK_NOTE]
    said = zip(("hin", "zurück", "Lücke", "Auto"), FOCUS, strict=True)
    notes += [f"„{head}“ ({TOWARDS[focus]}): {MEASURES[name].definition}" for head, name in said]
    body = zip(*columns, strict=True)
    return table(caption, heads, list(body), sortable=True) + note(*notes)


def _cells(
    rows: gpd.GeoDataFrame, target: str, measure: Measure, figure: str, *, colored: bool = True
) -> list[Cell]:
    """Return a figure of every Ortsteil with the colour of its class."""
    values = values_of(rows[f"{target}_{figure}"])
    walk_share = np.nan_to_num(values_of(rows[f"{target}_walk_share"]))
    classes = class_of(measure.scale, values, walk_share * measure.walkers_apart)
    bands = measure.scale.classes
    cells = []
    for value, index in zip(values.tolist(), classes.tolist(), strict=True):
        walked = measure.walkers_apart and index == 0
        text = "zu Fuß" if walked else measure.text(value)
        key = 0.0 if walked and colored else value
        cells.append(Cell(text, key, class_swatch(bands[index]) if colored else ""))
    return cells


def _people(row: Reached, count: float) -> Cell:
    """Return people and their share."""
    if np.isnan(count):
        return Cell(NOTHING, count)
    return Cell(number(count), count, below=percent(row.share(count)))
