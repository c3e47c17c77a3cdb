"""Fahrplan: the printed timetable of a line one way: stops as rows, trips as columns.

Times are whole minutes of the service date with the seconds cut off, as print has them; what
differs by seconds alone is the same here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accessibility.fahrplan_columns import column_order
from accessibility.fahrplan_rows import merged_order
from accessibility.fahrplan_trips import Call, Ride, Side, StopNames, find_rides
from mobility.ways import OUT

SAME, NEW, DROPPED, RETIMED = "", "neu", "entfällt", "geändert"  # what became of a trip
STAND_MIN = 2  # a stand so long is printed: arrival and departure in rows of their own
DEPARTS, ARRIVES = "ab", "an"
LEAST_EQUAL = 4  # trips that the words "alle 60 min bis" may stand for
Cells = tuple[Call | None, ...]  # [stop] None where the trip does not call


@dataclass(frozen=True)
class Column:
    """One trip, or several that print the same; ``old`` is what a changed one was before."""

    cells: Cells
    notes: tuple[str, ...]
    trip_id: tuple[str, ...]
    state: str = SAME
    old: "Column | None" = None


@dataclass(frozen=True)
class Every:
    """Trips at equal headway that are told in words, between the first and the last of them."""

    minutes: int
    columns: tuple[Column, ...]


class Row(NamedTuple):
    """A row: a stop, or its arrivals or departures where trips stand there."""

    stop: int  # of the cells
    name: str
    label: str  # "ab", "an" or ""
    split: bool  # this row has the arrivals alone, or the departures


@dataclass(frozen=True)
class Fahrplan:
    """One table; ``columns`` in time order."""

    line_id: str
    line: str
    start: str  # names of the ends of the line, in this way
    end: str
    title: str  # such as "Montag bis Freitag"
    dates: Mapping[str, date]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    elsewhere: int  # trips that run on other days of this kind only, on few of them

    def told(self, *, compressed: bool = True) -> list[Column | Every]:
        """Return what is printed: equal trips at equal headway in words, if so wanted."""
        return with_headways(self.columns) if compressed else list(self.columns)


def timetable_table(side: Side, title: str) -> Fahrplan:
    """Return the table of a line one way; its ``columns`` are empty where it does not run."""
    names = StopNames()
    rides, elsewhere = find_rides(side, names)
    places, cells = placed(rides)
    columns = [
        Column(own, ride.notes, ride.trip_id) for own, ride in zip(cells, rides, strict=True)
    ]
    return printed(side, title, Body([names.name[one] for one in places], columns, elsewhere))


def placed(rides: Sequence[Ride]) -> tuple[tuple[int, ...], list[Cells]]:
    """Return the place of each stop, and the cells of each ride; commonest orders come first."""
    calls: Counter[tuple[int, ...]] = Counter()
    for ride in rides:
        calls[ride.course.places] += len(ride.course.places)
    orders = sorted(calls, key=lambda order: (-calls[order], -len(order), order))
    merged = merged_order(orders)
    rows = dict(zip(orders, merged.rows, strict=True))
    cells: list[Cells] = []
    for ride in rides:
        at = dict(zip(rows[ride.course.places], ride.course.calls, strict=True))
        cells.append(tuple(at.get(row) for row in range(len(merged.place))))
    return merged.place, cells


class Body(NamedTuple):
    """What stands in a table, in any order of trips."""

    stops: Sequence[str]
    columns: Sequence[Column]
    elsewhere: int


def printed(side: Side, title: str, body: Body) -> Fahrplan:
    """Return the table with its trips in time order."""
    lines, timetable = side.plan.lines, side.plan.timetable
    both = [int(lines.core_from[side.line]), int(lines.core_to[side.line])]
    start, end = timetable.station_name[both if side.way == OUT else both[::-1]].tolist()
    order = column_order([column.cells for column in body.columns])
    return Fahrplan(
        line_id=str(lines.line_id[side.line]),
        line=str(lines.name[side.line]),
        start=start,
        end=end,
        title=title,
        dates=side.dates,
        rows=tuple(_rows(body.stops, body.columns)),
        columns=tuple(body.columns[number] for number in order),
        elsewhere=body.elsewhere,
    )


def with_headways(columns: Sequence[Column]) -> list[Column | Every]:
    """Return the columns, the inner ones of each run at equal headway as one ``Every``."""
    told: list[Column | Every] = []
    first = 0
    while first < len(columns):
        last, headway = _run(columns, first)
        if last - first + 1 >= LEAST_EQUAL:
            told += [columns[first], Every(headway, tuple(columns[first + 1 : last]))]
            first = last  # the last of a run may be the first of another
        else:
            told.append(columns[first])
            first += 1
    return told


def first_minute(cells: Cells) -> int:
    """Return the minute a trip begins."""
    return next(call.departure for call in cells if call is not None)


def bounds(cells: Cells) -> tuple[int, int]:
    """Return the first and the last stop of a trip."""
    first = next(stop for stop, call in enumerate(cells) if call is not None)
    behind = next(stop for stop, call in enumerate(reversed(cells)) if call is not None)
    return first, len(cells) - 1 - behind


def _rows(names: Sequence[str], columns: Sequence[Column]) -> Iterable[Row]:
    for stop, name in enumerate(names):
        last = len(names) - 1
        if any(_stands(one.cells, stop) for one in _with_old(columns)):
            yield Row(stop, name, ARRIVES, split=True)
            yield Row(stop, name, DEPARTS, split=True)
        else:
            label = DEPARTS if stop == 0 else ARRIVES if stop == last else ""
            yield Row(stop, name, label, split=False)


def _with_old(columns: Sequence[Column]) -> list[Column]:
    return [*columns, *(column.old for column in columns if column.old)]


def _stands(cells: Cells, stop: int) -> bool:
    call = cells[stop]
    if call is None or call.departure - call.arrival < STAND_MIN:
        return False
    return stop not in bounds(cells)


def _run(columns: Sequence[Column], first: int) -> tuple[int, int]:
    """Return the last of the trips that follow the first at one headway, and the headway."""
    if first + 1 >= len(columns):
        return first, 0
    headway = first_minute(columns[first + 1].cells) - first_minute(columns[first].cells)
    last = first
    while last + 1 < len(columns) and _later(columns[last], headway) == _later(
        columns[last + 1], 0
    ):
        last += 1
    return last, headway


def _later(column: Column, minutes: int) -> tuple[object, ...]:
    """Return all that is printed of a column, so much later."""
    old = column.old
    return (
        tuple(call and call.later(minutes) for call in column.cells),
        column.notes,
        column.state,
        old and tuple(call and call.later(minutes) for call in old.cells),
    )
