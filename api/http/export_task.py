"""Export task: a file to be written, of what and where to; what of it there is not is refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from api.http.export_wanted import Wanted
from api.http.ground import Ground, Grounds
from api.http.problems import asked
from api.progress import SILENT, Progress
from api.summaries import chosen_of, kommunen_in
from gtfs.timetable import Ints

RIDDEN = 0.6  # how far a file is once its days are evaluated


class Task(NamedTuple):
    """An export to be written."""

    grounds: Grounds
    ground: Ground
    wanted: Wanted
    before: Path | None  # folder of the result before, of a difference
    out: Path
    progress: Progress = SILENT

    @property
    def day(self) -> str:
        """The day type asked for, the first by default."""
        return self.wanted.day or self.ground.days[0]

    @property
    def line(self) -> int:
        """The line asked for."""
        text = str(self.wanted.line)
        with asked("query.line", text):
            return self.ground.lines.one(text)

    def find_days(self, days: Sequence[str]) -> None:
        """Find what tables of the network rest on, told day by day; a result has its tables."""
        for day in self.progress.within(0, RIDDEN).through(days):
            if self.ground.folder is None:
                self.ground.choices(day)
        self.progress.at(RIDDEN)


def refuse_unknown(task: Task, *, of_tables: bool) -> None:
    """Refuse a day, line, station or Kommune there is none of, before anything is written.

    ``of_tables``: the days are those of the tables, else those of the timetable.
    """
    ground, day = task.ground, task.wanted.day
    with asked("query.day", day):
        if of_tables:
            ground.named(day)
        elif day is not None:
            ground.lines.date_of(day)
    if task.wanted.line is not None:
        with asked("query.line", task.wanted.line):
            ground.lines.one(task.wanted.line)
    stations(task)
    refuse_kommune(task)


def stations(task: Task) -> Ints | None:
    """Return the stations asked for, None where all are."""
    text = task.wanted.station
    if text is None:
        return None
    with asked("query.station", text):
        return task.ground.lines.stations(text)


def refuse_kommune(task: Task) -> None:
    """Refuse a Kommune there is none of."""
    kommune = task.wanted.kommune
    if kommune is not None:
        with asked("query.kommune", kommune):
            chosen_of(kommunen_in(task.ground.service.places), kommune)
