"""OGC: OGC API – Features under /ogc, for QGIS, GDAL and whoever else speaks it."""

import json
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from importlib import import_module
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pyproj import CRS
from starlette.responses import JSONResponse

from api.gis.ogc_asked import CRS84, Asked, Catalogue, View
from api.gis.ogc_layers import RESULT, find_layer, network_layers, result_layers
from api.http.accept import GEOJSON, JSON
from api.http.answered import reply
from api.http.problems import Refused, invalid_fields
from api.http.problems import asked as asked_of
from api.routes.call import AtDesk, Call
from api.routes.documented import ETAG, UNCHANGED, GeoJson, Responses, no
from api.routes.ogc_models import (
    ANY_COLUMN,
    Collection,
    Collections,
    Conformance,
    Described,
    Items,
    Landing,
    OgcFeature,
    OgcFeatures,
    OneFeature,
    Schema,
)
from api.routes.result_found import standing, whole

FIELD = "path.collection_id"
SCHEMA = "application/schema+json"
CONTENT_CRS = "Content-Crs"
CRS_SAID = {"description": "Koordinaten der Antwort", "schema": {"type": "string"}}
CHANGING = ("landing", "conformance", "collections")  # with every result; the others are cheap
MEDIA = dict.fromkeys(get_args(View), (JSON,)) | {
    "queryables": (SCHEMA, JSON), "schema": (SCHEMA, JSON),
    "items": (GEOJSON, JSON), "item": (GEOJSON, JSON),
}  # fmt: skip
ITEMS = f"Eine Seite der Tabelle als GeoJSON. {ANY_COLUMN}"


class SchemaJson(JSONResponse):
    """An answer that is a JSON Schema."""

    media_type = SCHEMA


