"""Often: how many useful journeys of the day lead from the points to targets, counted once."""

from dataclasses import dataclass, field

import numpy as np

from accessibility.folds import find_useful
from accessibility.measures import Asked, Portion, Views, pairs_of
from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.leaflets import leaflets_of
from mobility.merging import merge, stops_near
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class Often:
    """The counts of a day: of each pair as soon as somebody asks for it, then kept."""

    asked: Asked
    views: Views
    _counts: Ints = field(init=False)  # [target, point]

    def __post_init__(self) -> None:
        """Count nothing yet but where no way leads."""
        nowhere = self.views.least_s >= UNREACHED
        object.__setattr__(self, "_counts", np.where(nowhere, 0, UNKNOWN).astype(np.int16))

    def counts(self, pairs: Bools, *, threads: int | None = None) -> Ints:
        """Return ``[target, point]`` the journeys of the pairs asked for; of others what may be."""
        some = np.flatnonzero(pairs)
        unknown = some[self._counts.ravel()[some] == UNKNOWN]
        if len(unknown):
            marks = np.zeros(pairs.size, np.bool_)
            marks[unknown] = True
            portions = range(len(self.views.portions))
            in_threads(
                lambda portion: self._count(portion, marks.reshape(pairs.shape)),
                portions,
                threads=threads,
            )
        return self._counts

    def _count(self, portion: int, pairs: Bools) -> None:
        wanted = pairs_of(self.asked, self.views.portions, portion, pairs)
        self._counts[wanted.target, wanted.pairs.door] = _journeys(self.asked, self.views, wanted)


def _journeys(asked: Asked, views: Views, wanted: Portion) -> Ints:
    """Return ``[pair]`` how many useful journeys lead there."""
    out = _sets_there(asked, views, wanted)
    before = np.append(0, np.cumsum(find_useful(out)))
    return np.diff(before[out.first])


def _sets_there(asked: Asked, views: Views, wanted: Portion) -> Sets:
    """Return the journeys out of some pairs, without those back."""
    shape = len(views.portions[wanted.number]), asked.day.stops
    near = stops_near(asked.points, wanted.pairs, shape)
    farthest_s = int(asked.points.walk_s.max(initial=0))
    leaflets = leaflets_of(views.there[wanted.number], near, farthest_s)
    return merge(leaflets, asked.points, wanted.pairs)
