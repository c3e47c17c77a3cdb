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
    MET_NOTE,
    PLANNED,
    RANDOM,
    Reached,
    absent_note,
    day_and_people,
    told_targets,
)
from accessibility.words import (
    HIERARCHY,
    MAJORITY_NOTE,
    NOTHING,
    TARGETS,
    TOWARDS,
    WALK_NOTE,
    day_name,
    minutes,
    number,
    percent,
)

UNSERVED_NOTE = (
    "„Ohne Verbindung“: Einwohner, die das Ziel am ganzen Tag weder mit einer Fahrt noch zu Fuß "
    "erreichen."
)
DAYS_NOTE = (
    "„ohne“: Anteil der {unit}, die das Ziel am ganzen Tag weder mit einer Fahrt noch zu Fuß "
    "erreichen."
)
TIME_NOTE = (
    "Gezählt wird, wenn die Reisezeit bei geplanter Abfahrt den Zielwert einhält oder das Ziel zu "
    "Fuß erreichbar ist."
)
AGAIN = "Definitionen wie bei der gleichen Tabelle des ersten Tages."
HYPHENATED = {  # where thirteen columns share a page
    "grundzentrum": "Grund\u00adzentrum",
    "mittelzentrum": "Mittel\u00adzentrum",
    "oberzentrum": "Ober\u00adzentrum",
    "bahn": "Bahn",
    "sbahn": "S-Bahn",
}  # and no further classes: they would not fit
FOCUS = ("journeys", "return_journeys", "longest_gap", "car_time")  # of one class, in full


def county_table(
    rows: Sequence[Reached],
    unit: str,
    imprint: Imprint,
    *,
    standards: str = "",
    again: bool = False,
) -> str:
    """Return people and shares of one day by target class; ``standards`` says whose limits.

    ``again``: the same of another day stands above, with its definitions.
    """
    met = any(not np.isnan(row.met) for row in rows)
    extra = ["ohne Verbindung", *(["Zielwert eingehalten"] if met else [])]
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
    told = [AGAIN] if again else [*notes, UNSERVED_NOTE, *said]
    return table(caption, heads, body) + note(*told)


def days_table(rows: Sequence[Reached], unit: str) -> str:
    """Return the share within the target value by class and day, below it who has nothing."""
    days = list(dict.fromkeys(row.day for row in rows))
    found = {(row.target, row.day): row for row in rows}
    heads = [Head("Ziel"), Head("Zielwert", number=True)]
    heads += [Head(day_name(day), number=True) for day in days]
    body = []
    for target in dict.fromkeys(row.target for row in rows):
        of_days = [found[target, day] for day in days]
        limit_s = of_days[0].limit_s
        cells = [Cell(TARGETS[target]), Cell(minutes(limit_s), limit_s)]
        for row in of_days:
            none = percent(row.share(row.unserved))
            cells.append(Cell(percent(row.share(row.in_time)), below=f"ohne {none}"))
        body.append(cells)
    met = any(not np.isnan(row.met) for row in rows)
    caption = f"Alle Tage: Anteil der {unit}, für die der Zielwert rechnerisch eingehalten ist"
    told = [MET_NOTE] if met else [TIME_NOTE, MAJORITY_NOTE]
    return table(caption, heads, body) + note(*told, DAYS_NOTE.format(unit=unit))


def sensitivity_table(
    rows: Sequence[Reached], unit: str, imprint: Imprint, *, again: bool = False
) -> str:
    """Return the same of a random departure: it is shown beside, and decides nothing."""
    heads = [Head("Ziel"), *(Head(text, number=True) for text in HEADS)]
    body = [[Cell(TARGETS[row.target]), *(_people(row, n) for n in row.counts)] for row in rows]
    caption = (
        f"Zum Vergleich: Reisezeit bei zufälliger Abfahrt – "
        f"{day_and_people(rows[0], unit, imprint.dates)}"
    )
    told = [AGAIN] if again else [MEASURES[RANDOM].definition, CUMULATIVE_NOTE]
    return table(caption, heads, body) + note(*told)


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
    """Return every Ortsteil with its time to each class, and all about the class in focus.

    Classes without a target are left out; if the one in focus is, the first other takes its place.
    """
    targets = [kind for kind in told_targets(rows) if kind in HYPHENATED]
    heads = [Head("Ortsteil"), Head("Kommune"), Head("Ein\u00adwohner", number=True)]
    columns = [
        list(map(Cell, rows["name"].astype(str))),
        list(map(Cell, rows["kommune"].fillna("").astype(str))),
        [Cell(number(people), people) for people in values_of(rows["population"])],
    ]
    for target in targets:
        heads.append(Head(HYPHENATED[target], number=True))
        columns.append(_cells(rows, target, MEASURES[PLANNED], PLANNED))
    notes = [f"Zeiten: {MEASURES[PLANNED].definition}", HIERARCHY, WALK_NOTE] if targets else []
    if targets:
        of_focus = _focus_columns(rows, focus if focus in targets else targets[0])
        heads += [head for head, _, _ in of_focus]
        columns += [cells for _, cells, _ in of_focus]
        notes += [said for _, _, said in of_focus if said]
    notes.append(absent_note(rows))
    return table(caption, heads, list(zip(*columns, strict=True)), sortable=True) + note(*notes)


def _focus_columns(rows: gpd.GeoDataFrame, focus: str) -> list[tuple[Head, list[Cell], str]]:
    """Return head, cells and definition of each column about the class in focus."""
    names = [Cell(name) for name in rows[f"{focus}_name"].fillna("").astype(str)]
    found = [(Head(f"Ziel ({HYPHENATED[focus]})"), names, "")]
    for head, figure in zip(("hin", "zurück", "Lücke", "Auto"), FOCUS, strict=True):
        measure = MEASURES[figure]
        cells = _cells(rows, focus, measure, figure, colored=False)
        said = f"„{head}“ ({TOWARDS[focus]}): {measure.definition}"
        found.append((Head(head, number=True), cells, said))
    return found


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
