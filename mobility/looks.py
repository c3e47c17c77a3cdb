"""Looks: what the stops around doors offer towards many others, there and back."""

from collections.abc import Sequence

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.day import Day, make_ready, rank_from, rank_to, scan_from, scan_to
from mobility.doors import Doors, door_s
from mobility.offers import Offers, offers_of, overwrite, ranked
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

    def look(job: tuple[bool, Ints]) -> Offers:
        back, some = job
        reach_s = np.stack([door_s(doors[1], door, day.stops) for door in some])
        rank = rank_from(day, reach_s, desk) if back else rank_to(day, reach_s, desk)
        offers, doubtful = _offers(day, rank, doors[0], back=back)
        if doubtful.any():
            again = reach_s[doubtful]
            rank = ranked(scan_from(day, again) if back else scan_to(day, again))
            overwrite(offers, np.flatnonzero(doubtful), _offers(day, rank, doors[0], back=back)[0])
        return offers

    seen = in_threads(look, jobs, threads=threads, label="Ziele")
    return seen[: len(portions)], seen[len(portions) :]


def _offers(day: Day, rank: Ranks, doors: Doors, *, back: bool) -> tuple[Offers, Bools]:
    connections = day.mirror[0] if back else day.connections
    leaving = day.arriving if back else day.leaving
    return offers_of(connections, rank, doors, leaving, day.moving.max_rides)
