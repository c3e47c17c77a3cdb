"""Job kinds: what may be asked of a job, and the work each kind is."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias, assert_never

import numpy as np
import pandas as pd
from pydantic import Field, TypeAdapter, model_validator

from accessibility.ends import Linked, off_the_streets
from accessibility.folds import Window
from accessibility.store import write_table
from api.http.desk import build_desk
from api.http.ground import Grounds
from api.jobs.comparison import ComparisonAsked, compare
from api.jobs.export import ExportAsked, export
from api.jobs.tasks import Task, Work
from api.progress import Progress
from api.scenarios.files import Source
from api.scenarios.run import How, run_scenario
from api.service import Service
from api.storage.files import MARKER
from api.storage.job_list import Wish
from api.storage.keys import content_key
from api.windows import said
from gtfs.timetable import Ints
from mobility.scenario import Scenario
from mobility.scenario_values import Date, Lat, Lon, Word, Written

SCANNED = 8  # ends of a part of a matrix: a part takes seconds, and no more is lost
MATRIX = "matrix.parquet"


class Spot(Written):
    """An end: an id alone is a place's or ``stop:…``."""

    id: Word
    lon: Lon | None = None
    lat: Lat | None = None


class MatrixAsked(Written):
    """Travel times between all pairs, in the order of the points."""

    kind: Literal["matrix"] = "matrix"
    origins: tuple[Spot, ...] = Field(min_length=1)
    destinations: tuple[Spot, ...] = Field(min_length=1)
    date: Date
    from_s: int  # of the window, half-open
    until_s: int
    arriving: bool = False
    percentiles: tuple[int, ...] = (5, 50, 95)


class Version(Written):
    """A scenario kept here, as it was when it was asked about."""

    id: Word
    version: int
    sha256: Word


class EvaluationAsked(Written):
    """A scenario before and after, with all tables and comparisons."""

    kind: Literal["evaluation"] = "evaluation"
    scenarios: tuple[Scenario, ...] = Field(min_length=1)  # the lowest first
    days: tuple[Word, ...] | None = None  # day types; None: the first
    stored: tuple[Version, ...] = ()  # what the scenarios were kept as; () if they were not

    @model_validator(mode="after")
    def _without_ids(self) -> Self:
        """Let the order alone say what stands on what: an id means nothing elsewhere."""
        bare = tuple(one.model_copy(update={"base": None}) for one in self.scenarios)
        object.__setattr__(self, "scenarios", bare)
        return self

    @property
    def chain(self) -> tuple[Source, ...]:
        """The scenarios as they are made."""
        return tuple(map(Source, self.scenarios))


Asked: TypeAlias = MatrixAsked | EvaluationAsked | ComparisonAsked | ExportAsked
_ASKED: TypeAdapter[Asked] = TypeAdapter(Annotated[Asked, Field(discriminator="kind")])


def wish_for(asked: Asked, network: str) -> Wish:
    """Return what is queued; ``network`` is the key of the network it is asked of."""
    parameters = asked.model_dump(mode="json", exclude={"kind"})
    match asked:
        case MatrixAsked() | ComparisonAsked() | ExportAsked():
            key = content_key(network, asked.kind, parameters)
        case EvaluationAsked():
            key = content_key(network, asked.kind, {"days": parameters["days"]}, asked.chain)
        case _:
            assert_never(asked)
    return Wish(key, network, asked.kind, parameters)


def work_on(
    service: Service, grounds: Grounds | None = None, *, threads: int | None = None
) -> Work:
    """Return the work of all kinds on the network of a service, exports on what is known of it."""
    known = grounds or Grounds(build_desk(service))

    def work(task: Task) -> None:
        asked = _ASKED.validate_json(json.dumps({**task.job.parameters, "kind": task.job.kind}))
        match asked:
            case MatrixAsked():
                _matrix(service, asked, task, threads)
            case EvaluationAsked():
                stands, progress = task.files.result(task.job.key), Progress(task.tell)
                how = How(stands=stands, threads=threads, progress=progress)
                run_scenario(service, asked.chain, task.out, asked.days, how)
            case ComparisonAsked():
                compare(service, asked, task, threads=threads)
            case ExportAsked():
                export(known, asked, task)
            case _:
                assert_never(asked)

    return work


def _matrix(service: Service, asked: MatrixAsked, task: Task, threads: int | None) -> None:
    """Write the matrix as ``Service.matrix`` gives it, some of the ends scanned at a time."""
    spots = asked.origins, asked.destinations
    shape = len(spots[0]), len(spots[1])
    across = shape[1] <= shape[0]  # destinations are scanned, as the engine would
    window = Window(asked.from_s, asked.until_s, asked.arriving)
    kept, scanned = spots if across else spots[::-1]
    whole = _linked(service, kept)
    some = {f"{rows[0]:06}.parquet": rows for rows in _scanned(len(scanned))}

    def make(name: str, path: Path) -> None:
        part = _linked(service, [scanned[row] for row in some[name]])
        ends = (whole, part) if across else (part, whole)
        table = service.matrix(*ends, asked.date, window, wanted=asked.percentiles, threads=threads)
        table.to_parquet(path)

    found = pd.concat(map(pd.read_parquet, task.parts(list(some), make)), ignore_index=True)
    if across:
        pairs = np.arange(shape[0] * shape[1]).reshape(shape)
        order = np.concatenate([pairs[:, rows].ravel() for rows in some.values()])
        found = found.take(np.argsort(order)).reset_index(drop=True)
    both, network = (whole, _linked(service, scanned)), service.network
    notes = [told for ends in both for told in off_the_streets(network, ends)]
    about = service.provenance() | {
        "date": asked.date.isoformat(), "window": said(window), "notes": notes,
    }  # fmt: skip
    write_table(found, task.out / MATRIX, about=about)
    (task.out / MARKER).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _linked(service: Service, spots: Sequence[Spot]) -> Linked:
    lon, lat = (
        np.array([np.nan if value is None else value for value in values])
        for values in zip(*((spot.lon, spot.lat) for spot in spots), strict=True)
    )
    return service.linked([spot.id for spot in spots], lon, lat)


def _scanned(count: int) -> list[Ints]:
    return np.split(np.arange(count), range(SCANNED, count, SCANNED))
