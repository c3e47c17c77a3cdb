"""Compare details: journeys that are gone, criteria, and the hours of the day, as tables."""

from collections.abc import Mapping

import numpy as np

from accessibility.areas import KREIS
from accessibility.compare_subject import Result, Row, Subject, value_of
from accessibility.criteria import ASSUMED
from accessibility.difference_map import signed
from accessibility.hour_shares import BACK, HOURS, THERE
from accessibility.html_page import Cell, Head
from accessibility.report_document import Chapter, Grid
from accessibility.words import NOTHING, TARGETS, TOWARDS, clock, day_name, minutes, number, percent

SHOWN = 20  # Ortsteile with journeys that are gone
LOST_NOTE = (
    "Brauchbare Verbindungen von vorher, zu denen es nachher keine gibt, die nicht früher abfährt "
    "und nicht später ankommt, zum Ziel von vorher; Uhrzeiten an der Haustür des Wohnorts mit den "
    "meisten Einwohnern. „Stattdessen“: die Verbindung, die am wenigsten früheren Aufbruch und "
    "spätere Ankunft kostet; „gilt als zu lang“: sie fährt, zählt aber nicht als brauchbar, weil "
    "es am Tag eine viel kürzere gibt. „Entfallen“: wie viele dort entfallen. Geordnet nach "
    "Einwohnern mal Minuten."
)
TOO_LONG = "gilt als zu lang"  # what is left is no useful journey
HOURS_NOTE = (
    "Anteil der Einwohner mit einer brauchbaren Verbindung, die in der Stunde abfährt: hin von der "
    "Haustür, zurück vom Ziel; wer zu Fuß hinkommt, zählt in jeder Stunde mit. Weniger kann auch "
    "heißen, dass eine schnellere Verbindung zu anderer Stunde eine langsame ersetzt."
)
STANDARDS_NOTE = (
    "Einwohner, für die das Kriterium rechnerisch erfüllt ist. „Mindestens“: Gewinne und Verluste "
    "je Ortsteil, innerhalb eines Ortsteils verrechnet."
)
USEFUL = "next_useful"  # column of the Verliererliste: whether what is left is useful
CHANGES = "changes"  # column of the Verliererliste: numbers of the changes of a scenario


def lost_journeys(subject: Subject, result: Result) -> Chapter:
    """Return the Verliererliste: whose journey is gone, and what is left."""
    table, kind = result.losers, subject.headline
    title = titled(subject, "Verbindungen, die es nicht mehr gibt", result)
    if table.empty:
        return Chapter(title, [])
    rows = table[(table["class"] == kind) & (table["day"].astype(str) == subject.days[0])]
    heads = [Head("Ortsteil"), Head("Verbindung"), Head("Linien"), Head("stattdessen")]
    heads += [Head(name, number=True) for name in ("Einwohner", "kostet", "entfallen")]
    caused = CHANGES in rows  # only a scenario knows which of its changes did it
    heads += [Head("durch Änderung")] if caused else []
    worst = rows.drop_duplicates("ortsteil_id").head(SHOWN)
    gone = rows["ortsteil_id"].astype(str).value_counts()
    body = [
        [
            *_lost(row),
            Cell(number(int(gone[str(row["ortsteil_id"])]))),
            *([Cell(str(row[CHANGES]) or NOTHING)] if caused else []),
        ]
        for row in worst.to_dict("records")
    ]
    said = (
        f"{number(len(rows))} Verbindungen von Ortsteilen {TOWARDS[kind]} und zurück entfallen "
        f"am {day_name(subject.days[0])}; über alle Ziele und Tage sind es {number(len(table))} "
        "(verlierer.csv)."
    )
    caption = f"Je Ortsteil die Verbindung, die am meisten kostet; höchstens {SHOWN} Ortsteile"
    return Chapter(title, [said, *([Grid(caption, heads, body, [LOST_NOTE])] if body else [])])


