"""Kreis: the summary of a county, as it can be laid before its Kreistag."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from accessibility.areas import KOMMUNE
from accessibility.html_page import Cell, Head
from accessibility.kreis_chapters import centres, daily_life, sensitivity, stops
from accessibility.kreis_connections import connections
from accessibility.kreis_gaps import gaps
from accessibility.kreis_headlines import headlines
from accessibility.kreis_rows import Area, Subject, verdict_cell
from accessibility.report_document import Chapter, Grid, Paper, Points
from accessibility.report_evaluation import EQUITY, REACHED, WORDS
from accessibility.words import (
    NOT_MET,
    TARGETS,
    collated,
    day_name,
    german_date,
    number,
    percent,
    status_sentence,
)

WHOLE = Area()
CALCULATED = (
    "Soll-Fahrplan: geplanter Fahrplan, keine Aussage zu Pünktlichkeit oder Auslastung. Alle "
    "Befunde sind rechnerisch; als „Annahme“ bezeichnete Werte stehen in keiner Quelle und sind "
    "vom Kreis zu bestätigen oder zu ersetzen."
)


def kreis_paper(subject: Subject) -> Paper:
    """Return the summary of the county."""
    chapters = [
        Chapter("Das Wichtigste", [Points(headlines(subject, WHOLE))]),
        centres(subject, WHOLE),
        gaps(subject, WHOLE),
        _kommunen(subject),
        stops(subject, WHOLE),
        daily_life(subject, WHOLE),
        connections(subject),
        _by_car(subject),
        _equity(subject),
        sensitivity(subject),
        _basis(subject),
    ]
    title = f"Erreichbarkeit mit Bus und Bahn – {subject.imprint.region}"
    return paper_of(subject, title, chapters)


def paper_of(subject: Subject, title: str, chapters: list[Chapter]) -> Paper:
    """Return a paper with the dates of the timetable above and the sources below."""
    imprint = subject.imprint
    dates = [(day, imprint.dates[day]) for day in subject.days if day in imprint.dates]
    told = ", ".join(f"{german_date(when)} ({day_name(day)})" for day, when in dates)
    return Paper(
        title,
        f"Soll-Fahrplan vom {told}" if told else "",
        status_sentence(imprint.data_status),
        chapters,
        [f"Quellen: {imprint.sources}" if imprint.sources else "", imprint.provenance],
    )


def _kommunen(subject: Subject) -> Chapter:
    """Return a row per Kommune: the Mittelzentrum on every day."""
    table = subject.standards
    kind = "mittelzentrum"
    of_kind = table[
        (table["area"] == KOMMUNE)
        & (table["profile"] == subject.leading)
        & (table["criterion"] == kind)
    ]
    if of_kind.empty or of_kind["area_id"].nunique() < 2:
        return Chapter("Kommunen", [])
    heads = [Head("Kommune"), Head("Einwohner", number=True)]
    heads += [Head(day_name(day), number=True) for day in subject.days]
    rows = []
    for name in sorted(of_kind["area_name"].unique(), key=collated):
        by_day = of_kind[of_kind["area_name"] == name].set_index("day")
        people = float(by_day["people"].iloc[0])
        cells = [verdict_cell(by_day, day) for day in subject.days]
        short = [replace(one, below=NOT_MET if NOT_MET in one.below else "") for one in cells]
        rows.append([Cell(str(name)), Cell(number(people), people), *short])
    title = str(of_kind["title"].iloc[0])
    caption = f"{title}: Anteil der Einwohner, für die der Zielwert rechnerisch eingehalten ist"
    note = (
        f"Definition wie im Abschnitt „Wer erreicht die Zentren“. „{NOT_MET}“ steht, wo der Wert "
        "für weniger als die Hälfte der Einwohner gilt (Annahme). Für jede Kommune gibt es einen "
        "Steckbrief."
    )
    return Chapter("Kommunen", [Grid(caption, heads, rows, [note])])


def _by_car(subject: Subject) -> Chapter:
    """Return how many people are in reach, by public transport and by car."""
    table = subject.found.table(REACHED)
    if table.empty or not table["people_car"].notna().any():
        return Chapter("Bus und Bahn neben dem Auto", [])
    weights = np.nan_to_num(table["population"].to_numpy(np.float64))
    weights = weights if weights.any() else np.ones(len(table))
    often, seldom = _percentiles(table)
    most, half, car = (
        float(np.average(table[name].to_numpy(np.float64), weights=weights))
        for name in (f"people_p{often}", f"people_p{seldom}", "people_car")
    )
    day = day_name(str(table["day"].iloc[0]))
    said = (
        f"In 30 Minuten erreicht man am {day} von seinem Ortsteil aus im Mittel der Einwohner "
        f"{number(most)} Menschen, wenn man nach Fahrplan aufbricht (gezählt ist, wer in "
        f"wenigstens {often}\u202f% der Minuten des Zeitraums erreicht wird), {number(half)} zu "
        f"beliebiger Minute (in wenigstens {seldom}\u202f%), und {number(car)} mit dem Auto: "
        f"{percent(most / car)} und {percent(half / car)} davon. Zeitraum und Anteile der Minuten "
        "sind Annahmen."
    )
    note = f"{WORDS[REACHED].definition} {subject.source_of('fops')}"
    return Chapter("Bus und Bahn neben dem Auto", [said, note])


def _percentiles(table: pd.DataFrame) -> tuple[int, int]:
    """Return the lowest and the highest percentile of the table's columns of people."""
    wanted = [int(name[8:]) for name in map(str, table) if re.fullmatch(r"people_p\d+", name)]
    return min(wanted), max(wanted)


def _equity(subject: Subject) -> Chapter:
    """Return how unevenly journeys are spread over the people of the county."""
    table = WHOLE.rows(subject.found.table(EQUITY)) if EQUITY in subject.found.tables else None
    if table is None:
        return Chapter("Wie das Angebot verteilt ist", [])
    rows = table[(table["measure"] == "journeys") & (table["group"] == "all")]
    heads = [Head("Ziel"), Head("Tag"), *(Head(one, number=True) for one in _SPREAD_HEADS)]
    body = [
        [
            Cell(TARGETS[str(row["class"])]),
            Cell(day_name(str(row["day"]))),
            *(Cell(number(float(row[name]))) for name in ("p10", "p50", "p90")),
            Cell(number(float(row["people_lost"]))),
            Cell(number(float(row["gini"]), 2)),
        ]
        for kind in ("grundzentrum", "mittelzentrum", "oberzentrum")
        for row in rows[rows["class"] == kind].to_dict("records")
    ]
    caption = "Verbindungen am Tag zum Ziel, für alle, die nicht zu Fuß hinkommen"
    grid = Grid(caption, heads, body, [_SPREAD])
    return Chapter("Wie das Angebot verteilt ist", [grid] if body else [])


_SPREAD_HEADS = ("ein Zehntel hat höchstens", "die Hälfte", "neun Zehntel", "ohne", "Gini")
_SPREAD = (
    "Brauchbare Verbindungen am Betriebstag (04 bis 28 Uhr), nach Einwohnern; „ohne“: Einwohner "
    "ohne jede Verbindung, sie zählen mit 0. Gini: 0 alle haben gleich viel, gegen 1 wenige haben "
    "alles."
)


def _basis(subject: Subject) -> Chapter:
    """Return whose values were used, and what the figures are not."""
    used = set(subject.standards["profile"]) | {"saq", "fops", "sensitivitaet"}
    items = [f"{one['name']}: {one['source']}." for one in subject.profiles if one["key"] in used]
    return Chapter("Grundlagen", [CALCULATED, Points(items)])
