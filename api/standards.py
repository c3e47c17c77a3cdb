"""Standards: everything that is found for some days of a service, as tables by name."""

import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from accessibility.access import find_choices
from accessibility.access_table import access_table
from accessibility.criteria import definitions, totals
from accessibility.report_evaluation import DEFINITIONS, STANDARDS, Evaluation
from api.service import Service
from api.standard_case import Case, FindPart, Part
from api.standard_tables import BEGUN, PARTS
from mobility.threads import in_threads, once

log = logging.getLogger(__name__)

TOGETHER = 2  # parts at once: while one writes its tables, another computes


def evaluate(
    service: Service,
    days: Sequence[str] | None = None,
    *,
    parts: Sequence[FindPart] = PARTS,
    threads: int | None = None,
) -> Evaluation:
    """Return all that is found for the day types named, the first by default.

    Ground of classes and sensitivity are those of the first of the days: they cost most. A table
    that says nothing of the region is left out.
    """
    compiled, each = service.compiled(days), _shared(threads)[1]
    choices = once(lambda: find_choices(service.question, compiled, threads=each))

    def access() -> gpd.GeoDataFrame:
        table = access_table(service.question, compiled, choices=choices())
        return service.warned(table)

    return evaluate_case(Case(service, compiled, choices, threads), access, parts)


def evaluate_case(
    case: Case, find_access: Callable[[], gpd.GeoDataFrame], parts: Sequence[FindPart] = PARTS
) -> Evaluation:
    """Return the accessibility table and what the parts find of the case.

    The table is begun first: the choices it needs are there when parts ask for them.
    """
    service, access = case.service, once(find_access)

    def access_first(_: Case) -> Part:
        access()
        return Part({})

    begun = [access_first, *(part for part in BEGUN if part in parts)]
    at_once, each = _shared(case.threads)
    own = replace(case, threads=each)
    done = in_threads(lambda part: _timed(part, own), begun, threads=at_once)
    by_part = dict(zip(begun, done, strict=True))
    answers = [by_part[part] for part in parts]
    verdicts = [verdict for part in answers for verdict in part.verdicts]
    tables = {STANDARDS: totals(service.places, verdicts), DEFINITIONS: definitions(verdicts)}
    for part in answers:
        tables |= {name: pd.concat(found) for name, found in part.tables.items() if found}
    told = {
        name: table.reset_index(drop=True).assign(data_status=service.status)
        for name, table in tables.items()
        if len(table)
    }
    return Evaluation(access(), told)


def _shared(threads: int | None) -> tuple[int, int]:
    """Return how many parts run at once, and with how many threads each.

    No more threads than there are processors: they would only take the caches from each other.
    """
    every = threads or os.cpu_count() or 1
    at_once = min(TOGETHER, every)
    return at_once, every // at_once


def _timed(part: FindPart, case: Case) -> Part:
    started = time.perf_counter()
    found = part(case)
    log.info("%s: %.2f s", part.__name__, time.perf_counter() - started)
    return found
