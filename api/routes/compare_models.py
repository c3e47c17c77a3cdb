"""Compare models: a row of a comparison before and after, column by column, with units."""

from typing import Any, Literal

from pydantic import ConfigDict, Field, create_model

from accessibility.compare_figures import MASKS
from accessibility.compare_sides import MEASURES
from api.routes.models import SECONDS, SHARE, Listed, Sourced

MEANT = {  # of the measures
    "journey_time_p50": f"mittlere brauchbare Verbindung im Zeitfenster, {SECONDS}",
    "journeys": "brauchbare Verbindungen hin am Tag",
    "return_journeys": "brauchbare Verbindungen zurück am Tag",
    "served_hours": "Stunden von 05 bis 21 Uhr, in denen das Ziel im Grenzwert erreicht ist",
}
SIDES = {
    "before": "vorher; Median nach Einwohnern",
    "after": "nachher; Median nach Einwohnern",
    "difference": "Median der Differenzen je Wohnort, nicht die Differenz der Mediane",
}
WHO = {  # of the masks
    "newly_reached": "neu erreichbar",
    "lost": "nicht mehr erreichbar",
    "newly_met": "Zielwert nachher eingehalten, vorher nicht",
    "no_longer_met": "Zielwert vorher eingehalten, nachher nicht",
    "better": "deutlich besser: 5 Minuten oder 2 Fahrtenpaare",
    "worse": "deutlich schlechter: 5 Minuten oder 2 Fahrtenpaare",
}


class CompareHead(Sourced):
    """Whom a row of a comparison is about."""

    model_config = ConfigDict(extra="allow")

    result: str = Field(description="Name des Ergebnisses nachher", examples=["Bus 613 später"])
    area: Literal["kreis", "kommune", "ortsteil"] = Field(examples=["kommune"])
    area_id: str = Field(
        description="Kommune: ihr Name; Ortsteil: `ortsteil_id`; Kreis: leer", examples=["Colditz"]
    )
    area_name: str = Field(description="Name", examples=["Colditz"])
    day: str = Field(description="Tagesart", examples=["schultag"])
    kind: str = Field(alias="class", description="Zielklasse", examples=["mittelzentrum"])
    target: Literal["frei", "fest"] = Field(
        description="frei: jeder hat nachher das Ziel, das dann das beste ist; fest: das von vorher"
    )
    people: float | None = Field(description="Einwohner; null: unbekannt", examples=[8249.0])
    people_known: float | None = Field(
        description="Einwohner, über die etwas gesagt werden kann", examples=[8249.0]
    )
    people_compared: float | None = Field(
        description="Einwohner mit einer Reisezeit vorher und nachher", examples=[7994.0]
    )
    time_difference_mean: float | None = Field(
        description=f"mittlere Differenz ihrer Reisezeiten, {SECONDS}", examples=[-42.5]
    )


def _figures() -> dict[str, Any]:
    figures: dict[str, Any] = {
        f"{name}_{side}": (int | None, Field(description=f"{MEANT[name]}; {told}"))
        for name in MEASURES
        for side, told in SIDES.items()
    }
    for name in MASKS:
        figures[f"people_{name}"] = (float | None, Field(description=f"Einwohner: {WHO[name]}"))
        figures[f"{name}_share"] = (float | None, Field(description=f"{WHO[name]}; {SHARE}"))
    return figures


CompareRow = create_model("CompareRow", __base__=CompareHead, **_figures())


class Compared(Listed):
    """A page of the comparison."""

    before: str = Field(description="wie das Ergebnis vorher heißt", examples=["Bestand"])
    after: list[str] = Field(description="wie die Ergebnisse nachher heißen")
    not_computed: dict[str, list[str]] = Field(
        description="nicht gerechnet und deshalb ohne Vergleich: Tagesarten, die ein anderes der "
        "Ergebnisse hat, nach dem Namen dessen, dem sie fehlen",
        examples=[{"Bus 613 später": ["samstag"]}],
    )
    items: list[CompareRow]  # type: ignore[valid-type] # a model made of the measures there are
