"""Result told: what a result is, as those who look for it are told."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.scenarios.files import Source, scenario_hash
from api.storage.files import MARKER
from api.storage.records import Result
from mobility.scenario import Scenario


def told_result(result: Result) -> dict[str, Any]:
    """Return what a list of results shows."""
    return {
        "id": result.id,
        "kind": result.kind,
        "title": title_of(result),
        "scenario": _scenario(result),
        "days": result.parameters.get("days"),
        "status": result.status,
        "created": result.created.isoformat().replace("+00:00", "Z"),
    }


def title_of(result: Result) -> str:
    """Return what a result is called, in German."""
    asked = result.parameters
    match result.kind:
        case "evaluation":
            return str(asked["scenarios"][-1]["name"])
        case "matrix":
            return f"Reisezeiten {len(asked['origins'])} × {len(asked['destinations'])}"
        case "comparison":
            after = ", ".join(str(one["name"]) for one in asked["afters"])
            return f"{after} gegenüber {asked['before']['name']}"
    return result.kind


def about_of(folder: Path) -> dict[str, Any]:
    """Return what a result was made from: data, hashes, parameters, version, scenario."""
    said: dict[str, Any] = json.loads((folder / MARKER).read_bytes())
    return {name: value for name, value in said.items() if name not in ("network", "tables")}


def _scenario(result: Result) -> Mapping[str, str] | None:
    """Return the scenario on top, with the hash its stored one has as long as it says the same."""
    scenarios = result.parameters.get("scenarios")
    if not scenarios:
        return None
    top = Scenario.model_validate(scenarios[-1])
    return {"name": top.name, "sha256": scenario_hash((Source(top),))}
