"""What a scenario check found is told in words, and can be read back from its file."""

import json
from collections.abc import Callable
from pathlib import Path

from api.scenarios.check import check_data, check_scenario, check_text
from api.scenarios.files import read_scenario
from api.scenarios.told import changes_of
from api.service import Service

READY = Path(__file__).parents[1] / "api" / "demo" / "scenarios"


def test_the_plusbus_of_the_demo_only_adds_trips(service: Callable[[str], Service]) -> None:
    checked = check_scenario(service("demo"), read_scenario(READY / "plusbus-613.toml"))

    text = check_text(checked)
    told = changes_of(json.loads(json.dumps(check_data(checked))))

    assert "1  D 613 wird PlusBus: alle Fahrten von heute bleiben; alle 60 min" in text
    assert "     = D 613: alle 120 min von 08:00 bis 22:00" in text
    assert "     Ferientag: D 613 18 neu" in text
    assert told.added_only
    assert [change.number for change in told.changes] == [1]
    assert len(told.changes[0].parts) == 3
    assert "Ferientag: D 613 18 neu" in told.changes[0].trips


def test_a_line_that_gives_way_is_no_mere_addition(service: Callable[[str], Service]) -> None:
    checked = check_scenario(service("demo"), read_scenario(READY / "sbahn-gera.toml"))

    told = changes_of(check_data(checked))

    assert not told.added_only
    assert any(
        "RB22: zugesicherte Anschlüsse (2 in transfers.txt; Pegau, Bahnhof)" in one
        for one in told.warnings
    )


def test_what_was_made_without_words_tells_no_changes(service: Callable[[str], Service]) -> None:
    checked = check_scenario(service("demo"), read_scenario(READY / "plusbus-613.toml"))
    data = check_data(checked)
    data["scenario"]["changes"] = [
        {key: value for key, value in change.items() if key != "words"}
        for change in data["scenario"]["changes"]
    ]

    assert changes_of(data).changes == []
