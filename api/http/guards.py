"""Guards: what stands before every request: its id, its host, its size."""

import asyncio
import re
import time
from collections.abc import Sequence
from typing import TypeAlias
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.access_log import log_request
from api.http.hosts import answers_to, is_foreign, name_of
from api.http.logs import REQUEST
from api.http.problems import field_error, problem
from api.http.settings import Settings

RawHeader: TypeAlias = tuple[bytes, bytes]

REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
SECURITY = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
MOST_HEAD_BYTES = 64 * 1024  # address and headers: a browser sends a tenth of it
BODY_WITHIN_S = 30.0  # from one piece of a body to the next
FEEDS = "/api/v1/scenarios/from-gtfs"  # takes a whole timetable


class Guards:
    """The outermost layer of the server."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Take what is guarded and the limits."""
        self._app, self._settings = app, settings
        self._answers_to = answers_to(settings)
        always = SECURITY | (HSTS if settings.behind_tls else {})
        self._always = [(name.lower().encode(), said.encode()) for name, said in always.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before any work starts."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # nothing here speaks it
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, started = Headers(scope=scope), time.perf_counter()
        given = headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        REQUEST.set(request_id)
        told = _Told(send, request_id, self._always)
        # who asks for the head alone is answered as GET; the server beneath leaves the body out
        head = scope["state"]["head"] = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET"} if head else scope
        try:
            refusal = self._refusal(inner, headers)
            body = _Bounded(receive, *_most_bytes(scope, self._settings))
            await (refusal or self._app)(inner, body.receive, told.send)
        finally:
            seconds = time.perf_counter() - started
            log_request(scope, told.status, told.size, seconds)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return why nothing of the request is read, None if it is."""
        host, origin = name_of(headers), headers.get("origin")
        if not self._answers_to(host):
            return _no(scope, 421, "host", host, "the server has no such name (settings: hosts)")
        if _head_bytes(scope) > MOST_HEAD_BYTES:
            message = f"address and headers have more than {MOST_HEAD_BYTES} bytes; ask for less"
            return problem(scope, 431, message)
        if is_foreign(scope["method"], headers, self._settings):
            message = "a page of another server may not write here (settings: cors_origins)"
            return _no(scope, 403, "origin", origin, message)
        coding = headers.get("content-encoding", "identity")
        if coding.lower() != "identity":
            message = "bodies are read as they are; send it without Content-Encoding"
            return _no(scope, 415, "content-encoding", coding, message)
        length = headers.get("content-length", "0")
        most, setting = _most_bytes(scope, self._settings)
        if length.isdecimal() and int(length) > most:
            return _no(scope, 413, "content-length", length, _too_long(most, setting))
        return None


class _Told:
    """What was sent: status and bytes; the headers every answer has are added."""

    def __init__(self, send: Send, request_id: str, always: Sequence[RawHeader]) -> None:
        self._send, self._request_id, self._always = send, request_id, always
        self.status, self.size = 500, 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            said = {name for name, _ in message["headers"]}  # lower case, as ASGI has it
            more = [one for one in self._always if one[0] not in said]
            known = (b"x-request-id", self._request_id.encode("ascii"))
            message = {**message, "headers": [*message["headers"], *more, known]}
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)


class _Bounded:
    """A body that may neither grow beyond the limit, whatever its length was said to be, nor stall.

    After the body whoever listens learns that the asker has left; that may take any time.
    """

    def __init__(self, receive: Receive, most: int, setting: str) -> None:
        self._receive, self._most, self._setting = receive, most, setting
        self._size, self._ended = 0, False

    async def receive(self) -> Message:
        if self._ended:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), BODY_WITHIN_S)
        except TimeoutError as error:
            raise HTTPException(408, "the body did not come; send it again") from error
        self._ended = not message.get("more_body", False)
        self._size += len(message.get("body", b""))
        if self._size > self._most:
            raise HTTPException(413, _too_long(self._most, self._setting))
        return message


def _no(scope: Scope, status: int, name: str, value: str | None, message: str) -> Response:
    return problem(scope, status, message, [field_error(f"header.{name}", value, message)])


def _head_bytes(scope: Scope) -> int:
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    return len(scope.get("raw_path") or b"") + len(scope["query_string"]) + headers


def _most_bytes(scope: Scope, settings: Settings) -> tuple[int, str]:
    """Return how long the body may be, and the setting that says so."""
    setting = "most_feed_bytes" if scope["path"] == FEEDS else "most_body_bytes"
    return getattr(settings, setting), setting


def _too_long(most: int, setting: str) -> str:
    return f"the body has more than {most} bytes (settings: {setting}); ask for less at once"
