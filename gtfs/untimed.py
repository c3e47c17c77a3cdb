"""Untimed calls: those between timed ones get their times, those at the ends of a trip go."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from gtfs.calls import Calls
from gtfs.findings import Severity, grouped
from gtfs.problems import Problems
from gtfs.tables import Table, decimals
from gtfs.timetable import NONE, Bools, Floats, Ints

NEAR = 1e-5  # a float result this near to a whole second is settled by exact arithmetic


def fill_untimed(table: Table, calls: Calls, problems: Problems) -> Calls:
    """Return the calls with a time each: by shape_dist_traveled, else in equal steps, floored."""
    calls = _without_ends(table, calls, problems)
    untimed = np.flatnonzero(calls.arrival_s == NONE)
    if len(untimed) == 0:
        return calls
    timed = np.flatnonzero(calls.arrival_s != NONE)
    after = np.searchsorted(timed, untimed)
    before, after = timed[after - 1], timed[after]
    start_s, span_s = calls.departure_s[before], calls.arrival_s[after] - calls.departure_s[before]
    offset_s = span_s.astype(np.int64) * (untimed - before) // (after - before)
    distance = decimals(table, "shape_dist_traveled")[calls.row]
    by_distance = _is_measured(distance, before, after)
    chosen = np.flatnonzero(by_distance)
    offset_s[chosen] = _proportional_s(
        table, calls, distance, span_s[chosen], (before[chosen], untimed[chosen], after[chosen])
    )
    arrival_s, departure_s = calls.arrival_s.copy(), calls.departure_s.copy()
    arrival_s[untimed] = departure_s[untimed] = start_s + offset_s
    _note_filled(table, calls.row[untimed], int(by_distance.sum()), problems)
    return replace(calls, arrival_s=arrival_s, departure_s=departure_s)


def _without_ends(table: Table, calls: Calls, problems: Problems) -> Calls:
    """Return the calls from the first to the last timed one of each trip."""
    timed = calls.arrival_s != NONE
    if timed.all():
        return calls
    trips = int(calls.trip[-1]) + 1
    first, last = np.full(trips, len(calls)), np.full(trips, -1)
    where = np.flatnonzero(timed)
    first[calls.trip[where[::-1]]] = where[::-1]
    last[calls.trip[where]] = where
    position = np.arange(len(calls))
    inside = (position >= first[calls.trip]) & (position <= last[calls.trip])
    dropped = np.zeros(len(table), np.bool_)
    dropped[calls.row[~inside]] = True
    problems.note(
        "untimed_ends",
        "Halte ohne Zeit vor der ersten oder nach der letzten Zeit ihrer Fahrt",
        table,
        dropped,
        "arrival_time",
        "Halte weggelassen",
    )
    return calls.only(inside)


def _is_measured(distance: Floats, before: Ints, after: Ints) -> Bools:
    """Return ``[gap]`` whether all its calls have a distance and it grows from end to end."""
    falls = np.append(np.diff(distance) < 0, False)
    gaps = np.concatenate([[0], np.cumsum(~np.isfinite(distance))])
    turns = np.concatenate([[0], np.cumsum(falls)])
    measured = np.ones(len(before), np.bool_)
    measured &= gaps[after + 1] == gaps[before]
    measured &= turns[after] == turns[before]
    measured &= distance[after] > distance[before]
    return measured


def _proportional_s(
    table: Table, calls: Calls, distance: Floats, span_s: Ints, gap: tuple[Ints, Ints, Ints]
) -> Ints:
    """Return floor(span × share of the gap's length), exact to the digits of the feed."""
    start, here, end = (distance[i] for i in gap)
    seconds = span_s * ((here - start) / (end - start))
    whole = np.floor(seconds).astype(np.int64)
    doubtful = np.flatnonzero(np.abs(seconds - np.rint(seconds)) < NEAR)
    text = table.text("shape_dist_traveled")
    cells = [text.iloc[calls.row[i[doubtful]]].tolist() for i in gap]
    for at, *metres in zip(doubtful.tolist(), *cells, strict=True):
        low, middle, high = (Fraction(m) for m in metres)
        whole[at] = int(span_s[at]) * (middle - low) // (high - low)
    return whole


def _note_filled(table: Table, rows: Ints, by_distance: int, problems: Problems) -> None:
    """Note the calls that got a time; most of a timetable in equal steps is hardly one."""
    filled = np.zeros(len(table), np.bool_)
    filled[rows] = True
    steps = len(rows) - by_distance
    share = f"{100 * len(rows) / len(table):.0f} %"
    problems.note(
        "untimed_calls",
        f"Halte ohne Zeit zwischen Halten mit Zeit, {share} aller Halte",
        table,
        filled,
        "arrival_time",
        f"Zeit eingesetzt, {grouped(by_distance)} nach shape_dist_traveled, "
        f"{grouped(steps)} in gleichen Schritten",
        Severity.WARNING if steps > len(table) / 2 else Severity.INFO,
    )
