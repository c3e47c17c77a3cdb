"""Compare asked: what may be said of a comparison, as rows at once or as a folder."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.routes.questions import Boxed

NETWORK = "bestand"  # how the network as it was built is named
MOST = 10  # results after: a page with more says nothing to anybody
ID = "fedcba9876543210fedcba9876543210"
BEFORE = f"Kennung des Ergebnisses vorher; `{NETWORK}` (Vorgabe): das Netz, wie es gebaut ist"
AFTER = "Kennungen der Ergebnisse nachher: Auswertungen von Szenarien"


class RowsOf(Boxed):
    """The question of the rows."""

    before: str = Field(default=NETWORK, max_length=100, description=BEFORE, examples=[NETWORK])
    after: list[str] = Field(min_length=1, max_length=MOST, description=AFTER, examples=[[ID]])
    day: list[str] = Field(
        default=[], max_length=20, examples=[["schultag"]], description="nur diese Tagesarten"
    )
    kind: list[str] = Field(
        default=[], alias="class", max_length=20, examples=[["mittelzentrum"]],
        description="nur diese Zielklassen",
    )  # fmt: skip
    area: list[Literal["kreis", "kommune", "ortsteil"]] = Field(
        default=[], description="nur diese Gebiete; GeoJSON hat immer die Ortsteile",
        examples=[["kommune"]],
    )  # fmt: skip
    target: list[Literal["frei", "fest"]] = Field(
        default=[], examples=[["frei"]],
        description="frei: Ziel nachher neu gewählt; fest: das von vorher. GeoJSON hat beide",
    )  # fmt: skip


class FolderOf(BaseModel):
    """The question of the whole comparison."""

    model_config = ConfigDict(extra="forbid")

    before: str | None = Field(default=None, max_length=100, description=BEFORE, examples=[NETWORK])
    after: list[str] = Field(min_length=1, max_length=MOST, description=AFTER, examples=[[ID]])
    measure: str | None = Field(
        default=None, max_length=100, examples=["mittelzentrum_journeys_fest"],
        description="Differenz auf den Karten: Klasse und Maß, mit `_fest` das Ziel von vorher; "
        "Vorgabe: die Reisezeit der Klasse, in der sich am meisten ändert",
    )  # fmt: skip
