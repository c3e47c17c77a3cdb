"""Tiny feeds by lot, in which every rule has its turn; written like those on the screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from hypothesis import strategies as st
from oracle_text import ROUTE_TYPES, TUESDAY, write_feed

STOPS = ("A", "B", "C", "D", "E", "F")
STATIONS = {"S": "A B", "T": "C D"}
NAMES = (*STOPS, *STATIONS)
KINDS = ("bus", "bus", *ROUTE_TYPES)


@dataclass(frozen=True)
class Trip:
    """A line of the timetable: its cells, `block=…` or nothing, its date."""

    cells: tuple[str, ...]
    block: str
    on: date

    def __str__(self) -> str:
        """Return the line as it stands on the screen."""
        return f"{' '.join(self.cells)} | {self.block} on={self.on}"


@dataclass(frozen=True)
class Line:
    """A line with its trips."""

    name: str
    kind: str
    stops: tuple[str, ...]
    trips: tuple[Trip, ...]

    def __str__(self) -> str:
        """Return the line as it stands on the screen."""
        head = f"{self.name} {self.kind}: {' '.join(self.stops)}"
        return "\n".join([head, *map(str, self.trips)])


@dataclass(frozen=True)
class World:
    """A feed with footpaths and parameters."""

    lines: tuple[Line, ...]
    walks: tuple[str, ...]
    transfers: tuple[str, ...]
    frequencies: tuple[str, ...]
    stations: Mapping[str, str] = field(default_factory=lambda: STATIONS)
    moving: Mapping[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write the feed."""
        return write_feed(
            folder,
            "\n".join(["0: " + " ".join(STOPS), *map(str, self.lines)]),  # every stop is known
            stations=self.stations,
            transfers="\n".join(self.transfers),
            frequencies="\n".join(self.frequencies),
        )

    def with_cells(self, change: Callable[[str], str]) -> "World":
        """Return the world with every cell changed."""
        return self.with_trips(lambda trip: replace(trip, cells=tuple(map(change, trip.cells))))

    def with_trips(self, change: Callable[[Trip], Trip]) -> "World":
        """Return the world with every trip changed."""
        lines = (replace(line, trips=tuple(map(change, line.trips))) for line in self.lines)
        return replace(self, lines=tuple(lines))

    def with_transfers(self, keep: Callable[[str], bool]) -> "World":
        """Return the world with some rows of transfers.txt only."""
        return replace(self, transfers=tuple(filter(keep, self.transfers)))


def clock(minute: int) -> str:
    """Write a minute as 8:10."""
    return f"{minute // 60}:{minute % 60:02}"


def chance(lot: Random, percent: int) -> bool:
    """Decide by lot."""
    return lot.randrange(100) < percent


def draw_cells(lot: Random, start: int, count: int) -> tuple[tuple[str, ...], int]:
    """Draw the cells of a trip that starts at a minute; return them and the minute it ends."""
    texts: list[str] = []
    minute = start
    with_distances = chance(lot, 30)
    for _ in range(count):
        minute += lot.choice([0, 0, 1, 1, 2, 5]) if texts else 0
        arrival = minute
        shape = lot.choice([*["both"] * 12, "stop", "arrival", "departure", ".", "."])
        minute += lot.randint(0, 2) if shape == "stop" else 0
        text = {
            "both": clock(arrival),
            "stop": f"{clock(arrival)}-{clock(minute)}",
            "arrival": f"{clock(arrival)}-",
            "departure": f"-{clock(arrival)}",
        }.get(shape, ".")
        flags = lot.choice([*[""] * 16, "p", "d", "t", "r"])
        distance = f"@{lot.randint(0, 2) / 10 + len(texts) / 5}" if with_distances else ""
        texts.append(text + flags + distance)
    if all(text.startswith(".") for text in texts):
        texts[0] = clock(start)
    return tuple(texts), minute


def draw_stops(lot: Random, first: str) -> tuple[str, ...]:
    """Draw the stops of a line; one in four may serve a stop twice."""
    if chance(lot, 25):
        return (first, *lot.choices(STOPS, k=lot.randint(1, 3)))
    others = [stop for stop in STOPS if stop != first]
    return (first, *lot.sample(others, k=lot.randint(1, 2)))


