"""Scenario bodies: a scenario as it comes over the wire, JSON or TOML; problems name its fields."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api.http.accept import JSON
from api.http.bounded import refuse_many
from api.http.problems import FieldError, Refused, field_error
from api.scenarios.files import TYPES, Source, change_problem, lines_of_changes
from api.scenarios.ground import Misfit
from api.storage.errors import Unfit
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError

TOML = "application/toml"
OFFERED = (JSON, TOML)
TAGS = {*TYPES, "new", "named"}  # pydantic's names for what a value was taken for
MOST_ERRORS = 100  # told at once


def media_of_body(content_type: str, offered: Sequence[str]) -> str:
    """Return the format a body says it has; JSON where it says nothing."""
    said = content_type.partition(";")[0].strip().lower() or offered[0]
    if said not in offered:
        message = f"is not read here; send {' or '.join(offered)}"
        raise Refused(415, [field_error("header.content-type", content_type, message)])
    return said


def read_source(content: bytes, media: str, most_changes: int) -> Source:
    """Return the scenario of a body with the lines its changes begin in; refuse it by fields."""
    text = _text(content)
    data = _json(text) if media == JSON else _toml(text)
    if not isinstance(data, dict):
        _refuse("body", data, "a scenario is an object with a name and changes")
    changes = data.get("changes")
    if isinstance(changes, list) and len(changes) > most_changes:
        message = f"at most {most_changes} changes (settings: most_changes)"
        _refuse("body.changes", len(changes), message)
    lines = () if media == JSON else lines_of_changes(text, data)
    refuse_many(data)
    try:
        return Source(Scenario.model_validate(data), None, lines)
    except ValidationError as error:
        raise _refusal(error, data, lines) from error


def misfit_errors(misfits: Sequence[Misfit], top: Source, where: str) -> list[FieldError]:
    """Return what cannot be made: ``where``.changes.N, from 0.

    Of a scenario beneath ``top`` it is told as of its base.
    """
    return _first(
        field_error(
            f"{where if one.source is top else f'{where}.base'}.changes.{one.problem.number - 1}",
            one.source.scenario.changes[one.problem.number - 1].model_dump_json(
                exclude_defaults=True
            ),
            one.told,
        )
        for one in misfits
    )


@contextmanager
def kept_as(name: str | None, base: str | None) -> Iterator[None]:
    """Name the field a scenario cannot be kept for."""
    try:
        yield
    except Unfit as error:
        raise Refused(422, [field_error("body.name", name, str(error))]) from error
    except ScenarioError as error:
        raise Refused(422, [field_error("body.base", base, str(error))]) from error


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            400, [field_error("body", None, f"is not UTF-8 (byte {error.start})")]
        ) from error


def _json(text: str) -> object:
    try:
        found: object = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise Refused(400, [field_error("body", None, "is nested too deep")]) from error
    except ValueError as error:
        raise Refused(400, [field_error("body", None, f"is not valid JSON: {error}")]) from error
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise Refused(400, [field_error("body", None, "is nested too deep")]) from error
    except ValueError as error:
        raise Refused(400, [field_error("body", None, f"is not valid TOML: {error}")]) from error


def _refusal(error: ValidationError, data: dict[str, Any], lines: tuple[int, ...]) -> Refused:
    """Return what is wrong by fields, the first of many, and how much more there is."""
    count = error.error_count()
    try:
        details = error.errors() if count <= MOST_ERRORS else _first_details(data)
        told = _first(_field_error(one, lines) for one in details)
    except ValueError:  # Python writes no number of more than 4300 digits
        told = [field_error("body", None, "a number in it is too long to be written")]
    if not told:
        message = f"{count} errors in it, all behind item {MOST_ERRORS} of a list"
        return Refused(422, [field_error("body", None, message)])
    return Refused(422, told, more=count - len(told) if count > MOST_ERRORS else 0)


def _first_details(data: dict[str, Any]) -> list[ErrorDetails]:
    """Return what is wrong at the beginning of all lists: to tell it of a million takes too long.

    What is wrong between fields is left out: a list that was cut no longer fits the one beside it.
    """
    try:
        Scenario.model_validate(_cut(data))
    except ValidationError as error:
        return [one for one in error.errors() if one["type"] != "value_error"]
    return []


def _cut(value: object) -> object:
    """Return a value with the beginning of each list in it."""
    if isinstance(value, dict):
        return {name: _cut(one) for name, one in value.items()}
    return [_cut(one) for one in value[:MOST_ERRORS]] if isinstance(value, list) else value


def _field_error(detail: ErrorDetails, lines: tuple[int, ...]) -> FieldError:
    path = [str(part) for part in detail["loc"] if part not in TAGS]
    told = None if detail["type"] == "missing" else detail["input"]
    return field_error(".".join(["body", *path]), told, change_problem(detail, lines))


def _first(errors: Iterable[FieldError]) -> list[FieldError]:
    """Return each error once, and no more than a person reads."""
    once = {(one.field, one.message): one for one in islice(errors, MOST_ERRORS)}
    return list(once.values())


def _refuse(field: str, value: object, message: str) -> NoReturn:
    raise Refused(422, [field_error(field, value, message)])
