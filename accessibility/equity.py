"""Equity: how evenly journeys and times are spread over people, in the county and its Kommunen."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.access import Choices
from accessibility.areas import ORTSTEIL, Areas, areas_of
from accessibility.choice import Choice
from accessibility.medians import weights_of
from accessibility.places import Places
from accessibility.reach import planned_s, random_s
from accessibility.spread import gini, quantiles, ranked
from gtfs.timetable import Bools, Floats, Ints
from mobility.profiles import UNREACHED

SHARES = (0.10, 0.25, 0.50, 0.75, 0.90)  # of people who have at most this much, or are this near
EVERYBODY = "all"
QUANTILES = [f"p{round(100 * share)}" for share in SHARES]
COLUMNS = [
    *("day", "class", "measure", "group", "area", "area_id", "area_name", "people", "people_lost"),
    *(*QUANTILES, "gini"),
]


class _Figure(NamedTuple):
    """One figure of the homes."""

    measure: str
    values: Ints  # [point] UNREACHED where there is no journey and no walk
    counted: Bools  # [point] who belongs to the question
    lost: Bools  # [point] of those, who cannot get there at all


class _Crowd(NamedTuple):
    """A group of people, twice: as those of the Kreis and as those of their Kommune."""

    name: str
    people: Floats  # [row]
    weights: Floats  # [row] people; of everybody 1 each where nobody is known to live


def equity_table(
    places: Places, choices: Choices, people: Mapping[str, Floats] | None = None
) -> pd.DataFrame:
    """Return how each figure is spread over the people of the county and of each Kommune.

    ``people`` ``[point]`` by the name of a group of them: "all" by default.

    A row per day, class, measure, group and area. Columns: ``day, class, measure, group, area,
    area_id, area_name``; ``people`` counted, ``people_lost`` who cannot get there at all, as a
    class of its own that is never dropped; ``p10, p25, p50, p75, p90``: the smallest value that
    so many per cent of *all* those people do not exceed, those lost last, nan if it is one of
    them; ``gini`` of those who get there, of counts that of all: 0 is all alike, towards 1 a few
    have everything.

    Measures: ``journeys, return_journeys`` a day of all who live beyond walking distance;
    ``journey_time_p50`` planned and ``travel_time_p50`` with the wait in seconds, the walk where
    it is shorter.
    """
    areas = areas_of(places)
    size, group = _wholes(areas), areas.group[:-1].ravel()
    groups = people or {EVERYBODY: places.point_people}
    crowds = [_crowd(name, one, group, size) for name, one in groups.items()]
    found = [
        ((day, kind, figure.measure, crowd.name), numbers)
        for day, chosen in choices.items()
        for kind, choice in chosen.items()
        for figure in (_figures(choice) if choice.known.any() else ())
        for crowd, numbers in _spread(figure, crowds, group, size)
    ]
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    said = np.repeat(np.array([words for words, _ in found], np.object_), size, axis=0)
    named = [areas.level[:size], areas.area_id[:size], areas.name[:size]]
    areas_of_all = np.tile(np.array(named, np.object_), len(found))
    numbers = np.concatenate([numbers for _, numbers in found], axis=1)
    columns = *said.T, *areas_of_all, *numbers
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _wholes(areas: Areas) -> int:
    """Return how many of the areas are the Kreis and Kommunen, which stand first."""
    return sum(level != ORTSTEIL for level in areas.level)


def _figures(choice: Choice) -> Iterator[_Figure]:
    figures, riders = choice.figures, choice.known & ~choice.walks
    for name in ("journeys", "return_journeys"):
        counts = choice.of(getattr(figures, name), 0)
        yield _Figure(name, counts, riders, riders & (counts == 0))
    durations = (("journey_time_p50", planned_s(choice)), ("travel_time_p50", random_s(choice)))
    for name, times in durations:
        yield _Figure(name, times, choice.known, choice.known & (times >= UNREACHED))


def _crowd(name: str, people: Floats, group: Ints, size: int) -> _Crowd:
    everywhere = np.tile(people, 2)
    real = np.nan_to_num(everywhere)
    weights = weights_of(everywhere, group, size) if name == EVERYBODY else real
    return _Crowd(name, real, weights)


def _spread(
    figure: _Figure, crowds: Iterable[_Crowd], group: Ints, size: int
) -> Iterator[tuple[_Crowd, Floats]]:
    """Yield each crowd with numbers ``[column, area]`` of the Kreis and the Kommunen."""
    rows = ranked(np.tile(figure.values, 2), group, size)
    counted, lost = np.tile(figure.counted, 2), np.tile(figure.lost, 2)
    for crowd in crowds:
        weights = crowd.weights * counted
        numbers = (
            np.bincount(group, crowd.people * counted, size),
            np.bincount(group, crowd.people * lost, size),
            quantiles(rows, weights, SHARES),
            gini(rows, weights),
        )
        yield crowd, np.vstack(numbers)
