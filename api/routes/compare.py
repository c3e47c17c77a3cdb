"""Compare: results held against each other, as rows at once or as a folder with report and maps."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from accessibility.compare_sides import common_days
from accessibility.difference_map import difference_of
from accessibility.point_results import point_table
from api.compare_sides import Named, Sides, days_of, names_of, refuse_incomparable
from api.http.accept import CSV, GEOJSON, JSON
from api.http.answered import reply
from api.http.features import Listing, listed, tabled
from api.http.ground import Ground
from api.http.problems import Refused, asked, field_error
from api.http.result_tables import of_classes, only
from api.http.result_told import about_of
from api.jobs.comparison import ComparisonAsked, SideAsked, refuse_undrawn
from api.jobs.kinds import wish_for
from api.routes.call import AtDesk, Call
from api.routes.compare_models import CompareRow
from api.routes.documented import kept, no, placed
from api.routes.grounds import AtGround
from api.routes.job_answers import accepted, accepts
from api.routes.models import Listed
from api.routes.questions import Boxed
from api.routes.result_found import standing, whole
from api.routes.roles import PLANNER
from api.scenarios.run import BEFORE as BESIDE
from api.service import Service
from api.storage.records import Job, Result

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

    before: str | None = Field(default=None, max_length=100, description=BEFORE, examples=[NETWORK])
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
            responses=placed(kept(404, 406, 409, 410, 422, 503), CSV))  # fmt: skip
async def compare(call: AtDesk, at: AtGround, question: Annotated[RowsOf, Query()]) -> Response:
    """Zeilen wie in `vergleich` von `mobility compare`; GeoJSON: eine je Ortsteil und Tag."""
    media = call.media((JSON, CSV, GEOJSON))
    listing = call.listing(question, media)
    if media == GEOJSON and (question.area or question.target):
        message = "GeoJSON has a feature per Ortsteil and both targets; ask for JSON or CSV"
        raise Refused(422, [field_error("query.area", ", ".join(question.area), message)])
    found = await call.stored(lambda: _Found(call, question.before, question.after, "query"))

    def make() -> bytes:
        with standing(", ".join(question.after)):
            sides = found.sides(at.grounds.network, question.day)
            told = {**call.desk.told(), "before": found.names[0], "after": found.names[1:]}
            return _made(sides, call.desk.service, _Asked(question, media, listing, told))

    key = (listing.path, question.model_dump_json(), media)
    # never known by its letters: results that were deleted must not be answered from memory
    return reply(call.request, await call.answers.of(key, make, aside=True))


@router.post("", summary="Vergleich mit Bericht und Karten", status_code=202,
             responses=accepts() | no(400, 401, 403, 404, 406, 409, 410, 422, 503),
             dependencies=PLANNER)  # fmt: skip
async def compare_whole(call: AtDesk, at: AtGround, question: FolderOf) -> Response:
    """Ein Auftrag, dessen Ergebnis der Ordner von `mobility compare` ist."""
    call.media([JSON])
    if question.measure is not None:
        with asked("body.measure", question.measure):
            difference_of(question.measure)

    found = await call.stored(
        lambda: _Found(call, question.before or NETWORK, question.after, "body")
    )
    await call.work.run(lambda: found.check(at.grounds.network, question), aside=True)

    def ask() -> Job:
        return call.runner.submit(wish_for(found.wanted(question.measure), call.runner.network))

    return await accepted(call, await call.stored(ask))


class _Asked(NamedTuple):
    """What is asked of a comparison, in what form, beneath which heading."""

    question: RowsOf
    media: str
    listing: Listing
    told: dict[str, Any]


class _Found:
    """The results a request names, all of them evaluations of this network as it is."""

    def __init__(self, call: Call, before: str, after: Sequence[str], where: str) -> None:
        """Find them; the network itself has no result."""
        named = [before, *after]
        if len(set(named)) < len(named):
            message = "a result is named twice; name each once"
            raise Refused(422, [field_error(f"{where}.after", ", ".join(after), message)])
        fields = [f"{where}.before", *(f"{where}.after.{number}" for number in range(len(after)))]
        found = [_result(call, one, field) for one, field in zip(named, fields, strict=True)]
        self.names = names_of([None if one is None else one[0] for one in found])
        self._folders = [None if one is None else one[1] for one in found]

    def wanted(self, measure: str | None) -> ComparisonAsked:
        """Return what a job is asked for."""
        before, *afters = (
            SideAsked(name=name, folder=None if folder is None else folder.name)
            for name, folder in zip(self.names, self._folders, strict=True)
        )
        return ComparisonAsked(before=before, afters=tuple(afters), measure=measure)

    def check(self, network: Ground, question: FolderOf) -> None:
        """Refuse at once what the job could only fail of: a day in common, the measure drawn."""
        before, *afters = (
            None if folder is None else Named(folder, called=name)
            for name, folder in zip(self.names, self._folders, strict=True)
        )
        for number, after in enumerate(one for one in afters if one is not None):
            name, field = question.after[number], f"body.after.{number}"
            with standing(name, field), asked(field, name):
                points = _points_before(network, before, after)
                common_days(points, after.points)
                if question.measure is not None:
                    with asked("body.measure", question.measure):
                        refuse_undrawn(points, after, question.measure)

    def sides(self, network: Ground, days: Sequence[str]) -> Sides:
        """Return what every home has before and after, on some of the days all of them have."""
        before, *afters = (
            None if folder is None else Named(folder, called=name)
            for name, folder in zip(self.names, self._folders, strict=True)
        )
        told = [one for one in afters if one is not None]
        known = days_of(told) if before is None else days_of([before])
        after = days_of(told)
        common = [day for day in known if day in after]
        unknown = [day for day in days if day not in common]
        if unknown or not common:
            message = f"days before and after are {', '.join(common) or 'none'}"
            raise Refused(422, [field_error("query.day", ", ".join(unknown), message)])
        chosen = [day for day in common if not days or day in days]
        lacking = [one.name for one in told if not set(chosen).intersection(days_of([one]))]
        if lacking:
            message = f"{', '.join(lacking)}: without any of the days {', '.join(chosen)}"
            raise Refused(422, [field_error("query.day", ", ".join(days), message)])
        points = _points_of(network, chosen) if before is None else before.points
        return Sides(self.names[0], points[points["day"].isin(chosen)], told)


def _points_before(network: Ground, before: Named | None, after: Named) -> pd.DataFrame:
    """Return what every home has before; in the network itself as it stands beside the result."""
    if before is not None:
        return before.points
    beside = Named(after.folder / BESIDE)
    return beside.points if beside.folder.is_dir() else _points_of(network, days_of([after]))


def _points_of(network: Ground, days: Sequence[str]) -> pd.DataFrame:
    """Return what every home has in the network itself."""
    question = network.service.question
    found = [point_table(question, network.choices(day)[0]) for day in days]
    return pd.concat(found, ignore_index=True)


def _result(call: Call, name: str, field: str) -> tuple[Result, Path] | None:
    if name == NETWORK:
        return None
    found, folder = whole(call, name, field)
    with asked(field, name), standing(name):
        refuse_incomparable(call.desk.service, folder, about_of(folder))
    return found, folder


def _made(sides: Sides, service: Service, asked_of: _Asked) -> bytes:
    """Return the rows asked for in the form asked for."""
    question, media, listing, told = asked_of
    with asked("query.class", ", ".join(question.kind)):
        if media == GEOJSON:
            wide = of_classes(sides.places(service), question.kind)
            with asked("query.bbox", question.bbox):
                return listed(wide, listing, media, told, "ortsteil_id")
        rows = of_classes(sides.rows(service), question.kind)
    if question.bbox is not None:
        message = "rows of JSON and CSV have no place on a map; ask for application/geo+json"
        raise Refused(422, [field_error("query.bbox", question.bbox, message)])
    for name, wanted in (("area", question.area), ("target", question.target)):
        with asked(f"query.{name}", ", ".join(wanted)):
            rows = only(rows, name, wanted)
    return tabled(rows, listing, media, told)
