"""Run minutes: kernel for the median travel time of a window, of journeys kept as runs.

The same ramps as in ``minutes``, in 16 bits: twice as many are counted at once. Whole minutes are
halved first, then the seconds of those ramps that hold a time in the minute found.
"""

import numpy as np

from accessibility.folds import MINUTE_S
from accessibility.run_folds import Span, run_of
from accessibility.runs import Small, Ways
from gtfs.timetable import Ints
from mobility.kernels import kernel, part, woven
from mobility.profiles import UNREACHED

LANES = 16  # numbers a processor counts at once: no rest is left for one at a time
HALF_S = 32  # the first step of six that lead to any second of a minute
LEAST, OVER, LENGTH, WITHIN = 0, 1, 2, 3  # rows of an array of ramps, see ``room_for``


def room_for(ways: Ways) -> Ints:
    """Return room for the ramps of any pair.

    The minutes of the least time, its seconds, how many minutes follow, each a minute more; and
    the seconds once more, of ramps that hold a time in the minute asked about.
    """
    most = int(np.diff(ways.first).max(initial=0)) + 1  # the first after the window counts
    return np.empty((4, -(-most // LANES) * LANES), np.int16)


@kernel
def median_runs(
    ways: Ways, walk_s: Ints, asked: tuple[Span, int], rows: Ints, into: tuple[Ints, Ints]
) -> None:
    """Write the medians of some pairs to their rows, as ``ranked_times`` says them.

    ``asked`` are the window and the longest travel time, ``into`` room for ramps and the medians.
    """
    (span, longest_s), (ramps, median_s) = asked, into
    first, leaves, minute, second = ways.first, ways.leaves, ways.minute, ways.second
    least, over, length, within = ramps[LEAST], ramps[OVER], ramps[LENGTH], ramps[WITHIN]
    rank, longest = (span.end - span.begin + 1) // 2, longest_s // MINUTE_S
    for pair in rows:
        journeys = first[pair], first[pair + 1]
        if span.arriving:
            count = _arriving(ways, journeys, asked, ramps)
        else:
            count = _leaving(leaves, minute, second, journeys, asked, ramps)
        end = _filled(ramps, count)
        median_s[pair] = walk_s[pair] if walk_s[pair] <= longest_s else UNREACHED
        if _under(least, length, end, longest + 1) >= rank:
            low = _minute_of(least, length, end, rank, longest)
            _mark_within(least, over, length, within, end, low)
            left = rank - _under(least, length, end, low)
            time_s = MINUTE_S * low + _second_of(within, end, left)
            if time_s <= longest_s:
                median_s[pair] = min(median_s[pair], time_s)


@woven
def _leaving(
    leaves: Small,
    minute: Small,
    second: Small,
    journeys: tuple[int, int],
    asked: tuple[Span, int],
    ramps: Ints,
) -> int:
    """Write the ramps of random departure; return how many."""
    span, longest_s = asked
    begin, end = run_of(leaves, journeys, span)
    count = end - begin
    for i in range(np.uint64(count)):
        at = np.uint64(begin) + i
        ramps[LEAST, i], ramps[OVER, i] = minute[at], second[at]
    for i in range(np.uint64(1), np.uint64(count)):
        at = np.uint64(begin) + i
        ramps[LENGTH, i] = leaves[at] - leaves[at - np.uint64(1)]
    gone, last = span.begin - 1, span.end - 1
    if count > 0:
        ramps[LENGTH, 0] = leaves[begin] - gone
        gone = leaves[end - 1]
    if end < journeys[1] and gone < last:  # for the next one waits till after the window
        least_s = MINUTE_S * (leaves[end] + minute[end] - last) + second[end]
        count = _add(ramps, count, least_s, last - gone, longest_s)
    return count


@part
def _arriving(ways: Ways, journeys: tuple[int, int], asked: tuple[Span, int], ramps: Ints) -> int:
    """Write the ramps of arriving by; return how many."""
    span, longest_s = asked
    leaves, minute, second, past_s = ways.leaves, ways.minute, ways.second, ways.past_s
    last, count = span.end - 1, 0
    for i in range(journeys[1] - 1, journeys[0] - 1, -1):
        there = max(leaves[i] + minute[i] + int(second[i] > 0), span.begin)
        if there <= last:
            least_s = MINUTE_S * (there - leaves[i]) - past_s[i]
            count = _add(ramps, count, least_s, last - there + 1, longest_s)
            last = there - 1
    return count


@part
def _add(ramps: Ints, count: int, least_s: int, length: int, longest_s: int) -> int:
    """Write a ramp unless all of it is too long; return how many there are now."""
    if least_s > longest_s:
        return count
    ramps[LEAST, count], ramps[OVER, count] = least_s // MINUTE_S, least_s % MINUTE_S
    ramps[LENGTH, count] = length
    return count + 1


@woven
def _filled(ramps: Ints, count: int) -> int:
    """Write empty ramps until the lanes are full; return how many there are now."""
    end = -(-count // LANES) * LANES
    for i in range(np.uint64(count), np.uint64(end)):
        ramps[LEAST, i] = ramps[OVER, i] = ramps[LENGTH, i] = 0
    return end


@woven
def _minute_of(least: Ints, length: Ints, count: int, rank: int, longest: int) -> int:
    """Return the minute by the end of which so many minutes have a time, no later than ``longest``.

    No branch asks: a processor would guess wrong half the time.
    """
    low, step = 0, 1
    while 2 * step <= longest:
        step *= 2
    while step > 0:
        low += step if _under(least, length, count, low + step) < rank else 0
        step >>= 1
    return low


@woven
def _second_of(within: Ints, count: int, rank: int) -> int:
    """Return the second of the minute marked in which so many ramps have held a time."""
    low, step = 0, HALF_S
    while step > 0:
        low += step if _before(within, count, low + step) < rank else 0
        step >>= 1
    return low


@woven
def _under(least: Ints, length: Ints, count: int, minute: int) -> int:
    """Return how many minutes take less than so many whole minutes."""
    limit, none, number = np.int16(minute), np.int16(0), np.int16(0)
    for i in range(np.uint64(count)):
        fit = np.int16(max(np.int16(limit - least[i]), none))
        number = np.int16(number + min(fit, length[i]))
    return int(number)


@woven
def _mark_within(
    least: Ints, over: Ints, length: Ints, within: Ints, count: int, minute: int
) -> None:
    """Write the seconds of ramps that hold a time in the minute, of others a whole minute."""
    now, whole = np.int16(minute), np.int16(MINUTE_S)
    for i in range(np.uint64(count)):
        past = np.int16(now - least[i])
        within[i] = over[i] if (past >= 0) & (past < length[i]) else whole


@woven
def _before(within: Ints, count: int, second: int) -> int:
    """Return how many ramps hold a time before a second of the minute marked."""
    limit, number = np.int16(second), np.int16(0)
    for i in range(np.uint64(count)):
        number = np.int16(number + np.int16(within[i] < limit))
    return int(number)
