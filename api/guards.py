"""Guards: what stands before every request: its id, its host, its size, its line in the log."""

import json
import logging
import re
import time
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import field_error, problem
from api.settings import Settings

access_log = logging.getLogger("api.access")

REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
BLANKED_BITS = {4: 8, 6: 80}  # of an address: whose it is stays unsaid


class Guards:
    """The outermost layer of the server."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Take what is guarded and the limits."""
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before any work starts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, started = Headers(scope=scope), time.perf_counter()
        given = headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        told = _Told(send, request_id)
        # who asks for the head alone is answered as GET; the server beneath leaves the body out
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        try:
            await self._checked(inner, receive, told.send, headers)
        finally:
            seconds = time.perf_counter() - started
            _write(self._settings.log_format, _entry(scope, told, seconds))

    async def _checked(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        host, most = _name(headers.get("host", "")), self._settings.most_body_bytes
        if host not in (*self._settings.hosts, self._settings.host):
            message = "the server has no such name (settings: hosts)"
            errors = [field_error("header.host", host, message)]
            await problem(scope, 421, message, errors)(scope, receive, send)
            return
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > most:
            await _too_large(scope, receive, send, length, most)
            return
        body = _Bounded(receive, most)
        await self._app(scope, body.receive, send)


class _Told:
    """What was sent: status and bytes; the headers every answer has are added."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send, self._request_id = send, request_id
        self.status, self.size = 500, 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
            headers["X-Request-ID"] = self._request_id
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)


class _Bounded:
    """A body that may not grow beyond the limit, whatever its length was said to be."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most, self._size = receive, most, 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._most:
            raise HTTPException(413, _too_long(self._most))
        return message


async def _too_large(scope: Scope, receive: Receive, send: Send, length: str, most: int) -> None:
    message = _too_long(most)
    errors = [field_error("header.content-length", length, message)]
    await problem(scope, 413, message, errors)(scope, receive, send)


def _too_long(most: int) -> str:
    return f"the body has more than {most} bytes (settings: most_body_bytes); ask for less at once"


def _name(host: str) -> str:
    """Return the name of a Host header without its port: ``[::1]:8000`` is ``::1``."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def blanked(address: str) -> str:
    """Return an address without the part that tells one household from another (DSGVO)."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "-"
    bits = BLANKED_BITS[ip.version]
    return str(type(ip)(int(ip) >> bits << bits))


def _entry(scope: Scope, told: _Told, seconds: float) -> Mapping[str, Any]:
    """Return the line of the log; the query is left out: it may hold where somebody lives."""
    client = scope.get("client") or ("", 0)
    return {
        "request_id": scope["state"]["request_id"],
        "client": blanked(str(client[0])),
        "method": scope["method"],
        "path": quote(scope["path"]),  # a line of the log stays a line
        "status": told.status,
        "bytes": told.size,
        "ms": round(1000 * seconds, 1),
    }


def _write(form: str, entry: Mapping[str, Any]) -> None:
    if form == "json":
        access_log.info("%s", json.dumps(entry, ensure_ascii=True))
    else:
        access_log.info("%s", " ".join(str(value) for value in entry.values()))
