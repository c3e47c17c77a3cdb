"""Journeys of doors as they are typed, and what is folded from them."""

import numpy as np
from naive_figures import Journey
from timetables import seconds

from accessibility.folds import Window, find_useful
from accessibility.window_fold import fold_window
from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED


def journeys(*doors: str) -> Sets:
    """Return the sets of doors typed as ``8:00 8:20 1, 9:00 9:30 2``: departure, arrival, rides."""
    words = (filter(None, door.split(",")) for door in doors)
    return sets_of([[*map(typed_journey, door)] for door in words])


def typed_journey(text: str) -> Journey:
    departure, arrival, rides = text.split()
    return seconds(departure), seconds(arrival), int(rides)


def sets_of(doors: list[list[Journey]]) -> Sets:
    """Return the sets as the engine hands them over: by rising departure, then arrival."""
    rows = np.array([one for door in doors for one in sorted(door)], np.int32).reshape(-1, 3)
    first = np.cumsum([0] + [len(door) for door in doors])
    return Sets(first, rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].astype(np.int8))


def no_walk(sets: Sets) -> Ints:
    return np.full(len(sets.first) - 1, UNREACHED, np.int32)


def walk(minutes: float) -> Ints:
    return np.array([minutes * 60], np.int32)


def span(text: str, *, arriving: bool = False) -> Window:
    from_s, until_s = map(seconds, text.split("-"))
    return Window(from_s, until_s, arriving)


def slots_of(sets: Sets, window: Window, slot_s: int) -> Bools:
    """Return ``[door]`` whether every slot is served, there and, by the same journeys, back."""
    both = (sets, find_useful(sets))
    return fold_window(both, both, no_walk(sets), window, slot_s).every_slot
