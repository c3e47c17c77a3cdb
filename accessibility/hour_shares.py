"""Hour shares: in which hours of the day people have a useful journey, there and back."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.access import Choices, Question, asked_of
from accessibility.areas import ORTSTEIL, Areas
from accessibility.choice import Choice
from accessibility.folds import HOUR_S, find_useful
from accessibility.held_sets import Towards, sets_towards
from accessibility.known import Known
from accessibility.measures import Asked, Trip
from accessibility.standards import CLASSES
from accessibility.verbuende import with_partners
from gtfs.timetable import Bools, Ints
from mobility.day import Day
from mobility.doors import Sets
from mobility.profiles import UNREACHED

HOURS = range(5, 23)  # clock hours one leaves in
EVERY = (1 << len(HOURS)) - 1
THERE, BACK = "hin", "zurück"


class ByHour(NamedTuple):
    """Hours in which a useful journey to the chosen target leaves: bit 0 is 5 to 6 o'clock.

    Who walks there can do so in every hour. Of a Verbund all of whose partners count, the hours in
    which one gets to each of them.
    """

    there: Ints  # [point]
    back: Ints  # [point]


def useful_hours(
    question: Question,
    days: Mapping[str, Day],
    choices: Choices,
    *,
    known: Mapping[str, Known] | None = None,
    threads: int | None = None,
) -> dict[str, dict[str, ByHour]]:
    """Return by day and class in which hours every point has a useful journey to its target.

    ``known`` is by day what the choices rest on, as far as it has been kept.
    """
    kept = known or {}
    return {
        name: _of_day(asked_of(question, name, day), choices[name], kept.get(name), threads)
        for name, day in days.items()
    }


def hour_table(
    areas: Areas, before: pd.DataFrame, after: pd.DataFrame, days: Sequence[str]
) -> pd.DataFrame:
    """Return the shares of people with a useful journey by hour, for the Kreis and its Kommunen.

    Both are point tables with ``_hours``. Columns ``area, area_id, area_name, day, class, way``
    (hin, zurück), ``hour, share_before, share_after, people_before, people_after``; a class the
    region has no target of has no rows.
    """
    wide = [row for row, level in enumerate(areas.level) if level != ORTSTEIL]
    parts = []
    for day in days:
        one, other = before[before["day"] == day], after[after["day"] == day]
        for kind in CLASSES:
            asked = one[f"{kind}_known"].to_numpy(np.bool_)
            asked = asked | other[f"{kind}_known"].to_numpy(np.bool_)
            if not asked.any():
                continue
            for way, column in ((THERE, f"{kind}_hours"), (BACK, f"{kind}_return_hours")):
                shares = _shares(areas, asked, [_bits(side, column) for side in (one, other)])
                parts.append(_rows(areas, wide, (day, kind, way), shares))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _bits(table: pd.DataFrame, column: str) -> Bools:
    """Return ``[hour, point]`` whether the hour is among those of the column."""
    held = table[column].to_numpy(np.int64)
    return np.asarray((held[None] >> np.arange(len(HOURS))[:, None]) & 1, np.bool_)


def _shares(areas: Areas, asked: Bools, sides: Sequence[Bools]) -> list[pd.DataFrame]:
    """Return of either side, hour by hour, ``[hour, area]`` shares and people of those asked."""
    of = areas.weight_with(asked[None])
    found = []
    for bits in sides:
        part = areas.weight_with(bits & asked)
        share = np.divide(part, of, out=np.full(part.shape, np.nan), where=of > 0).round(12)
        found.append(
            pd.DataFrame(
                {"share": share.ravel(), "people": areas.people_with(bits & asked).ravel()}
            )
        )
    return found


def _rows(
    areas: Areas, wide: Sequence[int], names: tuple[str, str, str], sides: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """Return a row per area and hour, the areas in their order."""
    picked = np.array([hour * len(areas) + row for row in wide for hour in range(len(HOURS))])
    day, kind, way = names
    of = np.repeat(wide, len(HOURS)).tolist()
    before, after = (side.iloc[picked].reset_index(drop=True) for side in sides)
    return pd.DataFrame(
        {
            "area": [areas.level[row] for row in of],
            "area_id": [areas.area_id[row] for row in of],
            "area_name": [areas.name[row] for row in of],
            "day": day,
            "class": kind,
            "way": way,
            "hour": np.tile(np.array(HOURS, np.int32), len(wide)),
            "share_before": before["share"],
            "share_after": after["share"],
            "people_before": before["people"],
            "people_after": after["people"],
        }
    )


def _of_day(
    asked: Asked, choices: Mapping[str, Choice], known: Known | None, threads: int | None
) -> dict[str, ByHour]:
    size = len(asked.walk_s.T)
    pairs = {kind: with_partners(choices[kind].trip, _row(choices[kind]), size) for kind in CLASSES}
    wanted = np.any(list(pairs.values()), axis=0)
    there, back = _hours(asked, wanted, known, threads)
    return {
        kind: ByHour(
            _of_chosen(there, pairs[kind], choices[kind].trip),
            _of_chosen(back, pairs[kind], choices[kind].trip),
        )
        for kind in CLASSES
    }


def _row(choice: Choice) -> Ints:
    return np.asarray(choice.target, np.int64)


def _of_chosen(hours: Ints, pairs: Bools, trip: Trip) -> Ints:
    """Return ``[point]`` the hours of its pair, or those all of its pairs have."""
    targets = trip.targets
    own = np.where(pairs[targets], hours[targets], EVERY)
    every = np.bitwise_and.reduce(own, axis=0, initial=EVERY) if len(targets) else EVERY
    return np.where(pairs.any(axis=0), every, 0).astype(np.int32)


def _hours(
    asked: Asked, wanted: Bools, known: Known | None, threads: int | None
) -> tuple[Ints, Ints]:
    """Return ``[target, point]`` the hours there and back of the pairs wanted."""
    there, back = np.zeros(wanted.shape, np.int32), np.zeros(wanted.shape, np.int32)

    def fill(towards: Towards) -> None:
        target, at, on_foot = towards.target, towards.points, towards.walk_s < UNREACHED
        there[target, at] = np.where(on_foot, EVERY, _hours_of(towards.out))
        back[target, at] = np.where(on_foot, EVERY, _hours_of(towards.home))

    sets_towards(asked, wanted, fill, known=known, threads=threads)
    return there, back


def _hours_of(sets: Sets) -> Ints:
    """Return ``[door]`` the hours in which a useful journey leaves it (or the target)."""
    door = np.repeat(np.arange(len(sets.first) - 1), np.diff(sets.first))
    bit = sets.departure_s // HOUR_S - HOURS.start
    kept = find_useful(sets) & (bit >= 0) & (bit < len(HOURS))
    hours = np.zeros(len(sets.first) - 1, np.int32)
    np.bitwise_or.at(hours, door[kept], np.int32(1) << bit[kept].astype(np.int32))
    return hours
