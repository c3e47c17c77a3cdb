"""Export job: a file that takes long to write, kept as a result instead of waited for."""

import json
from typing import Literal

from api.http.export_wanted import Wanted
from api.http.exports import EXPORTS, held_against, write_export
from api.http.exports import Task as Writing
from api.http.ground import Grounds
from api.http.problems import Refused
from api.jobs.tasks import Task
from api.storage.errors import Conflict
from api.storage.files import MARKER
from api.windows import QuestionError
from mobility.scenario_values import Word, Written


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
    of, against = (
        None if folder is None else task.files.result(folder)
        for folder in (asked.folder, asked.against)
    )
    if any(folder is not None and not folder.is_dir() for folder in (of, against)):
        raise Conflict("the result it is to be made of is gone; evaluate the scenario again")
    task.tell(0.0)
    ground = grounds.network if of is None else grounds.result(of)
    before = held_against(asked.wanted, of, against)
    writing = Writing(grounds, ground, asked.wanted, before, task.out / asked.name)
    try:
        write_export(EXPORTS[asked.what], writing)
    except Refused as error:  # at the door it would name the parameter
        raise QuestionError(str(error)) from error
    (task.out / MARKER).write_text(json.dumps(ground.about, ensure_ascii=False), encoding="utf-8")
