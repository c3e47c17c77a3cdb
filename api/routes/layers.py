"""Layers: Ortsteile, Zentren and stops, for maps and lists."""

from typing import Annotated

import geopandas as gpd
from fastapi import APIRouter, Query, Response

from api.http.accept import CSV, GEOJSON, JSON
from api.http.features import listed
from api.http.problems import asked
from api.routes.call import AtDesk, Call
from api.routes.documented import GeoJson, tables
from api.routes.models import (
    Ortsteile,
    OrtsteilProperties,
    StopProperties,
    Stops,
    Zentren,
    ZentrumProperties,
)
from api.routes.questions import Boxed

router = APIRouter(prefix="/api/v1", tags=["Netz"], default_response_class=GeoJson)
OFFERED = (GEOJSON, JSON, CSV)
Box = Annotated[Boxed, Query()]


@router.get(
    "/ortsteile", summary="Ortsteile mit Kommune und Einwohnern",
    response_model=Ortsteile, responses=tables(OrtsteilProperties, CSV),
)  # fmt: skip
async def ortsteile(call: AtDesk, question: Box) -> Response:
    """Punkte der Ortslagen; Einwohner mit Quelle und Stand unter `/api/v1/network`."""
    return await _layer(call, question, "ortsteile", "ortsteil_id")


@router.get(
    "/zentren", summary="Zentrale Orte mit Stufe",
    response_model=Zentren, responses=tables(ZentrumProperties, CSV),
)  # fmt: skip
async def zentren(call: AtDesk, question: Box) -> Response:
    """Ein Zentrum höherer Stufe ist auch Ziel der niedrigeren Klassen."""
    return await _layer(call, question, "zentren", "place_id")


@router.get(
    "/stops", summary="Haltestellen: Bahnsteige und einfache Halte",
    response_model=Stops, responses=tables(StopProperties, CSV),
)  # fmt: skip
async def stops(call: AtDesk, question: Box) -> Response:
    """Die Haltestellen des Fahrplans mit ihrer Station."""
    return await _layer(call, question, "stops", "stop_id")


async def _layer(call: Call, question: Boxed, name: str, key: str) -> Response:
    media, desk = call.media(OFFERED), call.desk
    listing = call.listing(question, media)

    def make() -> bytes:
        table: gpd.GeoDataFrame = getattr(desk, name)
        with asked("query.bbox", question.bbox):
            return listed(table, listing, media, desk.told(), key)

    return await call.answer(question, media, make)
