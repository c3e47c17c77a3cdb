"""Tables of standards: each part of what counts as enough, asked of a service for some days."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from accessibility.age_groups import equity_by_age
from accessibility.catchments_standards import StopStandard, stop_verdicts
from accessibility.criteria import Verdict
from accessibility.ends import Linked
from accessibility.gueteklassen import find_gueteklassen
from accessibility.gueteklassen_areas import class_areas
from accessibility.gueteklassen_profile import Gueteklassen
from accessibility.gueteklassen_tables import people_table, station_table
from accessibility.places import POI, Places
from accessibility.reach import reach_verdicts
from accessibility.reach_by_car import FopsProfile, Living, people_in_reach
from accessibility.report_evaluation import (
    CLASSED,
    CONNECTIONS,
    EQUITY,
    GROUND,
    REACHED,
    SCHOOLS,
    SENSITIVITY,
    SERVICES,
    SHIFTS,
    STATIONS,
    WORK,
)
from accessibility.saq import SaqProfile
from accessibility.saq_pairs import centres_of, connection_table
from accessibility.schools import SchoolProfile
from accessibility.schools_table import schools_of_days
from accessibility.sensitivity import sensitivity_table
from accessibility.services_of_life import ServicesProfile
from accessibility.services_of_life_shifts import shifts_of_days
from accessibility.services_of_life_table import services_of_days
from accessibility.standards import Profile
from api.homes import parked_of
from api.standard_case import Case, FindPart, Part
from mobility.day import Day
from mobility.network import Network


def find_reach(case: Case) -> Part:
    """Hold the ways to the centres against RIN, LEP and the county's own profiles."""
    profiles, question = case.service.standards.of(Profile), case.service.question
    verdicts = reach_verdicts(question, profiles, case.days, case.choices, threads=case.threads)
    return Part({}, verdicts)


def find_stops(case: Case) -> Part:
    """Hold the stops near the doors against the BBSR indicator and the Nahverkehrsplan."""
    verdicts = [
        verdict
        for profile in case.service.standards.of(StopStandard)
        for name, day in case.days.items()
        for verdict in stop_verdicts(case.around, profile, name, day.date)
    ]
    return Part({}, verdicts)


def find_classes(case: Case) -> Part:
    """Find the ÖV-Güteklassen of stations and homes."""
    rated = [
        find_gueteklassen(case.around, profile, name, day.date)
        for profile in case.service.standards.of(Gueteklassen)
        for name, day in case.days.items()
    ]
    stations = [_of_profile(station_table(case.around, one), one.profile.key) for one, _ in rated]
    people = [people_table(case.service.places, one) for one, _ in rated]
    found = {STATIONS: stations, CLASSED: people}
    return Part(found, [verdict for _, verdict in rated])


def find_ground(case: Case) -> Part:
    """Find the ground of the Güteklassen of the first profile, on the first day."""
    name, day = next(iter(case.days.items()))
    profiles = case.service.standards.of(Gueteklassen)[:1]
    rated = [find_gueteklassen(case.around, one, name, day.date)[0] for one in profiles]
    network, stations = case.service.network, case.around.stations
    return Part({GROUND: [class_areas(network, stations, one) for one in rated]})


def find_connections(case: Case) -> Part:
    """Find how well the centres are connected with each other."""
    service = case.service
    rows = centres_of(service.places)
    tables = [
        _of_profile(
            connection_table(
                service.network, service.places, service.doors_of(rows), case.days, profile,
                threads=case.threads,
            ),
            profile.key,
        )
        for profile in service.standards.of(SaqProfile)
        if len(rows) > 1
    ]  # fmt: skip
    return Part({CONNECTIONS: tables})


def find_reached(case: Case) -> Part:
    """Count on the first day the people in reach of every Ortsteil, by both means."""
    service, days = case.service, case.first_day
    living = Living(service.homes, service.everywhere, parked_of(service.question))
    tables = [
        _of_profile(
            people_in_reach(
                service.network, service.places, living, days, profile, threads=case.threads
            ),
            profile.key,
        )
        for profile in service.standards.of(FopsProfile)
    ]
    return Part({REACHED: tables})


