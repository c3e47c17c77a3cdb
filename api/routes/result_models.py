"""Result models: what the OpenAPI document says of results, and what is asked of their rows."""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, Field

from api.routes.job_answers import ComputedTold
from api.routes.models import Listed, Told
from api.routes.questions import Boxed

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
    kind: str = Field(
        description="matrix, evaluation, comparison oder export", examples=["evaluation"]
    )
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
