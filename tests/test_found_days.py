"""Found days: whoever asks about a day gets what has been evaluated once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

import api.http.found_days
from accessibility.day_journeys import DayJourneys, ride_out
from accessibility.folds import Window
from accessibility.measures import Asked
from api.http.desk import Desk, build_desk
from api.http.ground import Grounds
from api.http.scenario_desk import ScenarioDesk
from api.scenarios.files import Source
from api.service import load_service
from mobility.scenario import Scenario
from mobility.threads import in_threads

H = 3600
SLOW = ("alembic", "pygeoapi", "osmnx")  # to import, and needed by few


@pytest.fixture
def desk(valley: Path) -> Desk:
    return build_desk(load_service(valley / "net"))


@pytest.fixture
def ridden(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the dates that are ridden out, in the order they were."""
    dates: list[str] = []

    def counted(asked: Asked) -> DayJourneys:
        dates.append(asked.day.date.isoformat())
        return ride_out(asked)

    monkeypatch.setattr(api.http.found_days, "ride_out", counted)
    return dates


def test_a_day_is_evaluated_once_for_tables_windows_scenarios_and_areas(
    desk: Desk, ridden: list[str]
) -> None:
    day, when = next(iter(desk.service.days.items()))
    desk.access(day)
    desk.access(day, Window(7 * H, 9 * H))
    ScenarioDesk(desk).compared((Source(Scenario(name="Nichts")),), day)
    choices, _ = Grounds(desk).network.choices(day)
    assert ridden == [when.isoformat()]
    assert choices[day] is desk.found.evaluated(day).answers[day].choices


def test_of_many_who_ask_at_once_one_evaluates(desk: Desk, ridden: list[str]) -> None:
    day = next(iter(desk.service.days))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(desk.found.evaluated, [day] * 4))
    assert len(ridden) == 1
    assert all(one is found[0] for one in found)


def test_the_table_is_the_one_the_command_finds(desk: Desk) -> None:
    day = next(iter(desk.service.days))
    assert_frame_equal(desk.access(day), desk.service.access([day]))


def test_the_evaluation_of_all_days_rests_on_the_same(desk: Desk, ridden: list[str]) -> None:
    days = list(desk.service.days)
    in_threads(desk.access, days)
    evaluation = Grounds(desk).network.evaluation
    assert len(ridden) == len(days)
    assert_frame_equal(evaluation.access, desk.service.access(days))


def test_a_server_starts_without_what_few_ask_for() -> None:
    code = f"import sys, api.http.server; print(sorted(set({SLOW!r}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
