"""App: the HTTP door, ``create_app(service, settings)``; what it offers stands in api/routes."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pandas as pd
from fastapi import FastAPI, Response
from starlette.types import ASGIApp

from accessibility.words import status_sentence
from api.http.accept import JSON
from api.http.answered import Answers
from api.http.desk import Desk, build_desk
from api.http.door import guarded
from api.http.ending import Ending
from api.http.ground import Grounds
from api.http.json_text import as_json
from api.http.keeping import Keeping, open_keeping
from api.http.kept import Kept
from api.http.kept_tables import KeptTables
from api.http.problems import add_problems
from api.http.scenario_desk import ScenarioDesk
from api.http.settings import MEBIBYTE, Settings, SettingsError, read_settings
from api.http.work import Work
from api.jobs.watch import Watch
from api.manifest import program_version
from api.routes import (
    access,
    areas,
    compare,
    evaluations,
    exports,
    jobs,
    journeys,
    layers,
    lines,
    matrix,
    ogc,
    pages,
    qgis,
    result_files,
    results,
    scenario_feeds,
    scenarios,
    state,
)
from api.routes.call import AtDesk
from api.routes.documented import add_openapi
from api.routes.secured import add_security
from api.service import Service

log = logging.getLogger(__name__)

ROUTES = (
    state,
    layers,
    lines,
    access,
    journeys,
    matrix,
    scenarios,
    scenario_feeds,
    evaluations,
    jobs,
    results,
    result_files,
    compare,
    ogc,
    qgis,
    areas,
    exports,
    pages,
)
COMPARISONS_BYTES = 64 * MEBIBYTE  # of tables of results held against each other: a few counties
DESCRIPTION = """\
Erreichbarkeit mit Bus und Bahn, aus Soll-Fahrplan und Straßennetz. {status}

Zeiten sind ganze Sekunden, Uhrzeiten Sekunden seit 00:00 des Datums (nach Mitternacht über 24 h),
Koordinaten Grad in WGS 84 mit der Länge zuerst. Antworten sind GeoJSON (RFC 7946), wo etwas einen
Ort hat, sonst JSON; `Accept` wählt anderes. Fehler sind `application/problem+json` (RFC 9457).
"""


def create_app(
    known: Service | KeptTables,
    settings: Settings | None = None,
    ending: Ending | None = None,
    *,
    prepared: Callable[[], object] | None = None,
) -> ASGIApp:
    """Return the application on a loaded network, or on its tables, behind its guards.

    ``prepared`` is called once all that is found when it starts has been found.
    """
    desk = Desk(known) if isinstance(known, KeptTables) else build_desk(known)
    service = desk.service
    chosen = settings or read_settings()
    app = FastAPI(
        title=f"Landkreis in Fahrt – {service.manifest['name']}",
        version=program_version(),
        description=DESCRIPTION.format(status=status_sentence(service.manifest["data_status"])),
        lifespan=_lifespan,
        openapi_url=None, docs_url=None, redoc_url=None,
    )  # fmt: skip
    work = Work(chosen.threads, chosen.most_waiting)
    app.state.settings, app.state.desk, app.state.work = chosen, desk, work
    app.state.grounds = Grounds(desk)
    keeping = open_keeping(app.state.grounds, chosen, ending)
    app.state.keeping = keeping
    app.state.watch = Watch(keeping.store.jobs.some, keeping.runner.ending)
    app.state.comparisons = Kept(COMPARISONS_BYTES, _bytes)
    app.state.scenarios, app.state.prepared = ScenarioDesk(desk), prepared
    app.state.answers, app.state.warm = Answers(work, chosen.kept_bytes), asyncio.Event()
    for routes in ROUTES:
        app.router.routes.extend(routes.router.routes)
    app.add_api_route("/openapi.json", _openapi, include_in_schema=False)
    add_problems(app)
    add_openapi(app, add_security)
    try:
        return guarded(app, app.state.answers, app.state.keeping.store, chosen)
    except SettingsError:
        app.state.keeping.store.close()
        raise


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Warm the network up while the server says already that it lives; run jobs."""
    keeping: Keeping = app.state.keeping
    with keeping.running():
        task = asyncio.create_task(_warm_up(app))
        task.add_done_callback(_tell_failure)
        yield
        task.cancel()


async def _warm_up(app: FastAPI) -> None:
    """Evaluate the first day type: it compiles what is slow the first time; then for the rest."""
    desk: Desk = app.state.desk
    started, day = time.perf_counter(), next(iter(desk.service.days))
    await app.state.work.run(lambda: desk.access(day))
    app.state.warm.set()
    log.info("ready after %.2f s", time.perf_counter() - started)
    scenarios: ScenarioDesk = app.state.scenarios
    await app.state.work.run(lambda: scenarios.prepare(day))
    await app.state.work.run(lambda: desk.tables.prepare(day))
    if app.state.prepared is not None:
        await app.state.work.run(app.state.prepared)


def _bytes(table: pd.DataFrame) -> int:
    return int(table.memory_usage(deep=True).sum())


def _tell_failure(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("the network could not be warmed up", exc_info=task.exception())


async def _openapi(call: AtDesk) -> Response:
    return await call.answer(None, JSON, lambda: as_json(call.request.app.openapi()))
