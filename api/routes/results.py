"""Results: what has been computed and is kept, its tables and its files."""

from pathlib import Path as File
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote

import geopandas as gpd
import pandas as pd
from fastapi import APIRouter, Path, Query, Response

from api.http.accept import CSV, GEOJSON, JSON, PARQUET
from api.http.answered import reply
from api.http.computed import standing_of
from api.http.features import Listing, box_of, listed, page_of, tabled
from api.http.file_kinds import media_type
from api.http.json_text import as_json
from api.http.problems import Refused, asked, field_error
from api.http.result_files import files_of
from api.http.result_tables import ResultTable, key_of, of_classes, only, tables_of, with_status
from api.http.result_told import about_of, told_result
from api.http.table_files import as_parquet
from api.routes.call import AtDesk, Call
from api.routes.documented import kept, no, placed
from api.routes.job_answers import RESULTS
from api.routes.questions import Paged
from api.routes.result_found import standing, whole
from api.routes.result_models import ResultId, Results, ResultTold, RowsOf
from api.routes.roles import PLANNER
from api.storage.records import Result

router = APIRouter(prefix="/api/v1/results", tags=["Ergebnisse"])


class Asked(NamedTuple):
    """What is asked of a table, in what form, beneath which heading."""

    question: RowsOf
    media: str
    listing: Listing
    told: dict[str, Any]
    about: dict[str, Any]


@router.get("", summary="Ergebnisse, die neuesten zuerst", response_model=Results,
            responses=no(406, 422, 503))  # fmt: skip
async def results(call: AtDesk, question: Annotated[Paged, Query()]) -> Response:
    """Jedes ist unter gleicher Kennung zu haben, bis es gelöscht wird."""
    media, listing = call.media([JSON]), call.listing(question)

    def ask() -> bytes:
        found = call.store.results.page(**listing.page._asdict())
        now = standing_of(call.store, call.runner.network, found)
        rows = [told_result(one, now) for one in found]
        return as_json(page_of(rows, call.store.results.count(), listing, call.desk.told()))

    return Response(await call.stored(ask), 200, {"Cache-Control": "no-store"}, media)


@router.get("/{result_id}", summary="Ein Ergebnis: was es ist, seine Tabellen und Dateien",
            response_model=ResultTold, responses=no(404, 406, 410, 422, 503))  # fmt: skip
async def result(call: AtDesk, result_id: ResultId) -> Response:
    """`tables` nennt, was zeilenweise zu haben ist, `files`, was im Ordner liegt."""
    media = call.media([JSON])

    def ask() -> bytes:
        found, folder = whole(call, result_id)
        with standing(result_id):
            return as_json(_described(call, found, folder))

    return Response(await call.stored(ask), 200, {"Cache-Control": "no-store"}, media)


@router.get(
    "/{result_id}/tables/{name}", summary="Zeilen einer Tabelle eines Ergebnisses",
    response_model=dict[str, Any],
    responses=placed(kept(404, 406, 410, 422, 503), CSV, PARQUET),
)  # fmt: skip
async def table(
    call: AtDesk,
    result_id: ResultId,
    name: Annotated[str, Path(max_length=100, examples=["vergleich.ortsteile"])],
    question: Annotated[RowsOf, Query()],
) -> Response:
    """Dieselben Zeilen und Spalten wie die Datei; CSV und Parquet ganz, wenn `limit` fehlt."""

    def find() -> tuple[ResultTable, bool, dict[str, Any]]:
        _, folder = whole(call, result_id)
        tables = tables_of(folder)
        if name not in tables:
            message = f"the result has no table {name!r}; there are {', '.join(tables)}"
            raise Refused(404, [field_error("path.name", name, message)])
        with standing(result_id):
            return tables[name], tables[name].placed, tables[name].about

    found, placed, about = await call.stored(find)
    places = (GEOJSON,) if placed else ()
    media = call.media((*places, JSON, CSV, PARQUET))
    listing = call.listing(question, media)
    asked_of = Asked(question, media, listing, _heading(call, about), about)

    def make() -> bytes:
        with standing(result_id):
            return _made(found.rows(), asked_of)

    key = (listing.path, question.model_dump_json(), media)
    # never known by its letters: what was deleted must not be answered from memory
    return reply(call.request, await call.answers.of(key, make))


@router.delete("/{result_id}", summary="Ein Ergebnis löschen", status_code=204,
               responses=no(401, 403, 404, 422, 503), dependencies=PLANNER)  # fmt: skip
async def delete(call: AtDesk, result_id: ResultId) -> Response:
    """Danach gibt es weder Zeilen noch Dateien davon; neu gefragt, wird es neu gerechnet."""

    def ask() -> None:
        with asked("path.result_id", result_id):
            gone = call.store.results.delete(result_id)
        call.files.remove_result(gone.folder)

    await call.stored(ask)
    return Response(None, 204)


def _described(call: Call, found: Result, folder: File) -> dict[str, Any]:
    here, about = f"{RESULTS}/{found.id}", about_of(folder)
    tables = [
        {
            "name": one.name, "title": one.words.title, "definition": one.words.definition,
            "rows": one.notes.num_rows, "columns": one.columns, "placed": one.placed,
            "href": f"{here}/tables/{one.name}",
        }
        for one in tables_of(folder).values()
    ]  # fmt: skip
    files = [
        {
            "path": name, "bytes": (folder / name).stat().st_size,
            "type": media_type(name), "href": f"{here}/files/{quote(name)}",
        }
        for name in files_of(folder)
    ]  # fmt: skip
    now = standing_of(call.store, call.runner.network, [found])
    told = told_result(found, now) | {"about": about, "tables": tables, "files": files}
    return _heading(call, about) | told


def _heading(call: Call, about: dict[str, Any]) -> dict[str, Any]:
    """Return what stands above an answer: the standing of the data when the result was made."""
    return {name: about.get(name, value) for name, value in call.desk.told().items()}


def _made(rows: pd.DataFrame, asked_of: Asked) -> bytes:
    """Return the rows asked for in the form asked for."""
    question, media, listing, told, about = asked_of
    rows = with_status(_chosen(rows, question), told["data_status"])
    if media == PARQUET:
        limit, offset = listing.page
        return as_parquet(rows.iloc[offset : offset + limit], about)
    if isinstance(rows, gpd.GeoDataFrame):
        return listed(rows, listing, media, told, key_of(rows))
    return tabled(rows, listing, media, told)


def _chosen(rows: pd.DataFrame, question: RowsOf) -> pd.DataFrame:
    for name, wanted in (("day", question.day), ("area", question.area)):
        with asked(f"query.{name}", ", ".join(wanted)):
            rows = only(rows, name, wanted)
    with asked("query.class", ", ".join(question.kind)):
        rows = of_classes(rows, question.kind)
    if question.bbox is None:
        return rows
    if not isinstance(rows, gpd.GeoDataFrame):
        message = "the rows of the table have no place on a map"
        raise Refused(422, [field_error("query.bbox", question.bbox, message)])
    with asked("query.bbox", question.bbox):
        within: pd.DataFrame = rows[rows.geometry.intersects(box_of(question.bbox))]
    return within
