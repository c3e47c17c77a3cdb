"""The accessibility table of the whole demo county, all its day types: mobility access."""

from pathlib import Path

import numpy as np
from measure import Row, in_turn, peak_mb, row_of

from accessibility.access import asked_of
from accessibility.best import of_chosen
from accessibility.choice import choose, reach_targets
from accessibility.measures import Asked, Figures, Trip, figures_of, look_around
from accessibility.verbuende import of_class
from api.service import load_service
from gtfs.timetable import Bools, Ints

EVERY = "every pair of point and target, nothing left out, 2 threads"


def county_table(work: Path) -> list[Row]:
    """Make the table of ``mobility demo``, run before; hold one day to the one computed in full."""
    service = load_service(work / "demo" / "network")
    days = {name: service.day(when) for name, when in service.days.items()}
    question = service.question
    service.access(list(days))  # compiled, or taken from the cache
    two, one = in_turn(
        lambda: service.access(list(days), threads=2), lambda: service.access(list(days), threads=1)
    )
    name, day = next(iter(days.items()))
    note = (
        f"{len(question.points.first) - 1} points, {len(question.target)} targets, "
        f"{len(question.points.stop)} walks to {day.stops} stops, "
        + ", ".join(f"{name} {len(day.connections.run)}" for name, day in days.items())
        + " connections; drives included"
    )
    rows = [
        row_of(f"table of {len(days)} day types, 1 thread", one),
        row_of("the same, 2 threads", two, against=("1 thread", one), peak=peak_mb(), note=note),
    ]
    return [*rows, _in_full(asked_of(question, name, day), name)]


def _in_full(asked: Asked, name: str) -> Row:
    """Compare with all figures of all pairs, of which most cannot be anybody's best."""
    every = np.ones(asked.walk_s.T.shape, np.bool_)
    found: list[Figures] = []
    few, whole = in_turn(
        lambda: found.append(reach_targets(asked, threads=2)),
        lambda: found.append(figures_of(asked, look_around(asked, threads=2), every, threads=2)),
        runs=3,
    )
    same = all(
        np.array_equal(_chosen(found[0], trip, every), _chosen(found[1], trip, every))
        for trip in asked.trips.values()
    )
    note = (
        f"{len(found[0].target)} of {every.size} pairs computed; "
        f"{'all points choose the same targets' if same else 'THE CHOICES DIFFER'}"
    )
    against = (EVERY, whole)
    return row_of(f"figures of the day {name}, 2 threads", few, against=against, note=note)


def _chosen(figures: Figures, trip: Trip, pairs: Bools) -> Ints:
    """Return ``[point]`` the target it is best off with, -1 without any."""
    points = pairs.shape[1]
    found = of_class(figures, trip, points)
    return of_chosen(found.target, choose(found, trip, points), -1)
