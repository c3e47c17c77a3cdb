"""The textbook answer to the whole day: a forward scan for every stop and minute, held to ours."""

from collections.abc import Sequence

import baselines
import numpy as np
from counties import SEED, AtStops
from measure import Row, Timing, in_turn, row_of
from minute_times import travel_times

from accessibility.folds import Window
from gtfs.timetable import Ints
from mobility.day import DAY_FROM_S, DAY_UNTIL_S, Day, look_to, together
from mobility.doors import Doors, door_s, sets_of
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

ASKED = 4  # the baseline answers one stop at a time: it is asked from so many of them
WHOLE_DAY = Window(DAY_FROM_S, DAY_UNTIL_S)
FORWARD = "forward connection scan each minute"


def against_forward_scan(name: str, day: Day, asked: AtStops) -> list[Row]:
    """Ask the baseline from a few stops, compare all travel times, scale its time up to all."""
    rides = baselines.rides_of(day)
    walking = baselines.walking_of(day, _as_doors(asked.egress_s))
    served = np.unique(day.connections.from_stop)
    origins = np.sort(np.random.default_rng(SEED).choice(served, ASKED, replace=False))
    doors = [(door_s(asked.origins, o, day.stops), asked.walk_s[:, o]) for o in origins]

    def ask() -> list[Ints]:
        return [baselines.travel_times(day, rides, walking, *door) for door in doors]

    theirs = np.stack(ask())
    note = _agreement(_times(day, asked, origins), theirs)
    whole, part = in_turn(lambda: _times(day, asked, origins[:0]), ask)
    count = day.stops
    scaled = Timing(*(tuple(s * count / ASKED for s in column) for column in (part.wall, part.cpu)))
    scans = ASKED * (DAY_UNTIL_S - DAY_FROM_S) // 60
    against = (f"{FORWARD}, 1 thread, scaled from {ASKED} of {count} stops", scaled)
    each = f"{1000 * part.seconds / scans:.2f} ms a scan"
    return [
        row_of(f"{name}: travel times of all minutes, 1 thread", whole, against=against, note=note),
        row_of(f"{name}: {FORWARD}, from {ASKED} stops", part, note=each),
    ]


def _times(day: Day, asked: AtStops, kept: Ints) -> Ints:
    """Return ``[kept origin, destination, minute]``, of all that was found for all origins."""

    def answer(rows: Sequence[int]) -> list[Ints]:
        some = np.array(rows)
        walk_s, longest_s = asked.walk_s[some], day.moving.max_travel_s
        found = sets_of(look_to(day, asked.egress_s[some], asked.origins), asked.origins, walk_s)
        return [
            travel_times(sets, walks, WHOLE_DAY, longest_s)[kept]
            for sets, walks in zip(found, walk_s, strict=True)
        ]

    parts = in_threads(answer, together(range(len(asked.egress_s))), threads=1)
    return np.stack([times for part in parts for times in part], axis=1)


def _as_doors(reach_s: Ints) -> Doors:
    """Return ``[door, stop]`` as doors."""
    door, stop = np.nonzero(reach_s < UNREACHED)
    first = np.searchsorted(door, np.arange(len(reach_s) + 1)).astype(np.int32)
    return Doors(first, stop.astype(np.int32), reach_s[door, stop])


def _agreement(ours: Ints, theirs: Ints) -> str:
    """Return how many travel times are the same; the baseline knows no limit of rides."""
    return (
        f"{ours.size} travel times compared, {(ours == theirs).sum()} equal, "
        f"{(ours > theirs).sum()} longer (they would need more rides than allowed), "
        f"{(ours < theirs).sum()} shorter"
    )
