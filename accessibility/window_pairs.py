"""Window pairs: what a window holds of pairs that are kept and of those looked up for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from accessibility.best import Best, best_of_class
from accessibility.choice import Choice, choice_of
from accessibility.measures import Asked, Figures, joined, taken, towards_nothing
from accessibility.verbuende import Offered, as_one, offered_by, rows_of_class
from gtfs.timetable import Ints


@dataclass(frozen=True, eq=False)
class WindowPairs:
    """The pairs kept, then those looked up."""

    asked: Asked
    kept: Figures  # with figures of the window for the rows alone
    rows: Mapping[str, Ints]  # by class which of those kept could be the best
    found: Figures | None = None  # looked up, None for none

    @property
    def looked_up(self) -> Figures:
        """The figures of those looked up."""
        return towards_nothing(self.asked) if self.found is None else self.found

    @cached_property
    def _offered(self) -> Offered:
        """What decides between all of them."""
        if self.found is None:
            return offered_by(self.kept)
        both = zip(offered_by(self.kept), offered_by(self.found), strict=True)
        return Offered._make(map(np.concatenate, both))

    def and_(self, found: Figures) -> "WindowPairs":
        """Return them with some more that were looked up."""
        return replace(self, found=joined((self.looked_up, found)))

    def timed(self, median_s: Ints) -> "WindowPairs":
        """Return them with the random departures of those kept."""
        return replace(self, kept=self.kept._replace(travel_time_p50=median_s))

    def best(self) -> dict[str, Best]:
        """Return by class the best pair of each point."""
        kept, new, points = len(self.kept.point), self.looked_up, len(self.asked.walk_s)
        found = dict[str, Best]()
        for kind, trip in self.asked.trips.items():
            further = kept + rows_of_class(new.target, new.point, trip)
            rows = np.concatenate((self.rows[kind], further))
            found[kind] = best_of_class(self._offered, rows, trip, points)
        return found

    def choices(self, best: Mapping[str, Best]) -> dict[str, Choice]:
        """Return by class what each point has."""
        trips = self.asked.trips
        return {kind: choice_of(trips[kind], one, self._at) for kind, one in best.items()}

    def _at(self, rows: Ints) -> Figures:
        """Return the figures of the pairs ``[partner, pair]``, of partners as one."""
        size = len(self.kept.point)
        if self.found is None or not size:
            return as_one(taken(self.looked_up if not size else self.kept, rows))
        late = np.nonzero(rows >= size)
        early, further = np.where(rows < size, rows, 0), rows[late] - size
        partners = taken(self.kept, early)
        for column, found in zip(partners, self.found, strict=True):
            column[late] = found[further]
        return as_one(partners)
