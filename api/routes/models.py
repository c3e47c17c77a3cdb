"""Models: what answers look like in the OpenAPI document, with units."""

from collections.abc import Mapping
from types import GenericAlias
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from accessibility.standards import CLASSES
from accessibility.words import TARGETS

SECONDS, CLOCK = "in Sekunden", "Sekunden seit 00:00 des Datums, kann 24 h überschreiten"
SHARE = "Anteil der Einwohner, 0 bis 1"
Figures = Mapping[str, tuple[type, str]]
FIGURES: Figures = {  # what follows the class in a column's name
    "id": (str, "Kennung des Ziels, das für die meisten am besten ist"),
    "name": (str, "Name dieses Ziels"),
    "travel_time_p50": (int, f"Median über alle Abfahrtsminuten, mit Warten, {SECONDS}"),
    "journey_time_min": (int, f"kürzeste brauchbare Verbindung im Zeitfenster, {SECONDS}"),
    "journey_time_p50": (int, f"mittlere brauchbare Verbindung im Zeitfenster, {SECONDS}"),
    "rides_min": (int, "wenigste Fahrten einer brauchbaren Verbindung, 0 = zu Fuß"),
    "journeys": (int, "brauchbare Verbindungen hin, 04:00–28:00"),
    "return_journeys": (int, "brauchbare Verbindungen zurück, 04:00–28:00"),
    "first_departure": (int, f"erste Abfahrt von der Tür; {CLOCK}"),
    "last_return": (int, f"letzte Rückfahrt vom Ziel; {CLOCK}"),
    "longest_gap": (int, f"längste Zeit ohne Abfahrt von 06:00 bis 20:00, {SECONDS}"),
    "served_hours": (int, "Stunden von 05 bis 21 Uhr, in denen das Ziel im Grenzwert erreicht ist"),
    "walk_share": (float, f"zu Fuß erreichbar; {SHARE}"),
    "served_share": (float, f"mit Verbindung oder zu Fuß; {SHARE}"),
    "car_time": (int, f"schnellste Fahrt mit dem Auto zum selben Ziel samt Parken, {SECONDS}"),
    "ratio": (float, "Reisezeit mit Bus und Bahn durch Zeit mit dem Auto, Median der Wohnorte"),
    "met_share": (float, f"für die der Zielwert eingehalten ist; {SHARE}"),
    "verdict": (str, "erfüllt, nicht erfüllt oder nicht prüfbar: was für die Mehrheit gilt"),
    "limit": (int, f"Zielwert, {SECONDS}"),
}


class Told(BaseModel):
    """What stands above every answer."""

    data_status: str = Field(description="Stand der Daten; „official“ oder der Satz dazu")
    region: str = Field(examples=["Landkreis Leipzig (Demo)"])


class Dated(Told):
    """The same of answers about a date."""

    timetable: str = Field(examples=["Soll-Fahrplan vom 21.04.2026"])
    day_warning: str | None = Field(description="warum das Datum kaum für seine Tagesart steht")


class Link(BaseModel):
    """Where the list goes on."""

    rel: Literal["self", "next", "prev"]
    href: str = Field(examples=["/api/v1/stops?limit=1000&offset=1000"])


