"""Fahrplan before and after: which trips stay, go, come, or run at other times."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from accessibility.fahrplan import (
    DROPPED,
    NEW,
    RETIMED,
    Body,
    Column,
    Fahrplan,
    first_minute,
    placed,
    printed,
)
from accessibility.fahrplan_trips import Plan, Side, StopNames, find_rides
from mobility.ways import BACK

NEAR_MIN = 30  # a trip moved farther is another one, unless its id says the same


def changed_table(before: Side | None, after: Side | None, title: str) -> Fahrplan:
    """Return one table of both: trips new, dropped and changed, the others as they are.

    A trip that prints the same before and after is the same, whatever its id. Of the others, those
    that share an id belong together, then the nearest ones with the same stops. Either side may be
    None: the line does not exist there.
    """
    side = after or before
    if side is None:
        raise ValueError(
            "changed_table: neither before nor after; name a line that one of them has"
        )
    names = StopNames()
    old, _ = find_rides(before, names) if before else ([], 0)
    new, elsewhere = find_rides(after, names) if after else ([], 0)
    rides = [*old, *new]
    places, cells = placed(rides)
    columns = [
        Column(own, ride.notes, ride.trip_id) for own, ride in zip(cells, rides, strict=True)
    ]
    stops = [names.name[one] for one in places]
    whole = Body(stops, list(_matched(columns[: len(old)], columns[len(old) :])), elsewhere)
    return printed(side, title, whole)


def pair_lines(before: Plan, after: Plan) -> list[tuple[str, int | None, int | None]]:
    """Return the id of every line with its number before and after, None where it is not."""
    old, new = (plan.lines.line_id.tolist() for plan in (before, after))
    at = [{one: number for number, one in enumerate(ids)} for ids in (old, new)]
    both = dict.fromkeys([*old, *new])
    return [(one, at[0].get(one), at[1].get(one)) for one in both]


def way_after(before: Plan, after: Plan, lines: tuple[int | None, int | None], way: int) -> int:
    """Return the way of the line after that is the way it had before.

    As most trips say that are there both times, without any the ends: a changed line may be written
    from its other end.
    """
    old, new = (_ways(plan, line) for plan, line in zip((before, after), lines, strict=True))
    shared = old.keys() & new.keys()
    turned = sum(old[one] != new[one] for one in shared)
    back = 2 * turned > len(shared) if shared else _turned(before, after, lines)
    return BACK - way if back else way


def _turned(before: Plan, after: Plan, lines: tuple[int | None, int | None]) -> bool:
    """Return whether the line after is written from an end it had before to where it began."""
    if lines[0] is None or lines[1] is None:
        return False
    start, end = _ends(before, lines[0])
    first, last = _ends(after, lines[1])
    return (first == end) + (last == start) > (first == start) + (last == end)


def _ends(plan: Plan, line: int) -> list[str]:
    at = [plan.lines.core_from[line], plan.lines.core_to[line]]
    ends: list[str] = plan.timetable.station_id[at].tolist()
    return ends


def _ways(plan: Plan, line: int | None) -> dict[str, int]:
    """Return the way of each trip of the line, by its id."""
    own = np.flatnonzero(plan.lines.trip_line == line) if line is not None else np.arange(0)
    ids = plan.timetable.trip_id[own].tolist()
    return dict(zip(ids, plan.lines.trip_way[own].tolist(), strict=True))


Telling = Callable[[Column], object]


def _matched(old: Sequence[Column], new: Sequence[Column]) -> Iterator[Column]:
    """Yield the columns of both as one list, each with what became of it."""
    was: dict[int, int] = {}  # new → old
    taken: set[int] = set()
    for telling in (_all_printed, _times_printed):
        for here, there in _equals(old, new, telling, (was, taken)):
            was[here] = there
            taken.add(there)
    kept = {there for here, there in was.items() if old[there].notes == new[here].notes}
    for here, column in enumerate(new):
        same = None if here in was else _of_id(old, column, kept)
        if same is not None:
            was[here] = same
            taken.add(same)
    was |= _nearest(old, new, (was, taken))
    for here, column in enumerate(new):
        yield _told(column, old[was[here]]) if here in was else replace(column, state=NEW)
    gone = set(range(len(old))) - set(was.values())
    yield from (replace(old[there], state=DROPPED) for there in sorted(gone))


def _told(column: Column, old: Column) -> Column:
    """Return the column as it is, or as changed where anything printed differs."""
    same = _all_printed(column) == _all_printed(old)
    return column if same else replace(column, state=RETIMED, old=old)


def _all_printed(column: Column) -> object:
    return column.cells, column.notes


def _times_printed(column: Column) -> object:
    return column.cells


Taken = tuple[dict[int, int], set[int]]  # new → old so far, and the old ones among them


def _equals(
    old: Sequence[Column], new: Sequence[Column], telling: Telling, taken: Taken
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are equal in what is told, each column once."""
    left: dict[object, list[int]] = {}
    for there, column in enumerate(old):
        if there not in taken[1]:
            left.setdefault(telling(column), []).append(there)
    for here, column in enumerate(new):
        free = left.get(telling(column)) if here not in taken[0] else None
        if free:
            yield here, free.pop(0)


def _of_id(old: Sequence[Column], column: Column, kept: set[int]) -> int | None:
    """Return the column that shares a trip; one that stays as it is has given up none."""
    for there, other in enumerate(old):
        if there not in kept and set(other.trip_id) & set(column.trip_id):
            return there
    return None


def _nearest(old: Sequence[Column], new: Sequence[Column], taken: Taken) -> dict[int, int]:
    """Return new → old of those left that call at the same stops, the nearest pairs first."""
    was, gone = taken
    pairs = sorted(
        (abs(first_minute(column.cells) - first_minute(other.cells)), here, there)
        for here, column in enumerate(new)
        for there, other in enumerate(old)
        if here not in was and there not in gone and _stops(column) == _stops(other)
    )
    found: dict[int, int] = {}
    for minutes, here, there in pairs:
        if minutes <= NEAR_MIN and here not in found and there not in found.values():
            found[here] = there
    return found


def _stops(column: Column) -> list[bool]:
    return [call is not None for call in column.cells]
