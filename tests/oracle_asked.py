"""A day to ask the oracle for journeys, typed on the screen; brute force is asked as well.

One leaves the door a minute before the first departure (`board_slack_s`), and boards again two
minutes after alighting, three with rail. `journeys` answers ``departure-arrival rides``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest
from oracle import Oracle, brute_force
from oracle_text import TUESDAY, footpaths, write_feed


@dataclass(frozen=True)
class Asked:
    """A day to ask for journeys."""

    feeds: tuple[Path, ...]
    walks: pd.DataFrame
    date: date
    moving: Mapping[str, int]

    @property
    def oracle(self) -> Oracle:
        """The oracle of the day."""
        return Oracle(self.feeds, self.walks, self.date, **self.moving)

    def journeys(self, origin: str, destination: str) -> list[str]:
        """Return the journeys as text, by departure, after both searches agreed."""
        found = self.oracle.journeys_to(destination, [origin])[origin]
        pair = (origin, destination)
        assert found == brute_force(self.feeds, self.walks, self.date, [pair], **self.moving)[pair]
        return [f"{_clock(start)}-{_clock(end)} {rides}" for start, end, rides in sorted(found)]


def _clock(at_s: int) -> str:
    hours, minutes, seconds = at_s // 3600, at_s // 60 % 60, at_s % 60
    return f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


Timetabled = Callable[..., Asked]


@pytest.fixture
def on_screen(tmp_path: Path) -> Timetabled:
    """Return a function that makes a day of a timetable on the screen."""

    def make(
        lines: str,
        *,
        walks: str = "",
        transfers: str = "",
        frequencies: str = "",
        stations: Mapping[str, str] | None = None,
        on: date = TUESDAY,
        **moving: int,
    ) -> Asked:
        folder = write_feed(
            Path(mkdtemp(dir=tmp_path)),
            lines,
            stations=stations,
            transfers=transfers,
            frequencies=frequencies,
            on=on,
        )
        return Asked((folder,), footpaths(walks), on, moving)

    return make
