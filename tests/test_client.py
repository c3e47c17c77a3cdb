"""The Python client against a real server of the valley: frames, refusals, scenarios, jobs.

The valley's bus 60 rides from Westdorf to Ostheim; the scenario takes it out.
"""

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from http_client import serving

from api.client import Client, ProblemError
from api.client_work import JobError
from mobility.scenario import Scenario

WITHOUT = {"name": "Ohne Bus", "changes": [{"type": "remove_line", "line": "60"}]}
TOML = 'name = "Später"\n\n[[changes]]\ntype = "shift"\nline = "60"\nminutes = 5\n'


@pytest.fixture(scope="module")
def client(valley: Path) -> Iterator[Client]:
    with serving(valley / "net") as address, Client(address) as found:
        yield found


def test_the_accessibility_table_comes_as_the_command_writes_it(
    client: Client, valley: Path
) -> None:
    found = client.accessibility(day="all", classes=["mittelzentrum"])
    written = gpd.read_parquet(valley / "res" / "accessibility.parquet")
    assert found.crs == "EPSG:4326"
    assert found.attrs["data_status"] == "official"
    for column in ("ortsteil_id", "day", "mittelzentrum_journeys", "mittelzentrum_verdict"):
        here, there = (one[column].astype(object).fillna("–").tolist() for one in (found, written))
        assert here == there, column


def test_pages_are_put_together(client: Client) -> None:
    whole = client.stops()
    in_pages = client._door.features("stops", {"limit": 2})
    assert len(whole) > 2
    pd.testing.assert_frame_equal(pd.DataFrame(in_pages), pd.DataFrame(whole))


def test_an_empty_list_is_an_empty_frame(client: Client) -> None:
    nowhere = client.ortsteile(bbox="1,1,2,2")
    assert len(nowhere) == 0
    assert nowhere.crs == "EPSG:4326"


def test_journeys_and_matrix_agree(client: Client) -> None:
    journeys = client.journeys("west", "ost", day="schultag")
    matrix = client.matrix(["west"], ["ost"], "06:00-09:00", day="schultag")
    assert len(journeys) > 0
    assert matrix["journey_time_min"].tolist() == [journeys["duration"].min()]


def test_a_refusal_names_the_field(client: Client) -> None:
    with pytest.raises(ProblemError, match=r"422 .*query\.day: no day montag") as refused:
        client.accessibility(day="montag")
    assert refused.value.status == 422
    assert refused.value.problem["errors"][0]["value"] == "montag"


def test_a_scenario_is_kept_changed_and_removed(client: Client, tmp_path: Path) -> None:
    kept = client.scenarios.create(WITHOUT)
    assert client.scenarios.read(kept["id"])["scenario"]["name"] == "Ohne Bus"
    file = tmp_path / "spaeter.toml"
    file.write_text(TOML, encoding="utf-8")
    changed = client.scenarios.update(kept["id"], file, kept["version"])
    assert (changed["name"], changed["version"]) == ("Später", 2)
    with pytest.raises(ProblemError, match="412"):
        client.scenarios.update(kept["id"], Scenario.model_validate(WITHOUT), kept["version"])
    assert kept["id"] in client.scenarios.all()["id"].tolist()
    copy = client.scenarios.duplicate(kept["id"], "Kopie")
    for one in (changed, copy):
        client.scenarios.delete(one["id"], one["version"])
    with pytest.raises(ProblemError, match="404"):
        client.scenarios.read(kept["id"])


def test_a_scenario_is_evaluated_at_once_and_as_a_job(client: Client) -> None:
    kept = client.scenarios.create(WITHOUT)
    checked = client.scenarios.check(kept["id"])
    assert checked["problems"] == []
    quick = pd.DataFrame(client.scenarios.evaluate(kept["id"], "schultag")["kreis"])
    result = client.jobs.wait(client.scenarios.start(kept["id"], ["schultag"]))
    names = [one["name"] for one in client.results.read(result)["tables"]]
    assert "vergleich" in names
    whole = client.results.table(result, "vergleich", area="kreis")
    for column in ("people_lost", "people_newly_reached", "people_worse"):
        assert sorted(whole[column]) == sorted(quick[column]), column
    client.results.delete(result)


def test_a_job_that_is_cancelled_has_no_result(client: Client) -> None:
    waited, unwanted = (
        client.scenarios.start(client.scenarios.create({**WITHOUT, "description": told})["id"])
        for told in ("wird gebraucht", "wird nicht gebraucht")
    )
    over = client.jobs.cancel(unwanted["id"])  # it waits for the one before it
    with pytest.raises(JobError, match="cancelled"):
        client.jobs.wait(over)
    assert client.jobs.wait(waited) in client.results.all()["id"].tolist()
