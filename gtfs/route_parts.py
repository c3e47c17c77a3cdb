"""Parts of routes: trips under one route_id that share no stop are not one line."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gtfs.findings import Finding, Severity
from gtfs.join import file_of
from gtfs.timetable import Ints, Timetable, trip_of_call

NAMED = 4  # parts in one sentence


def parts_of_routes(timetable: Timetable) -> Ints:
    """Return ``[trip]`` the part of its route; 0 has most trips.

    Two trips of a route are in one part if they call at one station, or others link them.
    """
    stations = len(timetable.station_id)
    if len(timetable.trip_id) == 0:
        return np.empty(0, np.int32)
    trip = trip_of_call(timetable)
    place = timetable.trip_route[trip].astype(np.int64) * stations
    place += timetable.stop_station[timetable.call_stop]
    places, at = np.unique(place, return_inverse=True)
    first = at[timetable.first_call[:-1]]
    links = coo_array((np.ones(len(at), np.int8), (first[trip], at)), shape=(len(places),) * 2)
    label = connected_components(links, directed=False)[1][first]
    return _ranked(label, timetable.trip_route)


def find_parted_routes(timetable: Timetable) -> Iterator[Finding]:
    """Yield a finding for each route that is several lines."""
    part = parts_of_routes(timetable)
    for route in np.unique(timetable.trip_route[part > 0]).tolist():
        own = np.flatnonzero(timetable.trip_route == route)
        parts = int(part[own].max()) + 1
        named = [_ends(timetable, own[part[own] == number]) for number in range(min(parts, NAMED))]
        more = f"; und {parts - NAMED} weitere" if parts > NAMED else ""
        line = f"{timetable.route_name[route]} (route_id {timetable.route_id[route]})"
        yield Finding(
            Severity.WARNING,
            "route_of_unconnected_lines",
            f"Linie {line}: {parts} Teile ohne gemeinsame Haltestelle: {'; '.join(named)}{more}",
            file_of(timetable, "routes.txt", timetable.route_id[[route]]),
            field="route_id",
            count=parts,
            done="bleibt eine Linie; ihre Fahrten je Tag zählen alle Teile zusammen",
        )


def _ranked(label: Ints, route: Ints) -> Ints:
    """Return labels renumbered within each route by falling number of trips."""
    _, first, part, trips = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    own = route[first]
    order = np.lexsort((first, -trips, own))
    before = np.searchsorted(own[order], own[order])  # parts of routes further up
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order)) - before
    return rank[part]


def _ends(timetable: Timetable, trips: Ints) -> str:
    """Return the two end places most of the trips run between."""
    station = timetable.stop_station[timetable.call_stop]
    first = station[timetable.first_call[trips]]
    last = station[timetable.first_call[trips + 1] - 1]
    pairs = np.sort(np.column_stack([first, last]), axis=1)
    ends, number = np.unique(pairs, axis=0, return_counts=True)
    one, other = timetable.station_name[ends[int(np.argmax(number))]].tolist()
    return f"{one} – {other}" if one != other else f"Rundfahrt ab {one}"
