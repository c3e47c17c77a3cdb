"""Changes applied to a timetable on screen without streets, and the journeys that are left."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from changed import changed, ground_of, trips_of
from changed import refused as refused_on
from engine import Engine
from oracle_text import footpaths
from timetables import DAY

from gtfs.timetable import Timetable
from mobility.parameters import Moving

Change = Mapping[str, Any]


def made(day: Timetable, *changes: Change) -> Timetable:
    """Return the timetable with the changes."""
    return changed(ground_of(day, roads=False), *map(dict, changes))


def refused(day: Timetable, *changes: Change) -> str:
    """Return why the last of the changes cannot be made."""
    return refused_on(ground_of(day, roads=False), *map(dict, changes))


def journeys(day: Timetable, start: str, end: str, on: date = DAY) -> list[str]:
    """Return the journeys as ``7:59-8:20 1``: at the stop, there, rides."""
    engine = Engine(day, footpaths(""), on, Moving.model_validate({"board_slack_s": 0}))
    found = sorted(engine.journeys_to(end, [start])[start])
    return [f"{_clock(leaves)}-{_clock(arrives)} {rides}" for leaves, arrives, rides in found]


def first_of(day: Timetable, line: str, on: date = DAY) -> list[str]:
    """Return where and when the trips of a line begin, in the order of the letters."""
    return [row.split(",")[0] for row in trips_of(day, line, on)]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"
