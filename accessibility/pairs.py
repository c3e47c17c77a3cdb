"""Pairs: the scans behind every question between two sets of ends, a figure an end."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

import numpy as np

from accessibility.ends import Linked, walks_between
from gtfs.timetable import Ints
from mobility.day import Day, look_from, look_to, make_ready, sets_back, together
from mobility.doors import Doors, Sets, door_s, sets_of
from mobility.network import Network
from mobility.threads import in_threads

Figure = TypeVar("Figure")


class Between(NamedTuple):
    """Two sets of doors on a day, and the walks all the way ``[origin, destination]``."""

    day: Day
    origins: Doors
    destinations: Doors
    walk_s: Ints

    @property
    def by_destination(self) -> bool:
        """Whether destinations are scanned, which are not more than the origins."""
        origins, destinations = self.walk_s.shape
        return bool(destinations <= origins)


def between(network: Network, day: Day, origins: Linked, destinations: Linked) -> Between:
    """Return the question with the walks all the way."""
    walk_s = walks_between(network, origins, destinations)
    return Between(day, origins.doors, destinations.doors, walk_s)


def each_scanned(
    asked: Between,
    figure: Callable[[int, Sets, Ints], Figure],
    *,
    threads: int | None = None,
    label: str,
) -> list[Figure]:
    """Scan once per destination, or per origin where those are fewer; return a figure of each.

    ``figure`` is given the number of the end scanned, the journeys between it and all others,
    always from origin to destination, and the walks. Which side is scanned makes no difference.
    """
    day, there, here = asked.day, asked.destinations, asked.origins
    make_ready(day)

    def figures(some: Sequence[int]) -> list[Figure]:
        ends = there if asked.by_destination else here
        doors = np.stack([door_s(ends, one, day.stops) for one in some])
        if asked.by_destination:
            walks = np.ascontiguousarray(asked.walk_s.T[some])
            found = sets_of(look_to(day, doors, here), here, walks)
        else:
            walks = asked.walk_s[some]
            found = sets_back(look_from(day, doors, there), there, walks)
        return [figure(*one) for one in zip(some, found, walks, strict=True)]

    some = together(range(min(asked.walk_s.shape)))
    return list(chain.from_iterable(in_threads(figures, some, threads=threads, label=label)))