def _lost(row: Row) -> list[Cell]:
    instead = value_of(row, "next_departure"), value_of(row, "next_arrival")
    left = "keine" if np.isnan(instead[0]) else f"{clock(instead[0])}–{clock(instead[1])}"
    loss, people = value_of(row, "earlier") + value_of(row, "later"), value_of(row, "people")
    way = f"{row['way']} {TARGETS[str(row['class'])]} {row['target_name']}"
    useful = value_of(row, USEFUL) if USEFUL in row else 1.0  # older results do not say
    times = f"{clock(value_of(row, 'departure'))}–{clock(value_of(row, 'arrival'))}"
    return [
        Cell(str(row["name"]), below=str(row["kommune"])),
        Cell(times, below=way),
        Cell(str(row["lines"])),
        Cell(left, below=TOO_LONG if useful == 0 else ""),
        Cell(number(people), people),
        Cell(minutes(loss), loss),
    ]


def standards(subject: Subject, result: Result) -> Chapter:
    """Return the criteria of which more or fewer people are met, for the Kreis."""
    table, title = result.standards, titled(subject, "Kriterien der Maßstäbe", result)
    if table.empty:
        return Chapter(title, [])
    rows = table[table["area"] == KREIS]
    changed = rows[(rows["people_gained"] > 0) | (rows["people_lost"] > 0)]
    names = ("vorher", "nachher", "neu, mindestens", "nicht mehr, mindestens", "Ortsteile neu",
             "Ortsteile nicht mehr")  # fmt: skip
    heads = [Head("Kriterium"), Head("Tag"), *(Head(name, number=True) for name in names)]
    body = [_criterion(row, subject.profiles) for row in changed.to_dict("records")]
    said = (
        f"Bei {number(len(changed))} von {number(len(rows))} Kriterien und Tagen ändert sich die "
        "Zahl der Einwohner."
    )
    caption = "Kriterien mit Unterschied"
    return Chapter(title, [said, *([Grid(caption, heads, body, [STANDARDS_NOTE])] if body else [])])


def _criterion(row: Row, profiles: Mapping[str, str]) -> list[Cell]:
    counts = ("people_gained", "people_lost", "ortsteile_gained", "ortsteile_lost")
    sides = [
        Cell(
            percent(value_of(row, f"share_{one}")),
            below=number(value_of(row, f"people_met_{one}")),
        )
        for one in ("before", "after")
    ]
    day, key = str(row["day"]), str(row["profile"])
    source = profiles.get(key, key)
    return [
        Cell(str(row["title"]), below=f"{ASSUMED}; {source}" if row["assumed"] else source),
        Cell(day_name(day) if day else "alle"),
        *sides,
        *(Cell(number(value_of(row, name)), value_of(row, name)) for name in counts),
    ]


def hours(subject: Subject, result: Result) -> Chapter:
    """Return the shares of people with a useful journey by hour, there and back."""
    table, kind, day = result.hours, subject.headline, subject.days[0]
    title = titled(subject, "Verbindungen nach Tagesstunde", result)
    if table.empty:
        return Chapter(title, [])
    rows = table[(table["area"] == KREIS) & (table["class"] == kind) & (table["day"] == day)]
    by = {(str(row["way"]), int(row["hour"])): row for row in rows.to_dict("records")}
    heads = [Head("Stunde"), *(
        Head(f"{way} {side}", number=True)
        for way in (THERE, BACK) for side in ("vorher", "nachher", "Unterschied")
    )]  # fmt: skip
    body = [[Cell(f"{hour} Uhr"), *_hour(by, hour)] for hour in HOURS] if len(rows) else []
    caption = f"Einwohner mit brauchbarer Verbindung {TOWARDS[kind]}, {day_name(day)}, Ziel frei"
    return Chapter(title, [Grid(caption, heads, body, [HOURS_NOTE])] if body else [])


def _hour(by: Mapping[tuple[str, int], Row], hour: int) -> list[Cell]:
    cells = []
    for way in (THERE, BACK):
        row = by[way, hour]
        shares = [value_of(row, f"share_{side}") for side in ("before", "after")]
        people = value_of(row, "people_after") - value_of(row, "people_before")
        cells += [*(Cell(percent(share), share) for share in shares), Cell(signed(people), people)]
    return cells


def titled(subject: Subject, title: str, result: Result) -> str:
    """Return a heading that names the result where there are several."""
    return title if len(subject.results) == 1 else f"{title}: {result.name}"
