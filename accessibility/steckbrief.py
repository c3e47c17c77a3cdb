"""Steckbrief: one sheet about a Kommune, its Ortsteile and what they reach."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import SupportsFloat, TypeAlias

from accessibility.areas import KOMMUNE
from accessibility.classes import MAJORITY, values_of
from accessibility.html_page import Cell, Head
from accessibility.kreis import paper_of
from accessibility.kreis_headlines import headlines
from accessibility.kreis_rows import Area, Subject, criteria_grid, listed, met_from
from accessibility.report_document import Chapter, Grid, Paper, Points
from accessibility.words import NOTHING, TARGETS, clock, collated, day_name, minutes, number

Row: TypeAlias = Mapping[Hashable, object]
Rows: TypeAlias = Mapping[Hashable, Row]
ON_FOOT = "zu Fuß"
MOST = 8  # rows of Ortsteile: the sheet is one page
FOCUS = "mittelzentrum"
BESIDE = {  # criteria that go on the sheet besides those of reach, by profile
    "nahverkehrsplan": ("erschlossen", "mindestbedienung"),
    "schulweg": ("grundschule_hin", "gymnasium_hin"),
    "daseinsvorsorge": ("hausarzt", "supermarkt", "krankenhaus", "frueh"),
}


def kommunen_of(subject: Subject) -> list[str]:
    """Return the Kommunen by name, as a German reader orders them."""
    return sorted(set(subject.access["kommune"]) - {""}, key=collated)


def steckbrief(subject: Subject, kommune: str) -> Paper:
    """Return the sheet of a Kommune."""
    area = Area(KOMMUNE, kommune)
    name = subject.name_of(subject.leading)
    reach = criteria_grid(
        subject, area, {subject.leading: TARGETS},
        f"Zielwerte {name}: Anteil der Einwohner, für die sie rechnerisch eingehalten sind; "
        f"{met_from(subject, subject.leading)}",
        brief=True,
    )  # fmt: skip
    chapters = [
        Chapter("Das Wichtigste", [Points(headlines(subject, area))]),
        Chapter("Wer erreicht die Zentren", [reach] if reach else []),
        Chapter("Haltestelle, Schule, Versorgung", _beside(subject, area)),
        Chapter("Die Ortsteile", [_ortsteile(subject, area)]),
    ]
    paper = paper_of(subject, f"{kommune}: Erreichbarkeit mit Bus und Bahn", chapters)
    return replace(paper, sheet=True)


def _beside(subject: Subject, area: Area) -> list[Grid]:
    """Return one table of what else counts, with what each profile asks below it."""
    caption = "Anteil der Einwohner, für die es rechnerisch erfüllt ist"
    grid = criteria_grid(subject, area, BESIDE, caption, brief=True)
    return [grid] if grid else []


def _ortsteile(subject: Subject, area: Area) -> Grid:
    """Return the Ortsteile with most people: where they get to, how often, and by when back."""
    access = area.ortsteile(subject.access)
    first = access[access["day"] == subject.days[0]]
    order = first.assign(_people=values_of(first["population"])).sort_values(
        "_people", ascending=False, kind="stable"
    )
    shown, rest = order.iloc[:MOST], order.iloc[MOST:]
    by_day = {
        str(day): rows.set_index("ortsteil_id").to_dict("index")
        for day, rows in access.groupby("day", sort=False)
    }
    heads = [Head("Ortsteil"), Head("Ein\u00adwohner", number=True), Head("Ziel")]
    heads += [Head("Reisezeit", number=True)]
    heads += [Head(f"hin/zurück {day_name(day)}", number=True) for day in subject.days]
    heads += [Head("letzte Rückfahrt", number=True), Head("Bahn", number=True)]
    rows = [_row(by_day, subject.days, one) for one in shown["ortsteil_id"]]
    caption = f"{TARGETS[FOCUS]}: Reisezeit und Verbindungen am Tag, hin und zurück"
    more = ""
    if len(rest):
        names = listed(sorted(rest["name"].astype(str), key=collated), 16)
        people = number(float(rest["population"].sum()))
        more = f" Kleinere Ortsteile mit zusammen {people} Einwohnern: {names}."
    return Grid(caption, heads, rows, [f"{_TOLD} {_FIRST.format(day_name(subject.days[0]))}{more}"])


_TOLD = (
    "Ziel ist das Mittel- oder Oberzentrum, das die meisten Einwohner am besten erreichen. "
    "Reisezeit von Tür zu Tür bei geplanter Abfahrt zwischen 06 und 20 Uhr, ohne Warten zu Hause; "
    "brauchbare Verbindungen am Betriebstag: höchstens anderthalbmal so lang wie die kürzeste des "
    "Tages oder 20 Minuten länger; Median der Einwohner. „Bahn“: Reisezeit zur am besten "
    "erreichten Bahnstation. „zu Fuß“: die meisten kommen ohne Fahrt hin."
)
_FIRST = (
    "Ziel, Reisezeiten und letzte Rückfahrt gelten für den {}; nach Mitternacht zählt die Uhr "
    "weiter (25:10 ist 1:10)."
)


def _row(by_day: Mapping[str, Rows], days: Sequence[str], ortsteil: str) -> list[Cell]:
    """Return the cells of an Ortsteil; what is said once is said of the first day."""
    row = by_day[days[0]][ortsteil]
    walks = _value(row, f"{FOCUS}_walk_share") >= MAJORITY
    people = _value(row, "population")
    return [
        Cell(str(row["name"])),
        Cell(number(people), people),
        Cell(str(row[f"{FOCUS}_name"] or NOTHING)),
        Cell(_time(row, FOCUS)),
        *(Cell(_trips(by_day[day][ortsteil])) for day in days),
        Cell(NOTHING if walks else clock(_value(row, f"{FOCUS}_last_return"))),
        Cell(_time(row, "bahn")),
    ]


def _trips(row: Row) -> str:
    """Return the journeys there and back on the day of the row."""
    if _value(row, f"{FOCUS}_walk_share") >= MAJORITY:
        return ON_FOOT
    there, back = (_value(row, f"{FOCUS}_{name}") for name in ("journeys", "return_journeys"))
    return f"{number(there)}/{number(back)}"


def _time(row: Row, kind: str) -> str:
    if f"{kind}_walk_share" not in row:
        return NOTHING
    if _value(row, f"{kind}_walk_share") >= MAJORITY:
        return ON_FOOT
    return minutes(_value(row, f"{kind}_journey_time_p50"))


def _value(row: Row, name: str) -> float:
    """Return a value of a row as a float, nan for null."""
    value = row.get(name)
    return float(value) if isinstance(value, SupportsFloat) else math.nan
