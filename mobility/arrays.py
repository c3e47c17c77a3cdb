"""Arrays on disk: a record of arrays as a folder of .npy files, mapped rather than read."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

Record = TypeVar("Record")
PLAIN = "plain.json"  # fields that are no arrays


def save_arrays(record: Any, folder: Path) -> None:  # noqa: ANN401 - any dataclass or named tuple
    """Write every field of the record: arrays as .npy files, the rest into one JSON file."""
    folder.mkdir(parents=True)
    plain: dict[str, str | int | float | None] = {}
    for name in _names(type(record)):
        value = getattr(record, name)
        if isinstance(value, np.ndarray):
            np.save(folder / f"{name}.npy", value, allow_pickle=False)
        else:
            plain[name] = value.isoformat() if isinstance(value, date) else value
    (folder / PLAIN).write_text(json.dumps(plain), encoding="utf-8")


def load_arrays(kind: type[Record], folder: Path) -> Record:
    """Return the record, its arrays read-only and mapped into memory."""
    plain = json.loads((folder / PLAIN).read_text(encoding="utf-8"))
    values = {}
    for name in _names(kind):
        if name not in plain:
            values[name] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        elif name.endswith("_date"):
            values[name] = date.fromisoformat(plain[name])
        else:
            values[name] = plain[name]
    return kind(**values)


def _names(kind: type) -> tuple[str, ...]:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(kind._fields)  # type: ignore[attr-defined] # a NamedTuple
