"""Export models: what is told of the files there are."""

from pydantic import BaseModel, Field

from api.routes.models import Told


class Parameter(BaseModel):
    """A parameter of an export."""

    name: str = Field(examples=["line"])
    required: bool


class FileLink(BaseModel):
    """A format of an export."""

    format: str = Field(examples=["xlsx"])
    type: str = Field(description="Medientyp")
    href: str = Field(
        description="Adresse; notwendige Parameter kommen dazu",
        examples=["/api/v1/exports/table?format=xlsx"],
    )


class ExportTold(BaseModel):
    """What can be exported."""

    what: str = Field(examples=["table"])
    title: str = Field(examples=["Erreichbarkeit je Ortsteil und Tag"])
    parameters: list[Parameter]
    measures: list[str] = Field(description="mögliche Maße einer Karte; sonst leer")
    links: list[FileLink]


class ExportList(Told):
    """All exports, and what may stand in their parameters."""

    days: list[str] = Field(description="Tagesarten der Region", examples=[["schultag"]])
    kommunen: list[str] = Field(examples=[["Grimma"]])
    exports: list[ExportTold]