class Geometry(BaseModel):
    """A GeoJSON geometry, WGS 84, longitude first, at most seven decimals."""

    type: Literal["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any]


class Sourced(BaseModel):
    """A row that says what its data are."""

    data_status: str = Field(description="Stand der Daten; „official“ oder der Satz dazu")


class OrtsteilProperties(Sourced):
    """An Ortsteil."""

    ortsteil_id: str = Field(examples=["bad-lausick-bad-lausick"])
    name: str = Field(examples=["Bad Lausick"])
    kommune: str
    population: float | None = Field(description="Einwohner; null: unbekannt")
    hauptort: bool = Field(description="Sitz der Verwaltung der Kommune")


class ZentrumProperties(Sourced):
    """A Zentrum."""

    place_id: str = Field(examples=["zentrum-grimma"])
    name: str
    level: str = Field(description="oberzentrum, mittelzentrum oder grundzentrum")
    verbund: str | None = Field(description="Verbund, dem das Zentrum angehört")
    kreisstadt: bool


class StopProperties(Sourced):
    """A stop: a platform or a simple stop."""

    stop_id: str = Field(examples=["albersdorf-a"])
    stop_name: str
    station_id: str
    rail: bool = Field(description="von der Bahn bedient")
    sbahn: bool = Field(description="von der S-Bahn bedient")
    linked: bool = Field(description="zu Fuß an das Straßennetz angebunden")


class SectionProperties(Sourced):
    """A line between two stations in a row."""

    line: str = Field(description="Name der Linie", examples=["D 663"])
    product: str = Field(description="Bus, TaktBus, PlusBus, StadtBus, Bahn …")
    trips: int = Field(description="Fahrten der Linie am Tag, beide Richtungen")
    section: int = Field(description="Nummer des Abschnitts")
    section_trips: int = Field(description="Fahrten aller Linien des Produkts auf dem Abschnitt")


class AccessHead(Sourced):
    """The figures of an Ortsteil; further columns follow the standards of the region."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, int | float | str | None]

    ortsteil_id: str
    name: str
    kommune: str
    population: float | None = Field(description="Einwohner; null: unbekannt")
    day: str = Field(description="Tagesart", examples=["schultag"])
    date: str = Field(description="Datum, das für die Tagesart steht", examples=["2026-04-21"])
    day_warning: str | None = None


def _figures() -> dict[str, Any]:
    return {
        f"{kind}_{name}": (
            type_ | None,
            Field(default=None, description=f"{TARGETS[kind]}: {text}"),
        )
        for kind in CLASSES
        for name, (type_, text) in FIGURES.items()
    }


AccessProperties = create_model("AccessProperties", __base__=AccessHead, **_figures())


class IsochroneProperties(Sourced):
    """The area reached within some minutes."""

    from_id: str
    minutes: int = Field(description="Reisezeit in Minuten, mit Warten")
    percentile: int = Field(description="der Abfahrtsminuten des Zeitfensters")
    area_km2: float = Field(description="Fläche in Quadratkilometern")
    people: float | None = Field(description="Einwohner, deren Tür so erreicht wird")
    date: str
    window: str = Field(examples=["Abfahrt 06:00–09:00"])


class Listed(Told):
    """A page of a list."""

    number_matched: int = Field(alias="numberMatched", description="Zeilen insgesamt")
    number_returned: int = Field(alias="numberReturned", description="Zeilen auf dieser Seite")
    links: list[Link]


class Collection(Listed):
    """A page of a list as GeoJSON (RFC 7946)."""

    type: Literal["FeatureCollection"]


class Windowed(BaseModel):
    """What stands above the accessibility table besides."""

    window: str | None = Field(
        description="gefragtes Zeitfenster, halboffen, wie in `window`; null: das des Profils für "
        "die Tagesart",
        examples=["23:00-26:00"],
    )


class WindowedCollection(Collection, Windowed):
    """A page of the accessibility table."""


class Feature(BaseModel):
    """A row with its place; null where it has none."""

    type: Literal["Feature"]
    id: str
    geometry: Geometry | None


def collection(
    name: str, properties: type[BaseModel], page: type[BaseModel] = Collection
) -> type[BaseModel]:
    """Return the model of a page of features with such properties."""
    feature = create_model(f"{name}Feature", __base__=Feature, properties=(properties, ...))
    fields: dict[str, Any] = {"features": (GenericAlias(list, (feature,)), ...)}
    return create_model(name, __base__=page, **fields)


Ortsteile = collection("Ortsteile", OrtsteilProperties)
Zentren = collection("Zentren", ZentrumProperties)
Stops = collection("Haltestellen", StopProperties)
Sections = collection("Linienabschnitte", SectionProperties)
Access = collection("Erreichbarkeit", AccessProperties, WindowedCollection)
Isochrones = collection("Isochronen", IsochroneProperties)


class Leg(BaseModel):
    """A ride, or a walk."""

    model_config = ConfigDict(extra="allow")

    mode: str = Field(description="walk, bus, rail, tram …")
    line: str | None = Field(description="null: zu Fuß")
    trip_id: str | None
    from_: str = Field(alias="from", description="stop_id, oder die Kennung der Tür")
    to: str
    departure: str | None = Field(description="HH:MM:SS, nach Mitternacht 24:.. und weiter")
    arrival: str | None


class Journey(BaseModel):
    """A journey; the walk of 0 rides has no times."""

    departure: str | None = Field(description="an der Tür, HH:MM:SS")
    arrival: str | None
    rides: int
    useful: bool = Field(description="weder überholt noch viel länger als die kürzeste des Tages")
    duration: int = Field(description="in Sekunden")
    legs: list[Leg]


class Journeys(Dated):
    """All journeys of a day between two doors."""

    from_: str = Field(alias="from")
    to: str
    date: str
    notes: list[str] = Field(description="was zu den Türen zu sagen ist (englisch)")
    journeys: list[Journey]
    names: dict[str, str] = Field(description="Namen der Haltestellen und Orte nach Kennung")


class Rows(Dated):
    """Rows of figures: the columns of the command of the same name."""

    date: str
    window: str = Field(examples=["Abfahrt 06:00–09:00"])
    notes: list[str] = Field(description="was zu den Punkten zu sagen ist (englisch)")
    rows: list[dict[str, Any]]
