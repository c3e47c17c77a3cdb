"""Window times: percentiles of the travel times of a window, very many pairs at once.

What one can catch does not depend on where one is going: it is found once for all goals
(``catches``). The goals of a scan lie side by side (``lanes``), and so do the travel times of
each minute (``minute_ranks``).
"""

import os
from collections.abc import Sequence

import numpy as np

from accessibility.folds import Window
from accessibility.minute_ranks import ROWS, Asked, Room, write_percentiles
from accessibility.pairs import Between
from accessibility.sweeps import sweep_of
from gtfs.timetable import Ints
from mobility.catches import Catches, find_catches
from mobility.doors import Doors, door_s
from mobility.lanes import LANES, TOO_LATE, Arrivals, room_for, scan_lanes
from mobility.profiles import UNREACHED
from mobility.rows import Small
from mobility.threads import in_threads
from mobility.walk import portions


def window_percentiles(
    between: Between,
    window: Window,
    wanted: Sequence[int],
    *,
    whether: bool = False,
    threads: int | None = None,
) -> Small | None:
    """Return ``[percentile, origin, destination]`` of the travel times, ``TOO_LATE`` if unreached.

    ``whether`` asks only if it is reached: the longest journey stands for every time. None where
    a window is too long for 16 bits or its rides have no order.
    """
    day, doors, goals, walk_s = between
    mirrored = not between.by_destination  # the goals are the fewer
    if mirrored:
        doors, goals = goals, doors
    sweep = sweep_of(day, window, mirrored=mirrored, farthest_s=int(doors.walk_s.max(initial=0)))
    if sweep is None:
        return None
    catches = find_catches(sweep.span, doors, sweep.times, threads=threads)
    ranks = np.array([(p * sweep.minutes + 99) // 100 for p in wanted], np.int64)
    asked = Asked(sweep.minutes, sweep.by_leaving, sweep.longest_s, ranks, whether)
    values = np.empty((len(wanted), *walk_s.shape), np.uint16)
    of_goal = np.moveaxis(values, 1 if mirrored else 2, 0)  # [goal, percentile, door]
    walk_to_s = walk_s if mirrored else walk_s.T
    count = len(of_goal)
    lanes = min(LANES, -(-count // (threads or os.cpu_count() or 1)))
    begins = [min(at, count - lanes) for at in range(0, count, max(1, lanes))]  # all full

    def fill(part: tuple[int, int]) -> None:
        room = room_for(sweep.span, sweep.bounds.rides, lanes)
        for begin in begins[slice(*part)]:
            some = slice(begin, begin + lanes)
            reach_s = _reach_s(goals, range(count)[some], day.stops, sweep.goal_slack_s)
            arrivals = scan_lanes(sweep.span, reach_s, sweep.bounds, room)
            of_goal[some] = _of_goals(asked, doors, catches, arrivals, walk_to_s[some])

    in_threads(fill, portions(len(begins), threads), threads=threads, label="Erreichbarkeit")
    return values


def _reach_s(goals: Doors, some: Sequence[int], stops: int, slack_s: int) -> Small:
    """Return ``[stop, lane]`` the walks around some of the goals."""
    near_s = np.stack([door_s(goals, one, stops) for one in some], axis=1)
    return np.where(near_s < UNREACHED, near_s + slack_s, TOO_LATE).astype(np.uint16)


def _of_goals(
    asked: Asked, doors: Doors, catches: Catches, arrivals: Arrivals, walk_s: Ints
) -> Small:
    """Return ``[goal, percentile, door]``; ``walk_s`` ``[goal, door]`` is the walk all the way."""
    lanes, count = walk_s.shape
    room = Room(
        np.empty((count, len(asked.ranks), lanes), np.uint16),
        np.full((-(-asked.minutes // ROWS) * ROWS, lanes), TOO_LATE, np.uint16),
        *np.empty((4, lanes), np.uint16),
    )
    walk = np.minimum(walk_s.T, TOO_LATE).astype(np.uint16, order="C")
    walks = walk, np.any(walk <= asked.longest_s, axis=1)
    of_one_type = Doors(*(column.astype(np.int32) for column in doors))
    write_percentiles(asked, of_one_type, catches, arrivals, walks, room)
    return room.values.transpose(2, 1, 0)
