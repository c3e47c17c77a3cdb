"""Found days: what is evaluated of a service, each day once for all who ask."""

from dataclasses import dataclass, field, fields
from datetime import date
from threading import Lock

import numpy as np

from accessibility.access import Choices, asked_of, find_drives
from accessibility.day_answers import answer_of
from accessibility.day_journeys import DayJourneys, ride_out
from api.evaluated import Evaluated
from api.http.kept import Kept
from api.service import Service
from gtfs.timetable import Floats
from mobility.day import Day

COMPILED_KEPT = 8  # compiled dates, some 20 MB each
JOURNEYS_KEPT = 4  # days whose journeys are kept for further windows, some 100 MB each
EVALUATED_KEPT = 8  # days with what every home has on them, some 20 MB each


@dataclass(frozen=True, eq=False)
class KeptDays(Service):
    """A service that compiles each of the latest dates asked about once."""

    _days: dict[date, Day] = field(init=False, default_factory=dict)  # a scenario's are its own

    def day(self, when: date) -> Day:
        """Return the compiled date; two threads at once may both compile it, to the same."""
        found = self._days.get(when)
        if found is None:
            found = super().day(when)
            while len(self._days) >= COMPILED_KEPT:
                self._days.pop(next(iter(self._days)), None)
            self._days[when] = found
        return found


def keep_days(service: Service) -> KeptDays:
    """Return the service as one that compiles its dates once."""
    return KeptDays(**{one.name: getattr(service, one.name) for one in fields(service)})


class FoundDays:
    """The days of a service; they may be asked about from several threads."""

    def __init__(self, service: Service) -> None:
        """Take the service; nothing is found yet."""
        self._service = service
        self._journeys: Kept[str, DayJourneys] = Kept(JOURNEYS_KEPT)
        self._evaluated: Kept[str, Evaluated] = Kept(EVALUATED_KEPT)
        self._drive_s: Floats | None = None
        self._all_driven = False
        self._cores, self._roads = Lock(), Lock()  # one at a time: each uses all cores by itself

    def journeys(self, day: str) -> DayJourneys:
        """Return the journeys of a day type, of which every window is folded."""
        return self._journeys.of(day, lambda: self._ride_out(day))

    def evaluated(self, day: str) -> Evaluated:
        """Return what is found for a day type in the window of the profile."""
        return self._evaluated.of(day, lambda: self._evaluate(day))

    def drive_s(self, choices: Choices) -> Floats | None:
        """Return ``[point, target]`` drives to all targets chosen, here or before."""
        with self._roads:
            if not self._all_driven:
                self._drive_s = find_drives(self._service.question, choices, self._drive_s)
            return self._drive_s

    def all_drives_s(self) -> Floats | None:
        """Return ``[point, target]`` all drives: whatever a window chooses, none is looked for."""
        question = self._service.question
        with self._roads:
            if not self._all_driven and question.drives is not None:
                self._drive_s = question.drives(np.ones(question.walk_s.shape, np.bool_))
            self._all_driven = True
            return self._drive_s

    def _ride_out(self, day: str) -> DayJourneys:
        compiled = self._service.compiled([day])[day]
        with self._cores:
            return ride_out(asked_of(self._service.question, day, compiled))

    def _evaluate(self, day: str) -> Evaluated:
        answers = {day: answer_of(self.journeys(day))}
        drives = self.drive_s({day: answers[day].choices})
        return Evaluated(self._service, self._service.compiled([day]), answers, found_s=drives)
