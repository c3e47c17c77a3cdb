"""Facts: the tables in ``facts/`` as small frozen records, here those of the timetable."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, cast

T = TypeVar("T")
PARSERS: dict[Any, Callable[[str], Any]] = {str: str, int: int, float: float}


@dataclass(frozen=True)
class Agency:
    """An invented operator; its timetable ends on the day ``until``, if any, before the feed's."""

    id: str
    name: str
    until: str


@dataclass(frozen=True)
class Line:
    """A line and its sites in order; its runs are timed at the Knoten.

    ``minutes`` (rail only) are the scheduled minutes at each site, ``arrival/departure`` where
    they differ; buses run along the roads. ``bay`` is the bus bay at every station of the line.
    Vehicles run through between lines of one ``block``. ``route`` is the short name of the GTFS
    route where it is not the line's own: an operator's lines of one such name are one route.
    """

    name: str
    route: str
    product: str
    agency: str
    route_type: int
    color: str
    wheelchair: int
    pickup: int
    bay: int
    block: str
    knoten: str
    sites: str
    minutes: str


@dataclass(frozen=True)
class Run:
    """Trips of a line: one every so many minutes between two times at the Knoten, both included.

    ``direction`` 0 (departing at the Knoten), 1 (arriving there) or 2: times of direction 0, the
    other mirrored about the full hour. ``every`` 0 is a single trip at ``first``. ``part`` names
    the first and last site in direction 0 where only a part of the line is run.
    """

    line: str
    direction: int
    service: str
    first: str
    last: str
    every: int
    part: str


@dataclass(frozen=True)
class Service:
    """A set of service days: weekdays Monday first, in term, in the holidays, or any.

    ``first`` and ``last`` bound a season, both included; empty: the whole timetable year.
    """

    id: str
    weekdays: str
    term: str
    first: str
    last: str


@dataclass(frozen=True)
class Period:
    """Days off: a public holiday (one day) or school holidays (both ends included)."""

    kind: str
    name: str
    first: str
    last: str


@dataclass(frozen=True)
class Window:
    """Hours at which the vehicles of a Rufbus zone come when called, under the number of a line.

    The zone is the Kommune but for the sites ``without``; one books so many minutes to days ahead.
    """

    zone: str
    line: str
    kommune: str
    without: str
    service: str
    first: str
    last: str
    notice_min: int
    notice_days: int


@dataclass(frozen=True)
class Transfer:
    """A rule of changing (GTFS ``type``) between two stops or stations, or two lines there.

    A place is named as its sign, a single pole of it with its key after ``#``; ``seconds`` only
    for type 2; ``why`` is for the reader of the table.
    """

    start: str
    end: str
    type: int
    seconds: int
    start_line: str
    end_line: str
    why: str


@dataclass(frozen=True)
class Fault:
    """A fault as real feeds have it, and the code of the finding that must tell it."""

    kind: str
    where: str
    what: str
    code: str


def read_facts(kind: type[T], name: str) -> tuple[T, ...]:
    """Return the rows of ``facts/<name>.csv`` as records of the given kind, in file order.

    A table may be a folder of files, one per Netz; then they follow in the order of their names.
    """
    parsers = {field.name: PARSERS[field.type] for field in fields(cast("Any", kind))}
    return tuple(
        kind(**{key: parse(row[key]) for key, parse in parsers.items()})
        for part in _parts(name)
        for row in _rows(part)
    )


def _parts(name: str) -> list[Traversable]:
    folder = files(__package__).joinpath("facts")
    table = folder.joinpath(name)
    if not table.is_dir():
        return [folder.joinpath(f"{name}.csv")]
    return sorted(table.iterdir(), key=lambda part: part.name)


def _rows(part: Traversable) -> Iterator[dict[str, str]]:
    """Yield the rows by column; refuse one with a cell too many or too few."""
    lines = csv.reader(part.read_text(encoding="utf-8").splitlines())
    header = next(lines)
    for cells in lines:
        if len(cells) != len(header):
            msg = (
                f"facts/{part.name} line {lines.line_num}: {len(cells)} cells, not {len(header)}; "
                f"quote what holds a comma: {','.join(cells)[:60]}"
            )
            raise ValueError(msg)
        yield dict(zip(header, cells, strict=True))
