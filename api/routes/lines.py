"""Lines: where they run, what they offer, the audit, and how they meet at the Knoten."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from accessibility.ends import NotFound
from api.http.accept import GEOJSON, JSON
from api.http.features import listed, paged
from api.http.json_text import as_json
from api.http.problems import Refused, asked, field_error
from api.routes.call import AtDesk
from api.routes.documented import GeoJson, kept, tables
from api.routes.models import Dated, Sections, Told
from api.routes.questions import Boxed, OnDate, Question

router = APIRouter(prefix="/api/v1", tags=["Linien"])


class Line(BaseModel):
    """A line of the region."""

    model_config = ConfigDict(extra="allow")

    line_id: str = Field(examples=["demo-stadt:A"])
    name: str
    product: str = Field(description="wie der Kreis oder der Fahrplan sie nennt")
    agency: str
    from_name: str = Field(description="Anfang des Kernabschnitts")
    to_name: str = Field(description="Ende des Kernabschnitts")
    days: dict[str, Any] = Field(
        description="je Tagesart Fahrtenpaare, Takt in Minuten, erste und letzte Abfahrt HH:MM, "
        "Länge in Metern"
    )
    audits: list[dict[str, Any]] = Field(
        description="rechnerische Prüfung nach Profilen; keine Feststellung des Verbunds"
    )


class OneLine(Told):
    """A line with every criterion."""

    line: Line


class Knoten(Dated):
    """How well lines meet at each station."""

    day: str
    knoten: list[dict[str, Any]] = Field(
        description="meistgebraucht zuerst; Übergänge in Sekunden, Anteile 0 bis 1. `people` ist "
        "Verbindungen × Einwohner: jeder zählt mit jeder Verbindung des Tages, die hier umsteigt"
    )


class InBox(Boxed, OnDate):
    """The question where lines run on a date."""


class KnotenOf(Question):
    """The question of the Knoten of a day type."""

    day: str | None = Field(default=None, max_length=50, description="Tagesart; Vorgabe: die erste")
    limit: int = Field(default=20, ge=1, le=1000, description="so viele Knoten")


@router.get(
    "/lines", summary="Linien: als GeoJSON ihr Verlauf, als JSON Takt, Fahrten und Prüfung",
    response_class=GeoJson, response_model=Sections,
    responses=tables(Line),
)  # fmt: skip
async def lines(call: AtDesk, question: Annotated[InBox, Query()]) -> Response:
    """GeoJSON: ein Abschnitt je Linie und Stationspaar am Tag; JSON: die Linien der Region."""
    media, listing, desk = call.media((GEOJSON, JSON)), call.listing(question), call.desk
    when = call.when(question)
    if media == JSON and question.bbox is not None:
        message = "lines as JSON have no place; ask for GeoJSON"
        raise Refused(422, [field_error("query.bbox", question.bbox, message)])

    def make() -> bytes:
        if media == JSON:
            return as_json(paged(desk.lines, listing, desk.told()))
        call.check_day(when)
        table = desk.sections(when)
        named = table.assign(id=table["section"].astype(str) + ":" + table["line"])
        with asked("query.bbox", question.bbox):
            return listed(named, listing, media, desk.told(when), "id")

    return await call.answer(question, media, make)


@router.get(
    "/lines/{line_id}", summary="Eine Linie mit allen Kriterien der Prüfung",
    response_model=OneLine, responses=kept(404, 406, 422, 503),
)  # fmt: skip
async def line(call: AtDesk, line_id: str) -> Response:
    """Rechnerische Prüfung nach Profilen; keine Feststellung des Verbunds."""
    media, desk = call.media([JSON]), call.desk

    def make() -> bytes:
        found = [one for one in desk.lines if one["line_id"] == line_id]
        with asked("path.line_id", line_id):
            if not found:
                raise NotFound(f"no line {line_id!r}; /api/v1/lines lists them as JSON")
        return as_json(desk.told() | {"line": found[0]})

    return await call.answer(None, media, make)


@router.get(
    "/knoten", summary="Knoten: Anschlüsse und wer sie braucht",
    response_model=Knoten, responses=kept(406, 422, 503),
)  # fmt: skip
async def knoten(call: AtDesk, question: Annotated[KnotenOf, Query()]) -> Response:
    """Die Übergänge jeder Station an einer Tagesart, meistgebraucht zuerst."""
    media, desk = call.media([JSON]), call.desk
    with asked("query.day", question.day):
        when = desk.date_of(question.day)
    day = question.day or next(iter(desk.service.days))

    def make() -> bytes:
        found = desk.knoten(day)[: question.limit]
        return as_json(desk.told(when) | {"day": day, "knoten": found})

    return await call.answer(question, media, make)
