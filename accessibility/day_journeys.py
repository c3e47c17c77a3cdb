"""Day journeys: what the homes can ride on a day, kept so that every window of it is only folded.

Scans, leaflets and journeys of a pair are the same in any window: it decides which journeys
count, and so which target is best. At the first window besides the one first asked about all
pairs are ridden that could meet the standard in any. What else could be the best of a window is
looked up in the scans kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from accessibility.best import Best
from accessibility.choice import Choice, chosen
from accessibility.kept_pairs import KeptPairs, keep_pairs
from accessibility.measures import (
    Asked,
    Figures,
    Ridden,
    Trip,
    Views,
    figures_of,
    joined,
    leaflets_for,
    look_around,
    pairs_of,
    sets_of_pairs,
    towards,
    towards_nothing,
)
from accessibility.often import Often
from accessibility.open_pairs import good_enough, promising, sooner, still_open
from accessibility.runs import Runs, runs_of
from accessibility.window_pairs import WindowPairs
from gtfs.timetable import Bools, Ints
from mobility.bounds import within
from mobility.offers import least_s
from mobility.profiles import UNREACHED
from mobility.threads import in_threads, once

FEW = 30_000  # pairs: to fold them takes no longer than to look for tighter bounds


@dataclass(frozen=True, eq=False)
class Part:
    """Pairs towards targets scanned together."""

    runs: Runs
    figures: Figures  # in the window first asked for


@dataclass(frozen=True, eq=False)
class DayJourneys:
    """A day as it was first asked about, and the journeys of all pairs that were looked at."""

    asked: Asked
    views: Views
    parts: Sequence[Part]
    often: Often
    figures: Figures = field(init=False)  # of all pairs looked at, in the window first asked for
    _kept: Callable[[], KeptPairs] = field(init=False)  # for any window

    def __post_init__(self) -> None:
        """Ride for other windows as soon as one is asked about."""
        object.__setattr__(self, "figures", _joined(self.asked, self.parts))
        object.__setattr__(self, "_kept", once(self._ride_further))

    def choices(self, asked: Asked, *, threads: int | None = None) -> dict[str, Choice]:
        """Return for every class what each point has to its best target, as ``choices_of`` does.

        ``asked`` differs from what was first asked in its window and slots alone, or asks for
        some of its classes.
        """
        first = self.asked.window, self.asked.slots_s
        if first == (asked.window, asked.slots_s):
            return chosen(asked, self.figures, threads=threads)
        pairs = self._pairs(asked, threads)
        best = pairs.best()
        often = self._new(pairs, self._most_often(asked, best, threads))
        if often.any():
            pairs = _with(self.views, pairs, often, threads)
            best = pairs.best()
        rows = [one.rows for one in best.values()]
        return self._kept().timed(pairs, rows, threads).choices(best)

    def _ride_further(self) -> KeptPairs:
        """Return the journeys of all pairs that could meet the standard in any window."""
        asked, views = self.asked, self.views
        further = _new(self.figures, good_enough(asked, views))
        parts = _parts(asked, views, further, None)
        figures = joined((self.figures, *(part.figures for part in parts)))
        runs = [part.runs for part in (*self.parts, *parts)]
        return keep_pairs(asked, views, self.figures, figures, runs)

    def _pairs(self, asked: Asked, threads: int | None) -> WindowPairs:
        """Return all pairs that could be the best, but for random departures."""
        views = self.views
        pairs, enough_s = self._kept().folded(asked, threads)
        open_ = self._new(pairs, sooner(asked, views, enough_s))
        if np.count_nonzero(open_) > FEW:
            views = replace(views, least_s=_least_s(asked, views, threads))
            best = self._new(pairs, promising(asked, views, threads=threads))
            pairs = _with(views, pairs, best, threads)
            open_ = self._new(pairs, sooner(asked, views, _too_long_s(asked, pairs.best())))
        return _with(views, pairs, open_, threads)

    def _new(self, pairs: WindowPairs, wanted: Bools) -> Bools:
        """Return the pairs ``[target, point]`` wanted that are neither kept nor looked up."""
        return _new(pairs.looked_up, wanted & self._kept().unknown)

    def _most_often(self, asked: Asked, best: Mapping[str, Best], threads: int | None) -> Bools:
        """Return ``[target, point]`` whither those have most journeys who have none in time."""
        never = {kind: np.flatnonzero(one.time_s >= UNREACHED - 1) for kind, one in best.items()}
        pairs = np.zeros(self.views.least_s.shape, np.bool_)
        for kind, points in never.items():
            pairs[np.ix_(asked.trips[kind].targets, points)] = True
        counts = self.often.counts(pairs, threads=threads)
        pairs[:] = False
        for kind, points in never.items():
            some = np.ix_(asked.trips[kind].targets, points)
            among = counts[some].astype(np.int32), self.asked.walk_s.T[some]
            pairs[some] |= _most(asked.trips[kind], *among, points)
        return pairs


def ride_out(asked: Asked, *, threads: int | None = None) -> DayJourneys:
    """Return the journeys of all pairs that could be a point's best in the window asked."""
    views = look_around(asked, threads=threads)
    first = promising(asked, views, threads=threads)
    parts = _parts(asked, views, first, threads)
    figures = _joined(asked, parts)
    further = _new(figures, still_open(asked, views, figures, threads=threads))
    parts += _parts(asked, views, further, threads)
    return DayJourneys(asked, views, parts, Often(asked, views))


