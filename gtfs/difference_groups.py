"""Groups: what has become of single trips on single days, told together where it is the same."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from gtfs.difference_changes import (
    Change,
    Course,
    LineDay,
    OldTrip,
    Pattern,
    Signs,
    TripsAdded,
    TripsRemoved,
    TripsRetimed,
)
from gtfs.difference_trips import DayMatch, Side
from gtfs.timetable import Strings, Timetable

Days = dict[str, None]  # in the order they are compared, each once
Place = tuple[str, tuple[str, ...], Course]  # line, days, course


T = TypeVar("T")


class Sides(NamedTuple):
    """Both timetables, and what their common numbers and lines mean."""

    old: Side
    new: Side
    stop_ids: Strings  # [number]
    routes: Mapping[str, str]  # line → route of its new trips


def group_changes(sides: Sides, matches: Mapping[str, DayMatch]) -> tuple[Change, ...]:
    """Return the changes by line; those of one course, pattern and set of days are one."""
    found = [*_removed(sides, matches), *_retimed(sides, matches), *_added(sides, matches)]
    return tuple(sorted(found, key=lambda change: (change.line, type(change).__name__)))


def count_trips(sides: Sides, matches: Mapping[str, DayMatch]) -> tuple[LineDay, ...]:
    """Return the trips of every line that runs on a day before or after, by line, then by day."""
    rows = []
    for number, (day, match) in enumerate(matches.items()):
        same, retimed = (
            Counter(str(sides.old.line[trip]) for trip, _ in pairs)
            for pairs in (match.same, match.retimed)
        )
        removed = Counter(sides.old.line[match.removed].tolist())
        added = Counter(sides.new.line[match.added].tolist())
        for line in same | retimed | removed | added:
            both = same[line] + retimed[line]
            row = LineDay(
                line, day, both + removed[line], both + added[line],
                same[line], retimed[line], removed[line], added[line],
            )  # fmt: skip
            rows.append((line, number, row))
    return tuple(row for *_, row in sorted(rows))


def pattern_of(side: Side, trip: int, stop_ids: Strings) -> Pattern:
    """Return how the trip runs, its stops in common ids."""
    timetable, calls = side.timetable, side.timetable.calls_of(trip)
    leaves = timetable.departure_s[calls.start]
    return Pattern(
        tuple(stop_ids[side.stop[timetable.call_stop[calls]]].tolist()),
        *(
            tuple((getattr(timetable, name)[calls] - by).tolist())
            for name, by in (
                ("arrival_s", leaves), ("departure_s", leaves), ("pickup", 0), ("drop_off", 0)
            )
        ),
    )  # fmt: skip


def _removed(sides: Sides, matches: Mapping[str, DayMatch]) -> list[Change]:
    days: dict[int, Days] = defaultdict(dict)
    for day, match in matches.items():
        for trip in match.removed:
            days[trip][day] = None
    groups: dict[Place, list[OldTrip]] = defaultdict(list)
    for trip in sorted(days, key=lambda one: _leaves(sides.old, one)):
        place = str(sides.old.line[trip]), tuple(days[trip]), _course(sides.old, trip)
        groups[place].append(_named(sides.old, trip))
    return [TripsRemoved(*place, tuple(trips)) for place, trips in groups.items()]


def _retimed(sides: Sides, matches: Mapping[str, DayMatch]) -> list[Change]:
    days: dict[tuple[int, int, Pattern, Course], Days] = defaultdict(dict)
    for day, match in matches.items():
        for one, other in match.retimed:
            pattern = pattern_of(sides.new, other, sides.stop_ids)
            key = _leaves(sides.new, other), one, pattern, _course(sides.new, other)
            days[key][day] = None
    groups: dict[tuple[Place, Pattern, Pattern, int | None], list[tuple[OldTrip, int]]] = (
        defaultdict(list)
    )
    for key in sorted(days, key=lambda one: one[:2]):
        leaves, trip, pattern, course = key
        named = _named(sides.old, trip)
        before = pattern_of(sides.old, trip, sides.stop_ids)
        shift_s = leaves - named.departure_s if before == pattern else None
        place = str(sides.old.line[trip]), tuple(days[key]), course
        groups[place, before, pattern, shift_s].append((named, leaves))
    return [
        TripsRetimed(*place, before, pattern, shift_s, _firsts(trips), _seconds(trips))
        for (place, before, pattern, shift_s), trips in groups.items()
    ]


def _added(sides: Sides, matches: Mapping[str, DayMatch]) -> list[Change]:
    """Return the trips added; of twins on a day the first is one with the first of another day."""
    days: dict[tuple[int, str, Pattern, int], Days] = defaultdict(dict)
    example: dict[tuple[int, str, Pattern, int], int] = {}
    for day, match in matches.items():
        twins: Counter[tuple[int, str, Pattern]] = Counter()
        for trip in match.added:
            pattern = pattern_of(sides.new, trip, sides.stop_ids)
            run = _leaves(sides.new, trip), str(sides.new.line[trip]), pattern
            days[*run, twins[run]][day] = None
            example.setdefault((*run, twins[run]), trip)
            twins[run] += 1
    new = sides.new.timetable
    groups: dict[tuple[Place, Pattern, Signs], list[tuple[str, int]]] = defaultdict(list)
    for key in sorted(days, key=lambda one: (one[0], one[1], one[3])):
        (leaves, line, pattern, _), trip = key, example[key]
        place = line, tuple(days[key]), _course(sides.new, trip)
        groups[place, pattern, _signs(new, trip)].append((str(new.trip_id[trip]), leaves))
    return [
        TripsAdded(*place, sides.routes[place[0]], pattern, signs, _firsts(trips), _seconds(trips))
        for (place, pattern, signs), trips in groups.items()
    ]


def _signs(timetable: Timetable, trip: int) -> Signs:
    columns = ("trip_direction", "trip_wheelchair", "trip_bikes")
    direction, wheelchair, bikes = (int(getattr(timetable, name)[trip]) for name in columns)
    return Signs(str(timetable.trip_headsign[trip]), direction, wheelchair, bikes)


def _firsts(pairs: list[tuple[T, int]]) -> tuple[T, ...]:
    return tuple(first for first, _ in pairs)


def _seconds(pairs: list[tuple[T, int]]) -> tuple[int, ...]:
    return tuple(second for _, second in pairs)


def _leaves(side: Side, trip: int) -> int:
    return int(side.timetable.departure_s[side.timetable.first_call[trip]])


def _named(side: Side, trip: int) -> OldTrip:
    return OldTrip(str(side.timetable.trip_id[trip]), _leaves(side, trip))


def _course(side: Side, trip: int) -> Course:
    """Return the names of the first and the last stop."""
    calls = side.timetable.calls_of(trip)
    ends = side.timetable.call_stop[[calls.start, calls.stop - 1]]
    first, last = side.timetable.stop_name[ends].tolist()
    return first, last
