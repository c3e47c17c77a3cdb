"""Order: the Bestellgrundlage, what a timetable orders more or less of each line than another.

Per line, way, day type and kind of trip, before and after: trips, Fahrplan-km and Fahrplanstunden a
day and in the period of the timetable. Empty runs, turns and vehicles are no part of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from accessibility.fahrplan import DROPPED, NEW, RETIMED
from accessibility.fahrplan_changes import changed_table, pair_lines, way_after
from accessibility.fahrplan_trips import Side
from accessibility.order_trips import (
    Measured,
    Offer,
    counted_km,
    measure_trips,
    runs_of,
    same_runs,
)
from gtfs.timetable import Ints
from mobility.ways import BACK, OUT

# Annahme: how much longer roads are than straight lines from stop to stop. Along their shapes the
# trips of a city's buses (Porto Alegre 2019) are 1.07, those of a rural county's (Addison) 1.25.
BEELINE_FACTOR = 1.2
WAY_NAMES = {OUT: "out", BACK: "back"}
SIDES = ("before", "after")
SUMS = ("trips", "km", "hours", "km_period", "hours_period")
CHANGES = {"trips_new": NEW, "trips_dropped": DROPPED, "trips_retimed": RETIMED}
COLUMNS = (
    *("line_id", "line", "way", "from_name", "to_name", "day", "date", "date_after"),
    *("dates_before", "dates_after", "on_demand", *CHANGES),
    *(f"{what}_{side}" for what in SUMS for side in (*SIDES, "difference")),
    *(f"{what}_{side}" for what in ("first", "last", "km_counted", "along") for side in SIDES),
    "changed",
)


@dataclass(frozen=True)
class _Part:
    """A line one way on a day type, before and after; None where there is no such line."""

    offers: tuple[Offer, Offer]
    measured: tuple[Measured, Measured]
    lines: tuple[int | None, int | None]
    ways: tuple[int, int]
    day: str

    def side(self, number: int) -> Side | None:
        """Return the line as a table of the day shows it."""
        line, days = self.lines[number], self.offers[number].days
        if line is None:
            return None
        dates = {self.day: days.dates[self.day]}
        return Side(self.offers[number].plan, line, self.ways[number], dates)

    def trips(self, number: int, when: date | None = None) -> Ints:
        """Return the trips of the date, or of all dates of the timetable."""
        timetable, lines = self.offers[number].plan
        line = self.lines[number]
        if line is None:
            return np.empty(0, np.int32)
        own = np.flatnonzero((lines.trip_line == line) & (lines.trip_way == self.ways[number]))
        trips = own if when is None else np.intersect1d(own, timetable.trips_on(when))
        return np.asarray(trips, np.int32)


def order_table(
    before: Offer,
    after: Offer,
    *,
    beeline_factor: float = BEELINE_FACTOR,
    every_line: bool = False,
) -> pd.DataFrame:
    """Return a row per line, way, day type and kind of trip, of lines that change at all.

    ============================  ===============================================================
    line_id, line, way            way ``out`` or ``back``, as the line was before
    from_name, to_name
    day, date, date_after         day type and the dates that stand for it
    dates_before, dates_after     how many dates of the period are such days
    on_demand                     trips to be booked ahead, told apart
    trips_, km_, hours_           a day; each ``before``, ``after``, ``difference``
    km_period_, hours_period_     a day times ``dates``
    km_counted_before, _after     km of all dates of the day type, each as it really runs
    first_before, last_before     departure of the first and the last trip, seconds; ``_after`` too
    trips_new, trips_dropped, …   by the printed table, ``trips_retimed`` the third
    along_before, along_after     share of the km that is along a shape
    ============================  ===============================================================

    Days are those of ``before``; ``after`` says its own dates for them.
    """
    measured = [measure_trips(one.plan.timetable, beeline_factor) for one in (before, after)]
    rows = [
        row
        for line_id, *lines in pair_lines(before.plan, after.plan)
        for part in _parts((before, after), (measured[0], measured[1]), (lines[0], lines[1]))
        for row in _rows(part, line_id)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    if not every_line:
        table = table[table.groupby("line_id")["changed"].transform("any").astype(bool)]
    seconds = {name: "Int32" for name in COLUMNS if name.startswith(("first_", "last_"))}
    return table.drop(columns="changed").astype(seconds).reset_index(drop=True)


def _parts(
    offers: tuple[Offer, Offer],
    measured: tuple[Measured, Measured],
    lines: tuple[int | None, int | None],
) -> Iterator[_Part]:
    for way in (OUT, BACK):
        turned = way_after(offers[0].plan, offers[1].plan, lines, way)
        for day in offers[0].days.dates:
            yield _Part(offers, measured, lines, (way, turned), day)


def _rows(part: _Part, line_id: str) -> Iterator[dict[str, object]]:
    """Yield the row of the trips that run as printed, and that of those booked ahead."""
    own = [part.trips(n, offer.days.dates[part.day]) for n, offer in enumerate(part.offers)]
    states: Counter[tuple[str, bool]] = Counter()
    changed = not same_runs(part.offers, (own[0], own[1]))
    if changed:
        states = _states(part, own)
    for on_demand in (False, True):
        trips = [
            one[offer.plan.lines.trip_booked[one] == on_demand]
            for one, offer in zip(own, part.offers, strict=True)
        ]
        if len(trips[0]) + len(trips[1]):
            yield {
                **_about(part, line_id),
                "on_demand": on_demand,
                **_sums(part, trips, on_demand=on_demand),
                **{name: states[state, on_demand] for name, state in CHANGES.items()},
                "changed": changed,
            }


def _states(part: _Part, own: Sequence[Ints]) -> Counter[tuple[str, bool]]:
    """Return how many trips became what, booked ahead or not, as the printed table shows it."""
    booked = {
        one
        for trips, offer in zip(own, part.offers, strict=True)
        for one in _booked_ids(offer, trips)
    }
    table = changed_table(part.side(0), part.side(1), "")
    return Counter((one.state, not booked.isdisjoint(one.trip_id)) for one in table.columns)


def _booked_ids(offer: Offer, trips: Ints) -> list[str]:
    timetable, lines = offer.plan
    ids: list[str] = timetable.trip_id[trips[lines.trip_booked[trips]]].tolist()
    return ids


def _about(part: _Part, line_id: str) -> dict[str, object]:
    number = 0 if part.lines[0] is not None else 1
    timetable, lines = part.offers[number].plan
    line = part.lines[number]
    ends = timetable.station_name[[lines.core_from[line], lines.core_to[line]]].tolist()
    days = [offer.days for offer in part.offers]
    start, end = ends if part.ways[number] == OUT else ends[::-1]
    return {
        "line_id": line_id,
        "line": str(lines.name[line]),
        "way": WAY_NAMES[part.ways[0]],
        "from_name": start,
        "to_name": end,
        "day": part.day,
        "date": days[0].dates[part.day].isoformat(),
        "date_after": days[1].dates[part.day].isoformat(),
    }


def _sums(part: _Part, trips: Sequence[Ints], *, on_demand: bool) -> dict[str, object]:
    told: dict[str, object] = {}
    found: list[dict[str, float]] = []
    for number, name in enumerate(SIDES):
        offer, measured = part.offers[number], part.measured[number]
        dates = int(offer.days.types[part.day].sum())
        runs = runs_of(measured, trips[number])
        every = part.trips(number)
        same = every[offer.plan.lines.trip_booked[every] == on_demand]
        found.append(
            {
                "trips": runs.trips,
                "km": runs.km,
                "hours": runs.hours,
                "km_period": runs.km * dates,
                "hours_period": runs.hours * dates,
            }
        )
        told |= {
            f"dates_{name}": dates,
            f"km_counted_{name}": counted_km(offer, measured, same, part.day),
            f"first_{name}": runs.first_s,
            f"last_{name}": runs.last_s,
            f"along_{name}": runs.along_km / runs.km if runs.km else np.nan,
        }
        told |= {f"{what}_{name}": value for what, value in found[-1].items()}
    return told | {f"{what}_difference": found[1][what] - found[0][what] for what in SUMS}