class OgcRoute(APIRoute):
    """A route that says 400 of a parameter nobody knows or can read, as the standard has it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                raise Refused(400, invalid_fields(error, request)) from error

        return handled


def _said(media: str = JSON) -> Responses:
    """Return what is said of an answer, and of refusals: 400 where other addresses say 422."""
    refused = no(400, 404, 406, 410, 503)
    refused[400]["description"] = "Ein Parameter ist unbekannt oder falsch; `errors` nennt ihn."
    other = {**refused[400], "description": "Jede andere Ablehnung."}
    crs = {CONTENT_CRS: CRS_SAID} if media == GEOJSON else {}
    return {200: {"headers": ETAG | crs}, 304: UNCHANGED, **refused, "default": other}


router = APIRouter(prefix="/ogc", tags=["OGC API – Features"], route_class=OgcRoute)
Plain = Annotated[Described, Query()]
CollectionId = Annotated[
    str, Path(max_length=200, examples=["stops"], description="`id` aus `/ogc/collections`")
]
FeatureId = Annotated[
    str, Path(max_length=500, examples=["bahn:borna-bahnhof"], description="`id` eines Objekts")
]
OF_FEATURES: dict[str, Any] = {"response_class": GeoJson, "responses": _said(GEOJSON)}


@router.get("", summary="Einstieg", response_model=Landing, responses=_said())
async def landing(call: AtDesk, question: Plain) -> Response:
    """Die Adresse, die QGIS und GDAL brauchen; nur lesend, alles als JSON."""
    return await _answer(call, "landing", question)


@router.get("/conformance", summary="Konformität", response_model=Conformance, responses=_said())
async def conformance(call: AtDesk, question: Plain) -> Response:
    """Welche Teile des Standards eingehalten sind."""
    return await _answer(call, "conformance", question)


@router.get("/collections", summary="Sammlungen", response_model=Collections, responses=_said())
async def collections(call: AtDesk, question: Plain) -> Response:
    """Ortsteile, Zentren, Haltestellen, Linien, Grenzen und die Erreichbarkeit jeder Tagesart.

    Dazu alle Tabellen mit Geometrie jedes Ergebnisses (`result_<Kennung>_<Tabelle>`).
    """
    return await _answer(call, "collections", question)


@router.get(
    "/collections/{collection_id}", summary="Eine Sammlung",
    response_model=Collection, responses=_said(),
)  # fmt: skip
async def collection(call: AtDesk, collection_id: CollectionId, question: Plain) -> Response:
    """Was die Zeilen sind, wo sie liegen und in welchen Koordinaten es sie gibt."""
    return await _answer(call, "collection", question, collection_id)


@router.get(
    "/collections/{collection_id}/queryables", summary="Spalten, nach denen gefragt werden kann",
    response_class=SchemaJson, response_model=Schema, responses=_said(),
)  # fmt: skip
async def queryables(call: AtDesk, collection_id: CollectionId, question: Plain) -> Response:
    """Alle Spalten der Tabelle; jede ist ein Parameter von `items`."""
    return await _answer(call, "queryables", question, collection_id)


@router.get(
    "/collections/{collection_id}/schema", summary="Spalten mit ihrem Typ",
    response_class=SchemaJson, response_model=Schema, responses=_said(),
)  # fmt: skip
async def schema(call: AtDesk, collection_id: CollectionId, question: Plain) -> Response:
    """Die Spalten der Tabelle als JSON Schema."""
    return await _answer(call, "schema", question, collection_id)


@router.get(
    "/collections/{collection_id}/items", summary="Objekte einer Sammlung", description=ITEMS,
    response_model=OgcFeatures, **OF_FEATURES,
)  # fmt: skip
async def items(
    call: AtDesk, collection_id: CollectionId, question: Annotated[Items, Query()]
) -> Response:
    """Return a page of features."""
    return await _answer(call, "items", question, collection_id)


@router.get(
    "/collections/{collection_id}/items/{feature_id:path}", summary="Ein Objekt",
    response_model=OgcFeature, **OF_FEATURES,
)  # fmt: skip
async def item(
    call: AtDesk,
    collection_id: CollectionId,
    feature_id: FeatureId,
    question: Annotated[OneFeature, Query()],
) -> Response:
    """Eine Zeile der Tabelle nach ihrer Kennung."""
    return await _answer(call, "item", question, collection_id, feature_id)


def address_of(call: Call) -> str:
    """Return the address of the server as its clients write it, before a proxy with TLS."""
    address = str(call.request.base_url).rstrip("/")
    return address.replace("http://", "https://", 1) if call.settings.behind_tls else address


async def _answer(
    call: Call, view: View, question: Described, layer: str | None = None,
    feature: str | None = None,
) -> Response:  # fmt: skip
    """Return what pygeoapi makes of the question; only what cannot change is kept."""
    media = call.media(MEDIA[view])
    said = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in question.model_dump(by_alias=True, exclude_none=True).items()
    }
    asked = Asked(view, layer, feature, said)
    catalogue = await call.stored(lambda: _catalogue(call, asked))

    def make() -> bytes:
        # pygeoapi takes a second to import: not before it is asked
        ogc = import_module("api.gis.ogc")
        with _standing(layer):
            made: bytes = ogc.answer(catalogue, asked)
        return made

    if view in CHANGING:
        return await call.once(media, make)
    named = json.dumps([view, layer, feature, said], sort_keys=True)
    answer = await call.answers.of((catalogue.address, named, media), make)
    response = reply(call.request, answer)
    if media in (GEOJSON, JSON) and view in ("items", "item"):
        response.headers[CONTENT_CRS] = f"<{said.get('crs') or CRS84}>"
    return response


def _result_of(layer: str) -> str | None:
    """Return the id of the result a layer is of, None of the network's."""
    return layer.removeprefix(RESULT).partition("_")[0] if layer.startswith(RESULT) else None


def _standing(layer: str | None) -> AbstractContextManager[None]:
    """Tell that the result a layer is of is gone or broken, where it is while it is read."""
    result = None if layer is None else _result_of(layer)
    return nullcontext() if result is None else standing(result, FIELD)


def _catalogue(call: Call, asked: Asked) -> Catalogue:
    """Return what is offered, of the layers those the question is about."""
    desk, store, files = call.desk, call.store, call.files
    manifest = desk.service.manifest
    catalogue = Catalogue(
        server=address_of(call),
        title=manifest["name"],
        description=desk.status,
        epsg=CRS.from_user_input(manifest["crs"]).to_epsg(),
        page_size=call.settings.page_size,
        most_rows=call.settings.most_rows,
    )
    if asked.layer is not None:
        if (result := _result_of(asked.layer)) is not None:
            whole(call, result, FIELD)
        with asked_of(FIELD, asked.layer), _standing(asked.layer):
            return replace(catalogue, layers=[find_layer(desk, store.results, files, asked.layer)])
    if asked.view == "collections":
        own = network_layers(desk)
        return replace(catalogue, layers=[*own, *result_layers(desk, store.results, files)])
    return catalogue
