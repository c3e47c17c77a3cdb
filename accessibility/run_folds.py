"""Run folds: kernel that says what a window holds of journeys kept as runs."""

from typing import NamedTuple

from accessibility.runs import Home, Small, Useful
from accessibility.window_fold import InWindow
from gtfs.timetable import Ints
from mobility.kernels import kernel, part
from mobility.profiles import UNREACHED


class Span(NamedTuple):
    """A window and its slots, in minutes."""

    begin: int
    end: int  # half-open
    slot: int
    arriving: bool


@kernel
def fold_runs(
    out: Useful, home: Home, walk_s: Ints, span: Span, rows: Ints, into: InWindow
) -> None:
    """Write the figures of some pairs to their rows, as ``fold_window`` says them."""
    first, time_s, ridden, shortest = out.first, out.time_s, out.rides, out.shortest
    home_first, least_s, median_s = home.first, into.journey_time_min, into.journey_time_p50
    rides_min, every_slot = into.rides_min, into.every_slot
    times = out.arrives if span.arriving else out.leaves
    home_times = home.arrives if span.arriving else home.leaves
    for pair in rows:
        run, here = run_of(times, (first[pair], first[pair + 1]), span), first[pair]
        least_s[pair] = median_s[pair] = UNREACHED
        rides = 0 if walk_s[pair] < UNREACHED else UNREACHED
        for i in range(run[0], run[1]):
            rides = min(rides, ridden[i])
        rides_min[pair] = rides
        every_slot[pair] = run[0] < run[1] and _every_slot(times, run, span)
        if run[0] < run[1]:
            least, median = _ranked(shortest, here, (run[0] - here, run[1] - here))
            least_s[pair], median_s[pair] = time_s[here + least], time_s[here + median]
        if every_slot[pair]:
            back = run_of(home_times, (home_first[pair], home_first[pair + 1]), span)
            every_slot[pair] = _every_slot(home_times, back, span)


@part
def run_of(times: Small, journeys: tuple[int, int], span: Span) -> tuple[int, int]:
    """Return which of the journeys, whose times rise, are in the window; both are half-open.

    Looked for from both ends: most windows hold most of what there is.
    """
    begin, end = journeys
    while begin < end and times[begin] < span.begin:
        begin += 1
    while begin < end and times[end - 1] >= span.end:
        end -= 1
    return begin, end


@part
def _ranked(shortest: Small, here: int, run: tuple[int, int]) -> tuple[int, int]:
    """Return the shortest journey of a run that holds some, and the one in the middle.

    Both are counted from ``here``, where those of the pair begin.
    """
    low, high = run
    at = here
    while not low <= shortest[at] < high:
        at += 1
    least, left = shortest[at], (high - low + 1) // 2 - 1  # the middle by nearest rank
    while left > 0:
        at += 1
        left -= int(low <= shortest[at]) & int(shortest[at] < high)
    return least, shortest[at]


@part
def _every_slot(times: Small, run: tuple[int, int], span: Span) -> bool:
    """Return whether every slot holds one of the times, which rise; none is outside the window.

    The first slot without any is not left any more.
    """
    slot_at, slot = span.begin, span.slot
    for i in range(run[0], run[1]):
        slot_at += slot if slot_at <= times[i] < slot_at + slot else 0
    return slot_at >= span.end
