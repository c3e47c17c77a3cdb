"""Looks: what the stops around doors offer towards many others, there and back."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gtfs.timetable import Ints
from mobility.connections import Connections
from mobility.day import Day, make_ready, rank_from, rank_to, scan_from, scan_to
from mobility.doors import Doors, door_s
from mobility.offers import Offers, offers_of, take_again
from mobility.profiles import Desk
from mobility.threads import in_threads

AGAIN = 16  # doors a scan by rides: more of them take no less for each


class _Look(NamedTuple):
    """What is offered towards a portion of doors, and towards which there may be more."""

    offers: Offers
    doubtful: Ints  # numbers in the portion
    reach_s: Ints  # [doubtful, stop]


def look_both_ways(
    day: Day,
    doors: tuple[Doors, Doors],
    portions: Sequence[Ints],
    *,
    threads: int | None = None,
) -> tuple[list[Offers], list[Offers]]:
    """Return what is offered around the first doors towards portions of the others, and back.

    Each portion is scanned once whatever the rides; the few doors of all of them towards which
    the soonest ways take more rides than one may are scanned again by rides.
    """
    make_ready(day)
    desk, jobs = Desk(), [(back, some) for back in (False, True) for some in portions]

    def look(job: tuple[bool, Ints]) -> _Look:
        back, some = job
        reach_s = np.stack([door_s(doors[1], door, day.stops) for door in some])
        rank = rank_from(day, reach_s, desk) if back else rank_to(day, reach_s, desk)
        leaving = day.arriving if back else day.leaving
        rides = day.moving.max_rides
        offers, doubtful = offers_of(_connections(day, back=back), rank, doors[0], leaving, rides)
        return _Look(offers, np.flatnonzero(doubtful), reach_s[doubtful])

    seen = in_threads(look, jobs, threads=threads, label="Ziele")
    ways = seen[: len(portions)], seen[len(portions) :]

    def again(back: bool) -> list[Offers]:  # noqa: FBT001 - the job itself
        _look_again(day, doors[0], ways[back], back=back)
        return [one.offers for one in ways[back]]

    there, back = in_threads(again, (False, True), threads=threads)
    return there, back


def _look_again(day: Day, doors: Doors, looks: Sequence[_Look], *, back: bool) -> None:
    """Write over what is offered towards the doubtful doors of one direction, scanned by rides."""
    if not looks:
        return
    look = np.repeat(np.arange(len(looks)), [len(one.doubtful) for one in looks])
    door = np.concatenate([one.doubtful for one in looks])
    reach_s = np.concatenate([one.reach_s for one in looks])
    for first in range(0, len(door), AGAIN):
        some = slice(first, first + AGAIN)
        ahead_s = scan_from(day, reach_s[some]) if back else scan_to(day, reach_s[some])
        for one in np.unique(look[some]):
            own = np.flatnonzero(look[some] == one)
            columns = own, door[some][own]
            take_again(looks[one].offers, doors, _connections(day, back=back), ahead_s, columns)


def _connections(day: Day, *, back: bool) -> Connections:
    return day.mirror[0] if back else day.connections
