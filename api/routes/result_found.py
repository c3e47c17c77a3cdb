"""Result found: a result by its id; one whose files are gone or broken is told as lost."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyarrow import ArrowInvalid

from accessibility.store import FormatError
from api.http.problems import Refused, asked, field_error
from api.routes.call import Call
from api.storage.records import Result

log = logging.getLogger(__name__)


def whole(call: Call, result_id: str, field: str = "path.result_id") -> tuple[Result, Path]:
    """Return a result and its folder; refuse one nobody knows, and one whose folder is gone."""
    with asked(field, result_id):
        found = call.store.results.read(result_id)
    folder = call.files.result(found.folder)
    if found.status == "whole" and folder.is_dir():
        return found, folder
    if found.status == "whole":
        call.store.results.lose(found.id)
    raise gone(result_id, field)


@contextmanager
def standing(result_id: str, field: str = "path.result_id") -> Iterator[None]:
    """Tell that a result is gone where its files go while they are read, or are broken."""
    try:
        yield
    except FileNotFoundError as error:
        raise gone(result_id, field) from error
    except (FormatError, ArrowInvalid, OSError) as error:  # they name places of the server
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the system's own; that of pyarrow, of a broken file, has no number
        log.warning("result %s cannot be read", result_id, exc_info=error)
        message = f"a file of result {result_id} is broken; delete it and ask for the same again"
        raise Refused(410, [field_error(field, result_id, message)]) from error


def gone(result_id: str, field: str) -> Refused:
    """Return that the folder of a result is no longer there."""
    message = f"the folder of result {result_id} is gone; ask for the same again to have it made"
    return Refused(410, [field_error(field, result_id, message)])
