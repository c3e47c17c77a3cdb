"""What a server logs: a line each, with its moment, what it is about, and errors whole."""

import json
import logging
import threading
import warnings
from contextvars import copy_context

import pytest

from api.http.logs import JOB, REQUEST, TOLD, logging_to_stderr

log = logging.getLogger("api.somewhere")


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_line_of_text_says_when_how_bad_where_and_what(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with logging_to_stderr("text"):
        log.warning("%d of %d", 2, 3)
    (line,) = lines(capsys)
    moment, rest = line.split(" ", 1)
    assert moment.endswith("Z")
    assert rest == "WARNING api.somewhere: 2 of 3"


def test_a_name_with_a_line_break_does_not_make_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to_stderr("text"):
        log.warning("scenario %s", "Takt\nERROR api: all is lost\r")
    (line,) = lines(capsys)
    assert line.endswith(r"scenario Takt\nERROR api: all is lost\r")


def test_a_line_of_json_has_request_job_and_fields_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def said() -> None:
        REQUEST.set("r1")
        JOB.set("j1")
        log.info("Bürgerbus", extra={TOLD: {"status": 200}})

    with logging_to_stderr("json"):
        copy_context().run(said)
        log.info("afterwards")
    one, other = map(json.loads, lines(capsys))
    told = {"level": "info", "logger": "api.somewhere", "message": "Bürgerbus"}
    assert told | {"request_id": "r1", "job_id": "j1", "status": 200} == {
        name: one[name] for name in one if name not in ("time", "process")
    }
    assert {"request_id", "job_id"}.isdisjoint(other)


def test_an_error_stands_in_one_line_with_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to_stderr("json"):
        try:
            int("vier")
        except ValueError:
            log.exception("no number")
    (line,) = map(json.loads, lines(capsys))
    assert line["level"] == "error"
    assert line["error"].startswith("Traceback (most recent call last):\n")
    assert line["error"].endswith("invalid literal for int() with base 10: 'vier'")


@pytest.mark.filterwarnings("default")
def test_warnings_and_threads_that_fail_are_logged_too(capsys: pytest.CaptureFixture[str]) -> None:
    def slip() -> None:
        raise KeyError("stop")

    with logging_to_stderr("json"):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        thread = threading.Thread(target=slip, name="job-1")
        thread.start()
        thread.join()
    warned, failed = map(json.loads, lines(capsys))
    assert "DeprecationWarning: old" in warned["message"]
    assert failed["message"] == "job-1 failed"
    assert "KeyError: 'stop'" in failed["error"]


def test_what_others_note_in_passing_is_not_heard(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to_stderr("text"):
        logging.getLogger("mobility.walk").info("walks from 3 to 4 points")
        logging.getLogger("uvicorn.error").info("Started server process")
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    (line,) = lines(capsys)
    assert line.endswith("WARNING uvicorn.error: Invalid HTTP request received.")
