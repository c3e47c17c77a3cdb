"""Order: the Bestellgrundlage, what a timetable orders more or less of each line than another.

Per line, way, day type and kind of trip, before and after: trips, Fahrplan-km and Fahrplanstunden a
day and in the period of the timetable. Empty runs, turns and vehicles are no part of it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from accessibility.fahrplan import DROPPED, NEW, RETIMED, Column
from accessibility.fahrplan_changes import changed_table, pair_lines, way_after
from accessibility.fahrplan_trips import BOOKED, Side, on_dates_shown
from accessibility.order_trips import (
    Measured,
    Offer,
    measure_trips,
    period_of,
    runs_of,
    same_runs,
    untouched,
)
from gtfs.timetable import Ints
from mobility.ways import BACK, OUT

# Annahme: how much longer roads are than straight lines from stop to stop. Along their shapes the
# trips of a city's buses (Porto Alegre 2019) are 1.07, those of a rural county's (Addison) 1.25.
BEELINE_FACTOR = 1.2
WAY_NAMES = {OUT: "out", BACK: "back"}
SIDES = ("before", "after")
SUMS = ("trips", "km", "hours", "trips_period", "km_period", "hours_period")
CHANGES = {"trips_new": NEW, "trips_dropped": DROPPED, "trips_retimed": RETIMED}
FIXED, BOOKABLE = "trips_now_fixed", "trips_now_on_demand"  # of those retimed
COLUMNS = (
    *("line_id", "line", "way", "from_name", "to_name", "day", "date", "date_after"),
    *("dates_before", "dates_after", "on_demand", *CHANGES, FIXED, BOOKABLE),
    *(f"{what}_{side}" for what in SUMS for side in (*SIDES, "difference")),
    *(f"{what}_{side}" for what in ("first", "last", "along") for side in SIDES),
    "changed",
)
WRITTEN = {"km_": 3, "hours_": 3, "along_": 6}  # decimals in files, by what columns begin with


@dataclass(frozen=True)
class _Part:
    """A line one way on a day type, before and after; None where there is no such line."""

    offers: tuple[Offer, Offer]
    measured: tuple[Measured, Measured]
    sides: tuple[Side | None, Side | None]
    day: str

    @property
    def trips(self) -> tuple[Ints, Ints]:
        """All trips of the line that way."""
        old, new = map(_trips, self.sides)
        return old, new

    @property
    def trips_that_day(self) -> tuple[Ints, Ints]:
        """Those that run on the date that stands for the day type."""
        old, new = (
            trips if side is None else _running(side, trips, self.day)
            for side, trips in zip(self.sides, self.trips, strict=True)
        )
        return old, new


def _trips(side: Side | None) -> Ints:
    if side is None:
        return np.empty(0, np.int32)
    lines = side.plan.lines
    own = np.flatnonzero((lines.trip_line == side.line) & (lines.trip_way == side.way))
    return own.astype(np.int32)


def _running(side: Side, trips: Ints, day: str) -> Ints:
    return np.intersect1d(trips, side.plan.timetable.trips_on(side.dates[day]))


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
    day, date, date_after         day type and the dates told: those of the region, or of a line
                                  that never runs on them the first with most of its trips
    dates_before, dates_after     how many dates of the period are of the day type
    on_demand                     trips to be booked ahead, told apart
    trips_, km_, hours_           on the date; each ``before``, ``after``, ``difference``
    trips_period_, km_period_, …  on all dates of the day type, each date as it runs
    first_before, last_before     departure of the first and the last trip, seconds; ``_after`` too
    trips_new, trips_dropped, …   by the printed table, ``trips_retimed`` the third
    trips_now_fixed, …            of those retimed the Rufbusse that need no call any more, and
                                  ``trips_now_on_demand``, those that are to be booked from now on
    along_before, along_after     share of the km of the period that is along a shape
    ============================  ===============================================================

    Days are those of ``before``; ``after`` says its own dates for them.
    """
    measured = [measure_trips(one.plan.timetable, beeline_factor) for one in (before, after)]
    rows = [
        row
        for line_id, old, new in pair_lines(before.plan, after.plan)
        if every_line or not untouched((before, after), (old, new))
        for part in _parts((before, after), (measured[0], measured[1]), (old, new))
        for row in _rows(part, line_id)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    if not every_line:
        table = table[table.groupby("line_id")["changed"].transform("any").astype(bool)]
    types = {name: "Int32" for name in COLUMNS if name.startswith(("first_", "last_"))}
    types |= {f"along_{side}": "float64" for side in SIDES}
    return table.drop(columns="changed").astype(types).reset_index(drop=True)


def rounded(order: pd.DataFrame) -> pd.DataFrame:
    """Return the table as it is written to files; what adds it up takes it as it was."""
    figures = {
        name: order[name].round(decimals) + 0.0  # no −0
        for start, decimals in WRITTEN.items()
        for name in map(str, order)
        if name.startswith(start)
    }
    return order.assign(**figures)


def _parts(
    offers: tuple[Offer, Offer],
    measured: tuple[Measured, Measured],
    lines: tuple[int | None, int | None],
) -> Iterator[_Part]:
    for way in (OUT, BACK):
        turned = way_after(offers[0].plan, offers[1].plan, lines, way)
        old, new = on_dates_shown(
            offer.side(line, own)
            for offer, line, own in zip(offers, lines, (way, turned), strict=True)
        )
        for day in offers[0].days.dates:
            yield _Part(offers, measured, (old, new), day)


def _rows(part: _Part, line_id: str) -> Iterator[dict[str, object]]:
    """Yield the row of the trips that run as printed, and that of those booked ahead."""
    changed = not same_runs(part.offers, part.trips, part.day)
    states = _states(part) if changed else Counter[tuple[str, bool]]()
    for on_demand in (False, True):
        sums = _sums(part, on_demand=on_demand)
        if sums["trips_period_before"] or sums["trips_period_after"]:
            yield {
                **_about(part, line_id),
                "on_demand": on_demand,
                **sums,
                **{name: states[state, on_demand] for name, state in CHANGES.items()},
                **{name: states[name, on_demand] for name in (FIXED, BOOKABLE)},
                "changed": changed,
            }


def _states(part: _Part) -> Counter[tuple[str, bool]]:
    """Return how many trips became what, booked ahead or not, as the printed table shows it.

    What is booked ahead on one side alone counts as booked, and again as what it has become.
    """
    booked = {
        one
        for trips, offer in zip(part.trips, part.offers, strict=True)
        for one in _booked_ids(offer, trips)
    }
    old, new = (
        side and side._replace(dates={part.day: side.dates[part.day]}, types={})
        for side in part.sides
    )
    columns = changed_table(old, new, "").columns
    found = Counter((one.state, not booked.isdisjoint(one.trip_id)) for one in columns)
    return found + Counter((_switched(one), True) for one in columns)


def _switched(one: Column) -> str:
    """Return which way a trip has gone between Rufbus and Linienbus, "" for neither."""
    if one.old is None or (BOOKED in one.notes) == (BOOKED in one.old.notes):
        return ""
    return BOOKABLE if BOOKED in one.notes else FIXED


def _booked_ids(offer: Offer, trips: Ints) -> list[str]:
    timetable, lines = offer.plan
    ids: list[str] = timetable.trip_id[trips[lines.trip_booked[trips]]].tolist()
    return ids


def _about(part: _Part, line_id: str) -> dict[str, object]:
    old, new = part.sides
    told = old or new
    if told is None:
        raise ValueError(f"line {line_id} is neither before nor after")
    timetable, lines = told.plan
    ends = timetable.station_name[[lines.core_from[told.line], lines.core_to[told.line]]].tolist()
    start, end = ends if told.way == OUT else ends[::-1]
    return {
        "line_id": line_id,
        "line": str(lines.name[told.line]),
        "way": WAY_NAMES[told.way],
        "from_name": start,
        "to_name": end,
        "day": part.day,
        "date": told.dates[part.day].isoformat(),
        "date_after": (new or told).dates[part.day].isoformat(),
    }


def _sums(part: _Part, *, on_demand: bool) -> dict[str, float | None]:
    told: dict[str, float | None] = {}
    found: list[dict[str, float]] = []
    for number, name in enumerate(SIDES):
        offer, measured = part.offers[number], part.measured[number]
        booked = offer.plan.lines.trip_booked == on_demand
        every, own = part.trips[number], part.trips_that_day[number]
        runs = runs_of(measured, own[booked[own]])
        period = period_of(offer, measured, every[booked[every]], part.day)
        sums = (runs.trips, runs.km, runs.hours, period.trips, period.km, period.hours)
        found.append(dict(zip(SUMS, sums, strict=True)))
        told |= {f"{what}_{name}": value for what, value in found[-1].items()}
        told |= {
            f"dates_{name}": period.dates,
            f"first_{name}": runs.first_s,
            f"last_{name}": runs.last_s,
            f"along_{name}": period.along_km / period.km if period.km else None,
        }
    return told | {f"{what}_difference": found[1][what] - found[0][what] for what in SUMS}
