"""Lines of two timetables under names that both share."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from gtfs.difference_changes import LineAdded, LineRemoved, LineRenamed, OldTrip
from gtfs.difference_trips import Side
from gtfs.timetable import Strings, Timetable
from gtfs.write_text import unique_ids

ALIKE = 0.5  # of its trips: a line that keeps so many is the same to those who ride it


def line_labels(old: Timetable, new: Timetable) -> tuple[Strings, Strings]:
    """Return ``[trip]`` of either side the line's name, with its agency's where several share it.

    Ids of routes are no help: most operators number them anew every year.
    """
    shared = _shared_names(old) | _shared_names(new)
    sides = []
    for timetable in (old, new):
        agency = timetable.agency_name[timetable.route_agency].tolist()
        labels = [
            f"{name} ({by})" if name in shared else name
            for name, by in zip(timetable.route_name.tolist(), agency, strict=True)
        ]
        sides.append(np.array(labels, np.str_)[timetable.trip_route])
    return sides[0], sides[1]


def removed_lines(old: Side, new: Side) -> tuple[LineRemoved, ...]:
    """Return the lines only the old timetable has, by name, with the trips of all dates."""
    timetable = old.timetable
    departure = timetable.departure_s[timetable.first_call[:-1]].tolist()
    named = [OldTrip(*pair) for pair in zip(timetable.trip_id.tolist(), departure, strict=True)]
    return tuple(
        LineRemoved(line, tuple(named[trip] for trip in np.flatnonzero(old.line == line)))
        for line in np.setdiff1d(old.line, new.line).tolist()
    )


def added_lines(old: Side, new: Side) -> tuple[LineAdded, ...]:
    """Return the lines only the new timetable has, by name, each with its route of most trips."""
    labels, timetable = np.setdiff1d(new.line, old.line).tolist(), new.timetable
    routes = [_main_route(new, line) for line in labels]
    given = timetable.route_id[np.array(routes, np.int32)]
    ids = unique_ids(given, old.timetable.route_id.tolist()).tolist()
    return tuple(
        LineAdded(
            line=line,
            route_id=route_id,
            name=str(timetable.route_name[route]),
            long_name=str(timetable.route_long_name[route]),
            route_type=int(timetable.route_type[route]),
            agency=str(timetable.agency_name[timetable.route_agency[route]]),
            color=str(timetable.route_color[route]),
            desc=str(timetable.route_desc[route]),
            rail=bool(timetable.route_rail[route]),
            sbahn=bool(timetable.route_sbahn[route]),
        )
        for line, route, route_id in zip(labels, routes, ids, strict=True)
    )


def renamed_lines(
    gone: Iterable[tuple[str, bytes]], come: Iterable[tuple[str, bytes]]
) -> tuple[LineRenamed, ...]:
    """Return pairs of lines with half of the old trips alike, from line and calls of each trip."""
    by_calls: dict[bytes, list[str]] = defaultdict(list)
    for line, calls in come:
        by_calls[calls].append(line)
    trips: Counter[str] = Counter()
    alike: Counter[tuple[str, str]] = Counter()
    for line, calls in gone:
        trips[line] += 1
        alike.update((line, other) for other in set(by_calls[calls]))
    return tuple(
        LineRenamed(line, other, number, trips[line])
        for (line, other), number in sorted(alike.items())
        if number >= ALIKE * trips[line]
    )


def route_ids(old: Side, added: tuple[LineAdded, ...]) -> dict[str, str]:
    """Return by line the route its new trips are trips of."""
    ids = old.timetable.route_id
    known = {line: str(ids[_main_route(old, line)]) for line in np.unique(old.line).tolist()}
    return known | {line.line: line.route_id for line in added}


def _shared_names(timetable: Timetable) -> set[str]:
    pairs = set(zip(timetable.route_name.tolist(), timetable.route_agency.tolist(), strict=True))
    return {name for name, number in Counter(name for name, _ in pairs).items() if number > 1}


def _main_route(side: Side, line: str) -> int:
    return int(np.bincount(side.timetable.trip_route[side.line == line]).argmax())
