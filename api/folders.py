"""Folders: results appear whole or not at all, and say what they were made from."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mobility.network import NetworkError

FORMAT = 1  # of the network folder; raised when an older one can no longer be read
MANIFEST = "network.json"
HASH_BLOCK = 1 << 20


@contextmanager
def whole_folder(target: Path, marker: str) -> Iterator[Path]:
    """Yield an empty folder that takes the target's place when the block ends without an error.

    A folder already there is replaced if it holds the ``marker`` file or nothing; anything else
    is refused, so that nobody's files are lost to a slip of the keyboard.
    """
    target = target.absolute()
    if target.exists() and not target.is_dir():
        raise FileExistsError(f"{target} is a file; name a folder to write into")
    if target.is_dir() and any(target.iterdir()) and not (target / marker).is_file():
        msg = f"{target} holds other files and no {marker}; name a new or an empty folder"
        raise FileExistsError(msg)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    work.chmod(0o755)
    try:
        yield work
        _replace(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Yield a path that takes the target's place when the block ends without an error."""
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(
        prefix=f".{target.stem}.", suffix=f".part{target.suffix}", dir=target.parent
    )
    os.close(handle)
    work = Path(name)
    try:
        work.unlink()  # writers want to create it themselves
        yield work
        work.chmod(0o644)
        work.replace(target)
    finally:
        work.unlink(missing_ok=True)


def _replace(work: Path, target: Path) -> None:
    """Put the finished folder in place; the old one stays until the new one stands."""
    if not target.exists():
        work.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
    target.rename(old / target.name)
    try:
        work.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    finally:
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)


def program_version() -> str:
    """Return the version of the program that wrote a result."""
    return version("landkreis-in-fahrt")


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and contents of a folder's files."""
    digest = hashlib.sha256()
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    for file in files:
        if path.is_dir():
            digest.update(str(file.relative_to(path)).encode())
        with file.open("rb") as stream:
            while block := stream.read(HASH_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def stamp(path: Path) -> dict[str, Any]:
    """Return what tells an input apart from a changed one."""
    status = path.stat()
    return {
        "path": str(path.absolute()),
        "name": path.name,
        "sha256": fingerprint(path),
        "bytes": status.st_size,
        "modified_ns": status.st_mtime_ns,
    }


def changed(recorded: dict[str, Any]) -> bool:
    """Return whether the input is there and differs from the one recorded."""
    path = Path(recorded["path"])
    if not path.exists():
        return False  # the network lives on without its inputs
    status = path.stat()
    if path.is_file() and (status.st_size, status.st_mtime_ns) == (
        recorded["bytes"],
        recorded["modified_ns"],
    ):
        return False
    return bool(fingerprint(path) != recorded["sha256"])


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a network folder; refuse what is none or of another format."""
    path = folder / MANIFEST
    if not path.is_file():
        raise NetworkError(f"{folder}: no network here ({MANIFEST} is missing); run mobility build")
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NetworkError(f"{path}: is damaged ({error}); run mobility build again") from error
    if manifest.get("format") != FORMAT:
        msg = (
            f"{folder}: was built in format {manifest.get('format')} by version "
            f"{manifest.get('version')}, this is version {program_version()} with format {FORMAT}; "
            "run mobility build again"
        )
        raise NetworkError(msg)
    return manifest
