"""Compare chapters: the Kreis, its Kommunen, and who gains and loses, as tables."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from accessibility.areas import KOMMUNE, KREIS, ORTSTEIL
from accessibility.compare import FIXED, FREE
from accessibility.compare_explained import SAID
from accessibility.compare_subject import (
    COUNTS,
    Result,
    Row,
    Subject,
    area_rows,
    value_of,
)
from accessibility.difference_map import signed, signed_minutes
from accessibility.html_page import Cell, Head
from accessibility.report_document import Chapter, Grid
from accessibility.words import TARGETS, TOWARDS, collated, day_name, number

SHOWN = 10  # Ortsteile in the lists of who gains and who loses
HEADS = (
    Head("deutlich besser", number=True),
    Head("deutlich schlechter", number=True),
    Head("neu erreichbar", number=True),
    Head("verloren", number=True),
    Head("Zielwert neu eingehalten", number=True),
    Head("nicht mehr eingehalten", number=True),
    Head("Reisezeit im Mittel", number=True),
)
COUNTED = ("journeys", "return_journeys")
INNER = str.maketrans("„“", "‚‘")  # quotes within quotes
NO_NOTES = MappingProxyType[str, str]({})


def overview(subject: Subject) -> Chapter:
    """Return a table per day: every class and result, the target free and held."""
    grids, notes = [], [MEAN_NOTE, *([FIXED_NOTE] if len(subject.results) == 1 else [])]
    sides = [side for one in subject.results if one.reading for side in one.reading.examples]
    notes += [
        f"„{said.of_them[0].upper()}{said.of_them[1:]}“: siehe „{said.title.translate(INNER)}“."
        for side, said in SAID.items()
        if side in sides
    ]
    for day in subject.days:
        rows = []
        for kind in TARGETS:
            for result in subject.results:
                rows += _of_kreis(subject, result, day, kind)
        heads = [Head("Ziel"), *HEADS]
        caption = f"Einwohner, für die sich etwas ändert, {day_name(day)}"
        grids.append(Grid(caption, heads, rows, notes if day == subject.days[0] else []))
    told = filter(None, (_people(subject), subject.not_computed))
    return Chapter("Das Wichtigste: Gewinn und Verlust im Kreis", [*told, *grids])


MEAN_NOTE = (
    "Einwohner mit bekanntem Wohnort. „Reisezeit im Mittel“: Mittel der Unterschiede aller "
    "Einwohner, die vorher und nachher eine Reisezeit haben (minus: schneller da)."
)
FIXED_NOTE = "„Ziel fest“ steht nur, wo es andere Zahlen ergibt."


def _people(subject: Subject) -> str:
    """Return the sentence on how many people the tables are about."""
    table = subject.results[0].table
    whole = table[table["area"] == KREIS]["people"]
    people = float(whole.iloc[0])
    if np.isnan(people):
        return "Einwohner sind nicht bekannt; gezählt werden kann nur mit einer Einwohnertabelle."
    return f"Von {number(people)} Einwohnern:"


def _of_kreis(subject: Subject, result: Result, day: str, kind: str) -> list[list[Cell]]:
    """Return the rows of a class: the target free, and held where that says something else."""
    table = result.table
    held = (table["area"] == KREIS) & (table["day"] == day) & (table["class"] == kind)
    rows, told = [], list[list[str]]()
    targets = (FREE, FIXED) if len(subject.results) == 1 else (FREE,)
    for target in targets:
        for row in table[held & (table["target"] == target)].to_dict("records"):
            cells = figures(row, result.kept(day, kind) if target == FREE else {})
            texts = [cell.text for cell in cells]
            if texts in told:
                continue
            told.append(texts)
            name = TARGETS[kind] + ("" if target == FREE else " (Ziel fest)")
            rows.append([Cell(name, below=subject.told(result)), *cells])
    return rows


def figures(row: Row, below: Mapping[str, str] = NO_NOTES) -> list[Cell]:
    """Return people by what happens to them, and the mean difference of their time.

    ``below`` is said beneath a count, by its name.
    """
    counts = [value_of(row, f"people_{name}") for name in COUNTS]
    seconds = value_of(row, "time_difference_mean")
    told = [below.get(name, "") for name in COUNTS]
    cells = [Cell(number(one), one, below=also) for one, also in zip(counts, told, strict=True)]
    return [*cells, Cell(signed_seconds(seconds), seconds)]


def signed_seconds(seconds: float) -> str:
    """Return a mean difference in minutes with its tenth, signed."""
    if not np.isfinite(seconds):
        return number(seconds)
    tenths = round(seconds / 60, 1)
    sign = "±" if tenths == 0 else "+" if tenths > 0 else "−"
    return f"{sign}{number(abs(tenths), 1)}\u202fmin"


def kommunen(subject: Subject) -> Chapter:
    """Return a row per Kommune and result with any difference: the headline class, first day."""
    day, kind = subject.days[0], subject.headline
    heads = [Head("Kommune"), Head("Einwohner", number=True), *HEADS]
    rows = []
    parts = [area_rows(one, KOMMUNE, day, kind) for one in subject.results]
    for name in sorted(set(parts[0]["area_name"]) if parts else [], key=collated):
        for result, part in zip(subject.results, parts, strict=True):
            for row in part[part["area_name"] == name].to_dict("records"):
                if any(value_of(row, f"people_{one}") > 0 for one in COUNTS):
                    people = value_of(row, "people")
                    head = Cell(name, below=subject.told(result))
                    rows.append([head, Cell(number(people), people), *figures(row)])
    caption = f"Kommunen mit Unterschied {TOWARDS[kind]}, {day_name(day)}, Ziel frei"
    nothing = f"In keiner Kommune ändert sich {TOWARDS[kind]} etwas deutlich."
    return Chapter("Kommunen", [Grid(caption, heads, rows)] if rows else [nothing])


def gainers(subject: Subject, result: Result) -> Chapter:
    """Return the Ortsteile with most people clearly better off."""
    return _listed(subject, result, "better", "Wer gewinnt")


def losers(subject: Subject, result: Result) -> Chapter:
    """Return the Ortsteile with most people clearly worse off."""
    return _listed(subject, result, "worse", "Wer verliert")


def _listed(subject: Subject, result: Result, side: str, title: str) -> Chapter:
    """Return the Ortsteile with most people on one side; half a page wide."""
    day, kind = subject.days[0], subject.headline
    part = area_rows(result, ORTSTEIL, day, kind)
    part = part[part[f"people_{side}"] > 0]
    part = part.sort_values([f"people_{side}", "area_name"], ascending=[False, True], kind="stable")
    heads = [Head("Ortsteil"), Head("Einwohner", number=True), Head("Reisezeit", number=True)]
    heads += [Head("Fahrten hin / zurück", number=True)]
    rows = [_ortsteil(row, side) for row in part.head(SHOWN).to_dict("records")]
    heading = title if len(subject.results) == 1 else f"{title}: {result.name}"
    people = float(part[f"people_{side}"].sum())
    said = (
        f"{number(people)} Einwohner in {number(len(part))} Ortsteilen "
        f"({TOWARDS[kind]}, {day_name(day)}, Ziel frei)."
    )
    caption = f"Ortsteile mit den meisten Einwohnern, höchstens {SHOWN}"
    return Chapter(heading, [said, *([Grid(caption, heads, rows)] if rows else [])], half=True)


def _ortsteil(row: Row, side: str) -> list[Cell]:
    people, all_of_them = value_of(row, f"people_{side}"), value_of(row, "people")
    gone = {"better": "newly_reached", "worse": "lost"}[side]
    share = value_of(row, f"{gone}_share")
    word = {"better": "neu erreichbar", "worse": "verloren"}[side]
    other, also = {"better": ("worse", "schlechter"), "worse": ("better", "besser")}[side]
    trips = [signed(value_of(row, f"{one}_difference")) for one in COUNTED]
    against = value_of(row, f"people_{other}")
    told = f"von {number(all_of_them)}" + (f"; {also}: {number(against)}" if against > 0 else "")
    return [
        Cell(str(row["area_name"]), below=word if share >= 0.5 else ""),
        Cell(number(people), people, below=told),
        Cell(signed_minutes(value_of(row, "journey_time_p50_difference"))),
        Cell(" / ".join(trips)),
    ]
