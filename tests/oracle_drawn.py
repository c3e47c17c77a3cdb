"""Tiny feeds by lot, in which every rule has its turn; written like those on the screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st
from oracle_text import ROUTE_TYPES, TUESDAY, write_feed

STOPS = ("A", "B", "C", "D", "E", "F")
STATIONS = {"S": "A B", "T": "C D"}
NAMES = (*STOPS, *STATIONS)


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


@st.composite
def cells(draw: st.DrawFn, start: int, count: int) -> tuple[tuple[str, ...], int]:
    """Draw the cells of a trip that starts at a minute; return them and the minute it ends."""
    texts: list[str] = []
    minute = start
    with_distances = draw(st.integers(0, 3)) == 0
    for _ in range(count):
        minute += draw(st.sampled_from([0, 0, 1, 1, 2, 5])) if texts else 0
        arrival = minute
        shape = draw(st.sampled_from(["both"] * 8 + ["stop", "arrival", "departure", ".", "."]))
        minute += draw(st.integers(0, 2)) if shape == "stop" else 0
        text = {
            "both": clock(arrival),
            "stop": f"{clock(arrival)}-{clock(minute)}",
            "arrival": f"{clock(arrival)}-",
            "departure": f"-{clock(arrival)}",
        }.get(shape, ".")
        flags = draw(st.sampled_from([""] * 12 + ["p", "d", "t", "r"]))
        distance = f"@{draw(st.integers(0, 2)) / 10 + len(texts) / 5}" if with_distances else ""
        texts.append(text + flags + distance)
    if all(text.startswith(".") for text in texts):
        texts[0] = clock(start)
    return tuple(texts), minute


@dataclass(frozen=True)
class Joint:
    """Where two lines meet: the last stop of one, the first of the other."""

    before: Line
    after: Line

    @property
    def ends(self) -> tuple[str, str]:
        """The two stops."""
        return self.before.stops[-1], self.after.stops[0]


@st.composite
def stops(draw: st.DrawFn, first: str) -> tuple[str, ...]:
    """Draw the stops of a line; one in four is a loop of sorts."""
    loop = draw(st.integers(0, 3)) == 0
    others = STOPS if loop else tuple(stop for stop in STOPS if stop != first)
    drawn = st.lists(
        st.sampled_from(others), min_size=1, max_size=3 if loop else 2, unique=not loop
    )
    return (first, *draw(drawn))


@st.composite
def lines(draw: st.DrawFn, base: int, count: int) -> tuple[Line, ...]:
    """Draw lines around the minute `base`, of which most go on where and when the last one ends."""
    drawn: list[Line] = []
    ends: list[tuple[int, str]] = [(base + 8 * n, "block=7") for n in range(3)]
    first = "A"
    for number in range(count):
        trips = []
        line_stops = draw(stops(first))
        kind = draw(st.sampled_from(["bus", "bus", *ROUTE_TYPES]))
        for n, (end, block) in enumerate(ends[: draw(st.integers(1, 3))]):
            days = draw(st.sampled_from([0] * 6 + [-1, 1 if base >= 24 * 60 + 10 else 0]))
            start = end + draw(st.sampled_from([0, 0, 1, 2, 3, 4]))
            texts, minute = draw(cells(start - 24 * 60 * days, len(line_stops)))
            own = draw(st.sampled_from(["", "", block, block, f"block={n}"]))
            trips.append(Trip(texts, own, TUESDAY + timedelta(days=days)))
            ends[n] = minute + 24 * 60 * days, own
        drawn.append(Line(f"{60 + number}", kind, line_stops, tuple(trips)))
        first = draw(st.sampled_from([line_stops[-1]] * 2 + list(STOPS)))
    return tuple(drawn)


@st.composite
def transfers(draw: st.DrawFn, joint: Joint) -> str:
    """Draw a row of transfers.txt, most of them for the joint of two lines."""
    kind = draw(st.sampled_from("0011123344455"))
    routes = joint.before.name, joint.after.name
    trips = [f"{route}/{draw(st.sampled_from([1, 1, 2]))}" for route in routes]
    if kind in "45":
        ends = draw(st.sampled_from(["* *", "* *", "* *", "S *", "* T"]))
        return f"{ends} {kind} from_trip={trips[0]} to_trip={trips[1]}"
    station_of = {stop: name for name, each in STATIONS.items() for stop in each.split()}
    ends = " ".join(
        draw(st.sampled_from([stop, stop, station_of.get(stop, stop), *NAMES[:2]]))
        for stop in joint.ends
    )
    least = draw(st.sampled_from(["", "0", "60", "240"])) if kind == "2" else ""
    named = [
        f"{column}={name}"
        for column, name in zip(
            ("from_route", "to_route", "from_trip", "to_trip"), (*routes, *trips), strict=True
        )
        if draw(st.integers(0, 4)) == 0
    ]
    return " ".join([ends, kind, least, *named])


@st.composite
def starts(draw: st.DrawFn, base: int, drawn: tuple[Line, ...]) -> str:
    """Draw a row of frequencies.txt."""
    line = draw(st.sampled_from(drawn))
    start = base + draw(st.integers(0, 8))
    end = start + draw(st.sampled_from([3, 8, 10]))
    return f"{line.name}/1 {clock(start)} {clock(end)} {draw(st.sampled_from([240, 300]))}"


@st.composite
def hubs(draw: st.DrawFn, base: int) -> tuple[tuple[Line, ...], list[str]]:
    """Draw two lines that meet and nothing else: one sees how long the change takes."""
    start = base + draw(st.integers(0, 8))
    kinds = [draw(st.sampled_from(["bus", "bus", *ROUTE_TYPES])) for _ in range(2)]
    block = draw(st.sampled_from(["", "block=7"]))
    first = [(clock(minute), clock(minute + 3)) for minute in (start, start + 1)]
    onward = start + 3 + draw(st.integers(0, 4))
    last = [(clock(minute), clock(minute + 3)) for minute in (onward, onward + 1)]
    drawn = (
        Line("60", kinds[0], ("A", "B"), tuple(Trip(each, block, TUESDAY) for each in first)),
        Line(
            "61",
            kinds[1],
            (draw(st.sampled_from(["B", "C"])), "D"),
            tuple(Trip(each, block, TUESDAY) for each in last[: draw(st.integers(1, 2))]),
        ),
    )
    every_minute = f"61/1 {clock(start + 3)} {clock(start + 10)} 60"
    return drawn, draw(st.sampled_from([[], [every_minute]]))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a feed of at most twelve trips, footpaths and parameters."""
    base = draw(st.sampled_from([3 * 60 + 55, 8 * 60, 27 * 60 + 50, 27 * 60 + 50]))
    if draw(st.booleans()):
        drawn, frequencies = draw(hubs(base))
        joints = [Joint(*drawn)]
    else:
        drawn = draw(lines(base, draw(st.integers(2, 4))))
        frequencies = draw(st.lists(starts(base, drawn), max_size=1))
        joints = [Joint(before, after) for before, after in pairwise(drawn)]
        joints.append(Joint(*draw(st.permutations(drawn))[:2]))
    any_way = st.tuples(*[st.sampled_from(STOPS)] * 2)
    ways = st.one_of(any_way, st.sampled_from([joint.ends for joint in joints]))
    return World(
        lines=drawn,
        walks=tuple(
            f"{a} {b} {draw(st.sampled_from([30, 60, 100, 300, 700]))}"
            for a, b in draw(st.lists(ways, max_size=5, unique=True))
            if a != b
        ),
        transfers=tuple(
            draw(transfers(joint)) for joint in draw(st.lists(st.sampled_from(joints), max_size=7))
        ),
        frequencies=tuple(frequencies),
        moving={
            "board_slack_s": draw(st.sampled_from([0, 60])),
            "transfer_slack_s": draw(st.sampled_from([0, 60, 120])),
            "transfer_slack_rail_s": draw(st.sampled_from([0, 60, 180])),
            "max_rides": draw(st.sampled_from([1, 2, 3, 4, 4])),
            "max_travel_s": draw(st.sampled_from([400, 14400])),
            "max_access_s": draw(st.sampled_from([60, 1200])),
        },
    )
