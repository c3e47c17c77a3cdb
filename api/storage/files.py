"""Files of the storage: results as folders, finished parts of jobs, who is at work."""

import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from api.folders import whole_file, whole_folder
from api.storage.errors import Unfit

if sys.platform != "win32":
    import fcntl

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")  # leads nowhere but into the folder
MARKER = "result.json"  # what a folder of results holds


@dataclass(frozen=True)
class Files:
    """A folder all processes of one service share."""

    folder: Path

    def result(self, key: str) -> Path:
        """Return where the result of a key is or will be."""
        return self.folder / "results" / _name(key)

    @contextmanager
    def new_result(self, key: str) -> Iterator[Path]:
        """Yield an empty folder that becomes the result when the block ends well."""
        with whole_folder(self.result(key), MARKER) as folder:
            yield folder

    def part(self, key: str, name: str) -> Path:
        """Return where a part of a job is once it is finished."""
        return self.folder / "parts" / _name(key) / _name(name)

    @contextmanager
    def new_part(self, key: str, name: str) -> Iterator[Path]:
        """Yield a path that becomes the part when the block ends well."""
        with whole_file(self.part(key, name)) as path:
            yield path

    def remove_result(self, key: str) -> None:
        """Remove a result; without one, nothing. Nobody sees half of it: it goes aside at once."""
        aside = self._removed / secrets.token_hex(8)
        self._removed.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            self.result(key).rename(aside)
        shutil.rmtree(aside, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what a process left that died while it removed a result."""
        for aside in self._removed.glob("*"):
            shutil.rmtree(aside, ignore_errors=True)

    @property
    def _removed(self) -> Path:
        return self.folder / "removed"

    def remove_parts(self, key: str) -> None:
        """Remove the parts of a job; without any, nothing."""
        shutil.rmtree(self.folder / "parts" / _name(key), ignore_errors=True)

    @contextmanager
    def parts_held(self) -> Iterator[None]:
        """Hold the parts: for the time of the block nobody else removes any or begins a job."""
        with held(self.folder / "parts.lock"):
            yield

    @contextmanager
    def at_work(self, runner: str) -> Iterator[None]:
        """Show for the time of the block, or until the process dies, that the runner lives."""
        path = self._runner(runner)
        with held(path):
            yield
        path.unlink(missing_ok=True)

    def alive(self, runner: str) -> bool:
        """Return whether the runner is at work, in whatever process."""
        with suppress(FileNotFoundError), self._runner(runner).open("rb") as handle:
            return not _locked(handle.fileno(), wait=False)
        return False

    def _runner(self, runner: str) -> Path:
        return self.folder / "runners" / _name(runner)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a file; the next process waits for it. The hold goes with the process, however it ends.

    Where nothing can be written the file is not held: then nobody else can write either.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    if not path.exists():
        yield
        return
    with path.open("rb") as handle:
        _locked(handle.fileno(), wait=True)
        yield


def _locked(handle: int, *, wait: bool) -> bool:
    """Lock an open file until it is closed; False if another has it. Windows knows no such lock."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _name(text: str) -> str:
    if not NAME.fullmatch(text) or text != os.path.basename(text):  # noqa: PTH119 - of a text
        raise Unfit(f"{text!r} cannot be the name of a file here")
    return text