def draw_chain(lot: Random, base: int) -> tuple[Line, ...]:
    """Draw lines around the minute `base`, most of which go on where and when the last one ends."""
    drawn: list[Line] = []
    ends = [(base + 8 * n, "block=7") for n in range(3)]
    first = "A"
    for number in range(lot.choice([2, 3, 4, 4])):
        stops = draw_stops(lot, first)
        trips = []
        for n, (end, block) in enumerate(ends[: lot.randint(1, 3)]):
            days = lot.choice([*[0] * 6, -1, 1 if base >= 24 * 60 + 10 else 0])
            start = end + lot.choice([0, 0, 1, 2, 3, 4])
            cells, minute = draw_cells(lot, start - 24 * 60 * days, len(stops))
            own = lot.choice(["", "", block, block, f"block={n}"])
            trips.append(Trip(cells, own, TUESDAY + timedelta(days=days)))
            ends[n] = minute + 24 * 60 * days, own
        drawn.append(Line(f"{60 + number}", lot.choice(KINDS), stops, tuple(trips)))
        first = stops[-1] if chance(lot, 75) else lot.choice(STOPS)
    return tuple(drawn)


def draw_hub(lot: Random, base: int) -> tuple[Line, Line]:
    """Draw two lines that meet and nothing else: one sees how long the change takes."""
    start = base + lot.randint(0, 8)
    onward = start + 3 + lot.randint(0, 4)
    block = lot.choice(["", "block=7"])
    trips = [
        tuple(
            Trip((clock(minute + n), clock(minute + n + 3)), block, TUESDAY)
            for n in range(lot.randint(1, 2))
        )
        for minute in (start, onward)
    ]
    return (
        Line("60", lot.choice(KINDS), ("A", "B"), trips[0]),
        Line("61", lot.choice(KINDS), (lot.choice("BC"), "D"), trips[1]),
    )


def draw_frequency(lot: Random, base: int, line: Line) -> str:
    """Draw a row of frequencies.txt."""
    start = base + lot.randint(0, 8)
    end = start + lot.choice([3, 8, 12])
    return f"{line.name}/1 {clock(start)} {clock(end)} {lot.choice([60, 60, 90, 240])}"


def draw_transfer(lot: Random, before: Line, after: Line) -> str:
    """Draw a row of transfers.txt for the place where one line ends and another starts."""
    trips = [f"{line.name}/{lot.randint(1, len(line.trips))}" for line in (before, after)]
    if chance(lot, 40):
        ends = lot.choice(["* *", "* *", "* *", "S *", "* T"])
        return f"{ends} {lot.choice('45')} from_trip={trips[0]} to_trip={trips[1]}"
    station_of = {stop: name for name, each in STATIONS.items() for stop in each.split()}
    ends = " ".join(
        lot.choice([stop, stop, station_of.get(stop, stop)])
        for stop in (before.stops[-1], after.stops[0])
    )
    kind = lot.choice("00123")
    least = lot.choice(["", "0", "60", "240"]) if kind == "2" else ""
    columns = ("from_route", "to_route", "from_trip", "to_trip")
    named = zip(columns, (before.name, after.name, *trips), strict=True)
    texts = [f"{column}={name}" for column, name in named if chance(lot, 20)]
    return " ".join([ends, kind, least, *texts])


def draw_walks(lot: Random, ends: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Draw footpaths, most of them where lines meet."""
    ways = [
        lot.choice([*ends, lot.choice(ends), (lot.choice(STOPS), lot.choice(STOPS))])
        for _ in range(lot.randint(0, 5))
    ]
    return tuple(
        f"{a} {b} {lot.choice([30, 60, 100, 300, 700])}" for a, b in dict.fromkeys(ways) if a != b
    )


def draw_world(lot: Random) -> World:
    """Draw a feed of at most twelve trips, footpaths and parameters."""
    base = lot.choice([3 * 60 + 58, 8 * 60, 8 * 60, 27 * 60 + 50])
    lines = draw_hub(lot, base) if chance(lot, 50) else draw_chain(lot, base)
    joints = [*pairwise(lines), *pairwise(lines), (lines[-1], lines[0])]
    return World(
        lines=lines,
        walks=draw_walks(lot, [(before.stops[-1], after.stops[0]) for before, after in joints]),
        transfers=tuple(draw_transfer(lot, *lot.choice(joints)) for _ in range(lot.randint(0, 5))),
        frequencies=(draw_frequency(lot, base, lines[-1]),) if chance(lot, 60) else (),
        moving={
            "board_slack_s": lot.choice([0, 60]),
            "transfer_slack_s": lot.choice([0, 60, 120]),
            "transfer_slack_rail_s": lot.choice([0, 60, 180]),
            "max_rides": lot.choice([1, 2, 2, 2, 3, 4]),
            "max_travel_s": lot.choice([600, 14400, 14400]),
            "max_access_s": lot.choice([60, 1200]),
        },
    )


def worlds() -> st.SearchStrategy[World]:
    """Return the worlds for hypothesis: by seed, because parts drawn one by one come in clumps."""
    return st.builds(draw_world, st.randoms(use_true_random=True))
