"""Compare: results held against each other, as rows at once or as a folder with report and maps."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from accessibility.difference_map import difference_of
from accessibility.point_results import point_table
from api.accept import CSV, GEOJSON, JSON
from api.answered import reply
from api.compare_files import Told as Side
from api.compare_sides import Named, Sides, days_of, names_of, refuse_incomparable
from api.comparison_job import ComparisonAsked, SideAsked
from api.features import Listing, listed, tabled
from api.ground import Ground
from api.job_kinds import wish_for
from api.problems import Refused, asked, field_error
from api.result_tables import of_classes, only
from api.result_told import about_of
from api.routes.call import AtDesk, Boxed, Call
from api.routes.compare_models import CompareRow
from api.routes.documented import kept, no
from api.routes.grounds import AtGround
from api.routes.job_answers import accepted, accepts
from api.routes.models import Listed
from api.routes.result_models import whole
from api.routes.roles import PLANNER
from api.storage.records import Result

router = APIRouter(prefix="/api/v1/compare", tags=["Vergleich"])
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

    before: str | None = Field(
        default=None, max_length=100, description=BEFORE, examples=[NETWORK]
    )
    after: list[str] = Field(min_length=1, max_length=MOST, description=AFTER, examples=[[ID]])
    measure: str | None = Field(
        default=None, max_length=100, examples=["mittelzentrum_journeys_fest"],
        description="Differenz auf den Karten: Klasse und Maß, mit `_fest` das Ziel von vorher; "
        "Vorgabe: die Reisezeit der Klasse, in der sich am meisten ändert",
    )  # fmt: skip


class Compared(Listed):
    """A page of the comparison."""

    before: str = Field(description="wie das Ergebnis vorher heißt", examples=["Bestand"])
    after: list[str] = Field(description="wie die Ergebnisse nachher heißen")
    items: list[CompareRow]  # type: ignore[valid-type] # a model made of the measures there are


@router.get("", summary="Vorher und nachher: Kreis, Kommunen, Ortsteile", response_model=Compared,
            responses=kept(404, 406, 409, 410, 422, 503))  # fmt: skip
async def compare(
    call: AtDesk, at: AtGround, question: Annotated[RowsOf, Query()]
) -> Response:
    """Zeilen wie in `vergleich` von `mobility compare`; GeoJSON: eine je Ortsteil und Tag."""
    media, listing = call.media((JSON, CSV, GEOJSON)), call.listing(question)
    found = await call.stored(lambda: _Found(call, question.before, question.after, "query"))

    def make() -> bytes:
        sides = found.sides(at.grounds.network, question.day)
        return _made(call, question, listing, media, sides)

    key = (listing.path, question.model_dump_json(), media)
    # never known by its letters: results that were deleted must not be answered from memory
    return reply(call.request, await call.answers.of(key, make))
