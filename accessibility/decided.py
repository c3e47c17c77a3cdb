"""Decided: who reaches a class within its limit, from as few pairs as decide it.

For findings that ask neither which target one has nor how far it is. What the scans promise is a
lower bound: a target it puts beyond the limit needs no look, and who has one that will do needs
no other.
"""

from typing import NamedTuple

import numpy as np

from accessibility.measures import Asked, Figures, Trip, figures_of, joined, look_around
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED


class Decided(NamedTuple):
    """What is said of every point about one class."""

    known: Bools  # [point] whether there is any target of the class for it
    in_time: Bools  # [point] one of them is near enough, by planned journey or on foot
    met: Bools  # [point] and served in every slot, there and back, or within a walk


def decide(asked: Asked, *, threads: int | None = None) -> dict[str, Decided]:
    """Return for every class what ``choices_of`` would say of its limit.

    Every class must have a limit, and no Verbund that counts as a whole.
    """
    views = look_around(asked, threads=threads)
    hopes = {kind: _hopes(asked, trip, views.least_s) for kind, trip in asked.trips.items()}
    first = np.zeros(views.least_s.shape, np.bool_)
    for kind, trip in asked.trips.items():
        first[trip.targets] |= _nearest(hopes[kind], views.least_s[trip.targets])
    figures = figures_of(asked, views, first, threads=threads)
    further = np.zeros_like(first)
    for kind, trip in asked.trips.items():
        further[trip.targets] |= hopes[kind] & ~_decided(asked, trip, figures).met
    further &= ~first
    figures = joined((figures, figures_of(asked, views, further, threads=threads)))
    return {kind: _decided(asked, trip, figures) for kind, trip in asked.trips.items()}


def _open_to(trip: Trip, points: int) -> Bools:
    """Return ``[target, point]`` whether the target of the class is one for the point."""
    if trip.own is None:
        return np.ones((len(trip.targets), points), np.bool_)
    return np.asarray(trip.targets[:, None] == trip.own)


def _walkers(asked: Asked, trip: Trip) -> Bools:
    """Return ``[point]`` who walks to a target of the class within the limit."""
    walk_s = asked.walk_s.T[trip.targets]
    near = (walk_s <= _limit_s(trip)) & (walk_s < UNREACHED)
    return np.asarray((near & _open_to(trip, near.shape[1])).any(axis=0))


def _hopes(asked: Asked, trip: Trip, least_s: Ints) -> Bools:
    """Return ``[target, point]`` the pairs that could be in time, of those who do not walk."""
    least = least_s[trip.targets]
    in_time = (least <= _limit_s(trip)) & (least < UNREACHED)
    return in_time & _open_to(trip, least.shape[1]) & ~_walkers(asked, trip)


def _nearest(hopes: Bools, least_s: Ints) -> Bools:
    """Return ``[target, point]`` the pair of each point that promises most, where any does."""
    nearest = np.zeros_like(hopes)
    if len(hopes):
        best = np.argmin(np.where(hopes, least_s, UNREACHED), axis=0)
        nearest[best, np.arange(hopes.shape[1])] = True
    return nearest & hopes


def _decided(asked: Asked, trip: Trip, figures: Figures) -> Decided:
    """Return what the pairs computed so far say of the class."""
    points = len(asked.walk_s)
    own = np.zeros(asked.walk_s.T.shape, np.bool_)
    own[trip.targets] = _open_to(trip, points)
    mine = own[figures.target, figures.point]
    near = mine & (np.minimum(figures.journey_time_p50, figures.walk_s) <= _limit_s(trip))
    enough = near & (figures.every_slot | (figures.walk_s < UNREACHED))
    walkers = _walkers(asked, trip)
    in_time, met = walkers.copy(), walkers.copy()
    in_time[figures.point[near]] = True
    met[figures.point[enough]] = True
    return Decided(np.asarray(own.any(axis=0)), in_time, met)


def _limit_s(trip: Trip) -> int:
    return -1 if trip.limit_s is None else trip.limit_s
