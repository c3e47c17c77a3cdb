"""Compare: results held against each other, as rows at once or as a folder with report and maps."""

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeAlias

import geopandas as gpd
import pandas as pd
from fastapi import APIRouter, Query, Response

from accessibility.compare_sides import common_days
from accessibility.difference_map import difference_of
from accessibility.point_results import point_table
from api.compare_files import lacking_days
from api.compare_sides import Named, Sides, days_of, names_of, refuse_incomparable
from api.http.accept import CSV, GEOJSON, JSON
from api.http.answered import reply
from api.http.features import Listing, listed, tabled
from api.http.ground import Ground
from api.http.kept import Kept
from api.http.problems import Refused, asked, field_error
from api.http.result_tables import of_classes, only
from api.http.result_told import about_of
from api.jobs.comparison import ComparisonAsked, SideAsked, refuse_undrawn
from api.jobs.kinds import wish_for
from api.routes.call import AtDesk, Call
from api.routes.compare_asked import NETWORK, FolderOf, RowsOf
from api.routes.compare_models import Compared
from api.routes.documented import kept, no, placed
from api.routes.grounds import AtGround, GroundCall
from api.routes.job_answers import accepted, accepts
from api.routes.result_found import standing, whole
from api.routes.roles import PLANNER
from api.scenarios.run import BEFORE as BESIDE
from api.storage.records import Job, Result

Comparisons: TypeAlias = Kept[Hashable, pd.DataFrame]  # the latest, whatever page is asked

ONLY_BEFORE = (
    f"{NETWORK} is the network as it was built, it stands only before: name the result of a "
    f"scenario after; to see what it changes ask for before={NETWORK} and it after"
)

router = APIRouter(prefix="/api/v1/compare", tags=["Vergleich"])


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
            told = {
                **call.desk.told(),
                "before": found.names[0],
                "after": found.names[1:],
                "not_computed": found.lacking(question.day),
            }
            asked_of = _Asked(question, media, listing, told)
            return _made(lambda: found.table(at, asked_of), asked_of)

    key = (listing.path, question.model_dump_json(), media)
    # never known by its letters: results that were deleted must not be answered from memory
    return reply(call.request, await call.answers.of(key, make, aside=True))


@router.post("", summary="Vergleich mit Bericht und Karten", status_code=202,
             responses=accepts() | no(400, 401, 403, 404, 406, 409, 410, 413, 422, 503),
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
        if NETWORK in after:
            field = f"{where}.after.{list(after).index(NETWORK)}"
            raise Refused(422, [field_error(field, NETWORK, ONLY_BEFORE)])
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

    def lacking(self, days: Sequence[str]) -> dict[str, list[str]]:
        """Return which of the days asked for a result has not, by its name; all where none is."""
        found = lacking_days([one for one in self._sides_named if one is not None])
        lacks = {
            name: [day for day in own if not days or day in days] for name, own in found.items()
        }
        return {name: own for name, own in lacks.items() if own}

    @cached_property
    def _sides_named(self) -> list[Named | None]:
        """What is compared, None being the network, which has all days."""
        return [
            None if folder is None else Named(folder, called=name)
            for name, folder in zip(self.names, self._folders, strict=True)
        ]

    def check(self, network: Ground, question: FolderOf) -> None:
        """Refuse at once what the job could only fail of: a day in common, the measure drawn."""
        before, *afters = self._sides_named
        for number, after in enumerate(one for one in afters if one is not None):
            name, field = question.after[number], f"body.after.{number}"
            with standing(name, field), asked(field, name):
                points = _points_before(network, before, after)
                common_days(points, after.points)
                if question.measure is not None:
                    with asked("body.measure", question.measure):
                        refuse_undrawn(points, after, question.measure)

    def table(self, at: GroundCall, asked_of: "_Asked") -> pd.DataFrame:
        """Return all rows, with their places for GeoJSON; the next page asks for the same ones."""
        service, network = at.call.desk.service, at.grounds.network
        days, placed = tuple(asked_of.question.day), asked_of.media == GEOJSON

        def find() -> pd.DataFrame:
            sides = self._sides(network, days, asked_of.question.after)
            return sides.places(service) if placed else sides.rows(service)

        key = (*self.names, *map(str, self._folders), *days, placed)
        kept: Comparisons = at.call.request.app.state.comparisons
        return kept.of(key, find)

    def _sides(self, network: Ground, days: Sequence[str], asked: Sequence[str]) -> Sides:
        """Return what every home has before and after, on some of the days all of them have."""
        before, *afters = self._sides_named
        told = [one for one in afters if one is not None]
        known = days_of(told) if before is None else days_of([before])
        after = days_of(told)
        common = [day for day in known if day in after]
        apart = [
            field_error(f"query.after.{number}", asked[number], _apart(known, one))
            for number, one in enumerate(told)
            if not set(known).intersection(days_of([one]))
        ]
        if apart:
            raise Refused(422, apart)
        unknown = [day for day in days if day not in common]
        if unknown:
            message = f"days before and after are {', '.join(common)}"
            raise Refused(422, [field_error("query.day", ", ".join(unknown), message)])
        chosen = [day for day in common if not days or day in days]
        lacking = [one.name for one in told if not set(chosen).intersection(days_of([one]))]
        if lacking:
            message = f"{', '.join(lacking)}: without any of the days {', '.join(chosen)}"
            raise Refused(422, [field_error("query.day", ", ".join(days), message)])
        points = _points_of(network, chosen) if before is None else before.points
        return Sides(self.names[0], points[points["day"].isin(chosen)], told)


def _apart(known: Sequence[str], after: Named) -> str:
    """Return which days the result before and one after have, none of them both, and what to do."""
    days = ", ".join(days_of([after]))
    return (
        f"no day in common: {', '.join(known)} before, {days} after ({after.name}); evaluate one "
        "of the two for a day of the other"
    )


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


def _made(find: Callable[[], pd.DataFrame], asked_of: _Asked) -> bytes:
    """Return the rows asked for in the form asked for."""
    question, media, listing, told = asked_of
    with asked("query.class", ", ".join(question.kind)):
        if media == GEOJSON:
            wide = of_classes(gpd.GeoDataFrame(find()), question.kind)
            with asked("query.bbox", question.bbox):
                return listed(wide, listing, media, told, "ortsteil_id")
        rows = of_classes(find(), question.kind)
    if question.bbox is not None:
        message = "rows of JSON and CSV have no place on a map; ask for application/geo+json"
        raise Refused(422, [field_error("query.bbox", question.bbox, message)])
    for name, wanted in (("area", question.area), ("target", question.target)):
        with asked(f"query.{name}", ", ".join(wanted)):
            rows = only(rows, name, wanted)
    return tabled(rows, listing, media, told)
