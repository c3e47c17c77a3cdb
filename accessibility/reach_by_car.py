"""People in reach: how many by public transport, how many by car, and the ratio of the two.

The indicator "Erreichbarkeit" of the FoPS project VB710007 (2025), for Ortsteile.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from accessibility.ends import Linked
from accessibility.hours import Hours
from accessibility.ortsteil_rows import ortsteil_rows
from accessibility.pair_times import reached_between
from accessibility.pairs import between
from accessibility.parts_of_day import part_of_day
from accessibility.places import Places, ortsteile_of
from accessibility.standards import Assumable, Minutes, Standard
from accessibility.taken_ends import taken_ends
from gtfs.timetable import Floats
from mobility.day import Day
from mobility.drive import find_drive_s
from mobility.network import Network, snapped
from mobility.snapping import Snapped, taken

Percent = Annotated[int, Field(ge=1, le=100)]


class Percentiles(Assumable):
    """Which percentiles of the travel times over the window say who is in reach."""

    wanted: Annotated[tuple[Percent, ...], Field(min_length=1)]


class FopsProfile(Standard):
    """People in reach by public transport and by car."""

    kind: Literal["fops"]
    reach: Minutes
    parking: Minutes
    hours: Hours
    percentiles: Percentiles


class Parked(NamedTuple):
    """Where homes and places stand on the streets for cars."""

    homes: Snapped  # [point]
    places: Snapped  # [place]


class Living(NamedTuple):
    """The doors of the homes and of all places."""

    homes: Linked
    everywhere: Linked
    parked: Parked | None = None  # None: not known yet


def people_in_reach(
    network: Network,
    places: Places,
    living: Living,
    days: Mapping[str, Day],
    profile: FopsProfile,
    *,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return a row per Ortsteil and day: people whose homes are reached from the Ortsteil's point.

    Columns: ``ortsteil_id, name, kommune, population, day, date``; for each percentile of the
    profile ``people_p5`` … (travel time with the wait at most the limit in that share of the
    minutes of the window: 5 is leaving when it suits the timetable, 50 at any minute) and
    ``ratio_p5`` … to ``people_car`` (drive without jams, and parking); ``limit`` in seconds. Only
    the people of the population table count: who lives beyond its border is missing on both sides
    of the ratio. Homes count one each where nobody is known to live anywhere.
    """
    people, limit_s = _people(places), profile.reach.seconds
    origins = taken_ends(living.everywhere, ortsteile_of(places))
    by_car = _by_car(network, places, living.parked, profile, threads)
    tables = []
    for name, day in days.items():
        window = profile.hours.window(name, day.date)
        span = window.from_s, window.until_s + limit_s
        part = part_of_day(network.timetable, day, span, longest_s=limit_s)
        asked = between(network, part, origins, living.homes)
        found = reached_between(asked, window, wanted=profile.percentiles.wanted, threads=threads)
        table = ortsteil_rows(places, name, day.date)
        for percent, reached in zip(profile.percentiles.wanted, found, strict=True):
            table[f"people_p{percent}"] = reached @ people
        table["people_car"] = by_car
        for percent in profile.percentiles.wanted:
            table[f"ratio_p{percent}"] = _ratio(table[f"people_p{percent}"].to_numpy(), by_car)
        tables.append(table.assign(limit=limit_s))
    return pd.concat(tables, ignore_index=True)


def _people(places: Places) -> Floats:
    people = np.nan_to_num(places.point_people)
    return people if people.any() else np.ones_like(people)


def _by_car(
    network: Network,
    places: Places,
    known: Parked | None,
    profile: FopsProfile,
    threads: int | None,
) -> Floats:
    """Return ``[ortsteil]`` the people in reach by car, nan without streets for cars."""
    streets, rows = network.streets["car"], ortsteile_of(places)
    if not len(streets.edge_m):
        return np.full(len(rows), np.nan)
    parked = known or Parked(
        snapped(network, places.point_lon, places.point_lat, "car"),
        snapped(network, places.lon, places.lat, "car"),
    )
    here, max_s = taken(parked.places, rows), profile.reach.seconds - profile.parking.seconds
    drive_s = find_drive_s(streets, here, parked.homes, max_s=max_s, threads=threads)
    return np.asarray(np.isfinite(drive_s) @ _people(places), np.float64)


def _ratio(people: Floats, by_car: Floats) -> Floats:
    """Return public transport over car, nan where nobody is reached by car."""
    ratio = np.full(len(people), np.nan)
    np.divide(people, by_car, out=ratio, where=by_car > 0)
    return ratio
