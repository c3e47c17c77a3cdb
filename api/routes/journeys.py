"""Journeys between two doors, and the area reached from one."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.http.accept import GEOJSON, JSON
from api.http.json_text import as_json, plain
from api.http.problems import Refused, asked, field_error
from api.http.rows import features
from api.routes.call import AtDesk
from api.routes.documented import GeoJson, kept
from api.routes.models import Isochrones, Journeys
from api.routes.questions import OnDate, Timed

router = APIRouter(prefix="/api/v1", tags=["Verbindungen"])
DOOR = "Kennung eines Orts (`place_id`), `stop:<stop_id>` oder `lon,lat`"
INTEGERS = r"^\d{1,4}(,\d{1,4}){0,9}$"
MOST_LIMITS = 6  # areas of one answer


class Between(OnDate):
    """The question of journeys."""

    origin: str = Field(
        alias="from", max_length=200, description=DOOR, examples=["bad-lausick-bad-lausick"]
    )
    to: str = Field(max_length=200, description=DOOR, examples=["zentrum-grimma"])


class Around(Timed):
    """The question of isochrones."""

    origin: str = Field(
        alias="from", max_length=200, description=DOOR, examples=["bad-lausick-bad-lausick"]
    )
    minutes: str = Field(default="30,45,60", pattern=INTEGERS, description="Reisezeiten in Minuten")
    percentile: int = Field(default=50, ge=1, le=100, description="der Minuten des Zeitfensters")


@router.get(
    "/journeys", summary="Alle Verbindungen eines Tages zwischen zwei Türen, mit Etappen",
    response_model=Journeys, responses=kept(404, 406, 422, 503),
)  # fmt: skip
async def journeys(call: AtDesk, question: Annotated[Between, Query()]) -> Response:
    """Die Pareto-Menge aus späterer Abfahrt, früherer Ankunft und weniger Fahrten."""
    media, desk, when = call.media([JSON]), call.desk, call.when(question)

    def make() -> bytes:
        origin, there = call.one("query.from", question.origin), call.one("query.to", question.to)
        call.check_day(when)
        found = plain(desk.service.journeys(origin, there, when))
        ends = {leg[end] for one in found for leg in one["legs"] for end in ("from", "to")}
        names = desk.service.names
        answer = desk.told(when) | {
            "from": question.origin,
            "to": question.to,
            "date": when.isoformat(),
            "notes": call.notes(origin, there),
            "journeys": found,
            "names": {one: names[one] for one in sorted(ends) if one in names},
        }
        return as_json(answer)

    return await call.answer(question, media, make)


@router.get(
    "/isochrones", summary="Was man von einer Tür in so vielen Minuten erreicht",
    response_class=GeoJson, response_model=Isochrones, responses=kept(404, 406, 422, 503),
)  # fmt: skip
async def isochrones(call: AtDesk, question: Annotated[Around, Query()]) -> Response:
    """Eine Fläche je Zahl von Minuten, mit Fläche in km² und Einwohnern darin."""
    media, desk, when = call.media([GEOJSON]), call.desk, call.when(question)
    window, minutes = call.window(question), [int(one) for one in question.minutes.split(",")]
    if len(minutes) > MOST_LIMITS:
        message = f"at most {MOST_LIMITS} numbers"
        raise Refused(422, [field_error("query.minutes", question.minutes, message)])

    def make() -> bytes:
        origin = call.one("query.from", question.origin)
        call.check_day(when)
        with asked("query.minutes", question.minutes):
            areas = desk.service.isochrones(
                origin, when, window, minutes=minutes, percentile=question.percentile
            )
        found = list(features(areas, "minutes", data_status=desk.status))
        heading = {
            "numberMatched": len(found), "numberReturned": len(found), "links": [],
        }  # fmt: skip
        told = {"type": "FeatureCollection", **desk.told(when), **heading, "features": found}
        return as_json(plain(told))

    return await call.answer(question, media, make)
