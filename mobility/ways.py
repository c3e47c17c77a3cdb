"""Ways: which way each pattern of a line runs, from the order of its stations along the line."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from mobility.patterns import Stations

OUT, BACK = 0, 1
Positions = dict[int, float]  # of stations along the line, in the order of OUT


def ways_of(main: Stations, patterns: Sequence[Stations], hints: Sequence[int]) -> list[int]:
    """Return the way of each pattern; ``main`` runs OUT, whole.

    A pattern that shares fewer than two stations with ``main`` is held against those that have
    been told already: branches hang on the line one after the other. What hangs on nothing goes
    by its hint: the majority's ``direction_id``, 0, 1 or below for none.
    """
    along: Positions = {}
    for number, station in enumerate(main):
        along.setdefault(station, float(number))
    told: dict[int, int] = {}
    growing = True
    while growing:
        growing = False
        for number, stations in enumerate(patterns):
            way = None if number in told else _way(along, stations)
            if way is not None:
                told[number] = way
                _hang_on(along, stations if way == OUT else stations[::-1])
                growing = True
    meant = _meaning(told, hints)
    return [told.get(number, meant.get(hint, OUT)) for number, hint in enumerate(hints)]


def covers(stations: Stations, start: int, end: int) -> tuple[int, int] | None:
    """Return the calls between which the stations run from start to end, None if they do not.

    From the last ``start`` before the first ``end`` behind one; a ring runs from its first call to
    its last.
    """
    if start == end:
        ring = len(stations) > 1 and stations[0] == stations[-1] == start
        return (0, len(stations) - 1) if ring else None
    if start not in stations or end not in stations:
        return None
    begin = stations.index(start)
    if end not in stations[begin:]:
        return None
    last = stations.index(end, begin)
    begin = max(n for n in range(last) if stations[n] == start)
    return begin, last


def _way(along: Positions, stations: Stations) -> int | None:
    """Return the way most steps between known stations take, None if that is undecided."""
    known = [along[station] for station in stations if station in along]
    steps = sum((later > sooner) - (later < sooner) for sooner, later in pairwise(known))
    return None if steps == 0 else OUT if steps > 0 else BACK


def _hang_on(along: Positions, stations: Stations) -> None:
    """Give stations without a position one between the nearest ones that have it."""
    known = [n for n, station in enumerate(stations) if station in along]
    for number, station in enumerate(stations):
        if station in along:
            continue
        before = max((n for n in known if n < number), default=None)
        behind = min((n for n in known if n > number), default=None)
        along[station] = _between(along, stations, number, (before, behind))


def _between(
    along: Positions, stations: Stations, number: int, known: tuple[int | None, int | None]
) -> float:
    match known:
        case (int(before), int(behind)):
            low, high = along[stations[before]], along[stations[behind]]
            return low + (high - low) * (number - before) / (behind - before)
        case (int(near), None) | (None, int(near)):
            return along[stations[near]] + (number - near)
        case _:
            return float(number)


def _meaning(told: dict[int, int], hints: Sequence[int]) -> dict[int, int]:
    """Return the way each hint mostly stands for; the other one where that is all that is known."""
    meant = {hint: _majority(way for n, way in told.items() if hints[n] == hint) for hint in (0, 1)}
    for hint in (0, 1):
        if meant[hint] is None:
            other = meant[1 - hint]
            meant[hint] = None if other is None else 1 - other
    return {hint: way for hint, way in meant.items() if way is not None}


def _majority(ways: Iterable[int]) -> int | None:
    back = [way == BACK for way in ways]
    return None if not back else BACK if 2 * sum(back) > len(back) else OUT
