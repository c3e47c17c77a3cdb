"""Folders: results appear whole or not at all, and leave nothing behind where they fail."""

import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # no room, none for this user, none in one file
OLD = ".replaced"  # inside a workshop: what stood in the target's place


@contextmanager
def whole_folder(target: Path, marker: str) -> Iterator[Path]:
    """Yield an empty folder that takes the target's place when the block ends without an error.

    A folder already there is replaced if it holds the ``marker`` file or nothing; anything else
    is refused, so that nobody's files are lost to a slip of the keyboard. Files the new folder
    does not bring along stay.
    """
    target = target.resolve()
    if target.exists() and not target.is_dir():
        raise FileExistsError(f"{target} is a file; name a folder to write into")
    if target.is_mount():
        raise FileExistsError(f"{target} is a mounted disk; name a folder in it to write into")
    if target.is_dir() and any(target.iterdir()) and not (target / marker).is_file():
        msg = f"{target} holds other files and no {marker}; name a new or an empty folder"
        raise FileExistsError(msg)
    with _workshop(target) as shop:
        work = shop / target.name
        work.mkdir()
        yield work
        _replace(work, target, shop / OLD)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Yield a path of the same name that takes the target's place when the block ends well."""
    target = target.resolve()
    if target.is_dir():
        raise FileExistsError(f"{target} is a folder; name a file to write")
    with _workshop(target) as shop:
        yield shop / target.name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shop / target.name).replace(target)


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """Yield a hidden folder on the target's disk, gone when the block ends, however it ends.

    It lies in the nearest folder that exists, so that a failure leaves no empty parents either.
    """
    home = _home(target)
    try:
        _clear_away(home, target)
        shop = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=home))
    except OSError as error:
        msg = f"{home}: cannot be written to ({error.strerror}); name another place with -o"
        raise OSError(msg) from error
    try:
        with ExitStack() as stack:
            _lock(shop, stack)
            yield shop
    except OSError as error:
        if error.errno not in FULL:
            raise
        reason = os.strerror(error.errno or 0)
        msg = f"{target}: {reason}; make room or name another disk with -o; nothing was written"
        raise OSError(msg) from error
    finally:
        shutil.rmtree(shop, ignore_errors=True)


def _home(target: Path) -> Path:
    """Return the nearest folder above the target that exists."""
    for parent in target.parents:
        if parent.is_dir():
            return parent
        if parent.exists():
            break
    raise NotADirectoryError(f"{parent} is a file; name another place with -o")


def _clear_away(home: Path, target: Path) -> None:
    """Remove the workshops of runs that were killed; what they had put aside returns."""
    name = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}\.part")
    for shop in sorted(path for path in home.iterdir() if name.fullmatch(path.name)):
        with ExitStack() as stack:
            if not _lock(shop, stack):
                continue  # someone is at work in it
            if (shop / OLD).exists() and not target.exists():
                (shop / OLD).rename(target)
            shutil.rmtree(shop, ignore_errors=True)


def _lock(folder: Path, stack: ExitStack) -> bool:
    """Hold the folder as long as the stack; False if another process does, or no lock can be had.

    The lock goes with the process, however that ends, so a workshop without one is abandoned.
    """
    if sys.platform == "win32":
        return False
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        stack.callback(os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _replace(work: Path, target: Path, old: Path) -> None:
    """Put the finished folder in place; the old one stays until the new one stands."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        work.rename(target)
        return
    target.rename(old)
    try:
        work.rename(target)
    finally:
        if not target.exists():
            old.rename(target)
    for kept in old.iterdir():
        if not (target / kept.name).exists():
            kept.rename(target / kept.name)
