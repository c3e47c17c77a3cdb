"""The engine: a whole operating day from all stops of ``rnv`` to 56 of them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import baselines
import numpy as np
from measure import Row, Timing, in_turn, peak_mb, row_of

from accessibility.ends import walks_between
from accessibility.folds import Window, travel_times
from api.service import Service, load_service
from gtfs.timetable import Ints
from mobility.day import DAY_FROM_S, DAY_UNTIL_S, Day, profiles_to, sets_to
from mobility.doors import Doors, Sets, door_s
from mobility.threads import in_threads

TUESDAY = date(2016, 11, 15)
DESTINATIONS, SEED = 56, 20161115
ASKED = 4  # the baseline answers one door at a time: it is asked from so many of them
WHOLE_DAY = Window(DAY_FROM_S, DAY_UNTIL_S)
FORWARD = "forward connection scan each minute"


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
        single, double = in_turn(_of_all(one, 1), _of_all(one, 2))
        rows.append(row_of(f"{what}, 1 thread", single, peak=peak_mb(), note=size))
        rows.append(row_of(f"{what}, 2 threads", double, against=("1 thread", single)))
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
    reach_s = [door_s(destinations.doors, d, day.stops) for d in range(DESTINATIONS)]
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


def _against_baseline(question: Question) -> list[Row]:
    """Ask the baseline from a few stops and scale its time up to all of them."""
    day, count = question.day, len(question.walk_s)
    rides = baselines.rides_of(day)
    walking = baselines.walking_of(day, question.destinations)
    asked = _drawn(day.connections.from_stop, ASKED)
    doors = [(door_s(question.origins, o, day.stops), question.walk_s[o]) for o in asked]

    def ask() -> list[Ints]:
        return [baselines.travel_times(day, rides, walking, *door) for door in doors]

    ours = np.stack([_times(question, d)[asked] for d in range(DESTINATIONS)], axis=1)
    note = _agreement(ours, np.stack(ask()))
    whole, part = in_turn(_of_all(lambda d: _times(question, d), 1), ask)
    scaled = Timing(*(tuple(s * count / ASKED for s in column) for column in (part.wall, part.cpu)))
    scans = ASKED * (DAY_UNTIL_S - DAY_FROM_S) // 60
    against = (f"{FORWARD}, 1 thread, scaled from {ASKED} of {count} stops", scaled)
    return [
        row_of("all minutes, 1 thread", whole, against=against, peak=peak_mb(), note=note),
        row_of(
            f"{FORWARD}, from {ASKED} stops",
            part,
            note=f"{1000 * part.seconds / scans:.2f} ms a scan",
        ),
    ]


def _agreement(ours: Ints, theirs: Ints) -> str:
    """Return how many travel times are the same; the baseline knows no limit of rides."""
    return (
        f"{ours.size} travel times compared, {(ours == theirs).sum()} equal, "
        f"{(ours > theirs).sum()} longer (they would need more rides than allowed), "
        f"{(ours < theirs).sum()} shorter"
    )
