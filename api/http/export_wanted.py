"""Export wanted: what may be said of an export, and what the measures of its maps are called."""

from pydantic import ConfigDict, Field

from accessibility.compare import FIXED
from accessibility.difference_map import NAMES
from accessibility.figures import MEASURES
from accessibility.line_picture import LINES
from accessibility.words import TARGETS
from api.http.bounded import Bounded

FORMATS = ("gpkg", "geojson", "csv", "xlsx", "parquet", "png", "pdf", "svg", "html", "md", "zip")
LEAST_DPI = 50  # below it nobody can read the names
MAPPED = [LINES, *(f"{kind}_{name}" for kind in TARGETS for name in MEASURES)]
COMPARED = [f"{kind}_{name}" for kind in TARGETS for name in NAMES]
HELD = [f"{name}_{FIXED}" for name in COMPARED]
DIFFERENCES = [*COMPARED, *HELD]


class Wanted(Bounded):
    """The parameters of all exports; each takes some of them, and says so of all others."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format: str | None = Field(
        default=None, json_schema_extra={"enum": [*FORMATS]}, examples=["xlsx"],
        description="Endung der Datei; Vorgabe: nach `Accept`, sonst die erste des Exports",
    )  # fmt: skip
    day: str | None = Field(
        default=None, max_length=50, examples=["schultag"],
        description="Tagesart; Vorgabe: die erste, in Fahrplänen alle. `table` kennt auch `all`",
    )  # fmt: skip
    result: str | None = Field(
        default=None, max_length=100,
        description="Kennung eines Ergebnisses: dessen Zahlen und Fahrplan; Vorgabe: das Netz",
    )  # fmt: skip
    before: str | None = Field(
        default=None, max_length=100,
        description="nur `difference`: Kennung des Ergebnisses, gegen das verglichen wird; "
        "Vorgabe: das, was vor dem Szenario war",
    )  # fmt: skip
    measure: str | None = Field(
        default=None, json_schema_extra={"enum": [*MAPPED, *HELD]},
        examples=["mittelzentrum_journey_time_p50"],
        description="nur `map` und `difference`: Maß der Karte, oder `linien`; mit `_fest` der "
        "Unterschied zum Ziel von vorher",
    )  # fmt: skip
    kommune: str | None = Field(
        default=None, max_length=100, examples=["Grimma"],
        description="nur `summary`: ihr Steckbrief; `all` alle nach dem Kreis; Vorgabe: der Kreis",
    )  # fmt: skip
    line: str | None = Field(
        default=None, max_length=200, examples=["D 101"],
        description="`line_id`, oder ein Name, den nur eine Linie hat",
    )  # fmt: skip
    station: str | None = Field(
        default=None, max_length=200, examples=["Grimma ob Bf"],
        description="nur `knoten` und `knotenuhr`: Name oder Kennung der Station",
    )  # fmt: skip
    hour: int | None = Field(
        default=None, ge=0, le=47, examples=[7], description="nur `knotenuhr`: Stunde der Uhr"
    )
    knoten: str | None = Field(
        default=None, max_length=200, examples=["Grimma"],
        description="nur `netzgrafik`: die Umgebung dieses Knotens; Vorgabe: der ganze Kreis",
    )  # fmt: skip
    all_trips: bool | None = Field(
        default=None,
        description="nur `fahrplan`: jede Fahrt eine Spalte statt „alle 60 min bis“",
    )
    dpi: int | None = Field(
        default=None, ge=LEAST_DPI,
        description="nur Karten als `png`: Bildpunkte je Zoll auf A4; Vorgabe 200, höchstens "
        "Einstellung `most_dpi`",
    )  # fmt: skip
