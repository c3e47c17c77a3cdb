"""Worlds by lot, in which every rule has its turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from oracle_feed import clock_shift_s
from oracle_text import ROUTE_TYPES, TUESDAY
from oracle_world import STATIONS, STOPS, Line, Trip, World, clock, minutes

KINDS = ("bus", "bus", *ROUTE_TYPES)
BERLIN = ZoneInfo("Europe/Berlin")
CHANGES = [date(2024, 3, 30), date(2024, 3, 31), date(2024, 10, 26), date(2024, 10, 27)]  # of clock
DAY_MIN = 24 * 60


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


def draw_express(trip: Trip) -> tuple[Trip, ...]:
    """Return a trip that starts a minute later and is there a minute sooner, if there is time."""
    first, last = minutes(trip.cells[0]), minutes(trip.cells[-1])
    if first is None or last is None or last[0] < first[1] + 3:
        return ()
    between = ("x",) * (len(trip.cells) - 2)
    return (Trip((clock(first[1] + 1), *between, clock(last[0] - 1)), "", trip.days),)


def draw_days(lot: Random, asked: date, base: int) -> int:
    """Draw the service date of a trip round the minute `base`, in days from the one asked."""
    usual = 2 if asked in CHANGES else 6
    return lot.choice([*[0] * usual, -1, 1 if base >= DAY_MIN + 10 else 0])


def draw_chain(lot: Random, base: int, asked: date) -> tuple[Line, ...]:
    """Draw lines around the minute `base`, most of which go on where and when the last one ends."""
    drawn: list[Line] = []
    ends = [(base + 8 * n, "block=7") for n in range(3)]
    first = "A"
    for number in range(lot.choice([2, 3, 4, 4])):
        stops = draw_stops(lot, first)
        trips: list[Trip] = []
        for n, (end, block) in enumerate(ends[: lot.randint(1, 3)]):
            days = draw_days(lot, asked, base)
            by = clock_shift_s(BERLIN, asked, asked + timedelta(days=days)) // 60
            cells, minute = draw_cells(lot, end + lot.choice([0, 0, 1, 2, 3, 4]) - by, len(stops))
            own = lot.choice(["", "", block, block, f"block={n}"])
            trips.append(Trip(cells, own, days))
            ends[n] = minute + by, own
        if chance(lot, 40):
            trips += draw_express(trips[0])
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
            Trip((clock(minute + n), clock(minute + n + 3)), block)
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


def draw_walks(lot: Random, ends: Sequence[tuple[str, str]], stops: Sequence[str]) -> list[str]:
    """Draw footpaths, most of them where lines meet."""
    ways = [
        lot.choice([*ends, lot.choice(ends), (lot.choice(stops), lot.choice(stops))])
        for _ in range(lot.randint(0, 5))
    ]
    return [
        f"{a} {b} {lot.choice([30, 60, 100, 300, 700])}" for a, b in dict.fromkeys(ways) if a != b
    ]


def draw_world(lot: Random) -> World:
    """Draw feeds of at most sixteen trips, footpaths and parameters."""
    base = lot.choice([3 * 60 + 58, 8 * 60, 8 * 60, 27 * 60 + 50])
    asked = lot.choice([*[TUESDAY] * 12, *CHANGES])
    lines = draw_hub(lot, base) if chance(lot, 50) else draw_chain(lot, base, asked)
    joints = [*pairwise(lines), *pairwise(lines), (lines[-1], lines[0])]
    world = World(
        lines=lines,
        walks=(),
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
        asked=asked,
        second=frozenset(line.name for line in lines[1::2]) if chance(lot, 20) else frozenset(),
    )
    feed = {line.name: prefix_of(world, line) for line in lines}
    ends = [(feed[a.name] + a.stops[-1], feed[b.name] + b.stops[0]) for a, b in joints]
    stops = [name for name in world.names if name.split(":")[-1] in STOPS]
    return replace(world, walks=tuple(draw_walks(lot, ends, stops)))


def prefix_of(world: World, line: Line) -> str:
    """Return what stands before the ids of the feed a line belongs to."""
    if not world.second:
        return ""
    return "b:" if line.name in world.second else "a:"


def worlds() -> st.SearchStrategy[World]:
    """Return the worlds for hypothesis: by seed, because parts drawn one by one come in clumps."""
    return st.builds(draw_world, st.randoms(use_true_random=True))
