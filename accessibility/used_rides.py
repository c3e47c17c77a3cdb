"""Used rides: the trips people ride on the useful journeys of a day, and where they change."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility.folds import find_useful
from gtfs.timetable import Bools, Floats, Ints, Timetable
from mobility.connections import Connections
from mobility.day import Day, make_ready, profiles_to
from mobility.delays import arrivals_when_late
from mobility.doors import Doors, Sets, door_s, find_sets, taken_doors
from mobility.legs import find_rides
from mobility.lines import Lines
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

CHOSEN = ("grundzentrum", "mittelzentrum", "oberzentrum")  # classes people ride to with changes


class Trips(NamedTuple):
    """Who travels: people of origins to a destination, walks all the way ``[pair]``."""

    origin: Ints  # [pair] door
    destination: Ints  # [pair] door
    people: Floats  # [pair]
    walk_s: Ints  # [pair]


def used_rides(
    day: Day,
    lines: Lines,
    doors: tuple[Doors, Doors],
    trips: Trips,
    *,
    late_s: int = 300,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return a row per ride of every useful journey of the day, in the order of the journey.

    Columns ``pair, journey, people, trip, line, way, from_stop, to_stop, departure_s, arrival_s,
    seated, last, due_s, late_arrival_s``: ``due_s`` is when the journey arrives, ``late_arrival_s``
    when it does if this ride is ``late_s`` behind and its change is missed (missing: never).
    """
    make_ready(day)
    origins, destinations = doors

    def towards(destination: int) -> pd.DataFrame:
        pairs = np.flatnonzero(trips.destination == destination)
        egress_s = door_s(destinations, destination, day.stops)
        profiles = profiles_to(day, egress_s)
        own = taken_doors(origins, trips.origin[pairs])
        sets = find_sets(day.connections, profiles, own, trips.walk_s[pairs], day.leaving)
        chosen = _only(sets, find_useful(sets))
        rides = find_rides(day, profiles, own, egress_s, chosen)
        late = arrivals_when_late(day, profiles, rides, late_s)
        size = np.diff(rides.first)
        journey = np.repeat(np.arange(len(size)), size)
        pair = pairs[np.repeat(np.arange(len(pairs)), np.diff(chosen.first))]
        last = np.zeros(len(journey), np.bool_)
        last[rides.first[1:] - 1] = True
        table = _ridden(day, lines, rides.board, rides.alight)
        return table.assign(
            pair=pair[journey],
            journey=journey,
            people=trips.people[pair[journey]],
            seated=rides.seated,
            last=last,
            due_s=chosen.arrival_s[journey],
            late_arrival_s=np.where(late < UNREACHED, late, np.nan),
        )

    wanted = np.unique(trips.destination).tolist() or [0]  # nobody's rides have columns, too
    parts = in_threads(towards, wanted, threads=threads, label="Wege")
    return numbered(parts)


def changes_of(rides: pd.DataFrame, timetable: Timetable) -> pd.DataFrame:
    """Return a row per change of a journey: from one ride to the next that is boarded.

    Columns ``ride, pair, journey, people, station, from_trip, from_line, from_way, to_trip,
    to_line, to_way, arrival_s, departure_s, from_stop, to_stop``; ``ride`` is the row that is left,
    the station where one alights.
    """
    follows = (rides["journey"] == rides["journey"].shift(-1)) & ~rides["seated"].shift(
        -1, fill_value=True
    )
    one, other = rides[follows], rides[follows.shift(1, fill_value=False)]
    return pd.DataFrame(
        {
            "ride": np.flatnonzero(follows),
            "pair": one["pair"].to_numpy(),
            "journey": one["journey"].to_numpy(),
            "people": one["people"].to_numpy(),
            "station": timetable.stop_station[one["to_stop"]],
            "from_trip": one["trip"].to_numpy(),
            "from_line": one["line"].to_numpy(),
            "from_way": one["way"].to_numpy(),
            "to_trip": other["trip"].to_numpy(),
            "to_line": other["line"].to_numpy(),
            "to_way": other["way"].to_numpy(),
            "arrival_s": one["arrival_s"].to_numpy(),
            "departure_s": other["departure_s"].to_numpy(),
            "from_stop": one["to_stop"].to_numpy(),
            "to_stop": other["from_stop"].to_numpy(),
        }
    )


def _ridden(day: Day, lines: Lines, board: Ints, alight: Ints) -> pd.DataFrame:
    connections: Connections = day.connections
    trip = day.runs.trip[connections.run[board]]
    return pd.DataFrame(
        {
            "trip": trip,
            "line": lines.trip_line[trip],
            "way": lines.trip_way[trip],
            "from_stop": connections.from_stop[board],
            "to_stop": connections.to_stop[alight],
            "departure_s": connections.departure_s[board],
            "arrival_s": connections.arrival_s[alight],
        }
    )


def _only(sets: Sets, chosen: Bools) -> Sets:
    """Return the chosen journeys."""
    kept = np.concatenate(([0], np.cumsum(chosen)))[sets.first]
    return Sets(kept, sets.departure_s[chosen], sets.arrival_s[chosen], sets.rides[chosen])


def numbered(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rides of all parts, journeys numbered through."""
    before, every = 0, []
    for part in parts:
        every.append(part.assign(journey=part["journey"] + before))
        before += int(part["journey"].max()) + 1 if len(part) else 0
    return pd.concat(every, ignore_index=True)
