"""Day journeys: what the homes can ride on a day, kept so that every window of it is only folded.

Scans, leaflets and journeys of a pair are the same in any window: it decides which journeys
count, and so which target is best. Pairs that could be the best of a window and were not of the
first are looked up in the scans kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accessibility.choice import Choice, chosen, promising, still_open
from accessibility.folds import find_served, find_useful, plan
from accessibility.measures import (
    Asked,
    Figures,
    Ridden,
    Trip,
    Views,
    figures_of,
    in_window,
    joined,
    leaflets_for,
    look_around,
    pairs_of,
    sets_of_pairs,
    towards,
    towards_nothing,
)
from accessibility.often import Often, sets_there
from gtfs.timetable import Bools, Ints
from mobility.bounds import could_serve, within
from mobility.doors import Sets
from mobility.offers import least_s
from mobility.profiles import UNREACHED
from mobility.threads import in_threads


@dataclass(frozen=True, eq=False)
class Part:
    """Pairs towards targets scanned together."""

    ridden: Ridden
    figures: Figures  # in the window first asked for


@dataclass(frozen=True, eq=False)
class DayJourneys:
    """A day as it was first asked about, and the journeys of all pairs that were looked at."""

    asked: Asked
    views: Views
    parts: Sequence[Part]
    often: Often

    def choices(self, asked: Asked, *, threads: int | None = None) -> dict[str, Choice]:
        """Return for every class what each point has to its best target, as ``choices_of`` does.

        ``asked`` differs from what was first asked in its window and slots alone.
        """
        first = self.asked.window, self.asked.slots_s
        if first == (asked.window, asked.slots_s):
            return chosen(asked, _joined(asked, self.parts), threads=threads)
        views = replace(self.views, least_s=_least_s(asked, self.views, threads))
        figures = self._figures(asked, views, threads)
        choices = chosen(asked, figures, threads=threads)
        often = _new(figures, self._most_often(choices, threads))
        if not often.any():
            return choices
        return chosen(asked, _with(asked, views, figures, often, threads), threads=threads)

    def _figures(self, asked: Asked, views: Views, threads: int | None) -> Figures:
        """Return the figures in the window of all pairs that could be the best by it."""

        def fold(part: Part) -> Part:
            return replace(part, figures=in_window(asked, part.figures, part.ridden))

        figures = _joined(asked, in_threads(fold, self.parts, threads=threads))
        figures = _with(asked, views, figures, promising(asked, views, threads=threads), threads)
        open_ = still_open(asked, views, figures, threads=threads)
        later = _new(figures, open_.enough & ~open_.sooner)
        further = open_.sooner | _servable(asked, views, later, threads)
        return _with(asked, views, figures, further, threads)

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
    further = _new(figures, still_open(asked, views, figures, threads=threads).all)
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


def _servable(asked: Asked, views: Views, pairs: Bools, threads: int | None) -> Bools:
    """Return those of the pairs ``[target, point]`` that could meet the standard of service."""
    window = asked.window
    if window.arriving:
        return pairs
    slots_s = np.append(np.arange(window.from_s, window.until_s, asked.slots_s), window.until_s)
    servable = pairs & (asked.walk_s.T < UNREACHED)  # on foot it needs no service

    def of_portion(portion: int) -> None:
        wanted = pairs_of(asked, views.portions, portion, pairs)
        could = could_serve(views.there[portion], asked.points, wanted.pairs, slots_s)
        wanted = wanted.of(could)
        wanted = wanted.of(_good_enough(asked, sets_there(asked, views, wanted)))
        servable[wanted.target, wanted.pairs.door] = True

    in_threads(of_portion, range(len(views.portions)), threads=threads)
    return servable


def _good_enough(asked: Asked, out: Sets) -> Bools:
    """Return ``[pair]`` whether the journeys out alone meet the standard of any class."""
    useful, on_foot = find_useful(out), np.full(len(out.first) - 1, UNREACHED, np.int32)
    p50 = plan(out, useful, on_foot, asked.window).journey_time_p50
    soon = p50 <= max(asked.limits_s, default=-1)
    return np.asarray(soon & find_served(out, useful, asked.window, asked.slots_s))


def _with(
    asked: Asked, views: Views, figures: Figures, pairs: Bools, threads: int | None
) -> Figures:
    """Return the figures with those of the pairs ``[target, point]`` not among them."""
    new = _new(figures, pairs)
    if not new.any():
        return figures
    return joined((figures, figures_of(asked, views, new, threads=threads)))


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
