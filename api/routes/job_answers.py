"""Job answers: how a long computation that was asked for is told, and who asks for one."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from fastapi import Header, Request, Response
from pydantic import BaseModel, Field

from api.http.accept import JSON
from api.http.computed import Standing, standing_of, told_of
from api.http.json_text import as_json
from api.routes.call import Call
from api.routes.documented import REF, Responses
from api.storage.records import Job
from api.storage.schema import State

JOBS, RESULTS = "/api/v1/jobs", "/api/v1/results"
RESPOND_ASYNC = re.compile(r"respond-async(\s*(=|;).*)?", re.IGNORECASE)  # a preference, RFC 7240
QUOTED = re.compile(r'"(\\.|[^"\\])*"')
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


class OfScenario(BaseModel):
    """The scenario that was evaluated."""

    id: str | None = Field(
        description="seine Kennung; null: es wurde nicht hier angelegt, oder ein altes Programm "
        "hat sie nicht vermerkt"
    )
    name: str = Field(examples=["D 613 wird PlusBus"])
    version: int | None = Field(description="Fassung, die gerechnet wurde", examples=[1])
    sha256: str = Field(
        description="eigene Prüfsumme, ohne den Ohnefall: die in `/api/v1/scenarios`; die ganze, "
        "samt allem, worauf es steht, nennt `about` des Ergebnisses"
    )


class ComputedTold(BaseModel):
    """What a job or a result is of."""

    title: str = Field(
        description="was es ist, in einer Zeile",
        examples=["Szenario „D 613 wird PlusBus“, Schultag, Ferientag"],
    )
    scenario: OfScenario | None = Field(
        description="dessen Auswertung es ist, oder von dessen Ergebnis die Datei; sonst null"
    )
    days: list[str] | None = Field(
        description="gefragte Tagesarten; null: die erste, oder keine", examples=[["schultag"]]
    )
    current: bool | None = Field(
        description="ob Netz, Szenario und alles, worauf es steht, noch so sind wie gerechnet; "
        "null: nicht bekannt, ein altes Programm hat nicht alles vermerkt",
        examples=[True],
    )
    changed: list[str] = Field(
        description="was sich seither geändert hat oder nicht bekannt ist; leer, wenn nichts",
        examples=[["Szenario „D 613 wird PlusBus“ geändert (jetzt Fassung 2, gerechnet 1)"]],
    )


class JobTold(ComputedTold):
    """A computation that takes longer than an answer may."""

    id: str = Field(examples=["0123456789abcdef0123456789abcdef"])
    kind: str = Field(
        description="was gerechnet wird: matrix, evaluation, comparison oder export",
        examples=["matrix"],
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


def told_job(job: Job, now: Standing) -> dict[str, Any]:
    """Return a job as those who ask are told of it."""
    result = None if job.result_id is None else f"{RESULTS}/{job.result_id}"
    told = told_of(job, now) | {"result": result, "links": _links(job, result)}
    kept = {name: getattr(job, name) for name in JobTold.model_fields if name not in told}
    return JobTold(**kept, **told).model_dump(mode="json")


async def kept_now(call: Call, job: Job) -> Standing:
    """Return what is kept now, as far as the job asks for it."""
    return await call.stored(lambda: standing_of(call.store, call.runner.network, [job]))


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


async def accepted(call: Call, job: Job) -> Response:
    """Return that a job was taken on, and where it is told of; one done already says so."""
    headers = {"Location": f"{JOBS}/{job.id}", "Cache-Control": "no-store"}
    if wants_async(call.request):
        headers |= {"Preference-Applied": "respond-async", "Vary": "Prefer"}
    return Response(as_json(told_job(job, await kept_now(call, job))), 202, headers, JSON)


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
