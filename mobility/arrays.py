"""Arrays on disk: a record of arrays as a folder of .npy files, mapped rather than read."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from tokenize import TokenError
from typing import Any, TypeVar

import numpy as np
from numpy.lib import format as npy

Record = TypeVar("Record")
PLAIN = "plain.json"  # fields that are no arrays


class ArraysError(ValueError):
    """A file of arrays that is cut off or not ours; the message names it."""


def save_arrays(record: Any, folder: Path) -> None:  # noqa: ANN401 - any dataclass or named tuple
    """Write every field of the record: arrays as .npy files, the rest into one JSON file."""
    folder.mkdir(parents=True)
    plain: dict[str, str | int | float | None] = {}
    for name in _names(type(record)):
        value = getattr(record, name)
        if isinstance(value, np.ndarray):
            _save(value, folder / f"{name}.npy")
        else:
            plain[name] = value.isoformat() if isinstance(value, date) else value
    (folder / PLAIN).write_text(json.dumps(plain), encoding="utf-8")


def _save(array: np.ndarray[Any, Any], path: Path) -> None:
    """Write the array as ``np.save`` does, but for its silence when the disk is full."""
    whole = np.ascontiguousarray(array)
    with path.open("wb") as file:
        npy.write_array_header_1_0(file, npy.header_data_from_array_1_0(whole))
        if whole.nbytes:
            file.write(whole.reshape(-1).view(np.uint8).data)


def load_arrays(kind: type[Record], folder: Path) -> Record:
    """Return the record, its arrays read-only and mapped into memory."""
    plain = _read_plain(folder / PLAIN)
    values: dict[str, Any] = {}
    for name in _names(kind):
        if name not in plain:
            values[name] = _mapped(folder / f"{name}.npy")
        elif name.endswith("_date"):
            values[name] = date.fromisoformat(plain[name])
        else:
            values[name] = plain[name]
    return kind(**values)


def _read_plain(path: Path) -> dict[str, Any]:
    try:
        plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ArraysError(f"{path}: {error}") from error
    return plain


def _mapped(path: Path) -> np.ndarray[Any, Any]:
    try:
        array: np.ndarray[Any, Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, TokenError) as error:  # TokenError: of a header cut off
        raise ArraysError(f"{path}: {error}") from error
    return np.asarray(array)  # as any array: numpy's own kind makes every access slow


def _names(kind: type) -> tuple[str, ...]:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(kind._fields)  # type: ignore[attr-defined] # a NamedTuple
