"""Scenario files: what is wrong is told with its line, its change, its key and its value."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from api.scenarios.files import TYPES, read_scenario, scenario_hash
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError

LATER = """
    name = "Später"

    [[changes]]
    type = "shift"
    line = "60"
    minutes = 5
    span = ["06:00", "09:00"]
"""


def written(folder: Path, text: str, name: str = "scenario.toml") -> Path:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def refused(folder: Path, text: str, name: str = "scenario.toml") -> list[str]:
    """Return the lines of the error, the file's own name in the first left out."""
    path = written(folder, text, name)
    with pytest.raises(ScenarioError) as error:
        read_scenario(path)
    return str(error.value).replace(str(path), name).splitlines()


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    data = {
        "name": "Später",
        "changes": [
            {"type": "shift", "line": "60", "minutes": 5, "span": ["06:00", "09:00"]},
        ],
    }
    one = read_scenario(written(tmp_path, LATER))
    other = read_scenario(written(tmp_path, json.dumps(data), "scenario.json"))
    assert one[0].scenario == other[0].scenario
    assert scenario_hash(one) == scenario_hash(other)


def test_what_a_scenario_says_can_be_read_again(tmp_path: Path) -> None:
    (source,) = read_scenario(written(tmp_path, LATER))
    text = source.scenario.model_dump_json(exclude_defaults=True)
    assert '"span":["06:00","09:00"]' in text
    assert Scenario.model_validate(json.loads(text)) == source.scenario


def test_the_hash_is_that_of_what_is_said_and_not_of_how(tmp_path: Path) -> None:
    spaced = LATER.replace("minutes = 5", "minutes    =   5.0  # so")
    other = LATER.replace("minutes = 5", "minutes = 6")
    hashes = [scenario_hash(read_scenario(written(tmp_path, t))) for t in (LATER, spaced, other)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_base_is_read_first_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    written(tmp_path / "below", 'name = "Ohnefall"\n', "ohnefall.toml")
    top = written(tmp_path, 'name = "Mitfall"\nbase = "below/ohnefall.toml"\n')
    assert [source.scenario.name for source in read_scenario(top)] == ["Ohnefall", "Mitfall"]


def test_a_scenario_on_itself_is_refused(tmp_path: Path) -> None:
    written(tmp_path, 'name = "B"\nbase = "a.toml"\n', "b.toml")
    assert refused(tmp_path, 'name = "A"\nbase = "b.toml"\n', "a.toml") == [
        "a.toml: stands on itself (a.toml → b.toml → a.toml); mend base"
    ]


def test_all_problems_are_told_with_the_line_of_their_change(tmp_path: Path) -> None:
    text = """
        name = "Falsch"
        nam = "x"

        [[changes]]
        type = "shift"
        line = "60"
        minutes = "3"

        [[changes]]
        type = "shft"
        line = "60"

        [[changes]]
        type = "add_line"
        line = "neu"
        stops = ["A", { name = "B", lon = 200, lat = 51 }, 5]
        factor = 1.3

        [[changes.runs]]
        headway = 60
        first = "05:00"
        last = "04:00"

        [[changes]]
        type = "extend_hours"
        line = "60"
        minutes = 60
        frist = "05:00"
    """
    told = refused(tmp_path, text)
    assert told[0] == "scenario.toml:"
    assert told[1].startswith("  change 1, line 5 (shift): minutes = '3': input should be a valid")
    assert told[2].startswith("  change 2, line 10: no type 'shft' (did you mean \"shift\"?)")
    assert told[3].startswith("  change 3, line 14 (add_line): [stops[1]] lon = 200: input should")
    assert told[4:6] == [
        "  change 3, line 14 (add_line): stops[2] = 5: input should be a valid string",
        "  change 3, line 14 (add_line): [runs[0]] the first departure is later than the last one",
    ]
    assert told[6].startswith(
        "  change 4, line 25 (extend_hours): unknown key 'frist'; the nearest valid key is 'first'"
    )
    assert any("unknown key 'nam'; the nearest valid key is 'name'" in line for line in told[7:])


def test_json_has_no_lines_to_tell(tmp_path: Path) -> None:
    text = '{"name": "x", "changes": [{"type": "shift", "line": "60"}]}'
    assert refused(tmp_path, text, "s.json") == [
        "s.json:",
        "  change 1 (shift): minutes is missing",
    ]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("name = ", "s.toml", "s.toml: is not valid TOML"),
        ("{", "s.json", "s.json: is not valid JSON"),
        ("", "s.yaml", "s.yaml: is no scenario file; name one that ends in .toml or .json"),
        ("", "s.toml", "s.toml:"),
    ],
)
def test_what_is_no_scenario_is_refused_by_name(
    tmp_path: Path, text: str, name: str, said: str
) -> None:
    assert refused(tmp_path, text, name)[0].startswith(said)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such scenario file"):
        read_scenario(tmp_path / "none.toml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ScenarioError, match="is a folder"):
        read_scenario(tmp_path / "folder.toml")


def test_one_schema_holds_every_change() -> None:
    schema = Scenario.model_json_schema()
    mapping = schema["properties"]["changes"]["items"]["discriminator"]["mapping"]
    assert sorted(mapping) == sorted(TYPES)
    assert len(TYPES) == 23
