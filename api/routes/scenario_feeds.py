"""Scenario feeds: another timetable, the next Fahrplan year, posted as GTFS and kept as changes."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from anyio import open_file
from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import ClientDisconnect

from api.http.accept import JSON
from api.http.posted_feeds import refuse_unsafe
from api.http.problems import Refused, asked, field_error
from api.http.scenario_bodies import kept_as, media_of_body
from api.routes.call import AtDesk, Call
from api.routes.documented import no
from api.routes.questions import Question
from api.routes.roles import PLANNER
from api.routes.scenario_answers import PLACE, TAG, created
from api.routes.scenario_models import FromFeedTold
from api.scenarios.from_feed import Asked, FromFeed, scenario_from_feed
from api.scenarios.from_feed_text import from_feed_text
from api.storage.errors import StorageError
from api.storage.records import StoredScenario
from gtfs.feed import DiskError, FeedError

router = APIRouter(prefix="/api/v1/scenarios", tags=["Szenarien"])
ZIP = "application/zip"
ZIPS = (ZIP, "application/x-zip-compressed", "application/octet-stream")  # as browsers say it
DATE = r"^[^=]{1,50}=\d{4}-\d\d-\d\d$"
NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
    }
}


class FeedOf(Question):
    """What the posted timetable is compared with."""

    name: str = Field(
        default="fahrplan.zip", pattern=NAME, examples=["mdv-2027.gtfs.zip"],
        description="Name der Datei; er steht in der Beschreibung des Szenarios",
    )  # fmt: skip
    date: list[Annotated[str, Field(pattern=DATE)]] = Field(
        default=[], max_length=20, examples=[["schultag=2027-04-20"]],
        description="Datum im neuen Fahrplan für eine Tagesart; Vorgabe: etwa ein Jahr später",
    )  # fmt: skip
    replaces: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        default=[], max_length=20, examples=[["demo"]],
        description="Feeds des Netzes, an deren Stelle er tritt; Vorgabe: alle",
    )  # fmt: skip


@router.post(
    "/from-gtfs", summary="Einen anderen Fahrplan als Szenario anlegen", status_code=201,
    response_model=FromFeedTold,
    responses={201: {"headers": TAG | PLACE}, **no(400, 401, 403, 406, 408, 413, 415, 422, 503)},
    openapi_extra=BODY, dependencies=PLANNER,
)  # fmt: skip
async def from_gtfs(call: AtDesk, question: Annotated[FeedOf, Query()]) -> Response:
    """Ein GTFS-Feed als Zip: die Änderungen, die den Fahrplan des Netzes zu seinem machen.

    Wie `mobility scenario from-gtfs`. Zips, die mehr entpacken als gemeint ist, die aus ihrem
    Ordner führen oder kein Fahrplan sind, werden abgelehnt, ehe etwas entpackt wird.
    """
    call.media([JSON])
    media_of_body(call.request.headers.get("content-type", ZIP), ZIPS)
    dates = _dates(call, question.date)
    _check_replaced(call, question.replaces)
    with TemporaryDirectory(prefix="feed-") as folder:
        path = Path(folder) / question.name
        await _receive(call, path)
        wanted = Asked((path,), dates, tuple(question.replaces))
        found = await call.work.run(lambda: _found(call, wanted))
    told = from_feed_text(call.desk.service, found, Path(found.scenario.name))

    def keep() -> StoredScenario:
        with kept_as(found.scenario.name, None):
            return call.store.scenarios.create(found.scenario)

    return created(await call.stored(keep), told=told)


async def _receive(call: Call, path: Path) -> None:
    """Write the body into a file as it comes."""
    try:
        async with await open_file(path, "wb") as file:
            async for part in call.request.stream():
                await file.write(part)
    except ClientDisconnect as error:  # nobody reads the answer
        raise Refused(400, [field_error("body", None, "did not arrive")]) from error
    except OSError as error:
        raise StorageError(f"the feed could not be kept: {error.strerror}") from error


def _found(call: Call, wanted: Asked) -> FromFeed:
    """Return the changes; no place of the server is in what is refused."""
    path = wanted.feeds[0]
    refuse_unsafe(path, call.settings.most_unpacked_bytes)
    try:
        with asked("query.replaces", None):
            return scenario_from_feed(call.desk.service, wanted)
    except DiskError as error:
        raise StorageError("the feed could not be unpacked; the disk may be full") from error
    except FeedError as error:
        message = str(error).replace(f"{path.parent}/", "")
        dated = message.split(":")[0] in wanted.dates
        where, what = ("query.date", message.split(":")[0]) if dated else ("body", path.name)
        raise Refused(422, [field_error(where, what, message)]) from error


def _check_replaced(call: Call, names: list[str]) -> None:
    """Refuse feeds the network is not made of."""
    known = call.desk.service.network.timetable.feed_name.tolist()
    for number, name in enumerate(names):
        if name not in known:
            message = f"no feed of that name; the network has {', '.join(known)}"
            raise Refused(422, [field_error(f"query.replaces.{number}", name, message)])


def _dates(call: Call, texts: list[str]) -> dict[str, dt.date]:
    """Return the dates by day type."""
    found = dict[str, dt.date]()
    for number, text in enumerate(texts):
        day, _, date = text.rpartition("=")
        with asked(f"query.date.{number}", text):
            call.desk.date_of(day)
        try:
            found[day] = dt.date.fromisoformat(date)
        except ValueError as error:
            message = "is no date; write e.g. schultag=2027-04-20"
            raise Refused(422, [field_error(f"query.date.{number}", text, message)]) from error
    return found
