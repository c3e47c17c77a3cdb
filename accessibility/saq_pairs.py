"""Connections between centres: how long, by which level, and whether the target value is kept."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod

from accessibility.ends import Linked, walks_between
from accessibility.matrix import find_matrix, nullable
from accessibility.places import SERVES, ZENTRUM, Places
from accessibility.saq import (
    SaqProfile,
    detour_level,
    neighbours,
    ratio_level,
    speed_level,
)
from accessibility.words import MET, NOT_MET
from accessibility.zentren import LEVELS
from gtfs.timetable import Bools, Floats, Ints, Strings
from mobility.day import Day
from mobility.drive import Roads
from mobility.network import Network, snapped
from mobility.profiles import UNREACHED

EARTH = Geod(ellps="WGS84")

FIGURES = ("journey_time_min", "travel_time_p50", "journeys", "rides_min")  # of the matrix

Objects = NDArray[np.object_]


class Pairs(NamedTuple):
    """Ordered pairs of different centres and what no day changes about them."""

    origin: Ints  # [pair] row of the centres
    destination: Ints
    relation: Ints  # [pair] index into LEVELS: the lower level of the two
    neighbours: Bools
    beeline_km: Floats
    car_s: Floats  # with parking, inf where no road leads
    car_m: Floats


def centres_of(places: Places) -> Ints:
    """Return the places that are centres, ascending."""
    return np.flatnonzero(places.kind == ZENTRUM).astype(np.int32)


def find_pairs(network: Network, places: Places, profile: SaqProfile) -> Pairs:
    """Return all ordered pairs of centres with their beelines and drives."""
    rows = centres_of(places)
    level = np.array([LEVELS.index(one) for one in places.level[rows]], np.int64)
    lon, lat = places.lon[rows], places.lat[rows]
    metres = _beelines(lon, lat)
    origin, destination = np.nonzero(metres > 0)
    relation = np.minimum(level[origin], level[destination])
    drive_s, drive_m = _drives(network, lon, lat)
    parking = {str(kind): rest.seconds for kind, rest in profile.parking.items()}
    parking_s = np.array([parking.get(kind, 0) for kind in LEVELS])[level]
    pair = origin, destination
    return Pairs(
        origin, destination, relation, _neighbours(metres, level)[relation, origin, destination],
        metres[pair] / 1000, np.ceil(drive_s[pair]) + parking_s[destination], drive_m[pair],
    )  # fmt: skip


def connection_table(
    network: Network,
    places: Places,
    centres: Linked,
    days: Mapping[str, Day],
    profile: SaqProfile,
    *,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return a row per day and ordered pair of different centres; ``centres`` are their doors.

    ``from_id, from_name, from_level, to_id, to_name, to_level, relation, neighbours, day, date``;
    ``beeline_m`` and ``car_m`` in metres; ``journey_time_p50`` (planned departure; on foot where
    that is quicker), ``journey_time_min``, ``travel_time_p50`` (random departure), ``car_time``
    (with parking) in seconds, null where there is no way; ``journeys`` leaving in the window and
    ``rides_min``; ``oev_level, car_level, detour, detour_level, ratio, ratio_level``: A to F;
    ``oev_limit, oev_verdict, car_limit, car_verdict``: null where no target value is named.
    """
    pairs = find_pairs(network, places, profile)
    walk_s = walks_between(network, centres, centres)[pairs.origin, pairs.destination]
    fixed = _heading(places, pairs)
    tables = []
    for name, day in days.items():
        window = profile.hours.window(name, day.date)
        found = find_matrix(network, day, centres, centres, window, wanted=(50,), threads=threads)
        flat = pairs.origin * len(centres.ends.end_id) + pairs.destination
        figures = found.iloc[flat].reset_index(drop=True)
        dated = fixed.assign(day=name, date=day.date.isoformat())
        tables.append(pd.concat([dated, _levels(pairs, figures, walk_s, profile)], axis=1))
    return pd.concat(tables, ignore_index=True)


def _beelines(lon: Floats, lat: Floats) -> Floats:
    """Return ``[place, place]`` metres."""
    one, two = (grid.ravel() for grid in np.indices((len(lon), len(lon))))
    metres = EARTH.inv(lon[one], lat[one], lon[two], lat[two])[2]
    return np.asarray(metres, np.float64).reshape(len(lon), len(lon))


