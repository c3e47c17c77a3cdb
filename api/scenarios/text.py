"""Scenario text: a scenario as a file people read and edit, TOML or JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable, Table

from accessibility.store import check_format
from api.folders import whole_file
from mobility.scenario import Plain, Scenario

ENDINGS = (".toml", ".json")
FIRST = ("type", "note", "line", "towards", "days", "season")  # of a change, as people think
TABLES = ("runs", "courses")  # of a change: a table each, behind all else
WIDE = 100  # characters of a line
INDENT = "    "


def write_scenario(scenario: Scenario, out: Path, comment: str = "") -> None:
    """Write the scenario whole or not at all; in TOML with a comment on top."""
    check_format(out, ENDINGS)
    if out.suffix.lower() == ".json":
        text = scenario.model_dump_json(exclude_defaults=True, indent=2) + "\n"
    else:
        text = scenario_toml(scenario, comment)
    with whole_file(out) as path:
        path.write_text(text, encoding="utf-8")


def scenario_toml(scenario: Scenario, comment: str = "") -> str:
    """Return the scenario as TOML, a table for each change, what is not said left out."""
    document = tomlkit.document()
    for line in comment.splitlines():
        document.add(tomlkit.comment(line))
    head = scenario.model_dump(mode="json", exclude_defaults=True, exclude={"changes"})
    for key, value in head.items():
        document.add(key, value)
    changes = tomlkit.aot()
    for change in scenario.changes:
        changes.append(_table(change))
    if scenario.changes:
        document.add("changes", changes)
    return tomlkit.dumps(document)


def _table(change: Plain | Any) -> Table:  # noqa: ANN401 - templates as well
    values = change.model_dump(mode="json", exclude_defaults=True)
    return _table_of(dict(sorted(values.items(), key=lambda item: _place(item[0]))))


def _place(key: str) -> int:
    if key in TABLES:
        return len(FIRST) + 1
    return FIRST.index(key) if key in FIRST else len(FIRST)


def _table_of(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        if key in TABLES:
            tables = tomlkit.aot()
            for one in value:
                tables.append(_table_of(one))
            table.add(key, tables)
        else:
            table.add(key, _item(value, len(key) + 3))
    return table


def _item(value: Any, column: int) -> Any:  # noqa: ANN401 - whatever JSON has
    """Return the value as TOML, written from the column on."""
    if isinstance(value, Mapping):
        return _inline(value)
    return _array(value, column) if isinstance(value, list) else value


def _inline(values: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for key, value in values.items():
        table.append(key, _item(value, 0))
    return table


def _array(values: Sequence[Any], column: int) -> Array:
    """Return the array on one line, or on as few as there is room for."""
    items = [_item(value, 0) for value in values]
    texts = [tomlkit.item(item).as_string() for item in items]
    array = tomlkit.array()
    if column + sum(map(len, texts)) + 2 * len(texts) <= WIDE:
        array.extend(items)
        return array
    begin = 0
    while begin < len(items):
        end, width = begin + 1, len(INDENT) + len(texts[begin]) + 1
        while end < len(items) and width + len(texts[end]) + 2 <= WIDE:
            width += len(texts[end]) + 2
            end += 1
        array.add_line(*items[begin:end], indent=INDENT)
        begin = end
    array.add_line(indent="")
    return array
