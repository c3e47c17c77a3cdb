"""Result files: what lies in the folder of a result, as it lies there."""

import os
import re
from collections.abc import Iterator
from typing import Annotated, BinaryIO, NamedTuple

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from api.http.file_kinds import disposition, media_type
from api.http.problems import Refused, field_error
from api.http.result_files import HEAD_BYTES, file_in, policy_of
from api.http.versions import unchanged
from api.routes.call import AtDesk, Call
from api.routes.documented import ETAG, UNCHANGED, no
from api.routes.result_found import standing, whole
from api.routes.result_models import ResultId

router = APIRouter(prefix="/api/v1/results", tags=["Ergebnisse"])
PIECE = 1 << 18  # bytes that are read at a time
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # one range; of several the whole is sent
BINARY = {"*/*": {"schema": {"type": "string", "format": "binary"}}}


class Opened(NamedTuple):
    """A file that is read on when it is removed meanwhile."""

    handle: BinaryIO
    size: int
    headers: dict[str, str]
    media: str


@router.get(
    "/{result_id}/files/{path:path}", summary="Eine Datei eines Ergebnisses",
    response_class=StreamingResponse,
    responses={
        200: {"description": "die Datei, im Format ihrer Endung", "content": BINARY,
              "headers": ETAG},
        206: {"description": "der Teil, den `Range` nennt", "content": BINARY},
        304: UNCHANGED,
        **no(404, 410, 416, 422, 503),
    },
)  # fmt: skip
async def file(
    call: AtDesk,
    result_id: ResultId,
    path: Annotated[
        str,
        Path(description="wie `files` sie nennt", examples=["vergleich/vergleich.html"]),
    ],
) -> Response:
    """Bericht, Bild, Tabelle; Seiten dürfen nur ihre eigenen Stile und Skripte ausführen."""
    opened = await call.stored(lambda: _open(call, result_id, path))
    if unchanged(call.request.headers, opened.headers["ETag"]):
        opened.handle.close()
        return Response(None, 304, opened.headers)
    return _sent(call.request, opened)


def _open(call: Call, result_id: str, path: str) -> Opened:
    _, folder = whole(call, result_id)
    found = file_in(folder, path)
    if found is None:
        message = "the result has no such file; its description lists them"
        raise Refused(404, [field_error("path.path", path, message)])
    with standing(result_id):
        handle = found.open("rb")
    told = os.fstat(handle.fileno())
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(found.name, may_show=True),
        "ETag": f'"{told.st_mtime_ns:x}-{told.st_size:x}"',  # results never change in place
    }
    policy = policy_of(handle.read(HEAD_BYTES)) if found.suffix == ".html" else None
    if policy is not None:
        headers["Content-Security-Policy"] = policy
    return Opened(handle, told.st_size, headers, media_type(found.name))


def _sent(request: Request, opened: Opened) -> Response:
    """Return the file, or the part of it that is asked for (RFC 9110, 14)."""
    begin, end = _range(request, opened)
    headers = {**opened.headers, "Content-Length": str(end - begin)}
    status = 200
    if end - begin < opened.size:
        status = 206
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{opened.size}"
    return StreamingResponse(
        _pieces(opened.handle, begin, end), status, headers, media_type=opened.media
    )


def _range(request: Request, opened: Opened) -> tuple[int, int]:
    """Return where the part asked for begins and ends, the whole where no part can be meant."""
    size, said = opened.size, request.headers.get("range", "")
    found = RANGE.fullmatch(said.strip())
    same = request.headers.get("if-range", opened.headers["ETag"]) == opened.headers["ETag"]
    if found is None or not same or not any(found.groups()):
        return 0, size
    first, last = found.groups()
    begin = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if begin < end:
        return begin, end
    if first and last and int(last) < int(first):
        return 0, size  # no range at all
    opened.handle.close()
    message = f"the file has {size} bytes"
    headers = {"Content-Range": f"bytes */{size}"}
    raise Refused(416, [field_error("header.range", said, message)], headers)


def _pieces(handle: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    with handle:
        handle.seek(begin)
        while begin < end and (piece := handle.read(min(PIECE, end - begin))):
            begin += len(piece)
            yield piece
