"""A feed as it lies on the disk, zip or folder: which members there are, and may they be read."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from gtfs.members import REQUIRED_COLUMNS

MAX_MEMBERS = 10_000  # a feed has some twenty files
MAX_BYTES = 8 << 30  # all of Germany unpacks to about 3 GB
MAX_RATIO = 250  # timetables pack 10- to 50-fold, a bomb about 1000-fold
RATIO_FROM_BYTES = 10 << 20  # below it a high ratio does no harm
ENCRYPTED = 1  # bit of the flags of a member


class FeedError(ValueError):
    """A feed cannot be used as it is; the message says which file, row, field and value."""


class DiskError(FeedError):
    """The disk a feed is read from or copied to fails; the feed itself may be fine."""


@dataclass(frozen=True)
class Member:
    """One file of a feed."""

    path: PurePosixPath  # inside the feed
    open: Callable[[], IO[bytes]]


def feed_name(source: Path) -> str:
    """Return the file stem: ``rnv`` for ``rnv.zip``, ``rnv.gtfs`` for ``rnv.gtfs.zip``."""
    return source.absolute().name if source.is_dir() else source.stem


def find_members(source: Path, stack: ExitStack) -> Iterator[Member]:
    """Yield the files of a zip or folder; the zip stays open as long as the stack."""
    if source.is_dir():
        for path in sorted(p for p in source.rglob("*") if p.is_file()):
            yield Member(PurePosixPath(path.relative_to(source)), partial(_open, path))
    elif source.is_file():
        archive = stack.enter_context(_open_zip(source))
        infos = [info for info in archive.infolist() if not info.is_dir()]
        faults = list(_find_faults(infos))
        if faults:
            raise FeedError("\n".join([f"{source}: the zip is not safe to unpack", *faults[:20]]))
        for info in infos:
            yield Member(_path(info), partial(archive.open, info))
    else:
        msg = f"{source}: no such file or folder; a GTFS zip or an unpacked feed is wanted"
        raise FeedError(msg)


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _open_zip(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except OSError as error:
        msg = f"{source}: cannot be read ({error.strerror}); look at its rights"
        raise DiskError(msg) from error
    except zipfile.BadZipFile as error:
        with source.open("rb") as file:
            start = file.read(16)
        if not start:
            msg = f"{source}: the file is empty; download the feed again"
        elif start.startswith(b"PK"):
            msg = f"{source}: the zip is cut off or damaged ({error}); download the feed again"
        else:
            msg = f"{source}: not a zip, it begins with {start!r}; a GTFS zip or folder is wanted"
        raise FeedError(msg) from error


def _find_faults(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield what makes a zip unsafe; only members that are read are ever unpacked."""
    if len(infos) > MAX_MEMBERS:
        yield f"{len(infos)} members, at most {MAX_MEMBERS} are accepted"
    for info in infos:
        if _path(info).is_absolute() or ".." in _path(info).parts:
            yield f"member {info.filename!r} leads out of the archive"
    read = [info for info in infos if _path(info).name in REQUIRED_COLUMNS]
    for info in read:
        if info.flag_bits & ENCRYPTED:
            yield f"member {info.filename!r} is encrypted; a feed has no password"
        packed = max(info.compress_size, 1)
        if info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * packed:
            yield (
                f"member {info.filename!r} unpacks {packed} bytes to {info.file_size}, "
                f"more than {MAX_RATIO}-fold: no timetable does that (zip bomb)"
            )
    total = sum(info.file_size for info in read)
    if total > MAX_BYTES:
        yield f"unpacks to {total} bytes, at most {MAX_BYTES} are accepted (zip bomb)"


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))  # some Windows tools write backslashes