def _drives(network: Network, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return ``[origin, destination]`` seconds and metres of the fastest drive."""
    streets = network.streets["car"]
    if not len(streets.edge_m):
        nowhere = np.full((len(lon), len(lon)), np.inf)
        return nowhere, nowhere
    points = snapped(network, lon, lat, "car")
    roads = Roads(streets, points, points)
    seconds = roads.seconds(roads.everything)
    return seconds.astype(np.float64), roads.metres().astype(np.float64)


def _neighbours(metres: Floats, level: Ints) -> Bools:
    """Return ``[relation, centre, centre]`` neighbours among the centres of the level or above."""
    found = np.zeros((len(LEVELS), *metres.shape), np.bool_)
    for relation, name in enumerate(LEVELS):
        serving = np.flatnonzero(np.isin(np.array(LEVELS)[level], SERVES[name]))
        among = np.ix_(serving, serving)
        found[relation][among] = neighbours(metres[among])
    return found


def _heading(places: Places, pairs: Pairs) -> pd.DataFrame:
    rows = centres_of(places)
    ends = {"from": rows[pairs.origin], "to": rows[pairs.destination]}
    named = {
        f"{end}_{column}": values[row].astype(object)
        for end, row in ends.items()
        for column, values in (
            ("id", places.place_id), ("name", places.name), ("level", places.level),
        )
    }  # fmt: skip
    relation = np.array(LEVELS, object)[pairs.relation]
    return pd.DataFrame(named | {"relation": relation, "neighbours": pairs.neighbours})


def _levels(pairs: Pairs, figures: pd.DataFrame, walk_s: Ints, profile: SaqProfile) -> pd.DataFrame:
    """Return the columns of one day; no connection is F, no road known is null."""
    ridden = figures["journey_time_p50"].to_numpy(np.float64, na_value=np.inf)
    oev_s = np.minimum(ridden, np.where(walk_s < UNREACHED, walk_s, np.inf))
    km, car_s, by_car = pairs.beeline_km, pairs.car_s, np.isfinite(pairs.car_s)
    detour, ratio = pairs.car_m / 1000 / km, oev_s / np.where(by_car, car_s, 1)
    oev_limit_s, car_limit_s = _limits_s(pairs, profile)
    columns = {
        "beeline_m": np.rint(km * 1000).astype(np.int64),
        "journey_time_p50": _whole(oev_s),
        **{name: figures[name] for name in FIGURES},
        "oev_level": speed_level(km, oev_s, profile.oev).astype(object),
        "car_time": _whole(car_s),
        "car_m": _whole(pairs.car_m),
        "car_level": _where(by_car, speed_level(km, car_s, profile.car)),
        "detour": np.where(by_car, detour, np.nan),
        "detour_level": _where(by_car, detour_level(km, detour, profile.detour)),
        "ratio": np.where(by_car & np.isfinite(oev_s), ratio, np.nan),
        "ratio_level": _where(by_car, ratio_level(ratio, profile.ratio)),
        "oev_limit": nullable(oev_limit_s),
        "oev_verdict": _kept(oev_s, oev_limit_s),
        "car_limit": nullable(car_limit_s),
        "car_verdict": _where(by_car, _kept(car_s, car_limit_s)),
    }
    return pd.DataFrame(columns)


def _limits_s(pairs: Pairs, profile: SaqProfile) -> tuple[Ints, Ints]:
    """Return ``[pair]`` the target values by public transport and by car, UNREACHED if none."""
    oev_s, car_s = np.full((2, len(pairs.relation)), UNREACHED)
    for name, relation in profile.relations.items():
        held = pairs.relation == LEVELS.index(name)
        held &= pairs.neighbours | (name not in profile.neighbours.only)
        oev_s[held], car_s[held] = 60 * relation.oev_minutes, 60 * relation.car_minutes
    return oev_s, car_s


def _kept(seconds: Floats, limit_s: Ints) -> Objects:
    """Return the verdict of each pair, None where no target value is named."""
    verdict = np.where(seconds <= limit_s, MET, NOT_MET)
    return _where(limit_s < UNREACHED, verdict)


def _where(known: Bools, words: Strings | Objects) -> Objects:
    said = words.astype(object)
    said[~known] = None
    return np.asarray(said, np.object_)


def _whole(values: Floats) -> pd.arrays.IntegerArray:
    """Return whole numbers, rounded, null where there is no way."""
    return nullable(np.where(np.isfinite(values), np.rint(values), UNREACHED).astype(np.int64))
