"""Exports: what the commands write, as files to take home."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from api.http.accept import JSON
from api.http.answered import reply
from api.http.desk import Desk
from api.http.export_wanted import FORMATS, Wanted
from api.http.exports import EXPORTS, Export
from api.http.file_kinds import MEDIA, disposition
from api.http.json_text import as_json
from api.jobs.kinds import wish_for
from api.routes.call import AtDesk
from api.routes.documented import ETAG, Responses, kept
from api.routes.export_asked import find_file, measures_of
from api.routes.export_models import ExportList
from api.routes.grounds import AtGround
from api.routes.job_answers import Prefer, accepted, accepts, wants_async
from api.routes.roles import VIEWER, Needs
from api.summaries import kommunen_in

router = APIRouter(prefix="/api/v1/exports", tags=["Exporte"])
SAVED_AS = {
    "Content-Disposition": {
        "description": "deutscher Dateiname (RFC 6266)", "schema": {"type": "string"}
    }
}  # fmt: skip
SCHEMAS = {"geojson": {"type": "object"}, "svg": {"type": "string"}}
BINARY = {"type": "string", "format": "binary"}


def _files() -> Responses:
    """Return what is said of an answer that is a file."""
    media = {MEDIA[ending]: SCHEMAS.get(ending, BINARY) for ending in FORMATS}
    content = {kind: {"schema": schema} for kind, schema in media.items()}
    told = {"description": "Die Datei.", "content": content, "headers": ETAG | SAVED_AS}
    return kept(403, 404, 406, 409, 410, 422, 503) | accepts() | {200: told}


@router.get(
    "", summary="Was sich als Datei mitnehmen lässt",
    response_model=ExportList, responses=kept(406, 422, 503),
)  # fmt: skip
async def exports(call: AtDesk) -> Response:
    """Jeder Export mit seinen Formaten, Parametern und Adressen."""
    return await call.answer(None, call.media([JSON]), lambda: as_json(_listed(call.desk)))


@router.get(
    "/{what}", summary="Eine Datei: Tabelle, Karte, Zusammenfassung, Fahrplan, Bild …",
    response_class=Response, responses=_files(), dependencies=VIEWER,
)  # fmt: skip
async def export(
    here: AtGround,
    what: Annotated[
        str, InPath(description="Name des Exports", json_schema_extra={"enum": list(EXPORTS)})
    ],
    wanted: Annotated[Wanted, Query()],
    prefer: Prefer = None,
) -> Response:
    """Dieselbe Datei, die der Befehl schreibt, für das Netz oder ein Ergebnis.

    `GET /api/v1/exports` nennt zu jedem Export, welche Parameter er kennt und braucht. Was lange
    dauert (die erste `summary`, `table` aller Tage), kann mit `Prefer: respond-async` ein Auftrag
    werden (Rolle planner); die Datei liegt dann in dessen Ergebnis.
    """
    del prefer  # documented here, read where all headers are
    call, file = here.call, await find_file(here, what, wanted)
    if wants_async(call.request):
        Needs("planner")(call.request)
        await call.work.run(lambda: file.refuse_unknown(here))
        wish = wish_for(file.job, call.runner.network)
        return await accepted(call, await call.stored(lambda: call.runner.submit(wish)))
    response = reply(call.request, await file.answer(here))
    response.headers["Content-Disposition"] = disposition(file.name)
    return response


def _listed(desk: Desk) -> dict[str, Any]:
    return desk.told() | {
        "days": list(desk.service.days),
        "kommunen": kommunen_in(desk.service.places),
        "exports": [_one(what, export) for what, export in EXPORTS.items()],
    }


def _one(what: str, export: Export) -> dict[str, Any]:
    href = f"{router.prefix}/{what}?format="
    return {
        "what": what,
        "title": export.title,
        "parameters": [{"name": name, "required": name in export.needs} for name in export.takes],
        "measures": measures_of(what),
        "links": [
            {"format": one, "type": MEDIA[one], "href": f"{href}{one}"} for one in export.formats
        ],
    }
