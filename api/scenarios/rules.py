"""Scenario rules: promises of transfers.txt that end with the line they were made for."""

import numpy as np

from gtfs.timetable import NONE, Bools, Ints, Strings, Timetable

PROMISES = (1, 2)  # transfer_type: no slack is needed, or so much


def lapsed_rules(before: Timetable, after: Timetable) -> list[str]:
    """Return a sentence (German) on each line whose promised Anschlüsse are for no trip any more.

    A rule names a route; a line that takes the place of another is one of its own.
    """
    running = set(after.route_id[np.unique(after.trip_route)].tolist())
    kept = np.isin(before.route_id, list(running))
    found = []
    for route in np.unique(before.trip_route).tolist():
        rules = _promises(before, route)
        if not kept[route] and rules.any():
            found.append(_told(before, route, rules))
    return found


def _promises(timetable: Timetable, route: int) -> Bools:
    named = (timetable.rule_from_route == route) | (timetable.rule_to_route == route)
    return np.asarray(named & np.isin(timetable.rule_type, PROMISES))


def _told(timetable: Timetable, route: int, rules: Bools) -> str:
    where = _names(timetable.rule_to_station[rules], timetable.station_name)
    where |= _names(timetable.rule_to_stop[rules], timetable.stop_name)
    return (
        f"{timetable.route_name[route]}: zugesicherte Anschlüsse ({int(rules.sum())} in "
        f"transfers.txt; {', '.join(sorted(where))}) gelten für keine Fahrt mehr. Auf eine andere "
        "Linie gehen sie nicht über; was auf ihnen beruht, steht in der Verliererliste"
    )


def _names(rows: Ints, names: Strings) -> set[str]:
    return set(names[rows[rows != NONE]].tolist())
