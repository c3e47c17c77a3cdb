"""Odd rides: new and changed trips of a scenario that ride from stop to stop as nobody does."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from accessibility.words import day_name, number
from api.lines import LineService
from api.scenarios.lines import LinesBeforeAfter
from gtfs.hops import hops_of
from gtfs.timetable import Ints

SLOW_S = 3600  # Annahme: from here on a ride slower than a walk is a slip of the pen
HOP = ["line", "start", "end", "seconds"]
FAST, SLOW = "schneller, als jemand fährt (Annahme)", "langsamer als zu Fuß"


def odd_rides(both: LinesBeforeAfter) -> Iterator[str]:
    """Yield a sentence (German) on the worst ride of each line: too fast, or slower than a walk.

    What a trip that is gone has ridden as well is no news.
    """
    rides = [_new_rides(both, *day) for day in both.after.service.days.items()]
    odd = pd.concat(rides, ignore_index=True)
    for (_, line), own in odd.groupby(["how", "line"], sort=False):
        worst = own.sort_values("size", ascending=False, kind="stable").iloc[0]
        trips = own.groupby("day", sort=False)["trip"].nunique()
        told = ", ".join(f"{day_name(str(day))} {number(few)}" for day, few in trips.items())
        yield (
            f"{line}: {worst['start']} – {worst['end']} ({number(worst['km'], 1)} km Luftlinie) in "
            f"{number(worst['seconds'] / 60, 1)} min, {worst['how']}; Fahrten: {told}"
        )


def _new_rides(both: LinesBeforeAfter, day: str, when: date) -> pd.DataFrame:
    """Return the odd rides of a date that none of the trips that are gone has ridden."""
    gone, new = both.differing(when)
    odd = _odd(*new)
    if odd.empty:
        return odd.assign(day=day)
    known = pd.MultiIndex.from_frame(_odd(*gone)[HOP])
    return odd[~pd.MultiIndex.from_frame(odd[HOP]).isin(known)].assign(day=day)


def _odd(side: LineService, trips: Ints) -> pd.DataFrame:
    """Return the odd rides of trips: ``line, start, end, seconds, km, trip, how, size``."""
    timetable, hops = side.timetable, hops_of(side.timetable, trips)
    walk_kmh = side.service.network.moving.walk_speed_kmh
    fast = hops.excess > 1
    slow = (hops.seconds > SLOW_S) & (hops.metres * 3.6 < hops.seconds * walk_kmh)
    at = np.flatnonzero(fast | slow)
    return pd.DataFrame(
        {
            "line": timetable.route_name[timetable.trip_route[hops.trip[at]]],
            "start": timetable.stop_name[hops.start[at]],
            "end": timetable.stop_name[hops.end[at]],
            "seconds": hops.seconds[at],
            "km": hops.metres[at] / 1000,
            "trip": hops.trip[at],
            "how": np.where(fast[at], FAST, SLOW),
            "size": np.where(fast, hops.excess, hops.seconds)[at],
        }
    )
