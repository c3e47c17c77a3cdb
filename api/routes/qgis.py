"""QGIS: a project of the layers on this server, and the styles alone."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from api.gis.qgis import build_project, most_people
from api.gis.qgis_project import as_qgs
from api.gis.qgis_styles import as_qml, style_named, style_names
from api.http.answered import reply
from api.http.problems import Refused, field_error
from api.routes.call import AtDesk, Call
from api.routes.documented import ETAG, UNCHANGED, Responses, no
from api.routes.ogc import address_of
from api.routes.questions import Question

XML = "text/xml"
PROJECT = "landkreis-in-fahrt.qgs"

router = APIRouter(prefix="/api/v1/qgis", tags=["QGIS"])


class ProjectOf(Question):
    """The question of the project."""

    authcfg: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9]{7}$", examples=["kreis01"],
        description="Kennung der Anmeldung, die in QGIS eingerichtet ist (Basic: der Schlüssel "
        "als Passwort); nur wo der Server einen Schlüssel verlangt",
    )  # fmt: skip


def _file(*codes: int) -> Responses:
    """Return what is said of a file that is written for QGIS."""
    said = {"content": {XML: {"schema": {"type": "string"}}}, "headers": ETAG}
    return {200: said, 304: UNCHANGED, **no(406, 503, *codes)}


@router.get(
    "/projekt.qgs", summary="Projekt für QGIS", response_class=Response, responses=_file(422)
)  # fmt: skip
async def project(call: AtDesk, question: Annotated[ProjectOf, Query()]) -> Response:
    """Alle Ebenen dieses Servers in Gruppen, in den Farben der Karten; ab QGIS 3.22 zu öffnen.

    Die Ebenen kommen über OGC API – Features von dieser Adresse und sind so aktuell wie sie. Je
    Zielklasse gibt es eine Ebene mit allen Maßen als Stilen (Rechtsklick, Stile).
    """
    address = f"{address_of(call)}/ogc"

    def make() -> bytes:
        return as_qgs(build_project(call.desk, address, question.authcfg))

    return await _sent(call, f"{address} {question.authcfg}", PROJECT, make)


@router.get(
    "/{style}.qml", summary="Stil für eine Ebene in QGIS", response_class=Response,
    responses=_file(404, 422),
)  # fmt: skip
async def style(
    call: AtDesk,
    style: Annotated[
        str,
        Path(
            max_length=100, examples=["mittelzentrum_journey_time_p50"],
            description="`zentren`, `stops`, `ortsteile`, `lines`, `grenzen` oder eine Spalte der "
            "Erreichbarkeit: `<Zielklasse>_<Maß>`",
        ),
    ],
) -> Response:  # fmt: skip
    """Klassen und Farben der Karten, für die Ebene der OGC API oder einen Export."""
    if style not in style_names():
        known = f"no style {style!r}; there are {', '.join(style_names())}"
        raise Refused(404, [field_error("path.style", style, known)])
    most = await call.stored(lambda: most_people(call.desk))
    return await _sent(call, style, f"{style}.qml", lambda: as_qml(style_named(style, most)))


async def _sent(call: Call, about: str, name: str, make: Callable[[], bytes]) -> Response:
    """Return a file to keep; what it is about says which it is, as the path alone may not."""
    media = call.media([XML])
    answer = await call.answers.of((f"qgis/{name}", about, media), make)
    response = reply(call.request, answer)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
