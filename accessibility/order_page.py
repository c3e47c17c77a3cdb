"""Order page: the Bestellgrundlage to print, sums per line and every way and day of it."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from accessibility.fahrplan_paper import paper_across, standing_row
from accessibility.html_page import Cell, Head, table
from accessibility.order import BEELINE_FACTOR, BOOKABLE, CHANGES, FIXED, SIDES
from accessibility.picture import Imprint
from accessibility.words import NOTHING, clock, day_name, german_date, number, percent

ARROW = "\u202f→\u202f"
KINDS = {False: "Fahrplan", True: "Rufbus"}  # by on_demand
DEFINITION = (
    "Fahrplan-km: Länge jeder Fahrt vom ersten bis zum letzten Halt; Fahrplanstunden: von der "
    "ersten Abfahrt bis zur letzten Ankunft. Ohne Leerfahrten, Wenden und Fahrzeugbedarf. "
    "Rufbusse stehen für sich: ihre Kilometer fallen nur bei Anmeldung an. Jede Zahl ist für sich "
    "gerundet: Unterschiede und Summen sind aus ungerundeten Werten und können um eins abweichen."
)
EVERY_DATE = (
    "Zeitraum: jeder Tag des Fahrplans gezählt, wie er fährt. Werte des Tages mal Zahl der Tage "
    "dieser Art wären"
)
SAME_TRIPS = (
    "Neu, entfallen, geändert: nach den gedruckten Zeiten; was zur selben Minute an denselben "
    "Halten fährt, ist dieselbe Fahrt, wie auch immer sie heißt."
)
SWITCHED = {FIXED: "Rufbus wird Linienbus", BOOKABLE: "Linienbus wird Rufbus"}

Row: TypeAlias = Sequence[Cell]


class Period(NamedTuple):
    """The timetable whose dates are counted, and what the lengths assume."""

    first: date
    dates: int
    uncounted: int = 0  # dates that are of no day type of the region
    beeline_factor: float = BEELINE_FACTOR

    def __str__(self) -> str:
        """Return the dates it runs from and to."""
        last = self.first + timedelta(days=self.dates - 1)
        return f"{german_date(self.first)} bis {german_date(last)} ({number(self.dates)} Tage)"


def order_page(order: pd.DataFrame, period: Period, imprint: Imprint, scenario: str) -> str:
    """Return the Bestellgrundlage of ``order_table`` as one page, A4 across."""
    body = "<p>Keine Linie ist geändert.</p>\n"
    if not order.empty:
        tables = (_line_table(order, period), _way_table(order, imprint))
        body = _points(order, period) + "".join(_across(*one, imprint) for one in tables)
    notes = (DEFINITION, _counted(order, period), SAME_TRIPS)
    return paper_across("Bestellgrundlage", body, imprint, scenario=scenario, notes=notes)


def signed(value: float, digits: int = 0) -> str:
    """Return ``+1,5``, ``−1,5`` or ``±0``."""
    told = number(abs(value), digits)
    if not told.strip("0,"):
        return "±0"
    return f"{'+' if value > 0 else '−'}{told}"


def _across(caption: str, heads: Sequence[Head], rows: Sequence[Row], imprint: Imprint) -> str:
    """Return a table that says on each sheet what the data are worth."""
    whole = table(caption, heads, rows)
    standing = standing_row(len(heads), imprint)
    section = whole.replace("<thead>", f"<thead>{standing}", 1)
    return f'<section class="order">\n{section}</section>\n'


def _points(order: pd.DataFrame, period: Period) -> str:
    """Return the sums in sentences."""
    told = []
    for on_demand, rows in order.groupby("on_demand"):
        km, hours = (_sums(rows, what) for what in ("km_period", "hours_period"))
        kind = "Rufbus" if on_demand else "Fahrten nach Fahrplan"
        lines = rows["line_id"].nunique()
        named = "eine geänderte Linie" if lines == 1 else f"{number(lines)} geänderte Linien"
        told.append(
            f"{kind}, {named} im Fahrplanzeitraum "
            f"{period}: {number(km[0])}{ARROW}{number(km[1])} Fahrplan-km "
            f"({signed(km[1] - km[0])}), {number(hours[0])}{ARROW}{number(hours[1])} "
            f"Fahrplanstunden ({signed(hours[1] - hours[0])})."
        )
    items = "".join(f"<li>{escape(one)}</li>\n" for one in told)
    return f"<ul>\n{items}</ul>\n"


def _line_table(order: pd.DataFrame, period: Period) -> tuple[str, list[Head], list[Row]]:
    """Return a row per line and kind of trip: trips a day, sums of the period."""
    days = list(dict.fromkeys(order["day"]))
    heads = [Head("Linie"), Head("Art"), *(Head(f"Fahrten {day_name(day)}") for day in days)]
    for what in ("Fahrplan-km", "Stunden"):
        heads += [Head(f"{what} {side}", number=True) for side in ("vorher", "nachher", "±")]
    rows = [
        _line_cells(str(rows["line"].iloc[0]), KINDS[bool(on_demand)], rows, days)
        for (_, on_demand), rows in order.groupby(["line_id", "on_demand"], sort=False)
    ]
    rows += [
        _line_cells("Summe", KINDS[bool(on_demand)], rows_of, days)
        for on_demand, rows_of in order.groupby("on_demand")
        if len(set(order["line_id"])) > 1
    ]
    return f"Je Linie, beide Richtungen, im Fahrplanzeitraum {period}", heads, rows


def _line_cells(name: str, kind: str, rows: pd.DataFrame, days: Sequence[str]) -> Row:
    cells = [Cell(name), Cell(kind)]
    for day in days:
        before, after = _sums(rows[rows["day"] == day], "trips")
        cells.append(Cell(f"{number(before)}{ARROW}{number(after)}"))
    for what in ("km_period", "hours_period"):
        before, after = _sums(rows, what)
        cells += [Cell(number(before)), Cell(number(after)), Cell(signed(after - before))]
    return cells


def _way_table(order: pd.DataFrame, imprint: Imprint) -> tuple[str, list[Head], list[Row]]:
    """Return a row per line, way, day and kind of trip."""
    heads = [Head("Linie"), Head("von"), Head("nach"), Head("Tag"), Head("Tage", number=True)]
    heads += [Head("Fahrten"), *(Head(one, number=True) for one in ("neu", "entf.", "geänd."))]
    heads += [Head(one, number=True) for one in ("km/Tag vorher", "nachher", "±")]
    heads += [Head(one, number=True) for one in ("h/Tag vorher", "nachher", "±")]
    heads += [Head("erste – letzte vorher"), Head("nachher"), Head("km Zeitraum ±", number=True)]
    rows: list[Row] = [list(_way_cells(row, imprint)) for row in order.to_dict("records")]
    return "Je Richtung und Tag", heads, rows


def _way_cells(row: Mapping[Hashable, Any], imprint: Imprint) -> Iterator[Cell]:
    yield Cell(row["line"])
    yield Cell(row["from_name"], kind="name")
    yield Cell(row["to_name"], kind="name")
    booked = " (Rufbus)" if row["on_demand"] else ""
    when = date.fromisoformat(row["date_after"])
    usual = imprint.dates.get(row["day"]) in (when, date.fromisoformat(row["date"]))
    below = "" if usual else f"am {german_date(when)}"
    yield Cell(day_name(row["day"]) + booked, below=below, kind="part")
    days = dict.fromkeys((row["dates_before"], row["dates_after"]))
    yield Cell(ARROW.join(number(one) for one in days))
    yield Cell(f"{number(row['trips_before'])}{ARROW}{number(row['trips_after'])}")
    for what in CHANGES:
        below = _switched(row) if what == "trips_retimed" else ""
        yield Cell(number(row[what]) if row[what] else "", below=below)
    for what in ("km", "hours"):
        yield Cell(number(row[f"{what}_before"], 1))
        yield Cell(number(row[f"{what}_after"], 1))
        yield Cell(signed(row[f"{what}_difference"], 1))
    for side in SIDES:
        yield Cell(_span(row[f"first_{side}"], row[f"last_{side}"]), kind="part")
    yield Cell(signed(row["km_period_difference"]))


def _switched(row: Mapping[Hashable, Any]) -> str:
    """Return how many trips need no call any more, or are to be booked from now on."""
    told = (f"{number(row[name])} {word}" for name, word in SWITCHED.items() if row[name])
    return ", ".join(told)


def _span(first: Any, last: Any) -> str:  # noqa: ANN401 - a number or null
    return NOTHING if pd.isna(first) else f"{clock(first)} – {clock(last)}"


def _sums(rows: pd.DataFrame, what: str) -> tuple[float, float]:
    return float(rows[f"{what}_before"].sum()), float(rows[f"{what}_after"].sum())


def _counted(order: pd.DataFrame, period: Period) -> str:
    """Return how days became a period and calls became kilometres."""
    km = [number((order[f"km_{one}"] * order[f"dates_{one}"]).sum()) for one in SIDES]
    told = [f"{EVERY_DATE} {km[0]}{ARROW}{km[1]} Fahrplan-km."]
    if period.uncounted:
        days = "Ein Tag ist" if period.uncounted == 1 else f"{number(period.uncounted)} Tage sind"
        told.append(f"{days} keiner Tagesart zugeordnet.")
    every = sum(order[f"km_period_{side}"].sum() for side in SIDES)
    along = sum(
        (order[f"along_{side}"].fillna(0) * order[f"km_period_{side}"]).sum() for side in SIDES
    )
    share = percent(along / every) if every else NOTHING
    told.append(
        f"{share} der Kilometer sind auf dem Linienweg gemessen, die übrigen geradlinig von Halt "
        f"zu Halt × {number(period.beeline_factor, 2)} (Annahme)."
    )
    return " ".join(told)