def _parts(asked: Asked, views: Views, pairs: Bools, threads: int | None) -> list[Part]:
    """Return the journeys of the pairs ``[target, point]``."""

    def of_portion(portion: int) -> Part:
        wanted = pairs_of(asked, views.portions, portion, pairs)
        ridden = Ridden.of(*sets_of_pairs(asked, wanted.pairs, leaflets_for(asked, views, wanted)))
        return Part(runs_of(ridden), towards(asked, (wanted.target, wanted.pairs.door), ridden))

    return in_threads(of_portion, range(len(views.portions)), threads=threads)


def _joined(asked: Asked, parts: Sequence[Part]) -> Figures:
    return joined((towards_nothing(asked), *(part.figures for part in parts)))


def _least_s(asked: Asked, views: Views, threads: int | None) -> Ints:
    """Return ``[target, point]`` what no journey in the window is shorter than."""
    window, farthest_s = asked.window, int(asked.points.walk_s.max(initial=0))
    if window.arriving:
        return views.least_s

    def of_portion(portion: int) -> Ints:
        offers = views.there[portion]
        until_s = window.until_s + offers.leaving.slack_s + farthest_s
        return least_s(within(offers, window.from_s, until_s), asked.points)

    least = asked.walk_s.T.astype(np.int32)
    found = in_threads(of_portion, range(len(views.portions)), threads=threads)
    for targets, by_ride in zip(views.portions, found, strict=True):
        least[targets] = np.minimum(least[targets], by_ride)
    return least


def _with(views: Views, pairs: WindowPairs, new: Bools, threads: int | None) -> WindowPairs:
    """Return the pairs with the new ones ``[target, point]``."""
    return pairs.and_(figures_of(pairs.asked, views, new, threads=threads)) if new.any() else pairs


def _too_long_s(asked: Asked, best: Mapping[str, Best]) -> dict[str, Ints]:
    """Return ``[point]`` the times of each class that do not meet the standard, else -1."""
    return {
        kind: np.where(one.met(asked.trips[kind].limit_s), -1, one.time_s)
        for kind, one in best.items()
    }


def _new(figures: Figures, pairs: Bools) -> Bools:
    """Return the pairs ``[target, point]`` without those whose figures are known."""
    new = pairs.copy()
    new[figures.target, figures.point] = False
    return new


def _most(trip: Trip, counts: Ints, walk_s: Ints, points: Ints) -> Bools:
    """Return ``[target, point]`` of some points the targets of the class with most journeys.

    Of a Verbund its partner with the fewest counts, but for those one walks to.
    """
    if trip.own is not None:
        counts = np.where(trip.targets[:, None] == trip.own[points], counts, 0)
    if trip.together is not None:
        fewest = np.full_like(counts, UNREACHED)
        np.minimum.at(fewest, trip.together, np.where(walk_s < UNREACHED, UNREACHED, counts))
        counts = fewest[trip.together]
    most = counts.max(axis=0, initial=0)
    return np.asarray((counts == most) & (most > 0))
