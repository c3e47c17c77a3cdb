"""Touched: which trips of some dates a change takes out, changes and adds, by their ids."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from gtfs.timetable import Ints, Strings, Timetable
from gtfs.trip_keys import DayKeys, day_keys, differing


class Touched(NamedTuple):
    """Trips of a date that only one side has; one that is changed stands on both."""

    when: date
    gone: Strings  # trip_id
    gone_line: Strings  # name of its route
    new: Strings
    new_line: Strings

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return len(self.gone) + len(self.new) > 0


class Watch:
    """The trips of some dates while changes are made: each timetable is held against the last.

    Only keys are kept, so that a list of a thousand changes costs no thousand timetables.
    """

    def __init__(self, timetable: Timetable, dates: Sequence[date]) -> None:
        self._dates = tuple(dates)
        self._last = timetable
        self._keys = {when: day_keys(timetable, when) for when in self._dates}

    def seen(self, timetable: Timetable) -> tuple[Touched, ...]:
        """Return what the change to this timetable touches; nothing on dates it leaves alone."""
        if timetable is self._last:
            return ()
        found = tuple(one for one in self._by_date(timetable) if one.any)
        self._last = timetable
        return found

    def _by_date(self, timetable: Timetable) -> Iterator[Touched]:
        for when in self._dates:
            keys = day_keys(timetable, when)
            yield self._touched(timetable, when, keys)
            self._keys[when] = keys

    def _touched(self, timetable: Timetable, when: date, keys: DayKeys) -> Touched:
        gone, new = differing(self._keys[when], keys)
        return Touched(when, *_told(self._last, gone), *_told(timetable, new))


def _told(timetable: Timetable, trips: Ints) -> tuple[Strings, Strings]:
    return timetable.trip_id[trips], timetable.route_name[timetable.trip_route[trips]]
