"""Verbünde: the figures of a class's targets, those of a Verbund as one if all must be reached."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from accessibility.folds import NO_TIME
from accessibility.measures import Figures, Trip, taken
from gtfs.timetable import NONE, Bools, Ints
from mobility.profiles import UNREACHED


class Offered(NamedTuple):
    """Pairs of points and targets, and what decides between them."""

    target: Ints  # [pair]
    point: Ints  # [pair]
    planned_s: Ints  # [pair] the median by timetable, UNREACHED if none
    walk_s: Ints  # [pair] UNREACHED if too far
    every_slot: Bools  # [pair]
    journeys: Ints  # [pair]


def offered_by(figures: Figures) -> Offered:
    """Return of figures what decides."""
    decisive = figures.journey_time_p50, figures.walk_s, figures.every_slot, figures.journeys
    return Offered(figures.target, figures.point, *decisive)


def of_class(figures: Figures, trip: Trip, points: int) -> Figures:
    """Return the pairs of the class; a Verbund whose partners all count is one pair a point."""
    rows = rows_of_class(figures.target, figures.point, trip)
    return as_one(taken(figures, candidates(offered_by(figures), rows, trip, points)))


def rows_of_class(target: Ints, point: Ints, trip: Trip) -> Ints:
    """Return which pairs lead to a target of the class that is open to their point."""
    among = np.zeros(1 + max(target.max(initial=0), trip.targets.max(initial=0)), np.bool_)
    among[trip.targets] = True
    held = among[target]
    if trip.own is not None:
        held &= target == trip.own[point]
    return np.flatnonzero(held)


def candidates(offered: Offered, rows: Ints, trip: Trip, points: int) -> Ints:
    """Return ``[partner, candidate]`` the pairs of the class one can choose, given by their rows.

    Of a Verbund all of whose partners count it is those of all, some repeatedly; there is none
    where one of them is not known.
    """
    if trip.together is None or not len(trip.targets):
        return rows[None]
    targets, size = trip.targets, 1 + int(trip.targets[-1])
    partners, number = partners_of(trip, size), np.full(size, NONE, np.int64)
    number[targets] = np.arange(len(targets))
    several = (partners != partners[0]).any(axis=0)[offered.target[rows]]
    alone, some = rows[~several], rows[several]
    pair = np.full((len(targets), points), NONE, np.int32)
    pair[number[offered.target[some]], offered.point[some]] = some
    all_of_it = partners[:, offered.target[some]]
    head = all_of_it[0] == offered.target[some]
    found = pair[number[all_of_it[:, head]], offered.point[some[head]]]
    known = found[:, (found != NONE).all(axis=0)]
    return np.concatenate((np.tile(alone, (len(partners), 1)), known), axis=1)


def as_one(partners: Figures) -> Figures:
    """Return of candidates ``[partner, candidate]`` what one has who needs all partners."""
    return Figures._make(_merged(partners, lambda some: worst(Figures._make(some))))


def offered_as_one(partners: Offered) -> Offered:
    """Return what decides for candidates ``[partner, candidate]``."""
    return Offered._make(_merged(partners, lambda some: slowest_of(Offered._make(some))))


def _merged(
    partners: Figures | Offered,
    together: Callable[[Iterable[Ints | Bools]], Iterable[Ints | Bools]],
) -> list[Ints | Bools]:
    """Return the columns of candidates, put together where these are several partners."""
    one = [column[0] for column in partners]
    if len(partners.target) > 1:
        several = np.flatnonzero((partners.target != partners.target[0]).any(axis=0))
        merged = together(column[:, several] for column in partners)
        for column, values in zip(one, merged, strict=True):
            column[several] = values
    return one


def worst(partners: Figures) -> Figures:
    """Return of figures ``[partner, pair]`` what one has who needs to reach all partners.

    Each figure is that of the partner one is worse off with, the target the slowest. Who walks
    to some partners only needs a timetable for the others; there the walk is a time as any.
    """
    walked = partners.walk_s < UNREACHED
    on_foot = walked & ~walked.all(axis=0)

    def most(values: Ints, instead: int | Ints = -1) -> Ints:
        most_: Ints = np.where(on_foot, instead, values).max(axis=0)
        return most_

    def least(values: Ints) -> Ints:
        spare = on_foot.reshape(on_foot.shape + (1,) * (values.ndim - 2))
        least_: Ints = np.where(spare, UNREACHED, values).min(axis=0)
        return least_

    decisive = slowest_of(offered_by(partners))
    never = least(partners.first_departure) == NO_TIME
    return Figures(
        target=decisive.target,
        point=decisive.point,
        travel_time_p50=partners.travel_time_p50.max(axis=0),
        journey_time_min=most(
            partners.journey_time_min, np.minimum(partners.journey_time_min, partners.walk_s)
        ),
        journey_time_p50=decisive.planned_s,
        rides_min=partners.rides_min.max(axis=0),
        journeys=decisive.journeys,
        return_journeys=least(partners.return_journeys),
        first_departure=np.where(never, NO_TIME, most(partners.first_departure)),
        last_return=least(partners.last_return),
        longest_gap=most(partners.longest_gap),
        every_slot=decisive.every_slot,
        walk_s=decisive.walk_s,
        served_hours=least(partners.served_hours),
        longest_stay=least(partners.longest_stay),
        departure_by=least(partners.departure_by),
    )


def slowest_of(partners: Offered) -> Offered:
    """Return of what decides, ``[partner, pair]``, what ``worst`` says of it."""
    walked = partners.walk_s < UNREACHED
    on_foot = walked & ~walked.all(axis=0)
    time_s = np.minimum(partners.planned_s, partners.walk_s)
    slowest = time_s.argmax(axis=0)[None]
    return Offered(
        target=np.take_along_axis(partners.target, slowest, axis=0)[0],
        point=partners.point[0],
        planned_s=np.where(on_foot, time_s, partners.planned_s).max(axis=0),
        walk_s=partners.walk_s.max(axis=0),
        every_slot=np.all(partners.every_slot | on_foot, axis=0),
        journeys=np.where(on_foot, UNREACHED, partners.journeys).min(axis=0),
    )


def group_of(trip: Trip, targets: Ints) -> Ints:
    """Return ``[target]`` a number, the same for targets reached as one; ``NONE`` stays itself."""
    if trip.together is None or not len(trip.targets):
        return targets
    at = np.minimum(np.searchsorted(trip.targets, targets), len(trip.targets) - 1)
    return np.where(trip.targets[at] == targets, trip.together[at], NONE)


def partners_of(trip: Trip, targets: int) -> Ints:
    """Return ``[partner, target]`` all that are reached as one with a target, some repeatedly."""
    if trip.together is None or not len(trip.targets):
        return np.arange(targets)[None]
    partners = np.tile(np.arange(targets), (np.bincount(trip.together).max(), 1))
    for one in np.flatnonzero(np.bincount(trip.together) > 1):
        some = trip.targets[trip.together == one]
        partners[:, some] = np.resize(some, len(partners))[:, None]
    return partners


def with_partners(trip: Trip, chosen: Ints, targets: int) -> Bools:
    """Return ``[target, point]`` the chosen targets ``[point]`` with all partners of theirs."""
    pairs = np.zeros((targets, len(chosen)), np.bool_)
    points = np.flatnonzero(chosen != NONE)
    pairs[partners_of(trip, targets)[:, chosen[points]], points] = True
    return pairs


def slowest(trip: Trip, chosen: Ints, times_s: Ints) -> Ints:
    """Return ``[point]`` the longest time to the chosen target and all partners of it.

    Times are ``[target, point]``; there is none where nothing is chosen: then it is 0.
    """
    points = np.flatnonzero(chosen != NONE)
    longest_s = np.zeros(len(chosen), times_s.dtype)
    partners = partners_of(trip, len(times_s))[:, chosen[points]]
    longest_s[points] = times_s[partners, points].max(axis=0)
    return longest_s
