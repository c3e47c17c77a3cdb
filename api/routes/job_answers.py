"""Job answers: how a long computation that was asked for is told, and who asks for one."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from fastapi import Header, Request, Response
from pydantic import BaseModel, Field

from api.http.accept import JSON
from api.http.desk import as_json
from api.routes.call import Call
from api.routes.documented import REF, Responses
from api.storage.records import Job
from api.storage.schema import State

JOBS, RESULTS = "/api/v1/jobs", "/api/v1/results"
RESPOND_ASYNC = re.compile(r"respond-async(\s*(=|;).*)?", re.IGNORECASE)  # a preference, RFC 7240
QUOTED = re.compile(r'"(\\.|[^"\\])*"')
OURS = ("result", "links")  # what the door adds to what is stored
MOMENT = "JJJJ-MM-TTThh:mm:ssZ"
Prefer = Annotated[
    str | None,
    Header(
        max_length=1000, examples=["respond-async"],
        description="`respond-async` (RFC 7240): ein Auftrag statt der Antwort",
    ),
]  # fmt: skip


class JobLink(BaseModel):
    """Where a job is told, followed, changed, and what came of it."""

    rel: Literal["self", "events", "cancel", "resume", "result"]
    href: str = Field(examples=["/api/v1/jobs/0123456789abcdef0123456789abcdef/events"])


class JobTold(BaseModel):
    """A computation that takes longer than an answer may."""

    id: str = Field(examples=["0123456789abcdef0123456789abcdef"])
    kind: str = Field(
        description="was gerechnet wird: matrix, evaluation oder comparison", examples=["matrix"]
    )
    state: State = Field(
        description="queued wartet, running rechnet, done ist fertig, failed ging nicht (`error` "
        "sagt warum), cancelled wurde abgebrochen, interrupted endete mit dem Dienst",
        examples=["done"],
    )
    progress: float = Field(ge=0, le=1, description="Anteil, der getan ist, 0 bis 1")
    created: dt.datetime = Field(description=f"gefragt, {MOMENT}")
    started: dt.datetime | None = Field(description=f"begonnen, {MOMENT}; null: noch nicht")
    ended: dt.datetime | None = Field(description=f"geendet, {MOMENT}; null: noch nicht")
    error: str | None = Field(description="warum nichts daraus wurde (englisch)")
    result: str | None = Field(
        description="Adresse des Ergebnisses; null: es gibt (noch) keines",
        examples=["/api/v1/results/fedcba9876543210fedcba9876543210"],
    )
    links: list[JobLink]


def told_job(job: Job) -> dict[str, Any]:
    """Return a job as those who ask are told of it."""
    result = None if job.result_id is None else f"{RESULTS}/{job.result_id}"
    model = JobTold(
        **{name: getattr(job, name) for name in JobTold.model_fields if name not in OURS},
        result=result,
        links=_links(job, result),
    )
    return model.model_dump(mode="json")


def _links(job: Job, result: str | None) -> list[JobLink]:
    """Return where to go from here: only what can be done with the job as it is."""
    here = f"{JOBS}/{job.id}"
    hrefs = {"self": here, "events": f"{here}/events"}
    if job.state in ("queued", "running", "failed", "interrupted"):
        hrefs["cancel"] = f"{here}/cancel"
    if job.state in ("failed", "cancelled", "interrupted"):
        hrefs["resume"] = f"{here}/resume"
    if result is not None:
        hrefs["result"] = result
    return [JobLink.model_validate({"rel": rel, "href": href}) for rel, href in hrefs.items()]


def accepted(call: Call, job: Job) -> Response:
    """Return that a job was taken on, and where it is told of; one done already says so."""
    headers = {"Location": f"{JOBS}/{job.id}", "Cache-Control": "no-store"}
    if wants_async(call.request):
        headers |= {"Preference-Applied": "respond-async", "Vary": "Prefer"}
    return Response(as_json(told_job(job)), 202, headers, JSON)


def wants_async(request: Request) -> bool:
    """Return whether who asks prefers to come back for the answer (RFC 7240)."""
    said = QUOTED.sub('""', ",".join(request.headers.getlist("prefer")))
    return any(RESPOND_ASYNC.fullmatch(one.strip()) for one in said.split(","))


def accepts() -> Responses:
    """Return what is said of an address that takes on a job."""
    address = {"description": "Adresse des Auftrags", "schema": {"type": "string"}}
    content = {JSON: {"schema": {"$ref": REF.format(model="JobTold")}}}
    told = "Angenommen: der Auftrag; ist dasselbe schon gerechnet, ist er fertig (`done`)."
    return {202: {"description": told, "headers": {"Location": address}, "content": content}}