def find_schools(case: Case) -> Part:
    """Find the ways to school on the days of school."""
    places, asked = case.service.places, case.service.standards.of(SchoolProfile)
    asked = [profile for profile in asked if _any_target(places, profile.kinds)]
    return _stacked(
        SCHOOLS,
        [(one.key, schools_of_days(*_ends(case), one, threads=case.threads)) for one in asked],
    )


def find_services(case: Case) -> Part:
    """Find the ways to doctors, shops, offices, lakes: all targets the region file names."""
    kinds, asked = _categories(case.service.places), case.service.standards.of(ServicesProfile)
    asked = [profile for profile in asked if any(map(profile.service, kinds))]
    return _stacked(
        SERVICES,
        [(one.key, services_of_days(*_ends(case), one, threads=case.threads)) for one in asked],
    )


def find_shifts(case: Case) -> Part:
    """Find who gets to work before a shift and home after it."""
    service, verdicts = case.service, list[Verdict]()
    sites, ortsteile = list[pd.DataFrame](), list[pd.DataFrame]()
    for profile in service.standards.of(ServicesProfile):
        if not _any_target(service.places, [profile.shifts.category]):
            continue
        work, table, found = shifts_of_days(*_ends(case), profile, threads=case.threads)
        sites.append(_of_profile(work, profile.key))
        ortsteile.append(_of_profile(table, profile.key))
        verdicts += found
    return Part({SHIFTS: ortsteile, WORK: sites}, verdicts)


def find_equity(case: Case) -> Part:
    """Find how evenly journeys and times are spread over people."""
    homes, targets = case.service.homes, case.service.doors_of(case.service.question.target)
    table = equity_by_age(case.usual, homes, targets, case.variants, threads=case.threads)
    return Part({EQUITY: [table]})


def find_sensitivity(case: Case) -> Part:
    """Find the leading profile's findings of the first day again, moving otherwise."""
    service, first = case.service, case.first()
    if not case.variants:
        return Part({})
    targets = service.doors_of(service.question.target)
    table = sensitivity_table(
        first.usual, service.homes, targets, case.variants, threads=case.threads
    )
    return Part({SENSITIVITY: [table]})


QUICK: tuple[FindPart, ...] = (
    find_reach, find_stops, find_classes, find_connections, find_equity,
)  # fmt: skip
PARTS: tuple[FindPart, ...] = (
    *QUICK, find_schools, find_services, find_shifts, find_ground, find_reached, find_sensitivity,
)  # fmt: skip
# as they are begun: what takes longest first, what rests on the choices of target late
BEGUN: tuple[FindPart, ...] = (
    find_services, find_ground, find_reached, find_sensitivity, find_schools, find_connections,
    find_shifts, find_stops, find_classes, find_equity, find_reach,
)  # fmt: skip


def _ends(case: Case) -> tuple[Network, Places, Linked, Linked, Mapping[str, Day]]:
    """Return between which doors, and on which days, ways to targets are asked."""
    service = case.service
    return service.network, service.places, service.homes, service.everywhere, case.days


def _stacked(
    name: str, found: Iterable[tuple[str, tuple[pd.DataFrame, Sequence[Verdict]]]]
) -> Part:
    """Return a table and verdicts of every profile, by its key, as one part."""
    tables, verdicts = list[pd.DataFrame](), list[Verdict]()
    for key, (table, some) in found:
        tables.append(_of_profile(table, key))
        verdicts += some
    return Part({name: tables}, verdicts)


def _categories(places: Places) -> list[str]:
    """Return the region's own categories of targets that have any."""
    return [str(kind) for kind in np.unique(places.parent[places.kind == POI])]


def _any_target(places: Places, kinds: Iterable[str]) -> bool:
    return not set(kinds).isdisjoint(_categories(places))


def _of_profile(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the table with the profile in front."""
    if len(table) and "profile" not in table:
        table.insert(0, "profile", key)
    return table
