"""Export job: a file that takes long to write, kept as a result instead of waited for."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from api.http.export_task import Task as Writing
from api.http.export_wanted import Wanted
from api.http.exports import EXPORTS, held_against, write_export
from api.http.ground import Grounds
from api.http.problems import Refused
from api.jobs.tasks import Task
from api.progress import Progress
from api.storage.errors import Conflict
from api.storage.files import MARKER
from api.windows import QuestionError
from mobility.scenario_values import Word, Written

FOUND, WRITTEN = 0.2, 0.95  # how far a file is once its network is ready, and once it stands


class ExportAsked(Written):
    """A file of the network, or of a result; a difference may name what it is held against."""

    kind: Literal["export"] = "export"
    what: Word
    wanted: Wanted
    name: Word  # of the file
    folder: Word | None = None  # of the result; None: the network
    against: Word | None = None


def export(grounds: Grounds, asked: ExportAsked, task: Task) -> None:
    """Write the file into the folder of the job; what it was made from stands beside it."""
    folders = [
        task.files.result(folder) for folder in (asked.folder, asked.against) if folder is not None
    ]
    _refuse_lost(folders)
    try:
        about = _written(grounds, asked, task)
    except (Refused, OSError, ValueError) as error:
        _refuse_lost(folders)  # deleted meanwhile: that is why
        if isinstance(error, Refused):  # at the door it would name the parameter
            raise QuestionError(str(error)) from error
        raise
    task.tell(WRITTEN)
    (task.out / MARKER).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _written(grounds: Grounds, asked: ExportAsked, task: Task) -> dict[str, Any]:
    """Write the file; return what it was made from."""
    of, against = (
        None if folder is None else task.files.result(folder)
        for folder in (asked.folder, asked.against)
    )
    task.tell(0.0)
    ground = grounds.network if of is None else grounds.result(of)
    before = held_against(asked.wanted, of, against)
    progress, out = Progress(task.tell).within(FOUND, WRITTEN), task.out / asked.name
    write_export(EXPORTS[asked.what], Writing(grounds, ground, asked.wanted, before, out, progress))
    return ground.about


def _refuse_lost(folders: Sequence[Path]) -> None:
    if not all(folder.is_dir() for folder in folders):
        raise Conflict("the result it is to be made of is gone; evaluate the scenario again")
