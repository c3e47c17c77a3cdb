"""Questions asked under a scenario: journeys, lines, Fahrplan as they would be.

The valley's bus 60 rides from Westdorf to Ostheim; the scenarios take it out, or run it later.
"""

import json
from pathlib import Path

from commands import mobility

LATER = """
name = "Später"

[[changes]]
type = "shift"
line = "60"
minutes = 5
"""
WITHOUT = """
name = "Ohne Bus"

[[changes]]
type = "remove_line"
line = "60"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "szenario.toml"
    path.write_text(text, encoding="utf-8")
    return path


def clock(text: str) -> int:
    hours, minutes, seconds = map(int, text.split(":"))
    return 3600 * hours + 60 * minutes + seconds


def journeys(valley: Path, *arguments: object) -> list[dict[str, str]]:
    said = mobility(
        "journeys", valley / "net", "--from", "west", "--to", "ost", "--date", "2024-05-14",
        "--json", *arguments,
    )  # fmt: skip
    assert (said.code, said.err) == (0, "")
    found: list[dict[str, str]] = json.loads(said.out)
    return found


def test_journeys_leave_five_minutes_later_where_the_bus_does(valley: Path, tmp_path: Path) -> None:
    before = journeys(valley)
    after = journeys(valley, "--scenario", written(tmp_path, LATER))
    later = [
        clock(one["departure"]) - clock(was["departure"])
        for was, one in zip(before, after, strict=True)
    ]
    assert set(later) == {300}


def test_there_are_no_journeys_without_the_bus_and_the_answer_says_why(
    valley: Path, tmp_path: Path
) -> None:
    scenario = written(tmp_path, WITHOUT)
    assert journeys(valley, "--scenario", scenario) == []
    said = mobility(
        "journeys", valley / "net", "--from", "west", "--to", "ost", "--date", "2024-05-14",
        "--scenario", scenario,
    )  # fmt: skip
    assert "Szenario „Ohne Bus“" in said.out


def test_a_line_that_is_taken_out_is_in_no_list(valley: Path, tmp_path: Path) -> None:
    scenario = written(tmp_path, WITHOUT)
    now, then = (
        json.loads(mobility("lines", valley / "net", "--json", *more).out)
        for more in ((), ("--scenario", scenario))
    )
    names = [{line["name"] for line in told["lines"]} for told in (now, then)]
    assert "60" in names[0] - names[1]
    assert then["region"].endswith("Szenario „Ohne Bus“")


def test_a_printed_timetable_names_the_scenario(valley: Path, tmp_path: Path) -> None:
    page = tmp_path / "60.html"
    scenario = written(tmp_path, LATER)
    said = mobility(
        "fahrplan", valley / "net", "--line", "60", "--scenario", scenario, "-o", page
    )  # fmt: skip
    assert (said.code, said.err) == (0, "")
    assert "Szenario „Später“" in page.read_text(encoding="utf-8")
