"""Verbünde: the figures of a class's targets, those of a Verbund as one if all must be reached."""

from collections.abc import Iterator, Sequence

import numpy as np

from accessibility.folds import NO_TIME
from accessibility.measures import Figures, Trip, joined, taken
from gtfs.timetable import NONE, Bools, Ints
from mobility.profiles import UNREACHED


def of_class(figures: Figures, trip: Trip, points: int) -> Figures:
    """Return the pairs of the class; a Verbund whose partners all count is one pair a point."""
    return taken(*rows_of_class(figures, trip, points))


def rows_of_class(figures: Figures, trip: Trip, points: int) -> tuple[Figures, Ints]:
    """Return the rows of the pairs of the class, and the figures they are rows of."""
    held = _towards(trip.targets, figures)
    if trip.own is not None:
        held &= figures.target == trip.own[figures.point]
    if trip.together is None:
        return figures, np.flatnonzero(held)
    verbuende = [trip.targets[trip.together == one] for one in np.unique(trip.together)]
    several = [partners for partners in verbuende if len(partners) > 1]
    in_one = _towards(np.concatenate(several), figures)
    among, alone = (taken(figures, np.flatnonzero(held & some)) for some in (in_one, ~in_one))
    found = joined((alone, *map(worst, _with_all_partners(among, several, points))))
    return found, np.arange(len(found.point))


def _towards(targets: Ints, figures: Figures) -> Bools:
    """Return ``[pair]`` whether it leads to one of the targets."""
    among = np.zeros(1 + max(figures.target.max(initial=0), targets.max(initial=0)), np.bool_)
    among[targets] = True
    return np.asarray(among[figures.target])


def _with_all_partners(
    figures: Figures, verbuende: Sequence[Ints], points: int
) -> Iterator[Figures]:
    """Yield ``[partner, pair]`` of Verbünde with as many partners what is known towards all."""
    targets = np.sort(np.concatenate(verbuende))
    pair = np.full((len(targets), points), -1, np.int32)
    pair[np.searchsorted(targets, figures.target), figures.point] = np.arange(len(figures.point))
    for count in sorted({len(partners) for partners in verbuende}):
        alike = [partners for partners in verbuende if len(partners) == count]
        rows = np.concatenate([pair[np.searchsorted(targets, one)] for one in alike], axis=1)
        yield taken(figures, rows[:, (rows >= 0).all(axis=0)])


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

    time_s = np.minimum(partners.journey_time_p50, partners.walk_s)
    never = least(partners.first_departure) == NO_TIME
    return Figures(
        target=np.take_along_axis(partners.target, time_s.argmax(axis=0)[None], axis=0)[0],
        point=partners.point[0],
        travel_time_p50=partners.travel_time_p50.max(axis=0),
        journey_time_min=most(
            partners.journey_time_min, np.minimum(partners.journey_time_min, partners.walk_s)
        ),
        journey_time_p50=most(partners.journey_time_p50, time_s),
        rides_min=partners.rides_min.max(axis=0),
        journeys=least(partners.journeys),
        return_journeys=least(partners.return_journeys),
        first_departure=np.where(never, NO_TIME, most(partners.first_departure)),
        last_return=least(partners.last_return),
        longest_gap=most(partners.longest_gap),
        every_slot=np.all(partners.every_slot | on_foot, axis=0),
        walk_s=partners.walk_s.max(axis=0),
        served_hours=least(partners.served_hours),
        longest_stay=least(partners.longest_stay),
        departure_by=least(partners.departure_by),
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
    for one in np.unique(trip.together):
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
