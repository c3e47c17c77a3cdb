"""Answered: finished answers, kept while there is room; equal questions are computed once."""

import asyncio
import hashlib
import struct
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from zlib_ng import zlib_ng

from api.http.versions import unchanged
from api.http.work import Work
from mobility.threads import in_threads

WORTH_ZIPPING = 1000  # bytes: less fits a packet anyway
WORTH_SHARING = 200_000  # bytes: from there on two cores are sooner done than one
GZIP_HEADING = b"\x1f\x8b\x08" + bytes(6) + b"\xff"  # deflated; no time, no system named
GZIP_BITS = 31  # of zlib: the largest window, with the heading of gzip
MOST_RECOGNISED = 10_000  # requests known by their letters
BESIDE = 2000  # bytes of an answer kept: question, letters of the request, ETag, tables of objects
LONGEST_RECOGNISED = 2000  # letters of one: longer ones are rare, and would fill the memory
LEVEL = 5  # of zlib-ng: 6 % larger than by level 6 of zlib, in half the time
ZIPPED = ("json", "text", "csv", "javascript", "svg")  # kinds of text; pictures are packed already

Key: TypeAlias = tuple[str, str, str]  # path, the question in canonical form, media type


@dataclass(frozen=True)
class Answer:
    """An answer as it is sent, plain and zipped where that is worth it."""

    media: str
    body: bytes
    zipped: bytes | None
    etag: str

    @property
    def size(self) -> int:
        """Bytes in memory, with what it is known by."""
        return len(self.body) + len(self.zipped or b"") + BESIDE


def build_answer(media: str, body: bytes) -> Answer:
    """Return the answer with a hash of its shorter form; the ETag is weak: both share it."""
    text = any(kind in media for kind in ZIPPED)
    zipped = _zipped(body) if text and len(body) >= WORTH_ZIPPING else None
    return Answer(media, body, zipped, f'W/"{hashlib.sha256(zipped or body).hexdigest()[:32]}"')


def reply(request: Request, answer: Answer) -> Response:
    """Return the answer, or 304 where the asker has it already."""
    headers = {
        "ETag": answer.etag,
        "Cache-Control": "private, no-cache",  # keep it, and ask whether it still holds
        "Vary": "Accept, Accept-Encoding",
    }
    if request.method == "GET" and unchanged(request.headers, answer.etag):
        return Response(None, 304, headers)
    if answer.zipped is not None and takes_gzip(request):
        return Response(answer.zipped, 200, {**headers, "Content-Encoding": "gzip"}, answer.media)
    return Response(answer.body, 200, headers, answer.media)


def takes_gzip(request: Request) -> bool:
    """Return whether the asker unpacks gzip."""
    said = [part.replace(" ", "") for part in request.headers.get("accept-encoding", "").split(",")]
    found = [part.partition(";q=")[2] for part in said if part.partition(";")[0] == "gzip"]
    return any(not quality or quality.strip("0.") for quality in found)


def zipped(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the parts as one gzip stream."""
    packer = zlib_ng.compressobj(LEVEL, wbits=GZIP_BITS)
    for part in parts:
        yield packer.compress(part)
    yield packer.flush()


def _zipped(body: bytes) -> bytes:
    """Return the body as one gzip stream, a large one packed by all cores (RFC 1952, 2.3)."""
    if len(body) < WORTH_SHARING:
        return zlib_ng.compress(body, LEVEL, GZIP_BITS)
    half = len(body) // 2
    ends = ((body[:half], zlib_ng.Z_FULL_FLUSH), (body[half:], zlib_ng.Z_FINISH))
    tail = struct.pack("<II", zlib_ng.crc32(body), len(body) % 2**32)
    return b"".join((GZIP_HEADING, *in_threads(_deflated, ends), tail))


def _deflated(part: tuple[bytes, int]) -> bytes:
    """Return a part of a stream, ended as it says."""
    packer = zlib_ng.compressobj(LEVEL, wbits=-zlib_ng.MAX_WBITS)
    return packer.compress(part[0]) + packer.flush(part[1])


class Answers:
    """The answers of a running server."""

    def __init__(self, work: Work, most_bytes: int) -> None:
        """Take where answers are computed, and how many bytes of them are kept."""
        self._work, self._most_bytes = work, most_bytes
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._asked: dict[tuple[bytes, bytes, str], Key] = {}
        self._running: dict[Key, asyncio.Task[Answer]] = {}

    async def of(self, key: Key, make: Callable[[], bytes], *, aside: bool = False) -> Answer:
        """Return the answer kept, the one being computed, or a new one, ``aside`` if long."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._running:
            task = asyncio.create_task(self._make(key, make, aside=aside))
            self._running[key] = task
            task.add_done_callback(lambda done: self._end(key, done))
        return await asyncio.shield(self._running[key])  # who hangs up ends it for nobody else

    def known(self, scope: Scope) -> Answer | None:
        """Return the answer kept of a request that was asked letter by letter before."""
        key = self._asked.get(_letters(scope))
        if key is None or key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    def recognise(self, scope: Scope, key: Key) -> None:
        """Know the request from now on by its letters, without reading what it asks."""
        letters = _letters(scope)
        if sum(map(len, letters)) > LONGEST_RECOGNISED:
            return
        if len(self._asked) >= MOST_RECOGNISED:
            self._asked.clear()
        self._asked[letters] = key

    async def _make(self, key: Key, make: Callable[[], bytes], *, aside: bool) -> Answer:
        return await self._work.run(lambda: build_answer(key[2], make()), aside=aside)

    def _end(self, key: Key, done: "asyncio.Task[Answer]") -> None:
        del self._running[key]
        if done.cancelled() or done.exception() is not None:
            return
        answer = done.result()
        self._kept[key] = answer
        self._bytes += answer.size + len(key[1])
        while self._bytes > self._most_bytes:
            (_, question, _), oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.size + len(question)


class Shortcut:
    """What answers a request known by its letters; all others go on to the application."""

    def __init__(self, app: ASGIApp, answers: Answers) -> None:
        """Take the application and its answers."""
        self._app, self._answers = app, answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at once, or let the application do it; pages elsewhere need its CORS headers."""
        app = self._app
        if scope["type"] == "http" and scope["method"] == "GET":
            answer = self._answers.known(scope)
            request = Request(scope)
            if answer is not None and "origin" not in request.headers:
                app = reply(request, answer)
        await app(scope, receive, send)


def _letters(scope: Scope) -> tuple[bytes, bytes, str]:
    accept = Headers(scope=scope).get("accept", "*/*")
    return scope["path"].encode(), scope["query_string"], accept
