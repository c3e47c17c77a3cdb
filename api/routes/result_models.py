"""Result models: what is said of results in the OpenAPI document, and how one is asked for."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as File
from typing import Annotated, Any, Literal

from fastapi import Path
from pyarrow import ArrowInvalid
from pydantic import BaseModel, Field

from accessibility.store import FormatError
from api.http.problems import Refused, asked, field_error
from api.routes.call import Boxed, Call
from api.routes.job_answers import ComputedTold
from api.routes.models import Listed, Told
from api.storage.records import Result

log = logging.getLogger(__name__)

ResultId = Annotated[
    str,
    Path(
        max_length=100, description="Kennung des Ergebnisses",
        examples=["fedcba9876543210fedcba9876543210"],
    ),
]  # fmt: skip


class ResultHead(ComputedTold):
    """What a list of results shows."""

    id: str = Field(examples=["fedcba9876543210fedcba9876543210"])
    kind: str = Field(description="matrix, evaluation oder comparison", examples=["evaluation"])
    status: Literal["whole", "lost"] = Field(description="lost: sein Ordner fehlt")
    created: dt.datetime = Field(description="gerechnet, JJJJ-MM-TTThh:mm:ssZ")


class TableTold(BaseModel):
    """A table of a result."""

    name: str = Field(examples=["vergleich.ortsteile"])
    title: str = Field(examples=["Vergleich: Ortsteile für Karten"])
    definition: str = Field(description="was gerechnet wurde")
    rows: int = Field(description="Zeilen")
    columns: list[str] = Field(description="Spalten; Zeiten in Sekunden")
    placed: bool = Field(description="hat Orte, also auch als GeoJSON")
    href: str


class FileTold(BaseModel):
    """A file of a result."""

    path: str = Field(examples=["vergleich/vergleich.html"])
    bytes: int = Field(description="Größe in Byte")
    type: str = Field(description="Format", examples=["text/html; charset=utf-8"])
    href: str


class ResultTold(Told, ResultHead):
    """A result: what it is, was made from and holds."""

    about: dict[str, Any] = Field(
        description="Woraus es gemacht ist: Prüfsummen, Parameter, Fassung, Szenario"
    )
    tables: list[TableTold]
    files: list[FileTold]


class Results(Listed):
    """A page of results, the newest first."""

    items: list[ResultHead]


class RowsOf(Boxed):
    """The question of a table's rows."""

    kind: list[str] = Field(
        default=[], alias="class", max_length=20, examples=[["mittelzentrum"]],
        description="nur diese Zielklassen: Zeilen, oder Spalten, wo Klassen nebeneinander stehen",
    )  # fmt: skip
    day: list[str] = Field(
        default=[], max_length=20, examples=[["schultag"]], description="nur diese Tagesarten"
    )
    area: list[str] = Field(
        default=[], max_length=3, examples=[["kommune"]],
        description="nur diese Gebiete: kreis, kommune, ortsteil",
    )  # fmt: skip


def whole(call: Call, result_id: str, field: str = "path.result_id") -> tuple[Result, File]:
    """Return a result and its folder; refuse one nobody knows, and one whose folder is gone."""
    with asked(field, result_id):
        found = call.store.results.read(result_id)
    folder = call.files.result(found.folder)
    if found.status == "whole" and folder.is_dir():
        return found, folder
    if found.status == "whole":
        call.store.results.lose(found.id)
    raise gone(result_id, field)


@contextmanager
def standing(result_id: str, field: str = "path.result_id") -> Iterator[None]:
    """Tell that a result is gone where its files go while they are read, or are broken."""
    try:
        yield
    except FileNotFoundError as error:
        raise gone(result_id, field) from error
    except (FormatError, ArrowInvalid, OSError) as error:  # they name places of the server
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the system's own; that of pyarrow, of a broken file, has no number
        log.warning("result %s cannot be read", result_id, exc_info=error)
        message = f"a file of result {result_id} is broken; delete it and ask for the same again"
        raise Refused(410, [field_error(field, result_id, message)]) from error


def gone(result_id: str, field: str) -> Refused:
    """Return that the folder of a result is no longer there."""
    message = f"the folder of result {result_id} is gone; ask for the same again to have it made"
    return Refused(410, [field_error(field, result_id, message)])
