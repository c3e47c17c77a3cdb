"""Exports: what the commands write, as files to take home."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath
from pydantic import BaseModel, Field

from accessibility.difference_map import NAMES
from accessibility.figures import MEASURES
from accessibility.places import ortsteile_of
from accessibility.tables import nearest
from accessibility.words import TARGETS, collated
from api.difference import stands_on
from api.http.accept import JSON, media_of
from api.http.answered import reply
from api.http.desk import Desk, as_json
from api.http.export_names import file_name
from api.http.export_wanted import DIFFERENCES, FORMATS, MAPPED, Wanted
from api.http.exports import EXPORTS, Export, Task, made
from api.http.file_kinds import MEDIA, disposition
from api.http.problems import FieldError, Refused, field_error
from api.routes.call import AtDesk, Call
from api.routes.documented import ETAG, Responses, kept
from api.routes.grounds import AtGround, GroundCall, Standing
from api.routes.models import Told
from api.scenarios.run import BEFORE

router = APIRouter(prefix="/api/v1/exports", tags=["Exporte"])
BUILT = "bestand"  # in place of a result: the network as it was built
EVERY = "all"
SAVED_AS = {
    "Content-Disposition": {
        "description": "deutscher Dateiname (RFC 6266)", "schema": {"type": "string"}
    }
}  # fmt: skip
SCHEMAS = {"geojson": {"type": "object"}, "svg": {"type": "string"}}
BINARY = {"type": "string", "format": "binary"}


class Parameter(BaseModel):
    """A parameter of an export."""

    name: str = Field(examples=["line"])
    required: bool


class FileLink(BaseModel):
    """A format of an export."""

    format: str = Field(examples=["xlsx"])
    type: str = Field(description="Medientyp")
    href: str = Field(
        description="Adresse; notwendige Parameter kommen dazu",
        examples=["/api/v1/exports/table?format=xlsx"],
    )


class ExportTold(BaseModel):
    """What can be exported."""

    what: str = Field(examples=["table"])
    title: str = Field(examples=["Erreichbarkeit je Ortsteil und Tag"])
    parameters: list[Parameter]
    measures: list[str] = Field(description="mögliche Maße einer Karte; sonst leer")
    links: list[FileLink]


class ExportList(Told):
    """All exports, and what may stand in their parameters."""

    days: list[str] = Field(description="Tagesarten der Region", examples=[["schultag"]])
    kommunen: list[str] = Field(examples=[["Grimma"]])
    exports: list[ExportTold]


def _files() -> Responses:
    """Return what is said of an answer that is a file."""
    media = {MEDIA[ending]: SCHEMAS.get(ending, BINARY) for ending in FORMATS}
    content = {kind: {"schema": schema} for kind, schema in media.items()}
    told = {"description": "Die Datei.", "content": content, "headers": ETAG | SAVED_AS}
    return kept(404, 406, 409, 410, 422, 503) | {200: told}


@router.get(
    "", summary="Was sich als Datei mitnehmen lässt",
    response_model=ExportList, responses=kept(406, 422, 503),
)  # fmt: skip
async def exports(call: AtDesk) -> Response:
    """Jeder Export mit seinen Formaten, Parametern und Adressen."""
    return await call.answer(None, call.media([JSON]), lambda: as_json(_listed(call.desk)))


@router.get(
    "/{what}", summary="Eine Datei: Tabelle, Karte, Zusammenfassung, Fahrplan, Bild …",
    response_class=Response, responses=_files(),
)  # fmt: skip
async def export(
    here: AtGround,
    what: Annotated[
        str, InPath(description="Name des Exports", json_schema_extra={"enum": list(EXPORTS)})
    ],
    wanted: Annotated[Wanted, Query()],
) -> Response:
    """Dieselbe Datei, die der Befehl schreibt, für das Netz oder ein Ergebnis.

    `GET /api/v1/exports` nennt zu jedem Export, welche Parameter er kennt und braucht.
    """
    call, chosen = here.call, _chosen(what)
    _check(call, what, chosen, wanted)
    ending = wanted.format or _by_accept(call, chosen)
    found = await here.result(wanted.result)
    before, told = await _before(here, wanted, found)

    def make() -> bytes:
        with TemporaryDirectory() as folder, here.ground(found) as ground:
            out = Path(folder) / f"{what}.{ending}"
            return made(chosen, Task(here.grounds, ground, wanted, before, out))

    question = wanted.model_copy(update={"format": ending}).model_dump_json()
    key = (call.request.url.path, question, MEDIA[ending])
    answer = await call.answers.of(key, make, aside=True)
    response = reply(call.request, answer)
    if what == "difference":
        wanted = wanted.model_copy(update={"day": wanted.day or _first_day(call, found)})
    name = file_name(what, wanted, call.desk.service.manifest["name"], _scenario(found), told)
    response.headers["Content-Disposition"] = disposition(f"{name}.{ending}")
    return response


def _chosen(what: str) -> Export:
    if what not in EXPORTS:
        message = f"no such export{nearest(what, list(EXPORTS))}; there are {', '.join(EXPORTS)}"
        raise Refused(404, [field_error("path.what", what, message)])
    return EXPORTS[what]


def _by_accept(call: Call, export: Export) -> str:
    """Return the format the request accepts, the usual one where it does not say."""
    offered = [MEDIA[one] for one in export.formats]
    media = media_of(call.request.headers.get("accept", "*/*"), offered)
    return export.formats[offered.index(media)]


def _check(call: Call, what: str, export: Export, wanted: Wanted) -> None:
    """Refuse parameters that do not fit the export, all at once."""
    said = wanted.model_dump(exclude_none=True, exclude={"format"})
    errors = [
        field_error(f"query.{name}", value, f"{what} takes no {name}; it takes {_told(export)}")
        for name, value in said.items()
        if name not in export.takes
    ]
    errors += [
        field_error(f"query.{name}", None, f"{what} needs {name}")
        for name in export.needs
        if name not in said
    ]
    if wanted.format not in (None, *export.formats):
        message = f"{what} is written as {', '.join(export.formats)}"
        errors.append(field_error("query.format", wanted.format, message))
    errors += [*_values(what, wanted), *_pixels(call, export, wanted)]
    if errors:
        raise Refused(422, errors)


def _values(what: str, wanted: Wanted) -> list[FieldError]:
    """Return what is wrong with the measure and with a day that is all of them."""
    errors, known = [], _measures(what)
    measure = wanted.measure
    if known and measure is not None and measure not in known:
        figures = ", ".join(NAMES if what == "difference" else MEASURES)
        message = (
            f"no such measure{nearest(measure, known)}; it is <class>_<figure>, class one of "
            f"{', '.join(TARGETS)}, figure one of {figures}; /api/v1/exports lists them"
        )
        errors.append(field_error("query.measure", measure, message))
    if wanted.day == EVERY and what != "table":
        errors.append(field_error("query.day", EVERY, f"{what} is of one day; name it"))
    return errors


def _pixels(call: Call, export: Export, wanted: Wanted) -> list[FieldError]:
    if wanted.dpi is None:
        return []
    most, drawn = call.settings.most_dpi, (wanted.format or _by_accept(call, export)) == "png"
    if drawn and wanted.dpi <= most:
        return []
    told = f"at most {most} (settings: most_dpi)" if drawn else "for png only"
    return [field_error("query.dpi", wanted.dpi, told)]


def _measures(what: str) -> list[str]:
    return {"map": MAPPED, "difference": DIFFERENCES}.get(what, [])


def _told(export: Export) -> str:
    return ", ".join(("format", *export.takes))


async def _before(
    here: GroundCall, wanted: Wanted, after: Standing | None
) -> tuple[Path | None, str]:
    """Return the folder of the result before, None for the network itself, and its name."""
    if wanted.before is None and after is not None:
        return stands_on(after.folder), _scenario(after, -2) or BEFORE
    if wanted.before in (None, BUILT):
        return None, BEFORE
    found = await here.result(wanted.before, "query.before")
    return None if found is None else found.folder, _scenario(found) or BEFORE


def _scenario(found: Standing | None, which: int = -1) -> str | None:
    """Return the name of the scenario a result is of, or of the one below it."""
    chain = [] if found is None else found.result.parameters.get("scenarios", [])
    return str(chain[which]["name"]) if len(chain) >= -which else None


def _first_day(call: Call, found: Standing | None) -> str:
    """Return the day type that is drawn where none is named."""
    days = None if found is None else found.result.parameters.get("days")
    return str(next(iter(days or call.desk.service.days)))


def _listed(desk: Desk) -> dict[str, Any]:
    places = desk.service.places
    kommunen = set(places.parent[ortsteile_of(places)].tolist()) - {""}
    return desk.told() | {
        "days": list(desk.service.days),
        "kommunen": sorted(kommunen, key=collated),
        "exports": [_one(what, export) for what, export in EXPORTS.items()],
    }


def _one(what: str, export: Export) -> dict[str, Any]:
    href = f"{router.prefix}/{what}?format="
    return {
        "what": what,
        "title": export.title,
        "parameters": [{"name": name, "required": name in export.needs} for name in export.takes],
        "measures": _measures(what),
        "links": [
            {"format": one, "type": MEDIA[one], "href": f"{href}{one}"} for one in export.formats
        ],
    }
