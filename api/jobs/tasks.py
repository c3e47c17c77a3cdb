"""Task: what the code of a long computation is given: where to write, how to tell, when to stop."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeAlias

from api.progress import Tell
from api.storage.files import Files
from api.storage.job_list import JobList
from api.storage.records import Job

TELL_S = 0.2  # progress is written so often at most
DIGITS = 3  # of progress: a part of a thousand, nobody sees less
MakePart: TypeAlias = Callable[[str, Path], None]  # by name, into that file


class Stopped(RuntimeError):
    """The job is not wanted any longer, or the service ends."""


@dataclass(frozen=True, eq=False)
class Task:
    """A job at work. All it writes into ``out`` becomes the result, whole or not at all."""

    job: Job
    out: Path
    files: Files
    tell: Tell  # raises Stopped

    def parts(self, names: Sequence[str], make: MakePart) -> list[Path]:
        """Make the parts one after the other and return their files.

        Those a run before this one has finished are not made again. The result may be written of
        them; they go when it stands.
        """
        paths = [self.files.part(self.job.key, name) for name in names]
        missing = [name for name, path in zip(names, paths, strict=True) if not path.exists()]
        done = len(names) - len(missing)
        for name in missing:
            self.tell(done / len(names))
            with self.files.new_part(self.job.key, name) as path:
                make(name, path)
            done += 1
        self.tell(1.0)
        return paths


Work: TypeAlias = Callable[[Task], None]


@dataclass(eq=False)
class Teller:
    """Writes how far a job is, not too often; raises Stopped where it is not wanted any longer."""

    jobs: JobList
    job: Job
    closing: Event
    notify: Callable[[], None]
    written_s: float = float("-inf")  # by the monotonic clock

    def __call__(self, progress: float) -> None:
        """Tell, from 0 to 1."""
        if self.closing.is_set():
            raise Stopped
        if time.monotonic() - self.written_s < TELL_S:
            return
        self.written_s = time.monotonic()
        job = self.jobs.advance(self.job.id, round(min(max(progress, 0.0), 1.0), DIGITS))
        if job is None or job.cancel_asked:
            raise Stopped
        self.notify()
