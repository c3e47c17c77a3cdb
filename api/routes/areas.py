"""Areas: who lives within an area somebody draws, and what they reach."""

from types import GenericAlias
from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from accessibility.standards import CLASSES, TargetClass
from accessibility.within import ortsteile_within, people_within, within_rows
from accessibility.words import TARGETS
from api.http.accept import CSV, GEOJSON, JSON
from api.http.drawn import Area, homes_within, shape_of
from api.http.features import csv
from api.http.ground import Ground
from api.http.json_text import as_json, plain
from api.http.problems import asked
from api.http.rows import records
from api.routes.documented import also, no
from api.routes.grounds import AtGround
from api.routes.models import FIGURES, Told
from api.routes.questions import Question
from api.routes.roles import VIEWER
from gtfs.timetable import Bools

router = APIRouter(prefix="/api/v1", tags=["Erreichbarkeit"])
NOBODY = "Im Gebiet steht kein Wohnort; über seine Erreichbarkeit ist nichts zu sagen."
UNKNOWN = "Wie viele Menschen hier wohnen, ist nicht bekannt; jeder Wohnort zählt gleich."
COUNTS = {
    "people_known": "Einwohner des Gebiets, über die etwas zu sagen ist",
    "people_served": "davon mit Verbindung am Tag oder zu Fuß",
    "people_met": "davon mit eingehaltenem Zielwert",
}


class AreaOf(Question):
    """The question of an area."""

    day: str | None = Field(
        default=None, max_length=50, examples=["schultag"],
        description="Tagesart der Region, oder `all`; Vorgabe: die erste",
    )  # fmt: skip
    kind: list[TargetClass] = Field(
        default=[], alias="class", description="Zielklassen; Vorgabe: alle",
        examples=[["mittelzentrum"]],
    )  # fmt: skip
    result: str | None = Field(
        default=None, max_length=100,
        description="Kennung eines Ergebnisses: mit seinem Szenario; Vorgabe: das Netz",
    )  # fmt: skip


class OrtsteilWithin(BaseModel):
    """An Ortsteil, and how much of it lies in the area."""

    ortsteil_id: str = Field(examples=["trebsen-neichen"])
    name: str
    kommune: str
    population: float | None = Field(description="Einwohner des ganzen Ortsteils; null: unbekannt")
    people: float = Field(description="Einwohner im Gebiet, 0 wo keine Zahl bekannt ist")
    share: float | None = Field(description="Anteil seiner Einwohner im Gebiet, 0 bis 1")
    homes: int = Field(description="Wohnorte (Einwohnerpunkte) im Gebiet")


class AreaHead(BaseModel):
    """What the people of the area have on a day."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, int | float | str | None]

    day: str = Field(description="Tagesart", examples=["schultag"])
    date: str = Field(description="Datum, das für die Tagesart steht", examples=["2026-04-21"])
    day_warning: str | None = Field(description="warum das Datum kaum für seine Tagesart steht")


def _columns() -> dict[str, Any]:
    figures = {**FIGURES, **{name: (float, text) for name, text in COUNTS.items()}}
    return {
        f"{kind}_{name}": (
            type_ | None,
            Field(default=None, description=f"{TARGETS[kind]}: {text}"),
        )
        for kind in CLASSES
        for name, (type_, text) in figures.items()
    }


AreaDay = create_model("AreaDay", __base__=AreaHead, **_columns())


class AreaTold(Told):
    """Who lives in the area."""

    profile: dict[str, str] = Field(description="wonach der Zielwert gilt: `name`, `source`")
    homes: int = Field(description="Wohnorte (Einwohnerpunkte) im Gebiet")
    people: float | None = Field(description="Einwohner im Gebiet; null: unbekannt")
    ortsteile: list[OrtsteilWithin] = Field(description="mit den meisten Einwohnern zuerst")
    notes: list[str] = Field(description="was zum Gebiet zu sagen ist")


DAYS: dict[str, Any] = {
    "days": (GenericAlias(list, (AreaDay,)), Field(description="eine Zeile je Tagesart"))
}
AreaAnswer = create_model("AreaAnswer", __base__=AreaTold, **DAYS)


@router.post(
    "/accessibility/area", summary="Wer in einem Gebiet wohnt und was er erreicht",
    response_model=AreaAnswer, dependencies=VIEWER,
    responses={200: {"content": also(CSV)}, **no(400, 404, 406, 409, 410, 413, 422, 503)},
)  # fmt: skip
async def area(
    here: AtGround,
    question: Annotated[AreaOf, Query()],
    drawn: Annotated[Area, Body(media_type=GEOJSON)],
) -> Response:
    """Die Spalten von `/accessibility` für alle, die im Gebiet wohnen, je Tagesart.

    Gerechnet wie für einen Ortsteil oder eine Kommune: je Wohnort (Einwohnerpunkt, auf der Grenze
    gilt als innen), dann der Median nach Einwohnern. Zeiten in Sekunden, Uhrzeiten in Sekunden seit
    00:00, Anteile 0 bis 1. Ein Gebiet um die Wohnorte einer Kommune ergibt deren Werte.
    """
    call, media = here.call, here.call.media((JSON, CSV))
    found = await here.result(question.result)

    def make() -> bytes:
        shape = shape_of(drawn, call.settings.most_vertices)
        with here.ground(found) as ground:
            return _made(ground, homes_within(shape, ground.service.places), question, media)

    return await call.once(media, make)


def _made(ground: Ground, inside: Bools, question: AreaOf, media: str) -> bytes:
    with asked("query.day", question.day):
        days = ground.named(question.day) if question.day else ground.days[:1]
    rows = [_row(ground, day, question, inside) for day in days]
    if media == CSV:
        return csv(pd.DataFrame(rows).assign(data_status=ground.service.status))
    return as_json(plain(_told(ground, inside) | {"days": rows}))


def _row(ground: Ground, day: str, question: AreaOf, inside: Bools) -> dict[str, Any]:
    """Return what the people inside have on a day, towards the classes asked."""
    service = ground.service
    choices, drive_s = ground.choices(day)
    row = within_rows(service.question, choices, drive_s, service.days, inside)[0]
    head = {name: row.pop(name) for name in ("day", "date")}
    wanted = tuple(f"{kind}_" for kind in question.kind or CLASSES)
    figures = {name: value for name, value in row.items() if name.startswith(wanted)}
    return {**head, "day_warning": service.manifest["day_warnings"].get(day), **figures}


def _told(ground: Ground, inside: Bools) -> dict[str, Any]:
    """Return who lives inside, and what is to be said of it."""
    service = ground.service
    people, homes = people_within(service.places, inside), int(inside.sum())
    note = NOBODY if not homes else UNKNOWN if people is None else None
    return {
        "data_status": service.status,
        "region": service.title,
        "profile": service.provenance()["profile"],
        "homes": homes,
        "people": people,
        "ortsteile": list(records(ortsteile_within(service.places, inside))),
        "notes": [note] if note else [],
    }
