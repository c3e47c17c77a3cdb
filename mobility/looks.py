"""Looks: what the stops around doors offer towards many others, there and back."""

from collections.abc import Sequence

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.day import Day, make_ready, rank_from, rank_to, scan_from, scan_to, together
from mobility.doors import Doors, door_s
from mobility.offers import Offers, offers_of, ranked
from mobility.profiles import Desk
from mobility.rows import Ranks
from mobility.threads import in_threads


def look_both_ways(
    day: Day,
    doors: tuple[Doors, Doors],
    portions: Sequence[Ints],
    *,
    threads: int | None = None,
) -> tuple[list[Offers], list[Offers]]:
    """Return what is offered around the first doors towards portions of the others, and back.

    Each portion is scanned once whatever the rides; the few of its doors towards which the
    soonest ways take more of them than one may are scanned again by rides.
    """
    make_ready(day)
    desk, jobs = Desk(), [(back, some) for back in (False, True) for some in portions]

    def look(job: tuple[bool, Ints]) -> tuple[Offers, Bools]:
        back, some = job
        reach_s = _reach_s(doors[1], some, day.stops)
        rank = rank_from(day, reach_s, desk) if back else rank_to(day, reach_s, desk)
        return _offers(day, rank, doors[0], back=back)

    seen = in_threads(look, jobs, threads=threads, label="Ziele")
    for back in (False, True):
        doubts = [
            (offers, column, door)
            for (way, some), (offers, doubtful) in zip(jobs, seen, strict=True)
            if way is back
            for column, door in zip(np.flatnonzero(doubtful), some[doubtful], strict=True)
        ]
        in_threads(
            lambda some, back=back: _look_again(day, doors, some, back=back),
            together(doubts),
            threads=threads,
        )
    offers = [one for one, _ in seen]
    return offers[: len(portions)], offers[len(portions) :]


def _look_again(
    day: Day,
    doors: tuple[Doors, Doors],
    doubts: Sequence[tuple[Offers, int, int]],
    *,
    back: bool,
) -> None:
    """Write what is offered towards some doors, with no more rides than one may, by rides."""
    reach_s = _reach_s(doors[1], [door for _, _, door in doubts], day.stops)
    scanned = scan_from(day, reach_s) if back else scan_to(day, reach_s)
    found, _ = _offers(day, ranked(scanned), doors[0], back=back)
    for row, (offers, column, _) in enumerate(doubts):
        offers.ahead_s[:, column] = found.ahead_s[:, row]
        offers.rides[:, column] = found.rides[:, row]
        offers.shortest_s[:, column] = found.shortest_s[:, row]


def _offers(day: Day, rank: Ranks, doors: Doors, *, back: bool) -> tuple[Offers, Bools]:
    connections = day.mirror[0] if back else day.connections
    leaving = day.arriving if back else day.leaving
    return offers_of(connections, rank, doors, leaving, day.moving.max_rides)


def _reach_s(doors: Doors, some: Sequence[int] | Ints, stops: int) -> Ints:
    """Return ``[door, stop]`` the walks between some of the doors and each stop."""
    return np.stack([door_s(doors, door, stops) for door in some])
