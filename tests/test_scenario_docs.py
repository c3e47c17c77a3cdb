"""What docs/scenarios.md shows can be done: every example is made on the demo county."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from api.scenarios.files import TYPES, Source
from api.scenarios.ground import ground_of, make
from api.service import Service
from mobility.scenario import Scenario

DOCS = Path(__file__).parents[1] / "docs" / "scenarios.md"
EXAMPLES = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
TITLED = [text if text.startswith("name") else f'name = "Beispiel"\n{text}' for text in EXAMPLES]
READY = sorted((Path(__file__).parents[1] / "api" / "demo" / "scenarios").glob("*.toml"))


def misfits(service: Service, text: str) -> list[str]:
    scenario = Scenario.model_validate(tomllib.loads(text))
    return [misfit.told for misfit in make([Source(scenario)], ground_of(service)).misfits]


@pytest.mark.parametrize("text", TITLED, ids=lambda text: text.split("type = ")[1].split("\n")[0])
def test_every_example_can_be_made_on_the_demo_county(
    service: Callable[[str], Service], text: str
) -> None:
    assert misfits(service("demo"), text) == []


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_every_ready_made_scenario_can_be_made_on_the_demo_county(
    service: Callable[[str], Service], path: Path
) -> None:
    assert misfits(service("demo"), path.read_text(encoding="utf-8")) == []


def test_there_is_an_example_of_every_change() -> None:
    shown = {
        kind for text in EXAMPLES for kind in re.findall(r'^type = "(\w+)"', text, re.MULTILINE)
    }
    assert shown == set(TYPES)
