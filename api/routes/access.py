"""Access: the accessibility table by class, day type, verdict and window."""

import re
from collections.abc import Collection, Sequence
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from fastapi import APIRouter, Query, Response
from pydantic import Field

from accessibility.folds import Window
from accessibility.standards import CLASSES, TargetClass
from accessibility.tables import nearest
from accessibility.words import collated
from api.http.accept import CSV, GEOJSON, JSON
from api.http.desk import Desk
from api.http.features import listed
from api.http.problems import Refused, asked, field_error
from api.http.sheet import Sheet, sheet_of
from api.routes.call import AtDesk, Call
from api.routes.documented import GeoJson, tables
from api.routes.models import Access, AccessProperties, Windowed
from api.routes.questions import SPAN, Boxed
from api.windows import span

router = APIRouter(prefix="/api/v1", tags=["Erreichbarkeit"], default_response_class=GeoJson)
ALL = "all"
OF_CLASS = re.compile(rf"(?:{'|'.join(CLASSES)})_(.+)")


class AccessOf(Boxed):
    """The question of the accessibility table."""

    kind: list[TargetClass] = Field(
        default=[],
        alias="class",
        description="Zielklassen; Vorgabe: alle",
        examples=[["mittelzentrum"]],
    )
    day: str | None = Field(
        default=None, max_length=50, examples=["schultag"],
        description="Tagesart der Region, oder `all`; Vorgabe: die erste",
    )  # fmt: skip
    measure: list[str] = Field(
        default=[], max_length=50, examples=[["journey_time_p50"]],
        description="Maße, wie sie nach der Klasse in den Spalten stehen; Vorgabe: alle",
    )  # fmt: skip
    standard: Literal["erfüllt", "nicht erfüllt", "nicht prüfbar"] | None = Field(
        default=None, description="nur Ortsteile, die für jede gefragte Klasse diesen Befund haben"
    )
    kommune: str | None = Field(
        default=None, max_length=100, description="nur Ortsteile dieser Kommune"
    )
    window: str | None = Field(
        default=None, pattern=SPAN, examples=["08:00-18:00"],
        description="anderes Zeitfenster als das des Profils; wird neu gerechnet",
    )  # fmt: skip


@router.get(
    "/accessibility", summary="Erreichbarkeit je Ortsteil und Tag",
    response_model=Access, responses=tables(AccessProperties, CSV, besides=Windowed),
)  # fmt: skip
async def accessibility(call: AtDesk, question: Annotated[AccessOf, Query()]) -> Response:
    """Eine Zeile je Ortsteil und Tag: Zeiten in Sekunden, Uhrzeiten in Sekunden seit 00:00.

    Dieselben Spalten wie `mobility access`. Ziel ist für jeden Wohnort das beste der Klasse; der
    Ortsteil hat den Median nach Einwohnern. Ein eigenes `window` ändert Reisezeiten samt `ratio`,
    `rides_min`, `met_share`, `one_partner_share` und `verdict`; was vom ganzen Tag handelt
    (`journeys`, `first_departure`, `longest_gap`, `stay_…`), bleibt. Auch das Ziel kann in einem
    anderen Zeitfenster ein anderes sein, und mit ihm alle seine Zahlen.
    """
    media, desk = call.media((GEOJSON, JSON, CSV)), call.desk
    listing = call.listing(question, media)
    days = _days(call, question)
    window = (
        None if question.window is None else call.parsed_window("query.window", question.window)
    )

    told = desk.told() | {"window": None if window is None else span(window)}

    def make() -> bytes:
        sheet = _filtered(_stacked(desk, days, window, question.kind or CLASSES), question)
        with asked("query.bbox", question.bbox):
            return listed(sheet, listing, media, told, "ortsteil_id")

    return await call.answer(question, media, make)


def _days(call: Call, question: AccessOf) -> list[str]:
    known = call.desk.service.days
    if question.day == ALL:
        return list(known)
    with asked("query.day", question.day):
        call.desk.date_of(question.day)
    return [question.day or next(iter(known))]


def _stacked(desk: Desk, days: list[str], window: Window | None, kinds: Collection[str]) -> Sheet:
    if window is not None and len(days) == 1:
        return desk.tables.sheet(days[0], window, kinds)
    tables = [desk.access(day, window, kinds) for day in days]
    return sheet_of(tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True))


def _filtered(sheet: Sheet, question: AccessOf) -> Sheet:
    """Return the columns of the classes and measures asked, the rows of the verdict asked."""
    kinds = list[str](question.kind or CLASSES)
    if question.kommune is not None:
        sheet = _of_kommune(sheet, question.kommune)
    if question.standard is not None:
        verdicts = np.array([sheet.texts(f"{kind}_verdict") for kind in kinds])
        sheet = sheet.rows((verdicts == question.standard).all(axis=0))
    return sheet.only(_columns(sheet.columns, kinds, question.measure))


def _columns(names: Collection[str], kinds: Sequence[str], measures: Sequence[str]) -> list[str]:
    """Return the names of the columns that are of no class, or of the classes and measures."""
    measured = {name: OF_CLASS.fullmatch(name) for name in names}
    known = {found.group(1) for found in measured.values() if found}
    unknown = [one for one in measures if one not in known]
    if unknown:
        message = (
            f"no measure {', '.join(unknown)}{_in_two(unknown, known)}; "
            f"there are {', '.join(sorted(known))}"
        )
        raise Refused(422, [field_error("query.measure", ", ".join(unknown), message)])
    wanted = set(measures or known)
    return [
        name
        for name, found in measured.items()
        if not found
        or (name.removesuffix(f"_{found.group(1)}") in kinds and found.group(1) in wanted)
    ]


def _of_kommune(sheet: Sheet, kommune: str) -> Sheet:
    kommunen = sheet.texts("kommune")
    known = sorted(set(kommunen) - {"", None}, key=collated)
    if kommune not in known:
        message = f"no such Kommune{nearest(kommune, known)}; there are {', '.join(known)}"
        raise Refused(422, [field_error("query.kommune", kommune, message)])
    return sheet.rows(np.array([one == kommune for one in kommunen]))


def _in_two(unknown: Sequence[str], known: Collection[str]) -> str:
    """Return how to ask for a measure that was written with its class before it, or nothing."""
    for one in unknown:
        kind, _, measure = one.partition("_")
        if kind in CLASSES and measure in known:
            return f" (write class={kind} and measure={measure})"
    return ""
