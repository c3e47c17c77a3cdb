"""Scenario models: what answers about scenarios look like in the OpenAPI document."""

import datetime as dt
from types import GenericAlias
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from api.routes.compare_models import CompareRow
from api.routes.models import CLOCK, SECONDS, Dated, Listed, Sourced, Told
from api.routes.reading_models import ReadSo

ID = "0123456789abcdef0123456789abcdef"
MOMENT = "JJJJ-MM-TTThh:mm:ss+00:00"
SCENARIO = "Scenario"  # name of its schema in the document
Written = Annotated[  # as it was written: what is not said is left out
    dict[str, Any], WithJsonSchema({"allOf": [{"$ref": f"#/components/schemas/{SCENARIO}"}]})
]


class ScenarioHead(BaseModel):
    """What a list of scenarios shows."""

    id: str = Field(examples=[ID])
    name: str = Field(examples=["Bus 613 später"])
    base: str | None = Field(description="Kennung des Szenarios, auf dem es steht (Ohnefall)")
    version: int = Field(
        description="Fassung: 1, mit jeder Änderung eine mehr; als ETag", examples=[1]
    )
    created: dt.datetime = Field(description=f"angelegt, {MOMENT}")
    updated: dt.datetime = Field(description=f"zuletzt geändert, {MOMENT}")
    sha256: str = Field(
        description="eigene Prüfsumme: seines Namens und seiner Änderungen, ohne den Ohnefall; so "
        "auch in Aufträgen und Ergebnissen unter `scenario`. Steht es auf keinem anderen, ist sie "
        "die ganze, die `check` und `evaluate` nennen"
    )


class ScenarioTold(ScenarioHead):
    """A scenario."""

    scenario: Written


class Derived(BaseModel):
    """A scenario that stands on one that was changed."""

    id: str = Field(examples=[ID])
    name: str = Field(examples=["Bus 613 später und am Abend"])
    problems: list[str] | None = Field(
        description="was sich davon nun nicht mehr vornehmen lässt (englisch); leer: alles geht; "
        "null: nicht geprüft, `check` sagt es"
    )


class ScenarioChanged(ScenarioTold):
    """A scenario that was changed, and those that stand on it."""

    derived: list[Derived] | None = Field(
        description="Szenarien, die auf diesem stehen, auch mittelbar: Sie bleiben, wie sie "
        "geschrieben sind, und rechnen ab jetzt auf der neuen Fassung; null: Die Änderung steht, "
        "die Szenarien ließen sich gerade nicht lesen"
    )


class Scenarios(Listed):
    """A page of scenarios, in the order they were made."""

    items: list[ScenarioHead]


class FromFeedTold(ScenarioTold):
    """A scenario made of another feed."""

    told: str = Field(description="was sich je Linie und Tagesart unterscheidet, und Zweifel")


