"""OGC models: what is asked and answered under /ogc, as the OpenAPI document shows it."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.routes.questions import Question

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
NUMBER = r"-?\d{1,9}(\.\d{0,20})?([eE][+-]?\d{1,2})?"  # as GDAL and QGIS write them
BOX = rf"^{NUMBER}(,{NUMBER}){{3}}((,{NUMBER}){{2}})?$"
MOMENT = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?"
TIME = rf"^({MOMENT}|\.\.)?(/({MOMENT}|\.\.)?)?$"
COLUMN = r"[A-Za-z0-9_]+"
NOT_HERE = frozenset({"filter", "filter-lang", "filter-crs", "lang", "q"})  # pygeoapi would take
ANY_COLUMN = (
    "Jede Spalte der Sammlung ist ein Parameter: `kommune=Borna` gibt nur die Zeilen mit diesem "
    "Wert."
)


class Described(Question):
    """A question about a collection."""

    f: Literal["json"] | None = Field(default=None, description="Format; es gibt nur JSON")


class OneFeature(Described):
    """A question for one feature."""

    crs: str | None = Field(
        default=None, max_length=100, examples=[CRS84],
        description="Koordinaten der Antwort: eines aus `crs` der Sammlung; Vorgabe: Grad, Länge "
        "zuerst (CRS84)",
    )  # fmt: skip


class Items(OneFeature):
    """A question for features; any further parameter is a column and the value it must have."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    limit: int | None = Field(
        default=None, ge=1, le=2**31,
        description="Objekte je Seite (Einstellung `page_size`); höchstens `most_rows` kommen",
    )  # fmt: skip
    offset: int | None = Field(
        default=None, ge=0, le=10_000_000, description="so viele Objekte überspringen"
    )
    bbox: str | None = Field(
        default=None, pattern=BOX, max_length=200, examples=["12.5,51.1,12.9,51.4"],
        description="was dieses Rechteck berührt: untere, dann obere Ecke",
    )  # fmt: skip
    bbox_crs: str | None = Field(
        default=None, alias="bbox-crs", max_length=100,
        description="Koordinaten von `bbox`; Vorgabe: Grad, Länge zuerst (CRS84)",
    )  # fmt: skip
    time: str | None = Field(
        default=None, alias="datetime", pattern=TIME, max_length=100,
        description="Zeitpunkt oder Zeitraum; die Sammlungen haben keine Zeit, alles gehört dazu",
    )  # fmt: skip
    properties: str | None = Field(
        default=None, pattern=rf"^{COLUMN}(,{COLUMN})*$", max_length=10_000,
        description="nur diese Spalten",
    )  # fmt: skip
    sortby: str | None = Field(
        default=None, pattern=rf"^[+-]?{COLUMN}(,[+-]?{COLUMN})*$", max_length=1000,
        description="nach diesen Spalten geordnet, mit `-` absteigend",
    )  # fmt: skip
    bare: bool | None = Field(
        default=None, alias="skipGeometry", description="ohne Geometrie, nur die Spalten"
    )
    resulttype: Literal["hits", "results"] | None = Field(
        default=None, description="`hits` zählt nur"
    )

    @model_validator(mode="after")
    def _without_what_is_not_here(self) -> Self:
        """Refuse what would be passed over in silence."""
        for name, value in (self.model_extra or {}).items():
            if name in NOT_HERE or not isinstance(value, str):
                raise ValueError(f"{name}: no such parameter; write <column>=<value>")
        return self


class OgcLink(BaseModel):
    """A link."""

    rel: str = Field(examples=["items"])
    href: str = Field(examples=["http://127.0.0.1:8000/ogc/collections/stops/items"])
    type: str = Field(examples=["application/geo+json"])
    title: str = Field(examples=["Items as GeoJSON"])


class Landing(BaseModel):
    """The landing page."""

    title: str = Field(examples=["Landkreis Leipzig (Demo)"])
    description: str = Field(description="Stand der Daten; „official“ oder der Satz dazu")
    links: list[OgcLink]


class Conformance(BaseModel):
    """What of the standard is kept."""

    conforms_to: list[str] = Field(
        alias="conformsTo", description="Konformitätsklassen des Standards",
        examples=[["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"]],
    )  # fmt: skip


class Collection(BaseModel):
    """A collection of features."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    id: str = Field(examples=["access_schultag"])
    title: str = Field(examples=["Erreichbarkeit – Schultag"])
    description: str = Field(description="was die Zeilen sind, mit dem Stand der Daten")
    links: list[OgcLink]
    extent: dict[str, Any] = Field(description="umgebendes Rechteck in Grad, Länge zuerst")
    item_type: Literal["feature"] = Field(alias="itemType")
    crs: list[str] = Field(description="Koordinaten, in denen es die Objekte gibt")
    storage_crs: str = Field(alias="storageCrs", examples=[CRS84])


class Collections(BaseModel):
    """All collections."""

    collections: list[Collection]
    links: list[OgcLink]


class Schema(BaseModel):
    """The columns of a collection as JSON Schema."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    title: str = Field(examples=["Haltestellen"])
    type: Literal["object"]
    properties: dict[str, Any] = Field(
        description="Spalten mit ihrem Typ; `geometry` ist die Geometrie"
    )


class Shape(BaseModel):
    """A GeoJSON geometry in the CRS asked for, longitude first in CRS84."""

    type: str = Field(examples=["Point"])
    coordinates: list[Any] = Field(examples=[[12.645, 51.145]])


class OgcFeature(BaseModel):
    """A feature."""

    model_config = ConfigDict(extra="allow")

    type: Literal["Feature"]
    id: str = Field(examples=["bad-lausick-bad-lausick"])
    geometry: Shape | None
    properties: dict[str, Any] = Field(
        description="die Spalten der Tabelle: Zeiten in Sekunden, Uhrzeiten in Sekunden seit 00:00"
    )


class OgcFeatures(BaseModel):
    """A page of features."""

    type: Literal["FeatureCollection"]
    number_matched: int = Field(alias="numberMatched", description="Objekte der Frage", ge=0)
    number_returned: int = Field(alias="numberReturned", description="auf dieser Seite", ge=0)
    links: list[OgcLink] = Field(description="`next` ist die nächste Seite")
    features: list[OgcFeature]
