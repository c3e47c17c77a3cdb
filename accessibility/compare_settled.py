"""Settled: the areas of a county with the weight of every home in each of them."""

from dataclasses import dataclass

import numpy as np

from accessibility.areas import ORTSTEIL, Areas, areas_of
from accessibility.medians import median, weights_of
from accessibility.places import Places
from gtfs.timetable import Bools, Floats, Ints
from mobility.profiles import UNREACHED


@dataclass(frozen=True, eq=False)
class Settled:
    """Who lives where: people are counted, medians and shares are weighed as everywhere."""

    areas: Areas
    weights: Floats  # [level, point] people; 1 each where nobody is known in the whole area
    unknown: Bools  # [area] nobody knows who lives there

    def people(self, mask: Bools) -> Floats:
        """Return ``[area]`` the people of whom it holds, nan where nobody is known."""
        return np.where(self.unknown, np.nan, self.areas.people_with(mask[None])[0])

    def share(self, mask: Bools, of: Bools) -> Floats:
        """Return ``[area]`` the share of weight for which the mask holds too, nan of none."""
        part, whole = self.areas.weight_with(np.stack((mask & of, of)))
        shares: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
        return shares.round(12)

    def mean(self, values: Floats, mask: Bools) -> Floats:
        """Return ``[area]`` the mean of those of whom it holds by weight, nan of none."""
        total = np.asarray(self.areas.weight @ np.where(mask, values, 0.0))
        weight = self.areas.weight_with(mask[None])[0]
        means: Floats = np.divide(total, weight, out=np.full(len(total), np.nan), where=weight > 0)
        return means.round(6)

    def median(self, values: Ints, mask: Bools) -> Ints:
        """Return ``[area]`` the lower weighted median of those of whom it holds."""
        every = np.ones(len(values), np.bool_)
        return self.median_again(values, mask, every, np.full(len(self.areas), UNREACHED))

    def median_again(self, values: Ints, mask: Bools, changed: Bools, before: Ints) -> Ints:
        """Return the medians where those of the areas without a changed point are known."""
        group, areas = self.areas.group, len(self.areas)
        touched = np.zeros(areas, np.bool_)
        touched[group[:, changed]] = True
        level, point = np.nonzero(touched[group])
        weights = np.where(mask[point], self.weights[level, point], 0.0)
        again = median(values[point], weights, group[level, point], areas)
        return np.where(touched, again, before)


def settled_of(places: Places, down_to: str = ORTSTEIL) -> Settled:
    """Return the homes in their areas, of a level and those above it."""
    areas, people = areas_of(places).down_to(down_to), places.point_people
    weights = [weights_of(people, group, len(areas)) for group in areas.group]
    known = np.bincount(areas.group.ravel(), np.tile(~np.isnan(people), len(weights)), len(areas))
    return Settled(areas, np.stack(weights), known == 0)
