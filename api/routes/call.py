"""Call: a request at the desk of the running server."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias, TypeVar

from anyio import to_thread
from fastapi import Depends, Request, Response
from pydantic import BaseModel

from accessibility.ends import Linked, off_the_streets
from accessibility.folds import Window
from api.http.accept import CSV, JSON, PARQUET, media_of
from api.http.answered import Answers, build_answer, reply
from api.http.desk import Desk
from api.http.features import Listing, Page, box_of, check_box
from api.http.keeping import Keeping
from api.http.problems import Refused, asked, field_error
from api.http.repeated import refuse_repeated
from api.http.settings import Settings
from api.http.work import Work
from api.jobs.runner import Runner
from api.routes.questions import Boxed, OnDate, Paged, Timed
from api.storage.files import Files
from api.storage.store import Store
from api.windows import parse_window

Make: TypeAlias = Callable[[], bytes]
Found = TypeVar("Found")
FILES = (CSV, PARQUET)  # they cannot say that rows follow
ALL = 10_000_000  # rows


class Call:
    """A request, with what the running server has to answer it."""

    def __init__(self, request: Request) -> None:
        """Take the request; the desk stands in the state of the application."""
        refuse_repeated(request)
        state = request.app.state
        self.request = request
        self.desk: Desk = state.desk
        self.settings: Settings = state.settings
        self.answers: Answers = state.answers
        self.work: Work = state.work
        keeping: Keeping = state.keeping
        self.store: Store = keeping.store
        self.files: Files = keeping.files
        self.runner: Runner = keeping.runner

    def media(self, offered: Sequence[str]) -> str:
        """Return the format the request accepts, the first offered by default."""
        return media_of(self.request.headers.get("accept", "*/*"), offered)

    async def answer(self, question: BaseModel | None, media: str, make: Make) -> Response:
        """Return what is made of the question, once for all who ask the same."""
        canonical = "" if question is None else question.model_dump_json()
        key = (self.request.url.path, canonical, media)
        answer = await self.answers.of(key, make)
        self.answers.recognise(self.request.scope, key)
        return reply(self.request, answer)

    async def once(self, media: str, make: Make) -> Response:
        """Return an answer to a posted question; it is not kept."""
        made = await self.work.run(lambda: build_answer(media, make()))
        return reply(self.request, made)

    async def stored(self, ask: Callable[[], Found]) -> Found:
        """Return what the storage says, off the event loop: it may have to wait for another."""
        return await to_thread.run_sync(ask)

    def listing(self, question: Paged, media: str = JSON) -> Listing:
        """Return the page asked for, the usual size of it by default; a file has all rows then."""
        whole = question.limit is None and media in FILES
        usual = min(self.settings.page_size, self.settings.most_rows)
        limit = question.limit or usual
        if limit > self.settings.most_rows:
            message = f"at most {self.settings.most_rows} rows at once (settings: most_rows)"
            raise Refused(422, [field_error("query.limit", limit, message)])
        said = question.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"limit", "offset"}
        )
        page = Page(ALL if whole else limit, question.offset)
        return Listing(self.request.url.path, said, page, self._box(question))

    def _box(self, question: Paged) -> str | None:
        """Return the box asked for; refuse one that is none, or has its sides mixed up."""
        text = question.bbox if isinstance(question, Boxed) else None
        if text is not None:
            with asked("query.bbox", text):
                check_box(box_of(text).bounds, self.desk.box)
        return text

    def when(self, question: OnDate, where: str = "query") -> dt.date:
        """Return the date asked about: named itself or by a day type, the first by default."""
        if question.date is not None and question.day is not None:
            message = "name a date or a day type, not both"
            raise Refused(422, [field_error(f"{where}.date", question.date, message)])
        if question.date is not None:
            return question.date
        with asked(f"{where}.day", question.day):
            return self.desk.date_of(question.day)

    def check_day(self, when: dt.date, where: str = "query") -> None:
        """Refuse a date that no figures should be made for; it is compiled once."""
        with asked(f"{where}.date", when):
            self.desk.service.day(when)

    def window(self, question: Timed, where: str = "query") -> Window:
        """Return the window of departures or of arrivals."""
        if (question.window is None) == (question.arrive_by is None):
            message = "give one of window and arrive_by, e.g. 06:00-09:00"
            raise Refused(422, [field_error(f"{where}.window", question.window, message)])
        arriving = question.window is None
        name, text = ("arrive_by", question.arrive_by) if arriving else ("window", question.window)
        return self.parsed_window(f"{where}.{name}", str(text), arriving=arriving)

    def parsed_window(self, field: str, text: str, *, arriving: bool = False) -> Window:
        """Return a window, no longer than the settings let one be."""
        with asked(field, text):
            window = parse_window(text, arriving=arriving)
        most = self.settings.longest_window_min
        if window.until_s - window.from_s > 60 * most:
            message = f"at most {most} minutes (settings: longest_window_min)"
            raise Refused(422, [field_error(field, text, message)])
        return window

    def one(self, field: str, text: str) -> Linked:
        """Return the door of a place id, ``stop:…`` or ``lon,lat``."""
        with asked(field, text):
            return self.desk.service.one(text)

    def notes(self, *ends: Linked) -> list[str]:
        """Return what is to be said of doors: that they lie off the streets."""
        network = self.desk.service.network
        return [told for one in ends for told in off_the_streets(network, one)]


AtDesk = Annotated[Call, Depends()]
