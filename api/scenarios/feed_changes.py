"""Feed changes: what differs between two feeds, written as changes of a scenario.

On the dates compared the trips are then those of the new feed: the same stops, times and boarding
rules. Trips that only run earlier or later are shifted and keep blocks and rules; others that
change are taken out and added anew.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from api.scenarios.feed_words import LineWords, StopWords
from gtfs.difference_changes import (
    Days,
    Difference,
    LineRemoved,
    OldTrip,
    Pattern,
    TripsAdded,
    TripsRemoved,
    TripsRetimed,
)
from gtfs.timetable import NONE, Ints, Timetable
from mobility.clocks import MINUTE_S
from mobility.lines import Lines
from mobility.scenario import Plain
from mobility.scenario_lines import AddTrips, TripCourse
from mobility.scenario_trips import RemoveLine, RemoveTrips, Shift


@dataclass(frozen=True, eq=False)
class Old:
    """The timetable that is changed, and its lines."""

    timetable: Timetable
    lines: Lines
    words: LineWords
    trip: Mapping[OldTrip, int]
    repeated: frozenset[str]  # trip_ids that several trips have


class _Come(NamedTuple):
    """What trips have in common that one change adds."""

    line: str  # as the difference calls it
    route: str
    days: Days


class _Kind(NamedTuple):
    """What trips of one course have in common."""

    pattern: Pattern
    headsign: str
    direction: int


Added = dict[_Come, dict[_Kind, list[int]]]  # with the departures


class _Lot(NamedTuple):
    """What trips have in common that one change takes out or shifts."""

    line: str  # as a change calls it
    days: Days  # (): all dates
    trip_id: str  # of trips that share it; "" where each has its own
    shift_s: int  # 0: taken out


def old_of(timetable: Timetable, lines: Lines, words: LineWords) -> Old:
    """Return the timetable with what its changes are told in."""
    leaves = timetable.departure_s[timetable.first_call[:-1]].tolist()
    ids = timetable.trip_id.tolist()
    named = map(OldTrip, ids, leaves)
    seen = Counter(ids)
    return Old(
        timetable,
        lines,
        words,
        {name: trip for trip, name in enumerate(named)},
        frozenset(name for name, times in seen.items() if times > 1),
    )


def changes_of(difference: Difference, old: Old, title: str) -> tuple[Plain, ...]:
    """Return the changes: lines that go, then trips that go or move, then those that come."""
    stops = StopWords.of(difference, old.timetable)
    lots, come = _sorted_out(difference, old)
    rest = [name for line in difference.lines_removed for name in line.trips]
    gone, left = _lines_gone(difference.lines_removed, old)
    for name in rest:
        if old.trip[name] in left:
            lots[_lot(old, name, (), 0)].append(name)
    return (
        *(_removed_line(old, line, title) for line in gone),
        *(_of_lot(lot, trips, title) for lot, trips in sorted(lots.items())),
        *(_added(one, kinds, (old.words, stops), title) for one, kinds in come.items()),
    )


def _sorted_out(difference: Difference, old: Old) -> tuple[dict[_Lot, list[OldTrip]], Added]:
    """Return what is to be taken out or shifted, and what is to be added when."""
    lots: dict[_Lot, list[OldTrip]] = defaultdict(list)
    come: Added = defaultdict(lambda: defaultdict(list))
    for change in difference.changes:
        match change:
            case TripsRemoved():
                for name in change.trips:
                    lots[_lot(old, name, change.days, 0)].append(name)
            case TripsRetimed():
                for name, leaves in zip(change.trips, change.departures_s, strict=True):
                    only_moved = change.shift_s is not None and name.trip_id not in old.repeated
                    shift_s = change.shift_s or 0 if only_moved else 0
                    lots[_lot(old, name, change.days, shift_s)].append(name)
                    if not only_moved:
                        one, kind = _like(old, change, name)
                        come[one][kind].append(leaves)
            case TripsAdded():
                kind = _Kind(change.pattern, change.signs.headsign, change.signs.direction)
                one = _Come(change.line, change.route_id, change.days)
                come[one][kind] += change.departures_s
    return lots, come


def _lot(old: Old, name: OldTrip, days: Days, shift_s: int) -> _Lot:
    route = int(old.timetable.trip_route[old.trip[name]])
    shared = name.trip_id if name.trip_id in old.repeated else ""
    return _Lot(old.words.of_route[route], days, shared, shift_s)


def _like(old: Old, change: TripsRetimed, name: OldTrip) -> tuple[_Come, _Kind]:
    """Return how a trip is to run that runs otherwise than before."""
    trip, timetable = old.trip[name], old.timetable
    route = str(timetable.route_id[timetable.trip_route[trip]])
    signs = str(timetable.trip_headsign[trip]), int(timetable.trip_direction[trip])
    return _Come(change.line, route, change.days), _Kind(change.pattern, *signs)


def _lines_gone(removed: tuple[LineRemoved, ...], old: Old) -> tuple[list[int], set[int]]:
    """Return the lines all trips of which go, and the trips of the others that go.

    Of the parts of a line the last goes first: parts are numbered by what is there.
    """
    trips = {old.trip[name] for line in removed for name in line.trips}
    of_line = old.lines.trip_line
    gone = np.zeros(len(of_line), np.bool_)
    gone[list(trips)] = True
    all_of: Ints = np.bincount(of_line, minlength=len(old.lines.line_id))
    going: Ints = np.bincount(of_line[gone], minlength=len(old.lines.line_id))
    whole = (going == all_of) & (all_of > 0)
    lines = np.flatnonzero(whole)[::-1].tolist()
    lines.sort(key=lambda line: str(old.lines.name[line]))
    return lines, {trip for trip in trips if not whole[of_line[trip]]}


def _removed_line(old: Old, line: int, title: str) -> RemoveLine:
    name = str(old.lines.name[line])
    alone = (old.lines.name == name).sum() == 1
    text = name if alone else str(old.lines.line_id[line])
    return RemoveLine(type="remove_line", line=text, note=f"{title}: Linie entfällt")


def _of_lot(lot: _Lot, trips: list[OldTrip], title: str) -> Plain:
    trips = sorted(set(trips), key=lambda name: (name.departure_s, name.trip_id))
    ids = tuple(dict.fromkeys(name.trip_id for name in trips))
    at = tuple(sorted({name.departure_s for name in trips})) if lot.trip_id else None
    count = f"{len(trips)} Fahrt{'en' if len(trips) > 1 else ''}"
    days = lot.days or None
    if not lot.shift_s:
        note = f"{title}: {count} {'entfallen' if len(trips) > 1 else 'entfällt'}"
        return RemoveTrips(
            type="remove_trips", line=lot.line, days=days, trips=ids, at=at, note=note
        )
    minutes = lot.shift_s / MINUTE_S
    said = f"{abs(minutes):g} min {'später' if minutes > 0 else 'früher'}".replace(".", ",")
    return Shift(
        type="shift", line=lot.line, days=days, trips=ids, at=at, minutes=minutes,
        note=f"{title}: {count} {said}",
    )  # fmt: skip


def _added(
    come: _Come, kinds: Mapping[_Kind, list[int]], words: tuple[LineWords, StopWords], title: str
) -> AddTrips:
    lines, stops = words
    courses = [_course(kind, sorted(times), stops) for kind, times in kinds.items()]
    number = sum(len(times) for times in kinds.values())
    note = f"{title}: {number} Fahrt{'en' if number > 1 else ''} neu"
    said = {"type": "add_trips", "days": come.days, **lines.said_of(come.line, come.route)}
    if len(courses) > 1:
        return AddTrips.model_validate({**said, "note": note, "courses": tuple(courses)})
    (kind,), (course,) = kinds, courses
    note = f"{note}, {stops.course(kind.pattern.stop_ids)}"
    return AddTrips.model_validate({**said, "note": note, **dict(course)})


def _course(kind: _Kind, departures: list[int], stops: StopWords) -> TripCourse:
    pattern = kind.pattern
    stands = [
        leave - arrive for arrive, leave in zip(pattern.arrival_s, pattern.departure_s, strict=True)
    ]
    return TripCourse(
        headsign=kind.headsign,
        direction=None if kind.direction == NONE else kind.direction,
        stops=stops.told(pattern.stop_ids),
        arrivals=tuple(departures[0] + arrive for arrive in pattern.arrival_s),
        stands=tuple(stands) if any(stands) else (),
        pickup=pattern.pickup if any(pattern.pickup) else (),
        drop_off=pattern.drop_off if any(pattern.drop_off) else (),
        departures=tuple(departures),
    )
