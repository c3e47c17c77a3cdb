"""Documented: what the OpenAPI document says of answers beside their models."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.responses import JSONResponse

from api.http.accept import CSV, GEOJSON, JSON, PARQUET
from api.http.problems import MEDIA, Problem
from mobility.scenario import Scenario

Responses: TypeAlias = dict[int | str, dict[str, Any]]
Finish: TypeAlias = Callable[[FastAPI, dict[str, Any]], None]
REF = "#/components/schemas/{model}"
NO = {
    400: "Der Rumpf der Anfrage ist kein JSON.",
    401: "Ein Zugangstoken fehlt oder gilt nicht (`Authorization: Bearer …`).",
    403: "Die Rolle des Tokens erlaubt das nicht.",
    404: "Eine Kennung ist unbekannt.",
    406: "Keines der Formate, die `Accept` nennt, gibt es hier.",
    408: "Der Rumpf der Anfrage kam nicht rechtzeitig an.",
    409: "Das Gespeicherte steht dem entgegen; `detail` sagt, was.",
    410: "Das Ergebnis ist verloren: sein Ordner fehlt. Neu gefragt, wird es neu gerechnet.",
    412: "Seither geändert: `If-Match` nennt eine andere Fassung.",
    413: "Die Anfrage ist zu groß (Einstellung `most_body_bytes`).",
    415: "Der Rumpf hat ein Format, das hier nicht gelesen wird.",
    416: "Den Teil, den `Range` nennt, hat die Datei nicht.",
    422: "Ein Feld der Anfrage ist falsch; `errors` nennt es.",
    428: "`If-Match` mit der gelesenen Fassung fehlt.",
    429: "Von dieser Adresse kamen zu viele Token, die nicht gelten; `Retry-After` nennt Sekunden.",
    503: "Es warten zu viele Fragen (`Retry-After` nennt Sekunden), oder Speicher oder Netz "
    "lassen sich nicht lesen; `detail` sagt, was.",
}
ETAG = {
    "ETag": {"description": "Hash des Inhalts, für If-None-Match", "schema": {"type": "string"}}
}
UNCHANGED = {"description": "Unverändert (`If-None-Match`)."}
FILES = {CSV: {"type": "string"}, PARQUET: {"type": "string", "format": "binary"}}


class GeoJson(JSONResponse):
    """An answer that is GeoJSON."""

    media_type = GEOJSON


def no(*codes: int) -> Responses:
    """Return what is said of refusals."""
    schema = {"$ref": REF.format(model="Problem")}
    return {
        code: {"description": NO[code], "content": {MEDIA: {"schema": schema}}} for code in codes
    }


def tables(
    properties: type[BaseModel], *files: str, besides: type[BaseModel] | None = None
) -> Responses:
    """Return what is said of a list that is plain JSON, too, and files of it.

    ``besides`` stands above its rows, too.
    """
    content: dict[str, Any] = {JSON: {"schema": _page(properties, besides)}}
    return kept(406, 422, 503) | {200: {"content": content | also(*files), "headers": ETAG}}


def also(*files: str) -> dict[str, Any]:
    """Return what is said of the same as files."""
    return {media: {"schema": FILES[media]} for media in files}


def kept(*codes: int) -> Responses:
    """Return what is said of an answer with an ETag, and of refusals."""
    return {200: {"headers": ETAG}, 304: UNCHANGED, **no(*codes)}


def placed(responses: Responses, *files: str) -> Responses:
    """Return what is said of rows that are GeoJSON where they have a place, and files of them."""
    content = {GEOJSON: {"schema": {"type": "object"}}} | also(*files)
    return responses | {200: {"content": content, "headers": ETAG}}


def add_openapi(app: FastAPI, finish: Finish) -> None:
    """Let the document name problem details, which FastAPI knows nothing of, and what else."""

    def document() -> dict[str, Any]:
        if not app.openapi_schema:
            made = _with_problems(
                get_openapi(
                    title=app.title, version=app.version, description=app.description,
                    routes=app.routes, tags=app.openapi_tags,
                )
            )  # fmt: skip
            finish(app, made)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # as FastAPI documents it


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=REF)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {**schema.pop("$defs", {}), "Problem": schema, **_scenario()}
    return document


def _scenario() -> Mapping[str, Any]:
    """Return the schemas of a scenario; names of its parts are its own."""
    whole = Scenario.model_json_schema(ref_template=REF.format(model="Scenario.{model}"))
    parts = whole.pop("$defs")
    return {"Scenario": whole} | {f"Scenario.{name}": part for name, part in parts.items()}


def _page(properties: type[BaseModel], besides: type[BaseModel] | None) -> Mapping[str, Any]:
    row = properties.model_json_schema(ref_template=REF)
    above = {} if besides is None else besides.model_json_schema()["properties"]
    return {
        "type": "object",
        "required": ["data_status", *above, "items", "numberMatched", "numberReturned"],
        "properties": {
            "data_status": {"type": "string"},
            **above,
            "numberMatched": {"type": "integer"},
            "numberReturned": {"type": "integer"},
            "items": {
                "type": "array",
                "description": "dieselben Spalten; Punkte als lon und lat in Grad",
                "items": row,
            },
        },
    }
