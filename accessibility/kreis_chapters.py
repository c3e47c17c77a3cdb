"""Chapters of a summary that a Kreis and its Kommunen have in common."""

import math
from collections.abc import Iterable

import pandas as pd

from accessibility.html_page import Cell, Head
from accessibility.kreis_rows import (
    Area,
    Subject,
    criteria_grid,
    met_from,
    value,
)
from accessibility.report_document import Chapter, Grid
from accessibility.report_evaluation import CLASSED, SENSITIVITY, WORDS
from accessibility.words import NOTHING, TARGETS, day_name, number, percent

CAR = "_car"


def centres(subject: Subject, area: Area) -> Chapter:
    """Return who reaches the centres as each profile of reach asks, and which these are."""
    grids: list[Grid | None] = []
    for profile, criteria in _of_reach(subject).items():
        name = subject.name_of(profile)
        caption = (
            f"Zielwerte {name}: Einwohner, für die sie rechnerisch eingehalten sind; "
            f"{met_from(subject, profile)}"
        )
        grids.append(criteria_grid(subject, area, {profile: criteria}, caption))
    by_car = criteria_grid(
        subject, area, {subject.leading: [f"{kind}{CAR}" for kind in TARGETS]},
        f"Zum Vergleich mit dem Auto: Zielwerte {subject.name_of(subject.leading)}",
    )  # fmt: skip
    told = [subject.centres] if subject.centres else []
    return Chapter("Wer erreicht die Zentren", [*told, *_some([*grids, by_car])])


def stops(subject: Subject, area: Area) -> Chapter:
    """Return how good the stop near the door is: classes, BBSR indicator, Nahverkehrsplan."""
    standards = subject.standards
    classed = subject.found.table(CLASSED)
    grids: list[Grid | None] = []
    if len(classed):
        profile = str(classed["profile"].iloc[-1])
        grids.append(_classes(subject, area, classed[classed["profile"] == profile]))
    for profile in ("bbsr", "nahverkehrsplan"):
        keys = standards.loc[standards["profile"] == profile, "criterion"].unique()
        caption = f"{subject.name_of(profile)}: Einwohner"
        grids.append(criteria_grid(subject, area, {profile: keys}, caption))
    return Chapter("Die Haltestelle vor der Tür", _some(grids))


def _classes(subject: Subject, area: Area, classed: pd.DataFrame) -> Grid:
    """Return the people of every class on each day."""
    rows = area.rows(classed)
    heads = [Head("Klasse"), *(Head(day_name(day), number=True) for day in subject.days)]
    body = []
    for name, of_class in rows.groupby("class", sort=False):
        by_day = of_class.set_index("day")
        cells = [
            Cell(
                percent(value(by_day, day, "share")),
                value(by_day, day, "share"),
                below=number(value(by_day, day, "people")),
            )
            for day in subject.days
        ]
        body.append([Cell(str(name)), *cells])
    profile = str(classed["profile"].iloc[0])
    caption = f"{subject.name_of(profile)}: Einwohner nach der besten Klasse vor der Tür"
    note = f"{WORDS[CLASSED].definition} {subject.source_of(profile)}"
    return Grid(caption, heads, body, [note])


def daily_life(subject: Subject, area: Area) -> Chapter:
    """Return who gets to school, to doctors and shops, and to work in shifts."""
    standards = subject.standards
    grids = []
    captions = {
        "schulweg": "Wege zur Schule: Einwohner, an deren Haustür die Höchstdauer eingehalten ist",
        "daseinsvorsorge": "Daseinsvorsorge und Arbeit in Schichten: Einwohner, die hinkommen",
    }
    for profile, caption in captions.items():
        keys = standards.loc[standards["profile"] == profile, "criterion"].unique()
        grids.append(criteria_grid(subject, area, {profile: keys}, caption))
    return Chapter("Schule, Versorgung, Arbeit", _some(grids))


def sensitivity(subject: Subject) -> Chapter:
    """Return how the findings of the county change if one changes, walks, sets out otherwise."""
    table = subject.found.table(SENSITIVITY)
    if table.empty:
        return Chapter("Wie empfindlich die Befunde sind", [])
    table = table[table["criterion"].isin(list(TARGETS))]
    variants = table.drop_duplicates("variant")[["variant", "variant_title"]]
    heads = [Head("Maßstab"), *(Head(one, number=True) for one in variants["variant_title"])]
    body = []
    for title, rows in table.groupby("title", sort=False):
        by_variant = rows.set_index("variant")
        cells = [Cell(str(title))]
        if rows["share"].isna().all():
            continue  # nothing to reach in the region
        usual = value(by_variant, str(variants["variant"].iloc[0]), "share")
        for variant in variants["variant"]:
            share = value(by_variant, str(variant), "share")
            below = "" if variant == variants["variant"].iloc[0] else _points(share, usual)
            cells.append(Cell(percent(share), share, below=below))
        body.append(cells)
    day = day_name(str(table["day"].iloc[0]))
    caption = f"Anteil der Einwohner des Kreises, {day}: wie gerechnet, und wenn es anders kommt"
    return Chapter("Wie empfindlich die Befunde sind", [Grid(caption, heads, body, [_VARIED])])


_VARIED = (
    "Jede Spalte ändert nur, was sie nennt, und wählt die Ziele neu; darunter der Unterschied in "
    "Prozentpunkten. „Zufällige Abfahrt“ zählt das Warten auf die nächste Fahrt mit: Sie steht zum "
    "Vergleich und entscheidet nichts. Die Varianten sind Annahmen."
)


def _points(share: float, usual: float) -> str:
    """Return the difference of two shares in points of per cent, of the shares as printed."""
    if math.isnan(share) or math.isnan(usual):
        return NOTHING
    tenths = round(1000 * share) - round(1000 * usual)
    sign = "−" if tenths < 0 else "+" if tenths > 0 else "±"
    return f"{sign}{number(abs(tenths) / 10, 1)}"


def _of_reach(subject: Subject) -> dict[str, list[str]]:
    """Return the criteria of reach with service by profile, the leading one first."""
    rows = subject.standards.drop_duplicates(["profile", "criterion"])
    rows = rows[rows["criterion"].isin(list(TARGETS))]
    found: dict[str, list[str]] = {subject.leading: []}
    for profile, criterion in zip(rows["profile"], rows["criterion"], strict=True):
        found.setdefault(str(profile), []).append(str(criterion))
    return found


def _some(grids: Iterable[Grid | None]) -> list[Grid]:
    return [grid for grid in grids if grid is not None]
