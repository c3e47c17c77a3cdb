"""ÖV-Güteklassen: how good the stop is (vehicle, interval) and how far the walk to it.

One method for ÖROK and ARE/GOAT, whose tables are profile files. A station's category comes from
its best vehicles and the mean interval over the span: its length divided by the departures, those
of the stronger direction (or half of both, the sources' own way; ``departures`` says how they are
counted). Interval classes are closed at their upper edge: every 60 minutes is in 40–60.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from accessibility.catchments import Surroundings, Ways
from accessibility.criteria import Criterion, Verdict
from accessibility.departures import count_at, taken, visits_on
from accessibility.departures_groups import groups_of
from accessibility.gueteklassen_profile import Gueteklassen
from gtfs.timetable import NONE, Floats, Ints


@dataclass(frozen=True, eq=False)
class Rated:
    """What a date gives the stations and, through them, the homes."""

    profile: Gueteklassen
    when: date
    day: str  # day type
    category: Ints  # [station] NONE for none
    vehicle: Ints  # [station] the group that made the category; the best there is, NONE for none
    counted: Floats  # [station] departures the interval is made of
    departures: Floats  # [station] both ways, all groups, those on demand apart
    on_demand: Floats  # [station]
    point_class: Ints  # [point] NONE beyond all catchments
    point_station: Ints  # [point] the nearest station that gives the class, NONE
    point_m: Floats  # [point] the walk to it, nan


def find_gueteklassen(
    around: Surroundings, profile: Gueteklassen, day: str, when: date
) -> tuple[Rated, Verdict]:
    """Return the classes of stations and homes on the date, and who lives within any class."""
    timetable, size = around.timetable, len(around.timetable.station_id)
    visits = visits_on(timetable, around.lines, when, profile.span)
    fixed = visits if profile.on_demand else taken(visits, ~visits.on_demand)
    group, one = groups_of(timetable, profile.groups), np.zeros(len(timetable.route_id), np.int32)
    shape = (size, len(profile.groups))
    served = count_at(fixed, group, shape, profile.departures)
    category, vehicle, counted = category_of(profile, served)
    booked = taken(visits, visits.on_demand)
    points = len(around.places.point_lon)
    rated = Rated(
        profile,
        when,
        day,
        category,
        vehicle,
        counted,
        count_at(taken(visits, ~visits.on_demand), one, (size, 1), "departures")[:, 0],
        count_at(booked, one, (size, 1), "departures")[:, 0],
        *_of_points(profile, category, around.walks, points),
    )
    met = rated.point_class != NONE
    return rated, Verdict(_criterion(profile), day, met, np.ones(points, np.bool_))


def category_of(profile: Gueteklassen, counts: Floats) -> tuple[Ints, Ints, Floats]:
    """Return ``[station]`` category, group and departures counted, of ``counts [station, group]``.

    ``highest``: the best group that departs at all, with the departures of all groups together
    (the sources' way: a single train makes a bus station a railway station). ``best``: each group
    with its own departures and those of the groups above it; the best category wins.
    """
    total = np.cumsum(counts, axis=1)
    none = np.full(len(counts), NONE, np.int32)
    some = total[:, -1] > 0
    highest = np.where(some, np.argmax(counts > 0, axis=1), NONE)
    if profile.vehicle == "highest":
        counted = total[:, -1]
        return _category(profile, counted, highest), highest.astype(np.int32), counted
    category, vehicle, counted = none, highest.astype(np.int32), total[:, -1].copy()
    for group in range(counts.shape[1]):
        here = np.where(counts[:, group] > 0, group, NONE)
        of_group = _category(profile, total[:, group], here)
        better = (of_group != NONE) & ((category == NONE) | (of_group < category))
        category = np.where(better, of_group, category)
        vehicle = np.where(better, group, vehicle).astype(np.int32)
        counted = np.where(better, total[:, group], counted)
    return category, vehicle, counted


def _category(profile: Gueteklassen, counted: Floats, group: Ints) -> Ints:
    """Return ``[station]`` the category; ``minutes / counted`` is never divided, so never rounded.

    The first interval class that is long enough holds it.
    """
    minutes = (profile.span[1] - profile.span[0]) / 60
    table, category = profile.category_at(), np.full(len(counted), NONE, np.int32)
    for row, interval in reversed(list(enumerate(profile.intervals))):
        if interval.until is not None:
            within = counted * interval.until >= minutes
        else:
            within = counted * float(interval.below or 0) > minutes
        chosen = within & (group != NONE)
        category[chosen] = table[row, group[chosen]]
    return category


def _of_points(
    profile: Gueteklassen, category: Ints, walks: Ways, points: int
) -> tuple[Ints, Ints, Floats]:
    """Return ``[point]`` the best class, the nearest station that gives it, and the walk there."""
    band = np.searchsorted(profile.distances, walks.metres)
    near = (band < len(profile.distances)) & (category[walks.station] != NONE)
    station, point, metres = (column[near] for column in walks)
    given = profile.class_at()[category[station], band[near]]
    kept = given != NONE
    order = np.lexsort((station[kept], metres[kept], given[kept], point[kept]))
    first = np.unique(point[kept][order], return_index=True)
    best = np.flatnonzero(kept)[order[first[1]]]
    point_class, point_station = (np.full(points, NONE, np.int32) for _ in range(2))
    point_m = np.full(points, np.nan)
    point_class[first[0]] = given[best]
    point_station[first[0]] = station[best]
    point_m[first[0]] = metres[best]
    return point_class, point_station, point_m


def _criterion(profile: Gueteklassen) -> Criterion:
    return Criterion(
        profile.key,
        "klasse",
        f"{profile.name}: Klasse {profile.classes[-1]} oder besser",
        profile.text,
        profile.source,
        assumed=profile.people.assumed,
        least_share=profile.people.least_share,
    )
