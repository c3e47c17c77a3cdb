"""Exports: everything the commands write of a network or a result, in one table by name."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from accessibility.line_picture import LINES
from accessibility.line_sheet import line_html
from accessibility.sheet import DPI
from accessibility.store import FORMATS, write_table
from api.difference import find_difference, stands_on
from api.fahrplan import PAGE, FahrplanService, write_fahrplan
from api.fahrplan import TABLES as CALL_TABLES
from api.http.export_task import RIDDEN, Task, refuse_kommune, stations
from api.http.export_wanted import Wanted
from api.http.problems import asked
from api.line_pictures import day_of_line, find_facts, write_bildfahrplan, write_netzgrafik
from api.pictures import PICTURES as MAPS
from api.pictures import draw, lines_of, picture_of
from api.scenarios.files import Source
from api.scenarios.gtfs import write_scenario_gtfs
from api.summaries import WRITERS, papers_of, subject_of
from api.windows import QuestionError
from api.written import PICTURES, TABLES, write_knoten, write_lines
from mobility.scenario import Scenario

Write: TypeAlias = Callable[[Task], None]


@dataclass(frozen=True)
class Export:
    """A kind of export: what it is called, which files there are of it, what may be asked."""

    title: str
    endings: tuple[str, ...]  # with their dots, the usual one first
    write: Write
    takes: tuple[str, ...] = ()  # parameters besides the format
    needs: tuple[str, ...] = ()  # those of them there must be
    blamed: str = "day"  # the parameter that is at fault where it cannot be made
    draws: bool = False  # with a pen there is one of

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats as they are asked for."""
        return tuple(ending.removeprefix(".") for ending in self.endings)


def write_export(export: Export, task: Task) -> None:
    """Write the file; what cannot be made is blamed on a parameter."""
    blamed = export.blamed
    pen = task.grounds.drawing if export.draws else nullcontext()
    with asked(f"query.{blamed}", getattr(task.wanted, blamed)), pen:
        export.write(task)


def held_against(wanted: Wanted, of: Path | None, named: Path | None) -> Path | None:
    """Return the folder a difference is held against, by default what the result stands on."""
    return stands_on(of) if wanted.before is None and of is not None else named


def _table(task: Task) -> None:
    task.find_days(task.ground.named(task.wanted.day))
    write_table(task.ground.table(task.wanted.day), task.out, about=task.ground.about)


def _map(task: Task) -> None:
    ground, measure = task.ground, str(task.wanted.measure)
    if measure == LINES:
        picture = lines_of(ground.service, task.wanted.day)
    else:
        task.find_days([task.day])
        picture = picture_of(ground.service, ground.table(task.day), measure, task.day)
    draw(picture, task.out, dpi=task.wanted.dpi or DPI)


def _difference(task: Task) -> None:
    network, measure = task.grounds.network, str(task.wanted.measure)
    picture = find_difference(network, task.ground, task.before, measure, task.day)
    draw(picture, task.out, dpi=task.wanted.dpi or DPI)


def _summary(task: Task) -> None:
    refuse_kommune(task)  # before all standards are evaluated
    task.find_days(task.ground.days)
    subject = subject_of(task.ground.service, task.ground.evaluation)
    papers = papers_of(subject, task.wanted.kommune, task.progress.within(RIDDEN, 1))
    text = WRITERS[task.out.suffix](papers)
    task.out.write_text(text, encoding="utf-8")


def _fahrplan(task: Task) -> None:
    lines = task.ground.lines
    chosen = lines.near.tolist() if task.wanted.line is None else [task.line]
    service = FahrplanService(lines, task.wanted.day)
    compressed = not task.wanted.all_trips
    write_fahrplan(service, chosen, task.out, compressed=compressed, progress=task.progress)


def _lines(task: Task) -> None:
    line = None if task.wanted.line is None else task.line
    write_lines(task.ground.lines, line, task.out, day=None, knoten=None)


def _bildfahrplan(task: Task) -> None:
    write_bildfahrplan(task.ground.lines, task.line, task.wanted.day, task.out)


def _steckbrief(task: Task) -> None:
    day = day_of_line(task.ground.lines, task.line, task.wanted.day)
    page = line_html(find_facts(task.ground.knoten(day), task.line))
    task.out.write_text(page, encoding="utf-8")


def _netzgrafik(task: Task) -> None:
    write_netzgrafik(task.ground.lines, task.wanted.knoten, task.wanted.day, task.out)


def _knoten(task: Task) -> None:
    write_knoten(task.ground.knoten(_any_day(task)), stations(task), None, task.out)


def _knotenuhr(task: Task) -> None:
    write_knoten(task.ground.knoten(_any_day(task)), stations(task), task.wanted.hour, task.out)


def _gtfs(task: Task) -> None:
    told = task.ground.service.under
    if told is None:
        raise QuestionError("a feed is written of a scenario; name its result")
    chain = [Source(Scenario.model_validate(one)) for one in told.told["scenarios"]]
    write_scenario_gtfs(task.grounds.network.service, chain, task.out)


def _any_day(task: Task) -> str:
    """Return the day asked for, the region's first by default: a timetable knows them all."""
    return task.wanted.day or next(iter(task.ground.service.days))


EXPORTS: Mapping[str, Export] = {
    "table": Export(
        "Erreichbarkeit je Ortsteil und Tag", FORMATS, _table, ("day", "result")
    ),
    "map": Export(
        "Karte eines Maßes oder der Linien", MAPS, _map,
        ("measure", "day", "result", "dpi"), ("measure",), draws=True,
    ),
    "difference": Export(
        "Karte des Unterschieds zweier Ergebnisse", MAPS, _difference,
        ("measure", "day", "result", "before", "dpi"), ("measure", "result"),
        draws=True,
    ),
    "summary": Export(
        "Zusammenfassung des Kreises, Steckbrief einer Kommune", tuple(WRITERS), _summary,
        ("kommune", "result"), blamed="kommune",
    ),
    "fahrplan": Export(
        "Fahrplan einer Linie oder aller Linien", (PAGE, *CALL_TABLES), _fahrplan,
        ("line", "day", "all_trips", "result"),
    ),
    "lines": Export(
        "Prüfung der Linien", TABLES, _lines, ("line", "result"), blamed="line"
    ),
    "bildfahrplan": Export(
        "Bildfahrplan einer Linie", PICTURES, _bildfahrplan,
        ("line", "day", "result"), ("line",), draws=True,
    ),
    "steckbrief": Export(
        "Steckbrief einer Linie", (".html",), _steckbrief,
        ("line", "day", "result"), ("line",), draws=True,
    ),
    "netzgrafik": Export(
        "Netzgrafik der Linien im Takt", PICTURES, _netzgrafik, ("knoten", "day", "result"),
        blamed="knoten", draws=True,
    ),
    "knoten": Export(
        "Anschlüsse der Knoten", TABLES, _knoten, ("station", "day", "result"), blamed="station"
    ),
    "knotenuhr": Export(
        "Knotenuhr einer Station", PICTURES, _knotenuhr, ("station", "hour", "day", "result"),
        ("station", "hour"), "hour", draws=True,
    ),
    "gtfs": Export(
        "Fahrplan eines Szenarios als GTFS", (".zip",), _gtfs, ("result",), ("result",), "result"
    ),
}  # fmt: skip
