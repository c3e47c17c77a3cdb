"""Line sheet, offer: way with minutes, Takt and pairs by day, departures by hour."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from accessibility.html_page import Cell, Head
from accessibility.report_document import Grid
from accessibility.words import NOTHING, day_name, number, percent

WAYS = ("out", "back")
WAY_NOTE = (
    "Minuten: Median aller Fahrten über die ganze Linie, ab ihrem Anfang. Kilometer: auf dem Weg "
    "der häufigsten Fahrten{beeline}. Umstieg: andere Linien, die am selben Tag dort halten."
)
BEELINE = ", geradlinig von Halt zu Halt"
OFFER_NOTE = (
    "Paare: Fahrten über die ganze Linie in der schwächeren Richtung, ohne Rufbus und ohne "
    "solche, die einer anderen in weniger als 10 Minuten folgen. Takt: der Abstand, den die "
    "meisten Abfahrten einhalten, und die Minute; „im Takt“: Anteil der Abfahrten, die höchstens "
    "2 Minuten von ihr abweichen. Ganz und Teil: Fahrten über die ganze Linie oder ein Stück von "
    "ihr; Ruf: nur auf Anruf. Unter jeder Stunde des Tages: Abfahrten über die ganze Linie an "
    "ihrem Anfang."
)
EMPTY = "·"  # no departure


def told_offer(line: Mapping[str, Any]) -> str:
    """Return pairs and Takt of each day in one sentence."""
    told = [f"{day_name(day)} {_pairs(offer)}" for day, offer in line["days"].items()]
    return f"Fahrtenpaare über die ganze Linie: {', '.join(told)}." if told else ""


def way_grid(stops: pd.DataFrame, line: Mapping[str, Any], day: str) -> Grid:
    """Return the stations with kilometres, minutes each way and lines to change to."""
    heads = [
        Head("Station"), Head("km", number=True), Head("hin", number=True),
        Head("zurück", number=True), Head("Umstieg"),
    ]  # fmt: skip
    columns = (stops[name].tolist() for name in ("name", "metres", "out_s", "back_s", "others"))
    rows = [
        [
            Cell(name),
            Cell(number(metres / 1000, 1)),
            Cell(_minutes(out_s)),
            Cell(_minutes(back_s)),
            Cell(others),
        ]
        for name, metres, out_s, back_s, others in zip(*columns, strict=True)
    ]
    known = all(
        offer[way]["length_known"]
        for offer in line["days"].values()
        for way in WAYS
        if way in offer
    )
    note = WAY_NOTE.format(beeline="" if known else BEELINE)
    return Grid(f"Stationen und Fahrzeiten in Minuten – {day}", heads, rows, [note])


def offer_grid(line: Mapping[str, Any]) -> Grid:
    """Return a row per day and way: Takt, trips, first and last, departures by clock hour."""
    ways = list(_ways(line))
    hours = _served_hours([way["by_hour"] for _, _, way, _ in ways])
    names = ("Paare", "Takt", "im Takt", "ganz", "Teil", "Ruf", "erste", "letzte")
    heads = [Head("Tag"), Head("ab"), *(Head(name, number=True) for name in names)]
    heads += [Head(f"{hour}", number=True) for hour in hours]
    rows = [
        [
            Cell(day_name(day)),
            Cell(way["from"]),
            Cell(number(offer["pairs"]) if first else ""),
            Cell(_takt(way)),
            Cell(percent(way["kept"]) if way["headway_min"] else NOTHING),
            *(Cell(number(way[name])) for name in ("whole", "part", "on_demand")),
            Cell(way["first"] or NOTHING),
            Cell(way["last"] or NOTHING),
            *(Cell(str(way["by_hour"][hour] or EMPTY)) for hour in hours),
        ]
        for day, offer, way, first in ways
    ]
    return Grid("Takt, Fahrten und Abfahrten je Stunde", heads, rows, [OFFER_NOTE])


def _served_hours(by_hour: Sequence[Sequence[int]]) -> range:
    """Return the clock hours from the first to the last in which a trip begins on any day."""
    served = np.flatnonzero(np.sum(by_hour, axis=0)) if by_hour else np.empty(0, np.int64)
    return range(int(served.min()), int(served.max()) + 1) if len(served) else range(0)


def _ways(
    line: Mapping[str, Any],
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any], bool]]:
    """Yield day, its offer, a way of it, and whether it is the first of the day."""
    for day, offer in line["days"].items():
        own = [offer[way] for way in WAYS if way in offer]
        for place, way in enumerate(own):
            yield day, offer, way, place == 0


def _pairs(offer: Mapping[str, Any]) -> str:
    takts = {offer[way]["headway_min"] for way in WAYS if way in offer}
    headway = takts.pop() if len(takts) == 1 else None
    return f"{number(offer['pairs'])}" + (f" (alle {headway} Minuten)" if headway else "")


def _takt(way: Mapping[str, Any]) -> str:
    if not way["headway_min"]:
        return NOTHING
    return f"{way['headway_min']}\u202fmin :{way['minute'] % 60:02d}"


def _minutes(seconds: float) -> str:
    return NOTHING if np.isnan(seconds) else number(seconds // 60)