class CopyWanted(BaseModel):
    """What a copy is called."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(
        default=None, min_length=1, max_length=200, examples=["Bus 613 später, zweiter Versuch"],
        description="Name der Kopie; Vorgabe: der bisherige mit „(Kopie)“",
    )  # fmt: skip


class TripsTouched(BaseModel):
    """What a change does to the trips of a line on a day type."""

    day: str = Field(description="Tagesart", examples=["schultag"])
    line: str = Field(description="Name der Linie", examples=["D 613"])
    gone: int = Field(description="Fahrten, die entfallen", examples=[2])
    changed: int = Field(description="Fahrten zu anderer Zeit oder auf anderem Weg", examples=[0])
    new: int = Field(description="neue Fahrten", examples=[10])


class ChangeTold(BaseModel):
    """A change as it was made."""

    scenario: str = Field(description="Name des Szenarios, in dem sie steht")
    number: int = Field(description="Nummer in dessen Liste, ab 1", examples=[1])
    written: dict[str, Any] = Field(description="die Änderung, wie sie geschrieben steht")
    made: list[dict[str, Any]] = Field(description="wofür sie steht, wenn sie eine Vorlage ist")
    words: str = Field(examples=["D 613 wird PlusBus: alle 60 min"])
    parts: list[str] = Field(description="dasselbe der Teile einer Vorlage")
    trips: list[TripsTouched]


class ScenarioMade(BaseModel):
    """A scenario with all it stands on, as it was tried."""

    model_config = ConfigDict(extra="allow")

    name: str = Field(examples=["Bus 613 später"])
    description: str
    sha256: str = Field(
        description="ganze Prüfsumme: samt allem, worauf es steht; so auch in `about` und den "
        "Dateien eines Ergebnisses. Die eigene, ohne den Ohnefall, nennt `/api/v1/scenarios`"
    )
    base: list[str] = Field(description="Namen der Szenarien, auf denen es steht")
    changes: list[ChangeTold] = Field(description="auch die der Szenarien, auf denen es steht")


class Misfits(BaseModel):
    """A change that cannot be made."""

    field: str = Field(description="Feld des Szenarios, ab 0", examples=["scenario.changes.1"])
    value: str | None = Field(description="die Änderung, nach 200 Zeichen abgeschnitten")
    message: str = Field(description="was fehlt, und was da ist (englisch)")


class CheckTold(Told):
    """What a scenario would do to the timetable: as ``mobility scenario check --json``."""

    scenario: ScenarioMade
    problems: list[str] = Field(description="was sich nicht vornehmen lässt (englisch)")
    errors: list[Misfits] = Field(description="dasselbe nach Feldern")
    warnings: list[str] = Field(description="was dagegen spricht")


class Evaluated(ScenarioMade):
    """The scenario that was evaluated."""

    id: str = Field(examples=[ID])
    version: int = Field(description="Fassung, die gerechnet wurde", examples=[1])


class Lost(Sourced):
    """A journey that is gone, and what is left instead."""

    model_config = ConfigDict(extra="allow")

    result: str = Field(description="Name des Szenarios")
    ortsteil_id: str = Field(examples=["colditz-colditz"])
    name: str = Field(examples=["Colditz"])
    kommune: str = Field(examples=["Colditz"])
    day: str = Field(description="Tagesart", examples=["schultag"])
    kind: str = Field(alias="class", description="Zielklasse", examples=["oberzentrum"])
    way: str = Field(description="hin oder zurück", examples=["hin"])
    target_id: str = Field(examples=["zentrum-leipzig"])
    target_name: str = Field(examples=["Leipzig"])
    departure: int = Field(description=f"Abfahrt an der Tür; {CLOCK}", examples=[15804])
    arrival: int = Field(description=f"Ankunft; {CLOCK}", examples=[20714])
    lines: str = Field(examples=["D 613 → RE6"])
    trip_ids: str = Field(description="durch Leerzeichen getrennt", examples=["D613-009 RE6-011"])
    people: float | None = Field(description="Einwohner; null: unbekannt", examples=[4350.0])
    next_departure: int | None = Field(description=f"was bleibt; {CLOCK}", examples=[16044])
    next_arrival: int | None = Field(description=f"dessen Ankunft; {CLOCK}", examples=[22982])
    next_useful: bool | None = Field(
        description="ob diese als brauchbar gilt; false: sie fährt, dauert aber zu lang neben der "
        "kürzesten des Tages", examples=[True],
    )  # fmt: skip
    earlier: int | None = Field(description=f"früher los, {SECONDS}", examples=[0])
    later: int | None = Field(description=f"später da, {SECONDS}", examples=[2268])
    longer: int | None = Field(description=f"länger unterwegs, {SECONDS}", examples=[2028])
    loss: int = Field(description=f"früher und später zusammen, {SECONDS}", examples=[2268])
    person_minutes: float = Field(
        description="Summe der Verluste, Einwohner mal Minuten", examples=[164430.0]
    )
    changes: str = Field(description="Nummern der Änderungen, an denen es liegt", examples=["1"])


class Losers(BaseModel):
    """The first of the journeys that are gone."""

    number_matched: int = Field(alias="numberMatched", description="verlorene Verbindungen")
    number_returned: int = Field(alias="numberReturned", description="davon hier")
    items: list[Lost] = Field(description="nach Verlust, der größte zuerst")


class EvaluationHead(Dated):
    """A scenario on one day type, before and after; the rows are those of ``vergleich/``."""

    day: str = Field(description="Tagesart", examples=["schultag"])
    date: dt.date = Field(description="Datum, das für sie steht", examples=["2026-04-21"])
    before: str = Field(
        description="womit verglichen wird: Bestand, oder der Name des Ohnefalls",
        examples=["Bestand"],
    )
    scenario: Evaluated
    warnings: list[str] = Field(description="was gegen das Szenario spricht")
    headline: str = Field(description="was es für den Kreis bedeutet, in einem Satz")
    reading: ReadSo | None = Field(
        description="wie „deutlich schlechter“ und „deutlich besser“ zu lesen sind; null: jeder, "
        "der so zählt, ist später (früher) da oder hat eine Stunde weniger (mehr)"
    )
    losers: Losers | None = Field(description="Verliererliste; null: nicht gefragt")


AREAS = {"kreis": "kreis", "kommunen": "kommune", "ortsteile": "ortsteil"}  # and their rows' area
_ROWS: dict[str, Any] = {name: (GenericAlias(list, (CompareRow,)), ...) for name in AREAS}
EvaluationTold = create_model("EvaluationTold", __base__=EvaluationHead, **_ROWS)
