"""Posted feeds: a GTFS zip that came over the wire, looked through before anything is unpacked."""

import mmap
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from api.http.problems import Refused, field_error
from gtfs.feed import MAX_MEMBERS, MAX_RATIO, RATIO_FROM_BYTES

LISTED = b"PK\x01\x02"  # before every entry of a zip's list of contents
EMPTY = b"PK\x05\x06"  # a zip without any begins so
PACKED = b"PK\x03\x04"  # all others


def refuse_unsafe(path: Path, most_bytes: int) -> None:
    """Refuse what is no zip, leads out of its folder, or unpacks to more than is meant.

    What the zip says of its sizes holds: whoever reads a member reads no more of it.
    """
    with path.open("rb") as file:
        if file.read(len(PACKED)) not in (PACKED, EMPTY):
            raise _refused(422, "is no zip; send the GTFS feed as one")
    _refuse_crowd(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _refused(422, f"the zip is cut off or damaged ({error})") from error
    faults = list(_faults(infos))
    if faults:
        raise _refused(422, "; ".join(["the zip is not safe to unpack", *faults[:20]]))
    total = sum(info.file_size for info in infos)
    if total > most_bytes:
        message = f"unpacks to {total} bytes, at most {most_bytes} are (settings: "
        raise _refused(413, f"{message}most_unpacked_bytes)")


def _refuse_crowd(path: Path) -> None:
    """Refuse more entries than a feed has files, before a list of them is made."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found, at = 0, content.find(LISTED)
        while at >= 0 and found <= MAX_MEMBERS:
            found, at = found + 1, content.find(LISTED, at + 1)
    if found > MAX_MEMBERS:
        raise _refused(422, f"the zip has more than {MAX_MEMBERS} entries")


def _faults(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        yield "a member stands in it twice"
    for info in infos:
        path = PureWindowsPath(info.filename)  # knows both kinds of slashes, and drives
        if path.drive or path.root or ".." in path.parts:
            yield f"member {info.filename!r} leads out of the archive"
        if stat.S_ISLNK(info.external_attr >> 16):
            yield f"member {info.filename!r} is a link"
        packed, size = max(info.compress_size, 1), info.file_size
        if size > RATIO_FROM_BYTES and size > MAX_RATIO * packed:
            yield f"member {info.filename!r} unpacks more than {MAX_RATIO}-fold (zip bomb)"


def _refused(status: int, message: str) -> Refused:
    return Refused(status, [field_error("body", None, message)])
