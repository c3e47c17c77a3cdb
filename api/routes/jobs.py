"""Jobs: long computations, told, followed, cancelled and resumed."""

import re
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from api.http.accept import JSON
from api.http.computed import Standing, standing_of
from api.http.features import page_of
from api.http.json_text import as_json
from api.http.problems import Refused, asked, field_error
from api.jobs.watch import Watch
from api.routes.call import AtDesk, Call
from api.routes.documented import no
from api.routes.job_answers import JobTold, accepted, accepts, kept_now, told_job
from api.routes.models import Listed
from api.routes.questions import Paged
from api.routes.roles import PLANNER
from api.storage.records import Job
from api.storage.schema import State

router = APIRouter(prefix="/api/v1/jobs", tags=["Aufträge"])
EVENTS = "text/event-stream"
REVISION = re.compile(r"[0-9]{1,9}")
AGAIN_MS = 2000  # who lost the line listens again after
BEAT = b": still here\n\n"  # a comment: nobody is told, but who has left is seen
STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy must not hold it back
JobId = Annotated[
    str,
    Path(
        max_length=100, description="Kennung des Auftrags",
        examples=["0123456789abcdef0123456789abcdef"],
    ),
]  # fmt: skip
LastEvent = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID", max_length=100, examples=["3"],
        description="zuletzt gehörte `id`: nur Späteres wird gesendet",
    ),
]  # fmt: skip


class JobsOf(Paged):
    """The question of the list."""

    state: list[State] = Field(
        default=[], max_length=6, examples=[["running"]],
        description="nur Aufträge in diesen Zuständen; Vorgabe: alle",
    )  # fmt: skip


class Jobs(Listed):
    """A page of jobs, the newest first."""

    items: list[JobTold]


@router.get("", summary="Aufträge, die neuesten zuerst", response_model=Jobs,
            responses=no(406, 422, 503))  # fmt: skip
async def jobs(call: AtDesk, question: Annotated[JobsOf, Query()]) -> Response:
    """Alle, die der Dienst kennt, auch beendete und die vor einem Neustart."""
    media, listing = call.media([JSON]), call.listing(question)
    states = question.state or None

    def ask() -> bytes:
        found = call.store.jobs.page(states=states, **listing.page._asdict())
        now = standing_of(call.store, call.runner.network, found)
        rows = [told_job(one, now) for one in found]
        matched = call.store.jobs.count(states=states)
        return as_json(page_of(rows, matched, listing, call.desk.told()))

    return Response(await call.stored(ask), 200, {"Cache-Control": "no-store"}, media)


@router.get("/{job_id}", summary="Ein Auftrag: Zustand, Fortschritt, Ergebnis",
            response_model=JobTold, responses=no(404, 406, 422, 503))  # fmt: skip
async def job(call: AtDesk, job_id: JobId) -> Response:
    """`links` nennt, was mit ihm getan werden kann, und sein Ergebnis, sobald es da ist."""
    media = call.media([JSON])
    return await _answer(call, await _read(call, job_id), media)


@router.get(
    "/{job_id}/events", summary="Einem Auftrag zuhören (Server-Sent Events)",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Ereignisse `job` mit dem Auftrag als JSON; `id` zählt Änderungen",
            "content": {EVENTS: {"schema": {"type": "string"}}},
        },
        204: {"description": "Der Auftrag ist zu Ende und `Last-Event-ID` hat alles gehört."},
        **no(404, 406, 422, 503),
    },
)  # fmt: skip
async def events(call: AtDesk, job_id: JobId, last: LastEvent = None) -> Response:
    """Sendet den Auftrag jetzt und nach jeder Änderung, und endet mit ihm.

    Ein Kommentar alle 15 Sekunden hält die Leitung offen. `EventSource` meldet sich nach einer
    Unterbrechung von selbst wieder und hört auf, wenn es 204 bekommt.
    """
    call.media([EVENTS])
    watch: Watch = call.request.app.state.watch
    found = await _read(call, job_id)
    if watch.listeners >= call.settings.most_listeners:
        message = f"{watch.listeners} listen already (settings: most_listeners); ask for the job"
        errors = [field_error("server.most_listeners", call.settings.most_listeners, message)]
        raise Refused(503, errors, {"Retry-After": "30"})
    seen = int(last) if last is not None and REVISION.fullmatch(last) else 0
    if found.over and seen >= found.revision:
        return Response(None, 204)
    head = call.request.state.head  # who asks for it alone does not listen
    stream = () if head else _stream(call, watch, found, seen)
    return StreamingResponse(stream, headers=STREAM, media_type=EVENTS)


@router.post("/{job_id}/cancel", summary="Einen Auftrag abbrechen", response_model=JobTold,
             responses=no(401, 403, 404, 406, 422, 503), dependencies=PLANNER)  # fmt: skip
async def cancel(call: AtDesk, job_id: JobId) -> Response:
    """Einer, der wartet, endet sofort; einer, der rechnet, nach dem Teil, an dem er ist.

    Was dasselbe fragt, ist derselbe Auftrag: Er endet für alle. Ein fertiger bleibt, wie er ist.
    """
    media = call.media([JSON])

    def ask() -> Job:
        with asked("path.job_id", job_id):
            return call.runner.cancel(job_id)

    return await _answer(call, await call.stored(ask), media)


@router.post("/{job_id}/resume", summary="Einen Auftrag wieder aufnehmen", status_code=202,
             responses=accepts() | no(401, 403, 404, 406, 409, 422, 503),
             dependencies=PLANNER)  # fmt: skip
async def resume(call: AtDesk, job_id: JobId) -> Response:
    """Nur einen, der scheiterte, abgebrochen oder unterbrochen wurde; fertige Teile bleiben."""
    call.media([JSON])

    def ask() -> Job:
        with asked("path.job_id", job_id):
            return call.runner.resume(job_id)

    return await accepted(call, await call.stored(ask))


async def _read(call: Call, job_id: str) -> Job:
    def ask() -> Job:
        with asked("path.job_id", job_id):
            return call.store.jobs.read(job_id)

    return await call.stored(ask)


async def _answer(call: Call, found: Job, media: str) -> Response:
    told = as_json(told_job(found, await kept_now(call, found)))
    return Response(told, 200, {"Cache-Control": "no-store"}, media)


async def _stream(call: Call, watch: Watch, found: Job, seen: int) -> AsyncIterator[bytes]:
    """Yield what is sent, each event with the revision it is of.

    Whether it is current is asked when one begins to listen and when the job is over.
    """
    first, now = f"retry: {AGAIN_MS}\n".encode(), await kept_now(call, found)
    async for one in watch.follow(found, seen):
        if one is not None and one.over:
            now = await kept_now(call, one)
        yield first + (BEAT if one is None else _event(one, now))
        first = b""


def _event(one: Job, now: Standing) -> bytes:
    told = as_json(told_job(one, now))  # on one line: JSON breaks none
    return b"id: %d\nevent: job\ndata: %b\n\n" % (one.revision, told)
