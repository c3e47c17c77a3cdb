"""Scenarios written as text are read as they were, and read well."""

import re
import tomllib
from pathlib import Path

import pytest

from accessibility.store import FormatError
from api.scenarios.files import read_scenario
from api.scenarios.text import scenario_toml, write_scenario
from mobility.scenario import Scenario

DOCS = (Path(__file__).parents[1] / "docs" / "scenarios.md").read_text(encoding="utf-8")
EXAMPLES = [
    text if text.startswith("name") else f'name = "Beispiel"\n{text}'
    for text in re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
]
STOPS = [f"Haltestelle {number}" for number in range(1, 9)]
LONG = {
    "name": "Neu",
    "changes": [
        {
            "type": "add_trips", "line": "60", "note": 'sagt "ja" \\ nein', "days": ["samstag"],
            "stops": [*STOPS, {"name": "Neu", "lon": 12.5, "lat": 51.2, "stop_id": "n"}],
            "arrivals": [f"08:{minute:02d}" for minute in range(9)], "departures": ["08:00"],
        },
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_kind_of_change_is_read_as_it_was_written(text: str) -> None:
    scenario = Scenario.model_validate(tomllib.loads(text))
    assert Scenario.model_validate(tomllib.loads(scenario_toml(scenario))) == scenario


def test_a_change_reads_as_people_think_and_long_lists_are_broken() -> None:
    scenario = Scenario.model_validate(LONG)
    assert scenario_toml(scenario, "DEMO\naus Netz Tal") == (
        "# DEMO\n"
        "# aus Netz Tal\n"
        'name = "Neu"\n'
        "\n"
        "[[changes]]\n"
        'type = "add_trips"\n'
        'note = "sagt \\"ja\\" \\\\ nein"\n'
        'line = "60"\n'
        'days = ["samstag"]\n'
        "stops = [\n"
        '    "Haltestelle 1", "Haltestelle 2", "Haltestelle 3", "Haltestelle 4", "Haltestelle 5",\n'
        '    "Haltestelle 6", "Haltestelle 7", "Haltestelle 8",\n'
        '    {name = "Neu", lon = 12.5, lat = 51.2, stop_id = "n"},\n'
        "]\n"
        'arrivals = ["08:00", "08:01", "08:02", "08:03", "08:04", "08:05", "08:06", "08:07", '
        '"08:08"]\n'
        'departures = ["08:00"]\n'
    )


def test_runs_and_courses_are_tables_of_their_own() -> None:
    course = {"stops": ["A", "B"], "arrivals": ["08:00", "08:10"], "departures": ["08:00"]}
    change = {"type": "add_trips", "courses": [course], "line": "60", "mode": "tram"}
    text = scenario_toml(Scenario.model_validate({"name": "Neu", "changes": [change]}))
    assert text == (
        'name = "Neu"\n'
        "\n"
        "[[changes]]\n"
        'type = "add_trips"\n'
        'line = "60"\n'
        'mode = "tram"\n'
        "\n"
        "[[changes.courses]]\n"
        'stops = ["A", "B"]\n'
        'arrivals = ["08:00", "08:10"]\n'
        'departures = ["08:00"]\n'
    )


@pytest.mark.parametrize("ending", [".toml", ".json"])
def test_a_file_is_read_as_it_was_written(tmp_path: Path, ending: str) -> None:
    scenario = Scenario.model_validate(LONG)
    write_scenario(scenario, tmp_path / f"neu{ending}", "DEMO")
    (source,) = read_scenario(tmp_path / f"neu{ending}")
    assert source.scenario == scenario


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"cannot write \.txt; choose one of \.toml, \.json"):
        write_scenario(Scenario(name="Neu"), tmp_path / "neu.txt")
