"""Settled: the areas of a county with the weight of every home in each of them."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from accessibility.areas import ORTSTEIL, Areas, areas_of
from accessibility.medians import median, weights_of
from accessibility.places import Places
from gtfs.timetable import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Settled:
    """Who lives where: people are counted, medians and shares are weighed as everywhere."""

    areas: Areas  # all there are
    known: csr_array  # [area, point] who are known to live there
    weight: csr_array  # [area, point] people; 1 each where nobody is known in the whole area
    unknown: Bools  # [area] nobody knows who lives there
    group: Ints  # [home in an area] the area
    point: Ints  # [home in an area] the home
    weights: Floats  # [home in an area]

    def around(self, marked: Bools) -> Ints:
        """Return the areas in which the points marked lie."""
        return np.unique(self.areas.group[:, marked])

    def of(self, rows: Ints) -> "Settled":
        """Return the same of some areas of all."""
        number = np.full(len(self.areas), -1)
        number[rows] = np.arange(len(rows))
        group = number[self.group]
        own = np.flatnonzero(group >= 0)
        entries = group[own], self.point[own], self.weights[own]
        return Settled(
            self.areas, self.known[rows], self.weight[rows], self.unknown[rows], *entries
        )

    def people(self, masks: Bools) -> Floats:
        """Return ``[mask, area]`` the people of whom it holds, nan where nobody is known."""
        return np.where(self.unknown, np.nan, _sums(self.known, masks))

    def share(self, masks: Bools, of: Bools) -> Floats:
        """Return ``[mask, area]`` the share of weight for which it holds too, nan of none."""
        parts, (whole,) = _sums(self.weight, masks & of), _sums(self.weight, of[None])
        return _divided(parts, np.broadcast_to(whole, parts.shape)).round(12)

    def mean(self, values: Floats, mask: Bools) -> Floats:
        """Return ``[area]`` the mean of those of whom it holds by weight, nan of none."""
        total, weight = _sums(self.weight, np.stack((np.where(mask, values, 0.0), mask)))
        return _divided(total, weight).round(6)

    def median(self, values: Ints, mask: Bools) -> Ints:
        """Return ``[area]`` the lower weighted median of those of whom it holds."""
        weights = np.where(mask[self.point], self.weights, 0.0)
        return median(values[self.point], weights, self.group, len(self.unknown))


def settled_of(places: Places, down_to: str = ORTSTEIL) -> Settled:
    """Return the homes in their areas, of a level and those above it."""
    areas, people = areas_of(places).down_to(down_to), places.point_people
    weights = [weights_of(people, group, len(areas)) for group in areas.group]
    known = np.bincount(areas.group.ravel(), np.tile(~np.isnan(people), len(weights)), len(areas))
    point = np.tile(np.arange(len(people)), len(weights))
    entries = areas.group.ravel(), point, np.concatenate(weights)
    return Settled(areas, areas.people, areas.weight, known == 0, *entries)


def _sums(weight: csr_array, values: Bools | Floats) -> Floats:
    """Return ``[row, area]`` the sums of values ``[row, point]`` by weight."""
    return np.asarray(weight @ values.T.astype(np.float64)).T


def _divided(parts: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(parts, whole, out=np.full(parts.shape, np.nan), where=whole > 0))
