"""Result told: what a result is, as those who look for it are told."""

import json
from pathlib import Path
from typing import Any

from api.http.computed import Standing, title_of, told_of
from api.storage.files import MARKER
from api.storage.records import Result


def told_result(result: Result, now: Standing) -> dict[str, Any]:
    """Return what a list of results shows."""
    return {
        "id": result.id,
        "kind": result.kind,
        **told_of(result, now),
        "status": result.status,
        "created": result.created.isoformat().replace("+00:00", "Z"),
    }


def name_of(result: Result) -> str:
    """Return what a result is called among others: by its scenario."""
    scenarios = result.parameters.get("scenarios")
    return str(scenarios[-1]["name"]) if scenarios else title_of(result)


def about_of(folder: Path) -> dict[str, Any]:
    """Return what a result was made from: data, hashes, parameters, version, scenario."""
    said: dict[str, Any] = json.loads((folder / MARKER).read_bytes())
    return {name: value for name, value in said.items() if name not in ("network", "tables")}
