"""Needs: which centres the people of each Ortsteil are best off with, and the rides they use."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.choice import Choice
from accessibility.places import Places, ortsteile_of
from accessibility.used_rides import CHOSEN, Trips, numbered, used_rides
from gtfs.timetable import Ints
from mobility.day import Day
from mobility.doors import Doors
from mobility.lines import Lines


class Ways(NamedTuple):
    """Doors of the Ortsteile and of the targets, walks between them."""

    ortsteile: Doors  # [ortsteil]
    targets: Doors  # [target]
    walk_s: Ints  # [ortsteil, target]


def find_needs(places: Places, choices: Mapping[str, Choice]) -> pd.DataFrame:
    """Return who is best off with which centre: ``ortsteil, target, people``.

    An Ortsteil has a row for each centre that is the best of its level for some of its people;
    who has the same centre on two levels counts once. Unknown people weigh 1.
    """
    own = np.searchsorted(ortsteile_of(places), places.point_ortsteil)
    chosen = [
        (np.flatnonzero(target >= 0), target[target >= 0])
        for target in (choices[kind].target for kind in CHOSEN)
    ]
    point, target = (np.concatenate(column) for column in zip(*chosen, strict=True))
    once = pd.DataFrame({"point": point, "target": target}).drop_duplicates()
    people = np.nan_to_num(places.point_people, nan=1.0)
    rows = once.assign(ortsteil=own[once["point"]], people=people[once["point"]])
    return rows.groupby(["ortsteil", "target"], as_index=False).agg(people=("people", "sum"))


def ride_both_ways(
    day: Day, lines: Lines, ways: Ways, needs: pd.DataFrame, *, threads: int | None = None
) -> pd.DataFrame:
    """Return the rides of all useful journeys from the Ortsteile to their centres, and back.

    As ``used_rides``; the way back is walked as fast as the way there.
    """
    origin, target = (needs[name].to_numpy(np.int32) for name in ("ortsteil", "target"))
    people = needs["people"].to_numpy(np.float64)
    walk_s = ways.walk_s[origin, target]
    there = Trips(origin, target, people, walk_s)
    back = Trips(target, origin, people, walk_s)
    return numbered(
        [
            used_rides(day, lines, (ways.ortsteile, ways.targets), there, threads=threads),
            used_rides(day, lines, (ways.targets, ways.ortsteile), back, threads=threads),
        ]
    )
