"""Sweeps: a window as a lane scan sees it, on the day's clock or that of its mirror image.

One scans to the doors of one side, the goals; from the doors of the other one leaves. In the mirror
image the goals are the origins, and leaving is arriving.
"""

from typing import NamedTuple

from accessibility.folds import MINUTE_S, Window
from mobility.catches import Times
from mobility.day import DAY_FROM_S, DAY_UNTIL_S, Day
from mobility.lanes import TOO_LATE, Bounds
from mobility.spans import Span, span_of

EVER_S = 10**6  # beyond the clock of any day


class Sweep(NamedTuple):
    """What to scan for a window; times are seconds of the span."""

    span: Span
    bounds: Bounds
    times: Times
    goal_slack_s: int  # added to the walks around a goal
    minutes: int
    by_leaving: bool  # minutes are those of leaving the doors, else of being at the goals
    longest_s: int


def sweep_of(day: Day, window: Window, *, mirrored: bool, farthest_s: int) -> Sweep | None:
    """Return what to scan; the doors left are at most ``farthest_s`` away from their stops.

    None if its times do not fit into 16 bits or its rides have no order.
    """
    moving, minutes = day.moving, (window.until_s - window.from_s) // MINUTE_S
    lasting_s = (minutes - 1) * MINUTE_S
    length_s = lasting_s + moving.max_travel_s
    by_leaving = window.arriving == mirrored
    begin_s = -(window.from_s + lasting_s) if mirrored else window.from_s
    from_s = begin_s if by_leaving else begin_s - moving.max_travel_s
    sides = day.mirror if mirrored else (day.connections, day.transfers, day.changes)
    span = span_of(*sides, from_s, from_s + length_s + 1) if length_s < TOO_LATE else None
    if span is None:
        return None
    leave_from_s, leave_until_s = (-EVER_S, EVER_S) if mirrored else (DAY_FROM_S, DAY_UNTIL_S)
    after_s, until_s = (-DAY_UNTIL_S, -DAY_FROM_S) if mirrored else (-EVER_S, EVER_S)
    slack_s, goal_slack_s = moving.board_slack_s, 0
    if mirrored:
        slack_s, goal_slack_s = goal_slack_s, slack_s
    late_s = EVER_S
    if by_leaving and leave_until_s - from_s > length_s:  # all that leave late may leave
        late_s = lasting_s + farthest_s + slack_s
    step_s, last = (MINUTE_S, minutes - 1) if by_leaving else (1, EVER_S)
    leaving = max(0, leave_from_s - from_s), leave_until_s - from_s
    return Sweep(
        span,
        Bounds(moving.max_rides, after_s - from_s, min(until_s - from_s, length_s), late_s),
        Times(slack_s, *leaving, late_s, step_s, last),
        goal_slack_s,
        minutes,
        by_leaving,
        moving.max_travel_s,
    )
