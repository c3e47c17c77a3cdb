"""Effects of scenarios in the valley: each change alone and left out, minutes tried.

The Oberzentrum lies at the Bahnhof: from Ostheim there is one train a day, at 8:00. Bus 60 is there
at 7:20, so everybody from Westdorf (400) and Mitte (300) waits for 40 minutes.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from commands import mobility, refused
from valley import ZENTREN, write_valley

from api.build import build_region
from api.evaluated import Evaluated, evaluated
from api.homes import build_question
from api.knoten import KnotenService
from api.lines import LineService
from api.scenarios.effects import FIGURES, contributions, minutes_tried
from api.scenarios.files import Source
from api.scenarios.minutes import minutes_table, minutes_text, offsets
from api.scenarios.service import service_under
from api.service import load_service
from api.windows import QuestionError
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError

OBERZENTRUM = "    z-bahn,Bahnhof Stadt,oberzentrum,12.7900,51.2000\n"
LATER = {"type": "shift", "line": "60", "minutes": 30}
NO_TRAIN = {"type": "remove_line", "line": "RB1"}
NEW = {
    "type": "add_line", "line": "70", "agency": "rbl", "product": "Regionalbus",
    "stops": ["A", "D"], "minutes": [0, 20], "runs": [{"departures": ["7:00"]}],
}  # fmt: skip


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("oberzentrum")
    build_region(write_valley(folder, zentren=ZENTREN + OBERZENTRUM), folder / "net")
    return folder / "net"


@pytest.fixture(scope="module")
def before(network: Path) -> Evaluated:
    return evaluated(load_service(network), ["schultag"])


def source(*changes: dict[str, Any]) -> Source:
    return Source(Scenario.model_validate({"name": "Probe", "changes": changes}))


def figures(table: pd.DataFrame, **of: object) -> list[dict[str, float]]:
    """Return the figures of the rows, class by class."""
    for name, value in of.items():
        table = table[table[name] == value]
    return [
        {str(name): value for name, value in row.items()}
        for row in table.set_index("class")[list(FIGURES)].reset_index().to_dict("records")
    ]


def towards_oberzentrum(table: pd.DataFrame, **of: object) -> dict[str, float]:
    (row,) = figures(table[table["class"] == "oberzentrum"], **of)
    return row


def test_each_change_is_told_alone_and_left_out(before: Evaluated) -> None:
    table = contributions(before, source(LATER, NO_TRAIN))

    every = towards_oberzentrum(table, way="alle")
    assert (every["people_lost"], every["people_better"]) == (1600, 0)
    later = towards_oberzentrum(table, way="allein", number=1)
    assert (later["people_lost"], later["people_better"], later["people_worse"]) == (0, 700, 0)
    # of 1600 with a train nobody else is faster: 400 + 300 by 30 min, 900 as before
    assert later["time_difference_mean"] == pytest.approx(-1800 * 700 / 1600)
    train = towards_oberzentrum(table, way="allein", number=2)
    assert (train["people_lost"], train["people_worse"]) == (1600, 1600)


def test_of_two_changes_one_alone_is_all_without_the_other(before: Evaluated) -> None:
    table = contributions(before, source(LATER, NO_TRAIN))

    for number, other in ((1, 2), (2, 1)):
        alone = figures(table, way="allein", number=number)
        pd.testing.assert_frame_equal(
            pd.DataFrame(alone), pd.DataFrame(figures(table, way="ohne", number=other))
        )


def test_a_change_alone_is_a_scenario_of_this_change(before: Evaluated) -> None:
    alone = figures(contributions(before, source(LATER, NO_TRAIN)), way="allein", number=1)
    every = contributions(before, source(LATER))

    assert set(every["way"]) == {"alle"}
    pd.testing.assert_frame_equal(pd.DataFrame(alone), pd.DataFrame(figures(every)))


def test_a_change_that_needs_one_before_it_cannot_be_made_alone(before: Evaluated) -> None:
    table = contributions(before, source(NEW, {"type": "shift", "line": "70", "minutes": 5}))

    made = table.drop_duplicates(["way", "number"]).set_index(["way", "number"])["made"]
    assert made.to_dict() == {
        ("alle", 0): True,
        ("allein", 1): True,
        ("ohne", 1): False,
        ("allein", 2): False,
        ("ohne", 2): True,
    }


def test_no_minute_later_changes_nothing(before: Evaluated) -> None:
    table = minutes_tried(before, "60", [0])
    assert set(table["class"]) >= {"grundzentrum", "mittelzentrum", "oberzentrum"}
    assert (table[list(FIGURES)].fillna(0) == 0).all(axis=None)


def test_a_minute_is_told_as_the_scenario_that_shifts_the_line(before: Evaluated) -> None:
    tried = minutes_tried(before, "60", [30])
    pd.testing.assert_frame_equal(
        pd.DataFrame(figures(tried)),
        pd.DataFrame(figures(contributions(before, source(LATER)))),
    )


def test_the_best_minute_meets_the_train(before: Evaluated) -> None:
    table = minutes_table(before.service, "60", 10)

    best = table[table["best"]].set_index("class")["minutes"]
    assert best["oberzentrum"] == 30  # 7:50 at Ostheim, the train leaves at 8:00
    assert best["mittelzentrum"] == 0  # in Ostheim nobody waits
    worse = towards_oberzentrum(table, minutes=-10)
    assert (worse["people_better"], worse["people_worse"]) == (0, 700)


def test_the_good_anschluesse_of_the_line_stand_beside_its_people(before: Evaluated) -> None:
    table = minutes_table(before.service, "60", 30)
    names = ["minutes", "anschluesse_good", "anschluesse_missed"]
    assert table[names].drop_duplicates().to_numpy().tolist() == [
        [0, 0, 0],  # 7:20 at Ostheim: 40 minutes are no Anschluss
        [30, 1, 0],  # 7:50, the train leaves at 8:00
    ]


def test_the_anschluesse_of_the_line_as_it_is_are_those_of_knoten(before: Evaluated) -> None:
    (today,) = minutes_table(before.service, "60", 30).query("minutes == 0 & `class` == 'bahn'")[
        ["anschluesse_good", "anschluesse_missed"]
    ].to_numpy().tolist()  # fmt: skip

    table = KnotenService(LineService(before.service), "schultag").table()
    mine = table[(table["line"] == "60") | (table["to_line"] == "60")]
    assert len(mine)
    assert today == [mine["good"].sum(), mine["missed"].sum()]


def test_every_minute_of_the_hour_is_tried_with_the_least_shift() -> None:
    assert offsets(15) == [-15, 0, 15, 30]
    assert offsets(1) == list(range(-29, 31))
    for every in (0, 31):
        with pytest.raises(QuestionError, match=f"every {every} minutes: give 1 to 30"):
            offsets(every)


def test_gains_and_losses_are_said_with_the_best_marked(before: Evaluated) -> None:
    text = minutes_text(minutes_table(before.service, "60", 30), before.service)

    assert "60, Schultag: alle Fahrten früher (−) oder später (+)" in text
    assert "zum Oberzentrum: am besten +30 min: 700 deutlich besser, 0 deutlich schlechter" in text
    assert "zum Mittelzentrum: am besten wie heute" in text
    (row,) = [line for line in text.splitlines() if line.strip().startswith("+30")]
    assert "+700 −0*" in row
    assert "gut  knapp verpasst" in text


def test_who_meets_the_value_no_longer_is_said_of_the_best_minute_too(before: Evaluated) -> None:
    table = minutes_table(before.service, "60", 30)
    later = (table["minutes"] == 30) & (table["class"] == "oberzentrum")
    table.loc[:, ["people_newly_met", "people_no_longer_met"]] = 0.0
    table.loc[later, "people_no_longer_met"] = 4902.0
    head, today, then = _table_of(minutes_text(table, before.service))

    assert "; 4.902 erreichen den Zielwert nicht mehr, 0 neu" in minutes_text(table, before.service)
    assert head.count("Zielwert") == 1  # of the class it changes for
    assert head.split()[3:5] == ["Oberzentrum", "Zielwert"]
    assert "+0 −0" in today
    assert "+700 −0*  +0 −4.902" in then
    table.loc[later, "people_no_longer_met"] = 0.0
    unchanged = minutes_text(table, before.service)
    assert "erreichen den Zielwert" not in unchanged
    assert "Zielwert" not in _table_of(unchanged)[0]


def _table_of(text: str) -> list[str]:
    """Return the lines of the printed table."""
    lines = text.splitlines()
    first = next(at for at, one in enumerate(lines) if one.lstrip().startswith("Minuten"))
    return lines[first : lines.index("", first)]


def test_the_command_writes_the_minutes(network: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    asked = ("scenario", "minutes", network, "--line", "60", "--every", 30, "-o", out)
    said = mobility(*asked)

    assert (said.code, said.err) == (0, "")
    assert "zum Oberzentrum: am besten +30 min" in said.out
    table = pd.read_csv(out)
    assert table[table["best"]].groupby(["day", "class"]).size().eq(1).all()
    assert set(table["minutes"]) == {0, 30}
    assert set(table["data_status"]) == {"official"}


def test_a_line_nobody_knows_is_refused_by_name(network: Path, tmp_path: Path) -> None:
    asked = ("scenario", "minutes", network, "--line", "6O", "-o", tmp_path / "m.csv")
    assert "no line '6O'" in refused(*asked)
    assert "choose one of .csv" in refused(*asked[:-1], tmp_path / "m.txt")


def test_an_end_the_line_has_not_is_refused_before_anything_is_computed(
    before: Evaluated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("api.scenarios.minutes.evaluated")
    with pytest.raises(ScenarioError, match=r"line 60 runs to .*, not 'Nix'"):
        minutes_table(before.service, "60", 30, towards="Nix")


@pytest.mark.parametrize("change", [LATER, NEW])
def test_the_question_of_a_scenario_is_as_if_asked_anew(
    before: Evaluated, change: dict[str, Any]
) -> None:
    service, _ = service_under(before.service, [source(change)])
    again = service.question
    anew = build_question(
        service.network, service.living, service.doors_of, service.profile,
        data_status=service.status,
    )  # fmt: skip

    assert np.array_equal(again.walk_s, anew.walk_s)
    assert np.array_equal(again.target, anew.target)
    for one, other in ((again.points, anew.points), (again.targets, anew.targets)):
        assert all(map(np.array_equal, one, other))
    every = np.ones(anew.walk_s.shape, np.bool_)
    if again.drives is not None and anew.drives is not None:
        assert np.array_equal(again.drives(every), anew.drives(every))
    assert again.profile == anew.profile
