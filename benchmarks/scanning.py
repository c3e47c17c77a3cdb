"""The engine: a whole operating day from all stops of ``rnv`` to 56 of them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import baselines
import numpy as np
from measure import Row, Timing, in_turn, peak_mb, row_of, timed

from accessibility.ends import walks_between
from accessibility.folds import Window, travel_times
from accessibility.journeys import door_s
from api.service import Service, load_service
from gtfs.timetable import Ints
from mobility.day import DAY_FROM_S, DAY_UNTIL_S, Day, profiles_to, sets_to
from mobility.doors import Doors, Sets
from mobility.threads import in_threads

TUESDAY = date(2016, 11, 15)
DESTINATIONS, SEED = 56, 20161115
ASKED = 4  # the baseline answers one door at a time: it is asked from so many of them
WHOLE_DAY = Window(DAY_FROM_S, DAY_UNTIL_S)
FORWARD = "forward connection scan, once a minute"


class Question(NamedTuple):
    """From every stop to some of them, standing at the stop at both ends."""

    day: Day
    origins: Doors
    destinations: Doors
    walk_s: Ints  # [origin, destination] all the way
    reach_s: list[Ints]  # [destination][stop] the walk between them


def scan(work: Path) -> list[Row]:
    """Answer the whole day with one thread and with two, and compare with the baseline."""
    question = _question(load_service(work / "rnv" / "network"))
    day = question.day
    size = (
        f"{len(day.connections.run)} connections, {len(day.transfers.to_stop)} changes of stop, "
        f"{len(question.walk_s)} stops to {DESTINATIONS}, up to {day.moving.max_rides} rides"
    )
    works: dict[str, Callable[[int], object]] = {
        "scan alone": lambda d: profiles_to(day, question.reach_s[d]),
        "scan and doors": lambda d: _sets(question, d),
    }
    rows = []
    for what, one in works.items():
        one(0)  # compiled, or taken from the cache
        for threads in (1, 2):
            timing = timed(_of_all(one, threads))
            rows.append(row_of(f"{what}, {_named(threads)}", timing, peak=peak_mb(), note=size))
            size = ""
    return [*rows, *_against_baseline(question)]


def _question(service: Service) -> Question:
    timetable = service.network.timetable
    nowhere = np.full(len(timetable.stop_id), np.nan)
    ids = [f"stop:{stop}" for stop in timetable.stop_id]
    chosen = _drawn(timetable.call_stop, DESTINATIONS)
    origins = service.linked(ids, nowhere, nowhere)
    destinations = service.linked([ids[stop] for stop in chosen], nowhere[chosen], nowhere[chosen])
    walk_s = walks_between(service.network, origins, destinations)
    day = service.day(TUESDAY)
    reach_s = [door_s(destinations.doors, d, day) for d in range(DESTINATIONS)]
    return Question(day, origins.doors, destinations.doors, walk_s, reach_s)


def _drawn(stops: Ints, count: int) -> Ints:
    """Return so many of the stops vehicles call at, always the same."""
    return np.sort(np.random.default_rng(SEED).choice(np.unique(stops), count, replace=False))


def _sets(question: Question, destination: int) -> Sets:
    walk_s = question.walk_s[:, destination]
    return sets_to(question.day, question.origins, question.reach_s[destination], walk_s)


def _times(question: Question, destination: int) -> Ints:
    """Return ``[origin, minute]`` the travel times of the day."""
    sets, walk_s = _sets(question, destination), question.walk_s[:, destination].copy()
    return travel_times(sets, walk_s, WHOLE_DAY, question.day.moving.max_travel_s)


def _of_all(one: Callable[[int], object], threads: int) -> Callable[[], object]:
    """Return the work for all destinations; what each of them yields is forgotten at once."""
    return lambda: in_threads(lambda d: one(d) is None, range(DESTINATIONS), threads=threads)


def _named(threads: int) -> str:
    return f"{threads} thread{'s' * (threads - 1)}"


def _against_baseline(question: Question) -> list[Row]:
    """Ask the baseline from a few stops and scale its time up to all of them."""
    day, count = question.day, len(question.walk_s)
    rides = baselines.rides_of(day)
    walking = baselines.walking_of(day, question.destinations)
    asked = _drawn(day.connections.from_stop, ASKED)
    doors = [(door_s(question.origins, o, day), question.walk_s[o]) for o in asked]

    def ask() -> list[Ints]:
        return [baselines.travel_times(day, rides, walking, *door) for door in doors]

    note = _agreement(
        np.stack(ask()), np.stack([_times(question, d)[asked] for d in range(DESTINATIONS)], 1)
    )
    ours, part = in_turn(_of_all(lambda d: _times(question, d), 1), ask)
    whole = Timing(*(tuple(s * count / ASKED for s in column) for column in (part.wall, part.cpu)))
    scans = ASKED * (DAY_UNTIL_S - DAY_FROM_S) // 60
    return [
        row_of("the travel time of every minute, 1 thread", ours, against=(FORWARD, whole)),
        row_of(
            f"{FORWARD}, 1 thread: {ASKED} of {count} stops",
            part,
            note=f"{1000 * part.seconds / scans:.2f} ms a scan; {note}",
        ),
    ]


def _agreement(theirs: Ints, ours: Ints) -> str:
    """Return how many travel times are the same; the baseline knows no limit of rides."""
    return (
        f"{ours.size} travel times compared, {(ours == theirs).sum()} equal, "
        f"{(ours > theirs).sum()} longer (they would need more rides than allowed), "
        f"{(ours < theirs).sum()} shorter"
    )
