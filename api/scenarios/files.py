"""Scenario files (TOML or JSON): read with the scenarios they stand on, errors with their line."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from accessibility.file_problems import problem_of, read_text, read_toml
from accessibility.tables import nearest
from mobility.scenario import Change, Scenario
from mobility.scenario_values import ScenarioError

ENDINGS = (".toml", ".json")
TYPES: dict[str, type[BaseModel]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(Change)
}


@dataclass(frozen=True)
class Source:
    """A scenario and the file it was read from."""

    scenario: Scenario
    path: Path | None = None  # None: it came over the wire
    lines: tuple[int, ...] = ()  # [change] line of the file it begins in, () if not known

    def place(self, number: int) -> str:
        """Return where the change of the number (from 1) stands, for a message."""
        line = f", line {self.lines[number - 1]}" if number <= len(self.lines) else ""
        return f"{self.path or self.scenario.name}{line}"


def read_scenario(path: Path) -> tuple[Source, ...]:
    """Read a scenario and what it stands on, the lowest first; all problems in a ScenarioError.

    ``base`` is a path relative to the file that names it.
    """
    chain, known = list[Source](), list[Path]()
    following: Path | None = path
    while following is not None:
        here = following.resolve()
        if here in known:
            told = " → ".join(file.name for file in (*known, here))
            raise ScenarioError(f"{path}: stands on itself ({told}); mend base")
        known.append(here)
        source = _read(following)
        chain.insert(0, source)
        base = source.scenario.base
        following = None if base is None else following.parent / base
    return tuple(chain)


def scenario_hash(chain: tuple[Source, ...]) -> str:
    """Return the SHA-256 of what the scenarios say, however they are written."""
    told = [source.scenario.model_dump(mode="json", exclude={"base"}) for source in chain]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> Source:
    if path.suffix.lower() not in ENDINGS:
        raise ScenarioError(f"{path}: is no scenario file; name one that ends in .toml or .json")
    text = read_text(path, "scenario file", ScenarioError)
    scenario, lines = _parsed(text, path.suffix.lower(), str(path))
    return Source(scenario, path, lines)


def _parsed(text: str, ending: str, called: str) -> tuple[Scenario, tuple[int, ...]]:
    try:
        data = json.loads(text) if ending == ".json" else read_toml(text, called, ScenarioError)
    except json.JSONDecodeError as error:
        raise ScenarioError(f"{called}: is not valid JSON: {error}") from error
    lines = lines_of_changes(text, data) if ending == ".toml" else ()
    try:
        return Scenario.model_validate(data), lines
    except ValidationError as error:
        told = [change_problem(detail, lines) for detail in error.errors()]
        problems = "\n  ".join([f"{called}:", *dict.fromkeys(told)])
        raise ScenarioError(problems) from error


def lines_of_changes(text: str, data: dict[str, Any]) -> tuple[int, ...]:
    """Return ``[change]`` the line of its ``[[changes]]``; () where they are written otherwise."""
    heads = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r"\s*\[\[\s*changes\s*\]\]", line)
    ]
    changes = data.get("changes")
    return tuple(heads) if isinstance(changes, list) and len(changes) == len(heads) else ()


def change_problem(detail: ErrorDetails, lines: tuple[int, ...]) -> str:
    """Return the problem in a line that names change, type, key and value."""
    loc = detail["loc"]
    if loc[:1] != ("changes",) or len(loc) < 2 or not isinstance(loc[1], int):
        return problem_of(detail, Scenario)
    place = f"change {loc[1] + 1}" + (f", line {lines[loc[1]]}" if lines else "")
    if detail["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return f"{place}: {_about_type(detail)}"
    if len(loc) == 2 or str(loc[2]) not in TYPES:
        return f"{place}: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    kind = str(loc[2])
    inner = tuple(part for part in loc[3:] if part not in ("new", "named"))
    if not inner:
        return f"{place} ({kind}): {detail['ctx']['error']}"
    return f"{place} ({kind}): {problem_of({**detail, 'loc': inner}, TYPES[kind])}"


def _about_type(detail: ErrorDetails) -> str:
    if detail["type"] == "union_tag_not_found":
        return f"type is missing; one of {', '.join(TYPES)}"
    tag = str(detail["ctx"]["tag"])
    return f"no type {tag!r}{nearest(tag, TYPES)} (types: {', '.join(TYPES)})"
