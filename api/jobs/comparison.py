"""Comparison job: results held against each other, with report and maps, beside the answers."""

import json
from collections.abc import Sequence
from typing import Literal

import pandas as pd
from pydantic import Field

from accessibility.compare import FIXED
from accessibility.compare_sides import Both, classes_of, common_days
from accessibility.difference_map import NAMES, difference_of
from accessibility.point_results import HELD
from api.compare import compare_into, fits
from api.compare_files import Told
from api.compare_sides import Named, days_of
from api.evaluated import evaluated
from api.jobs.tasks import Task
from api.progress import Progress
from api.results import write_found
from api.scenarios.run import BEFORE
from api.service import Service
from api.standard_tables import QUICK
from api.storage.errors import Conflict
from api.storage.files import MARKER, Files
from api.windows import QuestionError
from mobility.scenario_values import Word, Written


class SideAsked(Written):
    """A result as it is called in the comparison; without a folder the network itself."""

    name: Word
    folder: Word | None = None


class ComparisonAsked(Written):
    """Results held against another, or against the network as it was built."""

    kind: Literal["comparison"] = "comparison"
    before: SideAsked
    afters: tuple[SideAsked, ...] = Field(min_length=1)
    measure: Word | None = None  # on the maps; None: the usual one


def compare(
    service: Service, asked: ComparisonAsked, task: Task, *, threads: int | None = None
) -> None:
    """Write what ``mobility compare`` writes; what it was made from stands beside it."""
    sides = [one for one in (asked.before, *asked.afters) if one.folder is not None]
    _refuse_lost(task.files, sides)
    progress = Progress(task.tell)
    progress.at(0)
    afters = [_told(task.files, one) for one in asked.afters]
    try:
        before = _before(service, asked.before, afters, task, threads)
        progress = progress.within(0.5, 1)
        compare_into(task.out, service, before, afters, asked.measure, progress)
    except FileNotFoundError:
        _refuse_lost(task.files, sides)
        raise
    about = service.provenance() | {
        "before": asked.before.name, "after": [one.name for one in asked.afters]
    }  # fmt: skip
    (task.out / MARKER).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def refuse_undrawn(before: pd.DataFrame, after: Told, measure: str) -> None:
    """Refuse a measure whose differences from the points before cannot be drawn."""
    kind, _, held = difference_of(measure)
    table = after.table(HELD) if held else after.points
    if table is None or (held and not fits(table, before)):
        raise QuestionError(
            f"no differences of {measure!r}: the targets held in {after.name} are not those of the "
            f"result before; without _{FIXED} there are"
        )
    known = _classes(before, table)
    if kind not in known:
        raise QuestionError(
            f"no differences of {measure!r}: there are <class>_<figure>, class one of "
            f"{', '.join(known)}, figure one of {', '.join(NAMES)}"
        )


def _classes(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """Return the classes anything is known of, before or after."""
    known = dict[str, None]()
    for day in common_days(before, after):
        old, new = classes_of(before, day), classes_of(after, day)
        known |= {kind: None for kind in new if Both(old[kind], new[kind]).known.any()}
    return list(known)


def _refuse_lost(files: Files, sides: Sequence[SideAsked]) -> None:
    gone = [one.name for one in sides if one.folder and not files.result(one.folder).is_dir()]
    if gone:
        raise Conflict(f"{', '.join(gone)}: the result is gone; evaluate the scenario again")


def _told(files: Files, side: SideAsked) -> Told:
    return Named(files.result(str(side.folder)), called=side.name)


def _before(
    service: Service, side: SideAsked, afters: Sequence[Told], task: Task, threads: int | None
) -> Told:
    """Return the result before; of the network itself one that lies beside a result, or a new one.

    It has all days the results after have.
    """
    if side.folder is not None:
        return _told(task.files, side)
    days = days_of(afters)
    for one in afters:
        beside = Named(one.folder / BEFORE, called=side.name)
        if beside.folder.is_dir() and set(days_of([beside])) >= set(days):
            return beside
    progress, stands = Progress(task.tell, 0.0, 0.5), task.files.result(task.job.key)
    found = evaluated(service, days, threads=threads, progress=progress.within(0.0, 0.4))
    write_found(found, task.out / BEFORE, stands / BEFORE, QUICK, progress.within(0.4, 1.0))
    return Named(task.out / BEFORE, called=side.name)
