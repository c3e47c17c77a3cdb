"""Environments of peers: each in a folder of its own outside the tree, made from pinned versions.

Nothing of a peer is kept in the tree or gets into our own environment. The folder lies in the
user's cache and is used again as long as the pins are the same.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
LONGEST_S = 600  # for an installation
DONE = "installed"  # a file in the folder: the installation came to its end


class NoPeer(RuntimeError):
    """A peer that cannot be had here; the message is a reason a person understands."""


def python_of(peer: str) -> Path:
    """Return the Python of an environment with the packages that ``peers/<peer>.txt`` pins."""
    pins = PEERS / f"{peer}.txt"
    folder = _folder(peer, [pins], sys.version)
    python = folder / "bin" / "python"
    if not (folder / DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)], f"no environment for {peer}")
        install = ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "-r", str(pins)]
        _run([str(python), *install], f"{peer} could not be installed from the package registry")
        (folder / DONE).touch()
    return python


def modules_of(peer: str) -> Path:
    """Return the folder of the packages that ``peers/package-lock.json`` pins."""
    pins = [PEERS / "package.json", PEERS / "package-lock.json"]
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        msg = "node and npm are not installed"
        raise NoPeer(msg)
    folder = _folder(peer, pins, "")
    if not (folder / DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for pin in pins:
            shutil.copy(pin, folder)
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder))
        _run([npm, "ci", *options], f"{peer} could not be installed from the package registry")
        (folder / DONE).touch()
    return folder / "node_modules"


def _folder(peer: str, pins: Sequence[Path], version: str) -> Path:
    """Return where the environment of these pins belongs."""
    content = b"".join(pin.read_bytes() for pin in pins) + version.encode()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = f"{peer}-{hashlib.sha256(content).hexdigest()[:12]}"
    return cache / "landkreis-in-fahrt" / "peers" / name


def _run(command: Sequence[str], otherwise: str) -> None:
    """Run a command that installs something; what it says is not ours to repeat."""
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoPeer(otherwise) from error
