"""Timetable: the runs of every line become trips with their times, services and blocks."""

from collections import defaultdict
from dataclasses import dataclass, replace

from api.demo.facts import Run
from api.demo.lines import Pattern
from api.demo.sites import Sites

HOUR = 60
BOTH = 2
TURN_MIN = 30  # longest stay of a vehicle that runs through to another line


@dataclass(frozen=True, eq=False)
class Trip:
    """One run of a pattern, or of a part of it."""

    id: str
    pattern: Pattern
    first_call: int
    last_call: int
    start_s: int  # departure at ``first_call``
    service: str
    block: str = ""

    @property
    def calls(self) -> list[tuple[int, int, int]]:
        """Return (call of the pattern, arrival, departure) in order."""
        pattern, shift = self.pattern, self.start_s - self.pattern.departure_s[self.first_call]
        return [
            (call, pattern.arrival_s[call] + shift, pattern.departure_s[call] + shift)
            for call in range(self.first_call, self.last_call + 1)
        ]

    @property
    def end_s(self) -> int:
        """Return the arrival at the last call."""
        return self.calls[-1][1]


def build_trips(
    patterns: dict[str, tuple[Pattern, Pattern]], runs: tuple[Run, ...], sites: Sites
) -> list[Trip]:
    """Return all trips, line by line, in the order of the table of runs."""
    trips: list[Trip] = []
    numbers: dict[str, int] = defaultdict(int)
    for run in runs:
        for pattern in patterns[run.line]:
            for at_knoten in _times(run, pattern.direction):
                numbers[run.line] += 1
                number = f"{run.line.replace(' ', '')}-{numbers[run.line]:03d}"
                trips.append(_trip(number, pattern, run, at_knoten, sites))
    return _with_blocks(trips)


def patterns_used(trips: list[Trip]) -> list[Pattern]:
    """Return the patterns the trips run on, each once."""
    return list({id(trip.pattern): trip.pattern for trip in trips}.values())


def minutes_of(clock: str) -> int:
    """Return the minutes of ``HH:MM``; hours may pass 24."""
    hours, minutes = clock.split(":")
    return int(hours) * HOUR + int(minutes)


def _times(run: Run, direction: int) -> list[int]:
    """Return the minutes at the Knoten, mirrored about the full hour for the way back."""
    if run.direction not in (direction, BOTH):
        return []
    first, last = minutes_of(run.first), minutes_of(run.last)
    times = list(range(first, last + 1, run.every or HOUR * 48))
    if run.direction == BOTH and direction == 1:
        takt = run.every or HOUR
        return [time + (-2 * time) % takt for time in times]
    return times


def _trip(number: str, pattern: Pattern, run: Run, at_knoten: int, sites: Sites) -> Trip:
    knoten = _call_at(pattern, pattern.line.knoten, sites)
    first, last = _part(pattern, run, sites)
    clock = pattern.arrival_s if pattern.direction else pattern.departure_s
    start = at_knoten * 60 - clock[knoten] + pattern.departure_s[first]
    return Trip(number, pattern, first, last, start, run.service)


def _call_at(pattern: Pattern, key: str, sites: Sites, *, last: bool = False) -> int:
    site = sites.index(key)
    calls = [
        call
        for call, (here, own) in enumerate(zip(pattern.sites, pattern.own, strict=True))
        if here == site and own
    ]
    if not calls:
        msg = f"line {pattern.line.name}: {key!r} of facts/runs.csv or lines.csv is not on its way"
        raise ValueError(msg)
    return calls[-1 if last else 0]


def _part(pattern: Pattern, run: Run, sites: Sites) -> tuple[int, int]:
    if not run.part:
        return 0, len(pattern.poles) - 1
    start, end = run.part.split(">")[:: -1 if pattern.direction else 1]
    first, last = _call_at(pattern, start, sites), _call_at(pattern, end, sites, last=True)
    if first >= last:
        msg = f"line {run.line}: {run.part!r} of facts/runs.csv runs against direction 0; turn it"
        raise ValueError(msg)
    return first, last


def _with_blocks(trips: list[Trip]) -> list[Trip]:
    """Return the trips with the vehicles that run through from one line to another."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, trip in enumerate(trips):
        if trip.pattern.line.block:
            groups[trip.pattern.line.block, trip.service].append(index)
    blocks: dict[int, str] = {}
    for (name, service), members in groups.items():
        for number, (before, after) in enumerate(_pairs(trips, members), 1):
            blocks[before] = blocks[after] = f"{name}-{service}-{number}"
    return [replace(trip, block=blocks.get(i, "")) for i, trip in enumerate(trips)]


def _pairs(trips: list[Trip], members: list[int]) -> list[tuple[int, int]]:
    """Return (arriving, departing) trips of different lines, each trip in one pair at most."""
    taken: set[int] = set()
    pairs = []
    for before in sorted(members, key=lambda i: (trips[i].end_s, i)):
        for after in sorted(members, key=lambda i: (trips[i].start_s, i)):
            if not taken & {before, after} and _runs_through(trips[before], trips[after]):
                pairs.append((before, after))
                taken |= {before, after}
    return pairs


def _runs_through(before: Trip, after: Trip) -> bool:
    end, start = before.pattern.poles[before.last_call], after.pattern.poles[after.first_call]
    same = (end.place.key, end.key) == (start.place.key, start.key)
    stay = after.start_s - before.end_s
    return same and before.pattern.line != after.pattern.line and 0 <= stay <= TURN_MIN * 60
