"""Day journeys: what the homes can ride on a day, kept so that every window of it is only folded.

Scans, leaflets and journeys of a pair are the same in any window: it decides which journeys
count, and so which target is best. At the first window besides the one first asked about all
pairs are ridden that could meet the standard in any. What else could be the best of a window is
looked up in the scans kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from accessibility.best import reached_s
from accessibility.choice import Choice, chosen
from accessibility.kept_pairs import KeptPairs, Part, keep_pairs
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
    medians_of,
    pairs_of,
    sets_of_pairs,
    towards,
    towards_nothing,
)
from accessibility.often import Often
from accessibility.open_pairs import good_enough, promising, sooner, still_open
from accessibility.verbuende import slowest, with_partners
from gtfs.timetable import Bools, Ints
from mobility.bounds import within
from mobility.offers import least_s
from mobility.profiles import UNREACHED
from mobility.threads import in_threads, once

FEW = 30_000  # pairs: to fold them takes no longer than to look for tighter bounds


@dataclass(frozen=True, eq=False)
class DayJourneys:
    """A day as it was first asked about, and the journeys of all pairs that were looked at."""

    asked: Asked
    views: Views
    parts: Sequence[Part]
    often: Often
    _kept: Callable[[], KeptPairs] = field(init=False)  # for any window

    def __post_init__(self) -> None:
        """Ride for other windows as soon as one is asked about."""
        object.__setattr__(self, "_kept", once(self._ride_further))

    def choices(self, asked: Asked, *, threads: int | None = None) -> dict[str, Choice]:
        """Return for every class what each point has to its best target, as ``choices_of`` does.

        ``asked`` differs from what was first asked in its window and slots alone, or asks for
        some of its classes.
        """
        first = self.asked.window, self.asked.slots_s
        if first == (asked.window, asked.slots_s):
            return chosen(asked, _joined(asked, self.parts), threads=threads)
        figures = self._figures(asked, threads)
        choices = chosen(asked, figures, threads=threads)
        often = self._new(figures, self._most_often(choices, threads))
        if often.any():
            figures = _with(asked, self.views, figures, often, threads)
            choices = chosen(asked, figures, threads=threads)
        return self._with_medians(asked, figures, choices, threads)

    def _ride_further(self) -> KeptPairs:
        """Return the journeys of all pairs that could meet the standard in any window."""
        known = _joined(self.asked, self.parts)
        further = _new(known, good_enough(self.asked, self.views))
        parts = [*self.parts, *_parts(self.asked, self.views, further, None)]
        return keep_pairs(self.asked, parts, chosen(self.asked, known))

    def _figures(self, asked: Asked, threads: int | None) -> Figures:
        """Return the figures of all pairs that could be the best, but for random departures."""
        views = self.views
        figures, enough_s = self._kept().folded(asked, threads)
        open_ = self._new(figures, sooner(asked, views, enough_s))
        if np.count_nonzero(open_) > FEW:
            views = replace(views, least_s=_least_s(asked, views, threads))
            best = self._new(figures, promising(asked, views, threads=threads))
            figures = _with(asked, views, figures, best, threads)
            enough_s = _too_long_s(chosen(asked, figures, threads=threads))
            open_ = self._new(figures, sooner(asked, views, enough_s))
        return _with(asked, views, figures, open_, threads)

    def _new(self, figures: Figures, pairs: Bools) -> Bools:
        """Return the pairs without those whose figures are known, or known to be no better."""
        return _new(figures, pairs) & ~self._kept().known

    def _with_medians(
        self, asked: Asked, figures: Figures, choices: Mapping[str, Choice], threads: int | None
    ) -> dict[str, Choice]:
        """Return the choices with the random departures of their pairs, which decide nothing."""
        wanted = np.zeros(self.views.least_s.shape, np.bool_)
        for choice in choices.values():
            wanted |= with_partners(choice.trip, choice.target, len(wanted))
        times_s = np.empty(wanted.shape, np.int32)
        times_s[figures.target, figures.point] = figures.travel_time_p50

        def fill(part: Part) -> None:
            target, point = part.figures.target, part.figures.point
            some = np.flatnonzero(wanted[target, point])
            medians = medians_of(asked, part.figures.walk_s, part.ridden, some)
            times_s[target[some], point[some]] = medians

        in_threads(fill, self._kept().parts, threads=threads)
        return {kind: _timed(choice, times_s) for kind, choice in choices.items()}

    def _most_often(self, choices: Mapping[str, Choice], threads: int | None) -> Bools:
        """Return ``[target, point]`` whither those have most journeys who have none in time."""
        never = {kind: _never(choice) for kind, choice in choices.items()}
        pairs = np.zeros(self.views.least_s.shape, np.bool_)
        for kind, choice in choices.items():
            pairs[np.ix_(choice.trip.targets, never[kind])] = True
        counts = self.often.counts(pairs, threads=threads)
        pairs[:] = False
        for kind, choice in choices.items():
            targets = choice.trip.targets
            some = np.ix_(targets, never[kind])
            among = counts[some].astype(np.int32), self.asked.walk_s.T[some]
            pairs[some] |= _most(choice.trip, *among, never[kind])
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
        return Part(ridden, towards(asked, (wanted.target, wanted.pairs.door), ridden))

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


def _with(asked: Asked, views: Views, figures: Figures, new: Bools, threads: int | None) -> Figures:
    """Return the figures with those of the new pairs ``[target, point]``."""
    if not new.any():
        return figures
    return joined((figures, figures_of(asked, views, new, threads=threads)))


def _too_long_s(choices: Mapping[str, Choice]) -> dict[str, Ints]:
    """Return ``[point]`` the times of each class that do not meet the standard, else -1."""
    return {
        kind: np.where(choice.met, -1, reached_s(choice.figures, choice.row))
        for kind, choice in choices.items()
    }


def _timed(choice: Choice, times_s: Ints) -> Choice:
    """Return the choice with the random departures ``[target, point]``."""
    median_s = slowest(choice.trip, choice.target, times_s)[choice.figures.point]
    return replace(choice, figures=choice.figures._replace(travel_time_p50=median_s))


def _new(figures: Figures, pairs: Bools) -> Bools:
    """Return the pairs ``[target, point]`` without those whose figures are known."""
    new = pairs.copy()
    new[figures.target, figures.point] = False
    return new


def _never(choice: Choice) -> Ints:
    """Return the points that have no time to any target, neither by ride nor on foot."""
    figures = choice.figures
    time_s = choice.of(np.minimum(figures.journey_time_p50, figures.walk_s), UNREACHED)
    return np.flatnonzero(time_s >= UNREACHED)


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
