"""Facts: the tables in ``facts/`` as small frozen records; grow a table and the county grows."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any, TypeVar, cast

T = TypeVar("T")
PARSERS: dict[Any, Callable[[str], Any]] = {str: str, int: int, float: float}


@dataclass(frozen=True)
class Kommune:
    """A municipality with its inhabitants (a fact) and the Ortsteil its town hall stands in."""

    ags: str
    name: str
    people: int
    seat: str
    note: str
    source: str


@dataclass(frozen=True)
class Ortsteil:
    """A settlement of a Kommune; its people are an invented share of the Kommune's."""

    kommune: str
    name: str
    lon: float
    lat: float
    people: int
    source: str


@dataclass(frozen=True)
class Neighbour:
    """A settlement beyond the border; ``size`` in people only sets the area drawn."""

    name: str
    kind: str
    size: int
    lon: float
    lat: float
    source: str


@dataclass(frozen=True)
class Station:
    """A railway station and the town it serves."""

    name: str
    town: str
    lon: float
    lat: float
    source: str


@dataclass(frozen=True)
class Spot:
    """A named point inside a town that roads and buses lead to; invented."""

    name: str
    town: str
    kind: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Zentrum:
    """A central place, its level, and the site that is its Versorgungskern."""

    id: str
    name: str
    level: str
    site: str
    verbund: str


@dataclass(frozen=True)
class Track:
    """A railway line through its stations in order."""

    ref: str
    name: str
    usage: str
    stations: str


@dataclass(frozen=True)
class RoadCorridor:
    """A road of higher class through its sites in order; the number is invented."""

    ref: str
    kind: str
    sites: str


@dataclass(frozen=True)
class Junction:
    """A point of a motorway; a named one is a junction with the road next to it."""

    ref: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Landscape:
    """A wood, lake or wetland of a given size."""

    kind: str
    name: str
    lon: float
    lat: float
    hectares: float


@dataclass(frozen=True)
class River:
    """A river through rounded points ``lon lat;lon lat``."""

    name: str
    width_m: float
    points: str


@dataclass(frozen=True)
class PoiKind:
    """Something people look for: its tags, one per so many people, from a smallest place on."""

    kind: str
    tags: str
    people_each: int
    people_min: int
    name: str


@dataclass(frozen=True)
class Agency:
    """An invented operator."""

    id: str
    name: str


@dataclass(frozen=True)
class Line:
    """A line and its sites in order; its runs are timed at the Knoten.

    ``minutes`` (rail only) are the scheduled minutes at each site, ``arrival/departure`` where
    they differ; buses run along the roads. ``bay`` is the bus bay at every station of the line.
    Vehicles run through between lines of one ``block``.
    """

    name: str
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
    """A set of service days: weekdays Monday first, in term, in the holidays, or any."""

    id: str
    weekdays: str
    term: str


@dataclass(frozen=True)
class Period:
    """Days off: a public holiday (one day) or school holidays (both ends included)."""

    kind: str
    name: str
    first: str
    last: str


def read_facts(kind: type[T], name: str) -> tuple[T, ...]:
    """Return the rows of ``facts/<name>.csv`` as records of the given kind, in file order."""
    text = files(__package__).joinpath("facts", f"{name}.csv").read_text(encoding="utf-8")
    parsers = {field.name: PARSERS[field.type] for field in fields(cast("Any", kind))}
    return tuple(
        kind(**{key: parse(row[key]) for key, parse in parsers.items()})
        for row in csv.DictReader(text.splitlines())
    )
