"""Services by lot for the laws: up to thirty trips between five stops from 8 to 12 o'clock.

A few calls are for boarding or for alighting only; A and B are 5 minutes apart on foot, C and D 100
seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

import numpy as np
from engine import Engine, Journey, sets_to
from hypothesis import settings
from hypothesis import strategies as st
from oracle_text import footpaths
from timetables import DAY, timetable

from accessibility.folds import Window
from gtfs.timetable import Ints
from mobility.doors import Doors, Sets
from mobility.parameters import Moving
from mobility.profiles import UNREACHED

NAMES = "ABCDE"
WALKS = footpaths("A=B 300, C=D 100")
LONGEST_S = 14_400
MORNING = Window(7 * 3600, 13 * 3600)
lawful = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@dataclass(frozen=True)
class Call:
    """A stop with arrival and departure in minutes of the day; ``i`` boarding, ``o`` alighting."""

    stop: str
    arrival: int
    departure: int
    only: str = ""

    def __str__(self) -> str:
        """Return the call as a cell of the timetable."""
        return f"{_clock(self.arrival)}/{_clock(self.departure)}{self.only}"


Trip = tuple[Call, ...]


def draw_trip(lot: Random) -> Trip:
    """Draw a trip of two or three stops, at times that often meet those of others."""
    minute = 8 * 60 + 5 * lot.randint(0, 24)
    calls = []
    for stop in lot.sample(NAMES, lot.choice([2, 2, 3])):
        stands = lot.choice([0, 0, 1, 3])
        calls.append(Call(stop, minute, minute + stands, lot.choice([*[""] * 10, "i", "o"])))
        minute += stands + lot.choice([0, 1, 3, 5, 10, 20])
    return tuple(calls)


def draw_service(lot: Random) -> list[Trip]:
    return [draw_trip(lot) for _ in range(lot.randint(0, 30))]


# By seed, because parts drawn one by one come in clumps.
services = st.builds(draw_service, st.randoms(use_true_random=True))


def shifted(service: Sequence[Trip], minutes: int) -> list[Trip]:
    return [
        tuple(Call(c.stop, c.arrival + minutes, c.departure + minutes, c.only) for c in trip)
        for trip in service
    ]


def backwards(service: Sequence[Trip], mirror: int) -> list[Trip]:
    """Return the trips with time running backwards from a minute on."""
    turned = {"": "", "i": "o", "o": "i"}
    return [
        tuple(
            Call(c.stop, mirror - c.departure, mirror - c.arrival, turned[c.only])
            for c in reversed(trip)
        )
        for trip in service
    ]


def engine(
    service: Sequence[Trip],
    *,
    on: date = DAY,
    asked: date = DAY,
    moving: Moving | None = None,
    rules: str = "",
) -> Engine:
    """Return the engine of a service that runs on one date, asked about a date."""
    lines = ["0 (2000-01-01): A B C D E", "1:00 1:01 1:02 1:03 1:04"]  # names every stop
    for number, trip in enumerate(service, start=1):
        lines.append(f"{number} ({on}): " + " ".join(c.stop for c in trip))
        lines.append(" ".join(map(str, trip)))
    return Engine(timetable("\n".join(lines), rules=rules), WALKS, asked, moving)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def found(service: Engine, destination: str, origins: Sequence[str]) -> tuple[Sets, Ints]:
    """Return the sets of the origins and their walks all the way."""
    reach = [service.reach_s(origin, leaving=True) for origin in origins]
    near = [np.flatnonzero(one < UNREACHED) for one in reach]
    doors = Doors(
        np.cumsum([0] + [len(one) for one in near]).astype(np.int32),
        np.concatenate(near).astype(np.int32),
        np.concatenate([one[at] for one, at in zip(reach, near, strict=True)]),
    )
    walk_s = np.array([service.walk_s(origin, destination) for origin in origins], np.int32)
    egress_s = service.reach_s(destination, leaving=False)
    return sets_to(service.day, doors, egress_s, walk_s), walk_s


def all_journeys(service: Engine) -> dict[tuple[str, str], set[Journey]]:
    """Return the sets of all pairs of stops."""
    return {
        (origin, destination): journeys
        for destination in NAMES
        for origin, journeys in service.journeys_to(destination, NAMES).items()
    }
