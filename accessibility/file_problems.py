"""Problems of a file people write, in words that name table, key, value and the way out."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails


def read_text(path: Path, what: str, refusal: type[ValueError]) -> str:
    """Return what stands in a file in UTF-8; ``what`` it should be is named where it cannot."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise refusal(f"{path}: no such {what}") from error
    except IsADirectoryError as error:
        raise refusal(f"{path}: is a folder; name the {what} in it") from error
    except UnicodeDecodeError as error:
        raise refusal(f"{path}: is not saved as UTF-8 (byte {error.start})") from error


def read_toml(text: str, called: str, refusal: type[ValueError]) -> dict[str, Any]:
    """Return what a text in TOML says; ``called`` names it where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refusal(f"{called}: is not valid TOML: {error}") from error


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return one line per problem, in the order of the file's tables."""
    return list(dict.fromkeys(problem_of(detail, model) for detail in error.errors()))


def problem_of(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what is wrong in a line that names the table, the key, the value and the way out."""
    keys = _path(detail["loc"])
    where, key = _table(keys[:-1]), keys[-1] if keys else ""
    about_key = _about_key(detail, keys, model)
    if about_key:
        return where + about_key
    text = detail["msg"][0].lower() + detail["msg"][1:]
    if detail["type"] == "value_error":
        text = str(detail["ctx"]["error"])
    if isinstance(detail["input"], dict):  # about a table as a whole
        return f"{where}[{key}] {text}"
    return f"{where}{key} = {_written(detail['input'])}: {text}"


def _about_key(detail: ErrorDetails, keys: list[str], model: type[BaseModel]) -> str:
    """Return what is wrong with the key itself, "" where it is the value that is wrong."""
    key = keys[-1] if keys else ""
    match detail["type"]:
        case "extra_forbidden":
            return f"unknown key {key!r}{_hint(key, keys[:-1], model)}"
        case "literal_error" if detail["loc"][-1] == "[key]":
            valid = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
            return f"unknown key {key!r}{_nearest(key, valid)}"
        case "missing":
            return f"{key} is missing"
        case "string_pattern_mismatch":
            return f"{key!r} is no name; write small letters, digits and underscores"
        case "too_short":
            return f"{key} is empty; it needs at least one entry"
    return ""


def _path(loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys down to the problem; items of a list belong to their key: ``gtfs[1]``."""
    keys: list[str] = []
    for part in loc:
        if isinstance(part, int):
            keys[-1] += f"[{part}]"
        elif part != "[key]":
            keys.append(part)
    return keys


def _table(keys: list[str]) -> str:
    return f"[{'.'.join(keys)}] " if keys else ""


def _written(value: object) -> str:
    text = repr(value) if isinstance(value, str | int | float | list | tuple | dict) else str(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _hint(key: str, keys: list[str], model: type[BaseModel]) -> str:
    """Return the nearest valid key of the table, or the table where the key belongs."""
    table: type[BaseModel] | None = model
    for name in keys:
        if table and name in table.model_fields:
            table = _inner(table.model_fields[name].annotation)
    valid = _keys(table)
    close = difflib.get_close_matches(key.lower(), valid, n=1, cutoff=0.6)
    home = [name for name, inner in _tables(model) if key in inner.model_fields]
    if home and not close:
        return f"; it belongs in [{home[0]}]"
    return _nearest(key, valid)


def _nearest(key: str, valid: list[str]) -> str:
    close = difflib.get_close_matches(key.lower(), valid, n=1, cutoff=0)
    return f"; the nearest valid key is {close[0]!r} (valid: {', '.join(valid)})"


def _keys(table: type[BaseModel] | None) -> list[str]:
    return list(table.model_fields) if table else []


def _tables(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in model.model_fields.items():
        inner = _inner(field.annotation)
        if inner is not None:
            yield name, inner


def _inner(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - annotations are anything
    """Return the model a field holds, itself or as the values of a table of tables."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None
