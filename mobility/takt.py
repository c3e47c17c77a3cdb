"""Takt: the pattern in a day's departures, and how well they keep it.

Vector strength after Goldberg and Brown (1969), as domain measure for clock-face timetables: the
length of the mean of all departures written as hands of a clock of one headway.
"""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Ints

HEADWAYS_S = tuple(60 * m for m in (5, 6, 10, 12, 15, 20, 30, 40, 60, 90, 120, 180, 240))
NEAR_S = 120  # so far from the minute a departure still keeps it
SPACED_S = 600  # what runs less than this behind another is no second trip
MINUTE_S = 60


class Takt(NamedTuple):
    """A pattern: a departure every ``headway_s``, ``minute_s`` after its full multiples."""

    headway_s: int  # 0: fewer than three departures, no pattern
    minute_s: int
    kept: float  # share of the departures within ±2 min of the pattern
    filled: float  # share of the pattern's departures, first to last, that exist
    strength: float  # 0 … 1, how closely all departures lie about one minute of the headway


NO_TAKT = Takt(0, 0, 0.0, 0.0, 0.0)


def find_takt(departures_s: Ints) -> Takt:
    """Return the pattern that most departures keep and that has fewest holes.

    Of each headway the best minute, of all headways that with the greatest harmonic mean of
    ``kept`` and ``filled``; of equals the longer one.
    """
    if len(departures_s) < 3:
        return NO_TAKT
    found = [_pattern(departures_s, headway) for headway in reversed(HEADWAYS_S)]
    best = max(found, key=lambda takt: takt.kept * takt.filled / (takt.kept + takt.filled))
    return best._replace(strength=_strength(departures_s, best.headway_s))


def takt_minute(departures_s: Ints, headway_s: int) -> int:
    """Return the minute of the headway most departures lie on; one or two beside it count less.

    So the odd trip four minutes off does not draw the minute half-way to itself.
    """
    minutes = np.arange(0, headway_s, MINUTE_S)
    apart = _apart(departures_s[:, None], minutes, headway_s)
    weight = np.maximum(NEAR_S + MINUTE_S - apart, 0).sum(axis=0)
    return int(minutes[np.argmax(weight)])


def keeps(departures_s: Ints, headway_s: int, minute_s: int) -> Bools:
    """Return ``[departure]`` whether it lies on the minute of the headway, ±2 min."""
    near: Bools = _apart(departures_s, minute_s, headway_s) <= NEAR_S
    return near


def spaced(departures_s: Ints) -> Ints:
    """Return the rising departures without those less than 10 min behind another that counts."""
    kept: list[int] = []
    for departure in np.sort(departures_s).tolist():
        if not kept or departure - kept[-1] >= SPACED_S:
            kept.append(departure)
    return np.array(kept, np.int64)


def served_blocks(departures_s: Ints, block_s: int, from_s: int, until_s: int) -> int:
    """Return how many blocks of the clock, such as full hours, hold a departure of the span."""
    inside = departures_s[(departures_s >= from_s) & (departures_s < until_s)]
    return len(np.unique(inside // block_s))


def same_minute(departures_s: Ints, takt: tuple[int, int], from_s: int, until_s: int) -> float:
    """Return the share of intervals with a departure in which one keeps headway and minute.

    Intervals of one headway from ``from_s`` on: further trips in between break nothing. nan without
    any departure.
    """
    inside, held = _held(departures_s, takt, from_s, until_s)
    every = np.unique((inside - from_s) // takt[0])
    return len(held) / len(every) if len(every) else float("nan")


def off_minute(departures_s: Ints, takt: tuple[int, int], from_s: int, until_s: int) -> Ints:
    """Return the departures of the intervals in which none keeps the minute."""
    inside, held = _held(departures_s, takt, from_s, until_s)
    off: Ints = inside[~np.isin((inside - from_s) // takt[0], held)]
    return off


def _held(
    departures_s: Ints, takt: tuple[int, int], from_s: int, until_s: int
) -> tuple[Ints, Ints]:
    """Return the departures of the span, and the numbers of the intervals that keep the minute."""
    inside = departures_s[(departures_s >= from_s) & (departures_s < until_s)]
    kept = inside[keeps(inside, *takt)]
    return inside, np.unique((kept - from_s) // takt[0])


def _pattern(departures_s: Ints, headway_s: int) -> Takt:
    """Return the best minute of the headway and how well it is kept, without the strength."""
    minute_s = takt_minute(departures_s, headway_s)
    near = keeps(departures_s, headway_s, minute_s)
    slot = np.round((departures_s[near] - minute_s) / headway_s)
    slots = int(slot.max() - slot.min()) + 1
    return Takt(headway_s, minute_s, float(near.mean()), len(np.unique(slot)) / slots, 0.0)


def _strength(departures_s: Ints, headway_s: int) -> float:
    angle = 2 * np.pi * departures_s / headway_s
    return round(float(np.hypot(np.cos(angle).mean(), np.sin(angle).mean())), 12)


def _apart(departures_s: Ints, minute_s: Ints | int, headway_s: int) -> Ints:
    """Return how far apart departures and minute are on the clock of the headway."""
    ahead = (departures_s - minute_s) % headway_s
    apart: Ints = np.minimum(ahead, headway_s - ahead)
    return apart
