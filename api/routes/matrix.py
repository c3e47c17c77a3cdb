"""Matrix and opportunities: travel times from and to points that are sent along."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Annotated, Literal, TypeAlias

import numpy as np
import pandas as pd
from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from accessibility.ends import Linked
from accessibility.opportunities import Opportunities, Wanted
from accessibility.store import flat
from api.http.accept import CSV, JSON, PARQUET
from api.http.answered import takes_gzip, zipped
from api.http.bounded import Many
from api.http.json_text import as_json
from api.http.problems import Refused, asked, field_error
from api.http.row_text import table_text
from api.jobs.kinds import MatrixAsked, Spot, wish_for
from api.routes.call import AtDesk, Call
from api.routes.documented import also, no
from api.routes.job_answers import Prefer, accepted, accepts, wants_async
from api.routes.models import Rows
from api.routes.posted_points import Point, linked, refuse_twins
from api.routes.questions import Timed
from api.routes.roles import VIEWER, Needs
from api.windows import said
from gtfs.timetable import Floats

router = APIRouter(prefix="/api/v1", tags=["Matrix"])
OFFERED = (JSON, CSV, PARQUET)
PART = 20_000  # rows of a CSV that are written at a time
Find: TypeAlias = Callable[[], pd.DataFrame]


class Found(Point):
    """A point with what one finds there."""

    counts: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(
        default={},
        max_length=50,
        description="Zahl je Sache; ohne alle zählt jeder Punkt 1 (`places`)",
    )


class Pairs(Timed):
    """The question of a matrix."""

    origins: Many[Point] = Field(alias="from", min_length=1)
    destinations: Many[Point] = Field(alias="to", min_length=1)
    percentiles: Many[Annotated[int, Field(ge=1, le=100)]] = Field(
        default=[5, 50, 95], min_length=1, max_length=20, description="der Minuten des Zeitfensters"
    )


class Sums(Timed):
    """The question of opportunities."""

    origins: Many[Point] = Field(alias="from", min_length=1)
    destinations: Many[Found] = Field(alias="to", min_length=1)
    minutes: Many[Annotated[int, Field(ge=1, le=240)]] = Field(
        default=[30, 45, 60], min_length=1, max_length=10, description="Grenzen in Minuten"
    )
    decay: Literal["step", "exponential", "logistic"] = Field(
        default="step", description="wie Entfernteres zählt"
    )
    nth: Many[Annotated[int, Field(ge=1, le=1_000_000)]] = Field(
        default=[1, 3], max_length=10, description="Zeit bis zum n-ten"
    )
    percentile: int = Field(default=50, ge=1, le=100, description="der Minuten des Zeitfensters")


@router.post(
    "/matrix", summary="Reisezeiten zwischen allen Paaren von Punkten",
    response_model=Rows, dependencies=VIEWER,
    responses={
        200: {"content": also(CSV, PARQUET)}, **accepts(),
        **no(400, 403, 404, 406, 409, 413, 422, 503),
    },
)  # fmt: skip
async def matrix(call: AtDesk, question: Pairs, prefer: Prefer = None) -> Response:
    """Eine Zeile je Paar, in der Reihenfolge der Punkte: Sekunden, null = nicht erreichbar.

    Spalten wie `mobility matrix`; CSV wird gesendet, während es geschrieben wird. Mit
    `Prefer: respond-async` wird es ein Auftrag, dessen Ergebnis bleibt (Tabelle `matrix`).
    """
    del prefer  # documented here, read where all headers are
    if wants_async(call.request):
        return await _queued(call, question)
    media, asked_of = call.media(OFFERED), _Asked(call, question)

    def find() -> pd.DataFrame:
        origins, destinations = asked_of.ends()
        with asked("body", None):
            return call.desk.service.matrix(
                origins, destinations, asked_of.when, asked_of.window, wanted=question.percentiles
            )

    return await asked_of.answer(find, media)


@router.post(
    "/opportunities", summary="Was von jedem Punkt aus erreicht wird, und wie bald das n-te",
    response_model=Rows, dependencies=VIEWER,
    responses={200: {"content": also(CSV, PARQUET)}, **no(400, 404, 406, 413, 422, 503)},
)  # fmt: skip
async def opportunities(call: AtDesk, question: Sums) -> Response:
    """Eine Zeile je Punkt: Summen in so vielen Minuten, Sekunden bis zum n-ten."""
    media, asked_of = call.media(OFFERED), _Asked(call, question)
    wanted = Wanted(
        tuple(question.minutes), question.decay, tuple(question.nth), question.percentile
    )

    def find() -> pd.DataFrame:
        origins, destinations = asked_of.ends()
        found = Opportunities(destinations, _columns(question.destinations))
        with asked("body", None):
            table: pd.DataFrame = call.desk.service.opportunities(
                origins, found, asked_of.when, asked_of.window, wanted=wanted
            )
        return table

    return await asked_of.answer(find, media)


async def _queued(call: Call, question: Pairs) -> Response:
    """Let a job make the matrix; what cannot be asked is refused at once."""
    call.media([JSON])
    Needs("planner")(call.request)
    asked_of = _Asked(call, question)
    await call.work.run(asked_of.ends)
    window = asked_of.window
    sides = [
        tuple(Spot(id=one.id, lon=one.lon, lat=one.lat) for one in points)
        for points in (question.origins, question.destinations)
    ]
    wanted = MatrixAsked(
        origins=sides[0], destinations=sides[1], date=asked_of.when, from_s=window.from_s,
        until_s=window.until_s, arriving=window.arriving,
        percentiles=tuple(question.percentiles),
    )  # fmt: skip
    wish = wish_for(wanted, call.runner.network)
    return await accepted(call, await call.stored(lambda: call.runner.submit(wish)))


class _Asked:
    """A posted question within its limits: points, date and window."""

    def __init__(self, call: Call, question: Pairs | Sums) -> None:
        settings = call.settings
        for name, points in (("from", question.origins), ("to", question.destinations)):
            if len(points) > settings.most_points:
                message = f"at most {settings.most_points} points (settings: most_points)"
                raise Refused(413, [field_error(f"body.{name}", len(points), message)])
        pairs = len(question.origins), len(question.destinations)
        if pairs[0] * pairs[1] > settings.most_pairs:
            message = f"at most {settings.most_pairs} pairs (settings: most_pairs)"
            told = f"{pairs[0]} × {pairs[1]}"
            raise Refused(413, [field_error("body.from × body.to", told, message)])
        for name, points in (("from", question.origins), ("to", question.destinations)):
            refuse_twins(f"body.{name}", points)
        self.call, self.question = call, question
        self.notes: list[str] = []
        self.when = call.when(question, "body")
        self.window = call.window(question, "body")

    def ends(self) -> tuple[Linked, Linked]:
        """Return the doors of both sides, if the date can be asked about."""
        self.call.check_day(self.when, "body")
        origins = linked(self.call, "body.from", self.question.origins)
        destinations = linked(self.call, "body.to", self.question.destinations)
        self.notes = self.call.notes(origins, destinations)
        return origins, destinations

    async def answer(self, find: Find, media: str) -> Response:
        """Return the rows found; CSV goes out in parts."""
        if media == CSV:
            table = await self.call.work.run(find)
            parts = _parts(table, self.call.desk.status)
            headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-store"}
            if takes_gzip(self.call.request):
                parts, headers["Content-Encoding"] = zipped(parts), "gzip"
            return StreamingResponse(parts, headers=headers, media_type=media)
        return await self.call.once(media, lambda: self._made(find(), media))

    def _made(self, table: pd.DataFrame, media: str) -> bytes:
        desk = self.call.desk
        if media == PARQUET:
            return _parquet(table.assign(data_status=desk.status))
        about = {"date": self.when.isoformat(), "window": said(self.window), "notes": self.notes}
        return as_json(desk.told(self.when) | about | {"rows": table_text(flat(table)).json})


def _columns(points: Sequence[Found]) -> Mapping[str, Floats]:
    names = dict.fromkeys(name for one in points for name in one.counts)
    if not names:
        return {"places": np.ones(len(points))}
    return {name: np.array([one.counts.get(name, 0.0) for one in points]) for name in names}


def _parts(table: pd.DataFrame, status: str) -> Iterator[bytes]:
    """Yield the CSV in parts, the heading before the first."""
    rows = flat(table).assign(data_status=status)
    for begin in range(0, len(rows), PART):
        part = rows.iloc[begin : begin + PART]
        yield part.to_csv(index=False, header=begin == 0).encode()


def _parquet(table: pd.DataFrame) -> bytes:
    content = BytesIO()
    table.to_parquet(content, index=False)
    return content.getvalue()
