"""The members of a feed laid out for reading: checked, plain UTF-8, each a file in a folder."""

import csv
import errno
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from gtfs.feed import DiskError, FeedError, Member, feed_name, find_members
from gtfs.members import CALENDAR_FILES, REQUIRED_COLUMNS, REQUIRED_FILES

BLOCK_BYTES = 16 << 20  # copied at a time
BOM = b"\xef\xbb\xbf"
DAMAGES = (  # what a zip with bytes gone wrong is met with, by how it is packed
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError,
)  # fmt: skip
DAMAGED = {None, errno.EINVAL}  # numbers of an OSError of bzip2, and of a place before the start


@dataclass(frozen=True)
class FeedFiles:
    """The members of one feed that are read, laid out as plain UTF-8 files without BOM."""

    name: str  # prefix of the ids where there are several feeds
    source: Path
    folder: Path  # exists while the feed is open
    lines: Mapping[str, int]  # member → lines after the header
    unread: tuple[str, ...]  # members nobody looks at


@contextmanager
def open_feed(source: Path) -> Iterator[FeedFiles]:
    """Lay out the members of a feed for reading; what is wrong with them in one FeedError."""
    with ExitStack() as stack:
        members = _by_name(source, find_members(source, stack))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="gtfs-")))
        lines = {}
        for name in sorted(members.keys() & REQUIRED_COLUMNS.keys()):
            lines[name] = _copy_text(source, members[name], folder / name)
            if not header_of(folder / name):
                lines[name] = 0  # nothing but blank lines
        faults = [*_find_missing(lines), *_find_faulty_headers(folder, lines)]
        unread = tuple(sorted(members.keys() - REQUIRED_COLUMNS.keys()))
        if faults:
            if not lines and unread:
                faults.append(f"there is only {', '.join(unread[:10])}")
            raise FeedError("\n".join([f"{source}: this is not a usable GTFS feed", *faults]))
        yield FeedFiles(feed_name(source), source, folder, lines, unread)


def header_of(path: Path) -> list[str]:
    """Return the column names of a member without spaces and quotes; none if it is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        try:
            names = next((row for row in csv.reader(file) if "".join(row).strip()), [])
        except csv.Error as error:
            msg = f"{path.name}: the header is no list of column names ({error})"
            raise FeedError(msg) from error
    return [clean_name(name) for name in names]


def clean_name(name: str) -> str:
    """Return a column name as meant: `` "agency_name"`` after a comma and a space is one too."""
    return name.strip().strip('"').strip()


def _by_name(source: Path, members: Iterator[Member]) -> dict[str, Member]:
    """Return the members by file name, wherever they lie; two of one name are two feeds."""
    named: dict[str, Member] = {}
    for member in members:
        if any(part.startswith((".", "__MACOSX")) for part in member.path.parts):
            continue  # what file managers leave behind
        name = member.path.name
        if name in named and name in REQUIRED_COLUMNS:
            msg = (
                f"{source}: {name} is there twice, as {named[name].path} and {member.path}; "
                "a feed has one of each, name several feeds one by one"
            )
            raise FeedError(msg)
        named[name] = member
    return named


def _copy_text(source: Path, member: Member, target: Path) -> int:
    """Copy a member without its BOM and return the lines after the header; UTF-8 or FeedError."""
    lines, offset, rest = 0, 0, b""
    try:
        with target.open("wb") as copy:
            for block in _blocks(source, member):
                start = not offset and not rest
                text = rest + (block.removeprefix(BOM) if start else block)
                end = text.rfind(b"\n") + 1
                whole, rest = text[:end], text[end:]
                _check_utf8(source, member, whole, offset, lines)
                copy.write(whole)
                offset, lines = offset + len(whole), lines + whole.count(b"\n")
            _check_utf8(source, member, rest, offset, lines)
            copy.write(rest)
    except OSError as error:
        msg = (
            f"{source}: {member.path} cannot be copied to {target.parent} ({error.strerror}); "
            "look at its rights and at the space on the disk (TMPDIR names another place)"
        )
        raise DiskError(msg) from error
    old_mac = rest.rstrip().count(b"\r")  # lines that end in a carriage return alone
    return max(lines + old_mac + bool(rest.strip()) - 1, 0)


def _blocks(source: Path, member: Member) -> Iterator[bytes]:
    """Yield the content of a member; FeedError if it is damaged, DiskError if the disk is."""
    try:
        with member.open() as file:
            while block := file.read(BLOCK_BYTES):
                yield block
    except DAMAGES as error:
        raise _damage(source, member, error) from error
    except OSError as error:
        if error.errno in DAMAGED:
            raise _damage(source, member, error) from error
        msg = f"{source}: {member.path} cannot be read ({error.strerror}); look at its rights"
        raise DiskError(msg) from error


def _damage(source: Path, member: Member, error: Exception) -> FeedError:
    told = f"member {member.path} cannot be unpacked ({error}); download it again"
    return FeedError(f"{source}: {told}")


def _check_utf8(source: Path, member: Member, block: bytes, offset: int, lines: int) -> None:
    if block.isascii() and b"\0" not in block:
        return
    try:
        block.decode("utf-8")
        at = block.find(b"\0")
    except UnicodeDecodeError as error:
        at = error.start
    if at < 0:
        return
    row = lines + block.count(b"\n", 0, at) + 1
    looks = "UTF-16" if b"\0" in block else "ISO-8859-1 or Windows-1252"
    msg = (
        f"{source}: {member.path} row {row}, byte {offset + at}: 0x{block[at]:02x} is not UTF-8 "
        f"text (it looks like {looks}); save the file as UTF-8"
    )
    raise FeedError(msg)


def _find_missing(lines: Mapping[str, int]) -> Iterator[str]:
    for name in REQUIRED_FILES:
        if name not in lines:
            yield f"{name} is missing; without it there is no timetable, ask for the whole feed"
        elif lines[name] == 0:
            yield f"{name} is empty: not one row after the header"
    if not any(lines.get(name) for name in CALENDAR_FILES):
        yield "calendar.txt and calendar_dates.txt are both missing or empty; one must have rows"


def _find_faulty_headers(folder: Path, lines: Mapping[str, int]) -> Iterator[str]:
    for name in lines:
        header = header_of(folder / name)
        if not header:
            continue  # told as empty where the file is required
        for column in sorted({c for c in header if c and header.count(c) > 1}):
            yield f"{name} row 1: the column {column!r} is there {header.count(column)} times"
        missing = [c for c in REQUIRED_COLUMNS[name] if c not in header]
        if missing:
            yield f"{name} row 1: no column {', '.join(missing)} (there is {','.join(header)})"
