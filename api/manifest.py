"""Manifest: what a network folder was made from, whether that still holds, whether it is whole."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mobility.network import NetworkError

FORMAT = 5  # of the network folder; raised when an older one can no longer be read
MANIFEST = "network.json"
NEEDED = (
    *("format", "version", "name", "crs", "data_status", "days", "day_warnings", "moving", "sbahn"),
    *("sources", "hauptrelation", "standards", "inputs", "counts", "files"),
)
STATE = (  # what of a provenance tells two states of a network apart
    *("version", "network_version", "region", "inputs", "moving", "days", "day_warnings"),
    *("data_status", "profile", "standards", "standards_sha256"),
)
FAULTS = 3  # of a damaged folder that are named
HASH_BLOCK = 1 << 20
SHORT_HASH = 8


def program_version() -> str:
    """Return the version of the program that wrote a result."""
    return version("landkreis-in-fahrt")


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and contents of a folder's files."""
    digest = hashlib.sha256()
    for file in _files(path):
        if path.is_dir():
            digest.update(str(file.relative_to(path)).encode())
        with file.open("rb") as stream:
            while block := stream.read(HASH_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def stamp(path: Path, network: Path) -> dict[str, Any]:
    """Return what tells an input of a network folder apart from a changed one.

    The path is relative where both lie side by side, so that they may be moved together.
    """
    path, beside = path.absolute(), network.absolute().parent
    near = path.is_relative_to(beside)
    size, modified_ns = _size_and_time(path)
    return {
        "path": (Path("..") / path.relative_to(beside)).as_posix() if near else str(path),
        "name": path.name,
        "sha256": fingerprint(path),
        "bytes": size,
        "modified_ns": modified_ns,
    }


def changed(recorded: dict[str, Any], network: Path) -> bool:
    """Return whether the input is there and differs from the one recorded."""
    path = network / recorded["path"]
    if not path.exists():
        return False  # the network lives on without its inputs
    if _size_and_time(path) == (recorded["bytes"], recorded["modified_ns"]):
        return False
    return bool(fingerprint(path) != recorded["sha256"])


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a network folder; refuse what is none or of another format."""
    path = folder / MANIFEST
    if not path.is_file():
        raise NetworkError(f"{folder}: no network here ({MANIFEST} is missing); run mobility build")
    with intact(folder, MANIFEST):
        manifest: dict[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")))
    if manifest.get("format") != FORMAT:
        msg = (
            f"{folder}: was built in format {manifest.get('format')} by version "
            f"{manifest.get('version')}, this is version {program_version()} with format {FORMAT}; "
            "run mobility build again"
        )
        raise NetworkError(msg)
    with intact(folder, MANIFEST):
        missing = [key for key in NEEDED if key not in manifest]
        if missing:
            raise ValueError(f"does not say {', '.join(missing)}")
    return manifest


def inventory(folder: Path) -> dict[str, int]:
    """Return the bytes of every file of a network folder but its manifest."""
    files = {file.relative_to(folder).as_posix(): file.stat().st_size for file in _files(folder)}
    return {name: size for name, size in files.items() if name != MANIFEST}


def refuse_incomplete(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse a folder of which a file has been lost or cut off, in copying perhaps."""
    there = inventory(folder)
    faults = [
        f"{name} has {there[name]} of {size} bytes" if name in there else f"{name} is missing"
        for name, size in manifest["files"].items()
        if there.get(name) != size
    ]
    if faults:
        more = f" and {len(faults) - FAULTS} more" if len(faults) > FAULTS else ""
        reason = ", ".join(faults[:FAULTS]) + more
        raise NetworkError(f"{folder}: is damaged ({reason}); run mobility build again")


@contextmanager
def intact(folder: Path, file: str = "") -> Iterator[None]:
    """Refuse the network folder if what is read of it is not what we wrote."""
    try:
        yield
    except (FileNotFoundError, EOFError, ValueError, TypeError) as error:
        reason = f"{file}: {error}" if file else str(error)
        raise NetworkError(f"{folder}: is damaged ({reason}); run mobility build again") from error


def _files(path: Path) -> list[Path]:
    """Return the file itself, or the files of a folder in order."""
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())


def _size_and_time(path: Path) -> tuple[int, int]:
    """Return bytes and latest change: where both are as before, nobody hashes the content."""
    stats = [file.stat() for file in _files(path)]
    return sum(one.st_size for one in stats), max((one.st_mtime_ns for one in stats), default=0)


@contextmanager
def as_loaded(folder: Path, manifest: Mapping[str, Any], file: str = "") -> Iterator[None]:
    """Refuse what is read of a network folder that is not the one of the manifest any more."""
    try:
        with intact(folder, file):
            yield
    finally:  # after the reading: whatever stood there then stands there now, or is refused
        if state_of(read_manifest(folder)) != state_of(manifest):
            raise NetworkError(f"{folder}: was built anew since it was loaded; start again")


def provenance_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every result carries: hashes of the inputs, parameters, versions."""
    inputs = manifest["inputs"]
    return {
        "version": program_version(),
        "network_version": manifest["version"],
        "region": manifest["name"],
        "inputs": {kind: {one["name"]: one["sha256"] for one in inputs[kind]} for kind in inputs},
        "moving": manifest["moving"],
        "days": manifest["days"],
        "day_warnings": manifest["day_warnings"],
    }


def state_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that figures of a network depend on, but not where it lies."""
    return provenance_of(manifest) | {
        "format": FORMAT,
        "crs": manifest["crs"],
        "data_status": manifest["data_status"],
        "standards": manifest["standards"],
        "counts": manifest["counts"],
        "files": manifest["files"],
    }


def same_state(about: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return whether two provenances are of one state of the network, whatever the scenario.

    What one of them does not say, being older, is not held against it.
    """
    return all(about[key] == now[key] for key in STATE if key in about and key in now)


def hash_of(told: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what JSON can hold; the order of keys does not matter."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def provenance_line(manifest: Mapping[str, Any], scenario: Mapping[str, Any] | None = None) -> str:
    """Return the hashes in one short line for maps and pages."""
    inputs = manifest["inputs"]
    parts = [
        f"{kind.upper()} {' '.join(one['sha256'][:SHORT_HASH] for one in inputs[kind])}"
        for kind in ("gtfs", "osm")
    ]
    parts += [f"Szenario {scenario['sha256'][:SHORT_HASH]}"] if scenario else []
    return f"{', '.join(parts)}; Programm {program_version()}"
