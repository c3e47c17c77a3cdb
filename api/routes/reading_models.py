"""Reading models: how to read who counts as worse or better off, as JSON."""

from pydantic import BaseModel, Field

from accessibility.compare_explained import GAIN, GAIN_KEPT, KEPT, READING

EXAMPLE = (
    "ein Wohnort mit 120 Einwohnern in Colditz, zum Mittelzentrum, Schultag (Grimma): brauchbare "
    "Verbindungen hin 21 → 18; kürzeste Reisezeit 41 min → 35 min"
)


class ReadCounts(BaseModel):
    """People who count as worse or better off on a day, towards a class, the target free."""

    day: str = Field(description="Tagesart", examples=["schultag"])
    kind: str = Field(alias="class", description="Zielklasse", examples=["mittelzentrum"])
    people_worse: float = Field(description="Einwohner, deutlich schlechter", examples=[1250.0])
    people_worse_kept: float = Field(
        description="davon im Median nicht später da, siehe `kept`", examples=[1250.0]
    )
    people_no_longer_met: float = Field(
        description="Einwohner, deren Zielwert nicht mehr eingehalten wird", examples=[0.0]
    )
    people_no_longer_met_kept: float = Field(
        description="davon im Median nicht später da", examples=[0.0]
    )
    people_better: float = Field(description="Einwohner, deutlich besser", examples=[4299.0])
    people_better_kept: float = Field(
        description="davon im Median nicht früher da, siehe `kept_better`", examples=[4299.0]
    )
    people_newly_met: float = Field(
        description="Einwohner, deren Zielwert neu eingehalten wird", examples=[0.0]
    )
    people_newly_met_kept: float = Field(
        description="davon im Median nicht früher da", examples=[0.0]
    )


class ReadSo(BaseModel):
    """How to read who counts as worse off having lost nothing, or better off having got nothing."""

    why: str = Field(
        description="warum als schlechter zählen kann, wer nichts verloren hat", examples=[READING]
    )
    kept: str = Field(description="was „im Median nicht später“ heißt", examples=[KEPT])
    added_only: bool = Field(
        description="ob das Szenario keine Fahrt wegnimmt und keine verlegt", examples=[True]
    )
    why_better: str = Field(
        description="warum als besser zählen kann, wer nichts bekommen hat", examples=[GAIN]
    )
    kept_better: str = Field(description="was „im Median nicht früher“ heißt", examples=[GAIN_KEPT])
    removed_only: bool = Field(description="ob das Szenario nur Fahrten wegnimmt", examples=[False])
    counts: list[ReadCounts] = Field(description="eine Zeile je Tagesart und Zielklasse")
    example: str | None = Field(
        description="ein Wohnort, der so als schlechter zählt, mit seinen Werten vorher und "
        "nachher; null: keiner", examples=[EXAMPLE],
    )  # fmt: skip
    example_better: str | None = Field(
        description="ebenso einer, der als besser zählt; null: keiner", examples=[None]
    )
