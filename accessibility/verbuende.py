"""Verbünde: the figures of a class's targets, those of a Verbund as one if all must be reached."""

import numpy as np

from accessibility.folds import NO_TIME
from accessibility.measures import Figures, Trip, joined, taken
from gtfs.timetable import Ints
from mobility.profiles import UNREACHED


def of_class(figures: Figures, trip: Trip, points: int) -> Figures:
    """Return the pairs of the class; a Verbund whose partners all count is one pair a point."""
    of = np.zeros(1 + max(figures.target.max(initial=0), trip.targets.max(initial=0)), np.bool_)
    of[trip.targets] = True
    held = of[figures.target]
    if trip.own is not None:
        held &= figures.target == trip.own[figures.point]
    found = taken(figures, np.flatnonzero(held))
    if trip.together is None:
        return found
    number = trip.together[np.searchsorted(trip.targets, found.target)]
    several = np.flatnonzero(np.bincount(trip.together) > 1)
    alone = taken(found, np.flatnonzero(~np.isin(number, several)))
    partners = [trip.targets[trip.together == verbund] for verbund in several]
    return joined([alone, *(_as_one(found, some, points) for some in partners)])


def _as_one(figures: Figures, partners: Ints, points: int) -> Figures:
    """Return a pair for each point whose pairs with all partners are known."""
    rows = np.flatnonzero(np.isin(figures.target, partners))
    pair = np.full((len(partners), points), -1, np.int64)
    pair[np.searchsorted(partners, figures.target[rows]), figures.point[rows]] = rows
    return worst(taken(figures, pair[:, (pair >= 0).all(axis=0)]))


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
