"""Problems: how the server says no, as RFC 9457 has it; one table from error to status."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from reprlib import Repr
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from accessibility.ends import NotFound
from accessibility.figures import MapError
from accessibility.store import FormatError
from accessibility.tables import PlacesError
from api.asked_words import model_asked, words_for
from api.storage.errors import Conflict, Missing, Stale, StorageError, Unfit
from api.windows import QuestionError
from mobility.network import NetworkError
from mobility.scenario_values import ScenarioError

log = logging.getLogger(__name__)

MEDIA = "application/problem+json"
SHOWN = 200  # letters of a value that is repeated to who sent it
MOST_TOLD = 100  # fields at once: nobody reads more, and a small question gets no huge answer
NO_JSON = "json_invalid"  # FastAPI's kind: nothing of the body could be read
BRIEF = Repr()  # of a value with values inside: the first few of them
BRIEF.maxlist = BRIEF.maxdict = 10
BRIEF.maxstring = BRIEF.maxother = SHOWN
REBUILT = "the network was built anew or is damaged since the server started; start it again"
CLOSED = "the storage can neither be read nor written to just now; ask again later"


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="where: query.day, body.from.3.lon, header.accept")
    value: str | None = Field(default=None, description="what was sent, cut after 200 letters")
    message: str = Field(description="what is wrong and what can be written (English)")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(default="about:blank", description="no further page describes the problem")
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["no day montag; the region names schultag, samstag"])
    instance: str = Field(examples=["/api/v1/accessibility"], description="path of the request")
    request_id: str = Field(description="stands in the log of the server")
    errors: list[FieldError] = []


class Refused(Exception):
    """A request that cannot be answered as it was asked."""

    def __init__(
        self,
        status: int,
        errors: Sequence[FieldError],
        headers: Mapping[str, str] | None = None,
        *,
        more: int = 0,
    ) -> None:
        """Take the status, what is wrong with which field, and headers that belong to it.

        ``more``: so many errors are not told.
        """
        told = "; ".join(one.message for one in errors)
        super().__init__(f"{told}; and {more} more" if more else told)
        self.status, self.errors, self.headers = status, list(errors), dict(headers or {})


STATUS: Mapping[type[Exception], int] = {  # the first that fits; all others are our own slip: 500
    NotFound: 404,
    PlacesError: 422,
    QuestionError: 422,
    MapError: 422,
    FormatError: 422,
    ScenarioError: 422,
    Missing: 404,
    Unfit: 422,
    Stale: 412,  # before what it is a kind of
    Conflict: 409,
    StorageError: 503,
    NetworkError: 503,
}


@contextmanager
def asked(field: str, value: object) -> Iterator[None]:
    """Name the field a question is refused for."""
    try:
        yield
    except tuple(STATUS) as error:
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        raise Refused(status, [field_error(field, value, _words(error))]) from error


def field_error(field: str, value: object, message: str) -> FieldError:
    """Return what is wrong with a field, its value as text of bounded length."""
    text = value if isinstance(value, str | None) else _brief(value)
    return FieldError(field=field, value=text and text[:SHOWN], message=message)


def _brief(value: object) -> str:
    """Return a value as text, of many values within it only the first."""
    return BRIEF.repr(value) if isinstance(value, list | tuple | dict | set) else str(value)


def _words(error: Exception) -> str:
    """Return what is told of an error; where things of the server lie the log alone is told."""
    if not isinstance(error, StorageError | NetworkError):
        return str(error)
    log.warning("%s", error)
    return CLOSED if isinstance(error, StorageError) else REBUILT


def add_problems(app: FastAPI) -> None:
    """Let every error of the application end as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _slip)
    for kind in STATUS:
        app.add_exception_handler(kind, _told)


def problem(
    scope: Mapping[str, Any],
    status: int,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer that says no."""
    told = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=str(scope.get("path", "")),
        request_id=str(scope.get("state", {}).get("request_id", "")),
        errors=list(errors[:MOST_TOLD]),
    )
    body = json.dumps(told.model_dump(), ensure_ascii=False).encode("utf-8", errors="replace")
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, status, kept, media_type=MEDIA)


def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):  # registered for no other
        raise TypeError(type(error).__name__)
    return problem(request.scope, error.status, str(error), error.errors, error.headers)


def _told(request: Request, error: Exception) -> Response:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return problem(request.scope, status, _words(error))


def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise TypeError(type(error).__name__)
    headers = _allow(request) if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else {}
    told = {**(error.headers or {}), **headers}
    return problem(request.scope, error.status_code, str(error.detail), headers=told)


def _allow(request: Request) -> dict[str, str]:
    """Return the methods of an address; each stands at a route of its own."""
    fitting = (
        route.methods or set[str]()
        for route in iter_route_contexts(request.app.routes)
        if route.matches(request.scope)[0] is not Match.NONE
    )
    methods = set[str]().union(*fitting)
    head = {"HEAD"} if "GET" in methods else set[str]()  # answered by the guards
    return {"Allow": ", ".join(sorted(methods | head))}


def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise TypeError(type(error).__name__)
    broken = [one for one in error.errors() if one["type"] == NO_JSON]
    if broken:
        told = field_error("body", None, f"is not valid JSON: {broken[0]['ctx']['error']}")
        return problem(request.scope, 400, told.message, [told])
    errors, more = invalid_fields(error, request), len(error.errors()) - MOST_TOLD
    fields = ", ".join(one.field for one in errors) + (f" and {more} more" if more > 0 else "")
    why = f": {errors[0].message}" if len(errors) == 1 else ""
    return problem(request.scope, 422, f"cannot be read: {fields}{why}", errors)


def invalid_fields(
    error: RequestValidationError, request: Request | None = None
) -> list[FieldError]:
    """Return what cannot be read, field by field, the first ones of many.

    With the request, what could be written is told by the model of its question.
    """
    told = error.errors()[:MOST_TOLD]
    sides = {str(one["loc"][0]) for one in told if one["loc"]} if request else set[str]()
    models = {side: model_asked(request, side) for side in sides} if request else {}
    return [
        field_error(
            ".".join(map(str, one["loc"])),
            _sent(one),
            words_for(one, models.get(str(next(iter(one["loc"]), "")))),
        )
        for one in told
    ]


def _sent(error: Mapping[str, Any]) -> object:
    """Return what was sent in the field; of a missing one pydantic tells the whole around it."""
    return None if error["type"] == "missing" else error.get("input")


def _slip(request: Request, error: Exception) -> Response:
    """Say nothing of what went wrong inside; the log has it under the same id."""
    log.error("%s failed", quote(request.scope["path"]), exc_info=error)
    return problem(request.scope, 500, "the server failed; its log says why under request_id")
