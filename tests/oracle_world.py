"""A world: one or two tiny feeds, footpaths and parameters, written like those on the screen.

Stops and stations of two feeds have the same names; asked for, they are ``a:A`` and ``b:A``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from oracle_text import TUESDAY, footpaths, write_feed

STOPS = ("A", "B", "C", "D", "E", "F")
STATIONS = {"S": "A B", "T": "C D"}
NAMES = (*STOPS, *STATIONS)
NEVER = 9_000  # days from the one asked: a date on which nobody asks
LINE_OF_RULE = re.compile(r"_(?:route|trip)=([^/ ]+)")


@dataclass(frozen=True)
class Trip:
    """A row of the timetable: its cells, `block=…` or nothing, days from the date asked."""

    cells: tuple[str, ...]
    block: str
    days: int = 0


@dataclass(frozen=True)
class Line:
    """A line with its trips."""

    name: str
    kind: str
    stops: tuple[str, ...]
    trips: tuple[Trip, ...]

    def on_screen(self, asked: date) -> str:
        """Return the line as it stands on the screen."""
        rows = [
            f"{' '.join(trip.cells)} | {trip.block} on={asked + timedelta(days=trip.days)}"
            for trip in self.trips
        ]
        return "\n".join([f"{self.name} {self.kind}: {' '.join(self.stops)}", *rows])


@dataclass(frozen=True)
class World:
    """Lines of a feed, or of two where ``second`` names those of the other; and all around them."""

    lines: tuple[Line, ...]
    walks: tuple[str, ...]
    transfers: tuple[str, ...]
    frequencies: tuple[str, ...]
    stations: Mapping[str, str] = field(default_factory=lambda: STATIONS)
    moving: Mapping[str, int] = field(default_factory=dict)
    asked: date = TUESDAY
    second: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """All stops and stations one may ask for."""
        feeds = ("a:", "b:") if self.second else ("",)
        return tuple(feed + name for feed in feeds for name in NAMES)

    @property
    def footpaths(self) -> pd.DataFrame:
        """The walks between stops."""
        return footpaths(",".join(self.walks))

    def write(self, folder: Path) -> list[Path]:
        """Write the feed, or both."""
        if not self.second:
            return [self._write(folder / "a", frozenset(line.name for line in self.lines))]
        first = frozenset(line.name for line in self.lines) - self.second
        return [self._write(folder / "a", first), self._write(folder / "b", self.second)]

    def _write(self, folder: Path, names: frozenset[str]) -> Path:
        lines = [line.on_screen(self.asked) for line in self.lines if line.name in names]
        return write_feed(
            folder,
            "\n".join(["0: " + " ".join(STOPS), *lines]),  # every stop is known
            stations=self.stations,
            transfers="\n".join(row for row in self.transfers if lines_of(row) <= names),
            frequencies="\n".join(row for row in self.frequencies if row.split("/")[0] in names),
        )

    def with_lines(self, change: Callable[[Line], Line]) -> "World":
        """Return the world with every line changed."""
        return replace(self, lines=tuple(map(change, self.lines)))

    def with_trips(self, change: Callable[[Trip], Trip]) -> "World":
        """Return the world with every trip changed."""
        return self.with_lines(lambda line: replace(line, trips=tuple(map(change, line.trips))))

    def with_cells(self, change: Callable[[str], str]) -> "World":
        """Return the world with every cell changed."""
        return self.with_trips(lambda trip: replace(trip, cells=tuple(map(change, trip.cells))))

    def with_transfers(self, keep: Callable[[str], bool]) -> "World":
        """Return the world with some rows of transfers.txt only."""
        return replace(self, transfers=tuple(filter(keep, self.transfers)))


def lines_of(row: str) -> frozenset[str]:
    """Return the lines a row of transfers.txt names; a row that names none holds in any feed."""
    return frozenset(LINE_OF_RULE.findall(row))


def clock(minute: int) -> str:
    """Write a minute as 8:10."""
    return f"{minute // 60}:{minute % 60:02}"


def minutes(cell: str) -> tuple[int, int] | None:
    """Return arrival and departure of a cell, None where it has not both in whole minutes."""
    times = [int(h) * 60 + int(m) for h, m in re.findall(r"(\d+):(\d\d)", cell.partition("@")[0])]
    half = "-" in cell and len(times) < 2
    return (times[0], times[-1]) if times and not half else None
