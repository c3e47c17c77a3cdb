"""The Python client against a real server of the valley: frames, refusals, scenarios, jobs.

The valley's bus 60 rides from Westdorf to Ostheim; the scenario takes it out.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from feeds import write_feed, zip_feed
from http_client import serving
from valley import FEED

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


def test_a_table_knows_the_window_it_was_asked_for(client: Client) -> None:
    assert client.accessibility(window="23:00-26:00").attrs["window"] == "23:00-26:00"
    assert client.accessibility().attrs["window"] is None


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


def test_the_path_of_a_file_may_be_a_text(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "spaeter.toml"
    file.write_text(TOML, encoding="utf-8")
    as_json = tmp_path / "ohne.json"
    as_json.write_text(json.dumps(WITHOUT), encoding="utf-8")
    assert [client.scenarios.create(str(one))["name"] for one in (file, as_json)] == [
        "Später", "Ohne Bus",
    ]  # fmt: skip
    with pytest.raises(FileNotFoundError, match=r"nichts\.toml"):
        client.scenarios.create(str(tmp_path / "nichts.toml"))


def test_another_timetable_is_posted_as_a_zip(client: Client, tmp_path: Path) -> None:
    write_feed(tmp_path / "feed", FEED)
    feed = zip_feed(tmp_path / "feed", tmp_path / "tal-2025.zip")
    told = client.scenarios.from_gtfs(str(feed), {"schultag": "2024-05-14"})
    assert told["scenario"]["description"].startswith("tal-2025.zip gegen Tal.")
    assert told["scenario"].get("changes", []) == []  # the valley's own timetable
    with pytest.raises(ProblemError, match=r"query\.replaces\.0: no feed of that name"):
        client.scenarios.from_gtfs(feed, replaces=["bahn"])


def test_what_can_be_reached_counts_as_it_was_sent(client: Client) -> None:
    ost = {"id": "ost", "counts": {"schulen": 2, "jobs": 250}}
    found = client.opportunities(["west", "ost"], [ost], "06:00-09:00", minutes=[60], nth=[1])
    assert found["from_id"].tolist() == ["west", "ost"]
    assert found.filter(like="jobs_60").to_numpy().tolist() == [[250.0], [250.0]]
    assert found.filter(like="schulen_60").to_numpy().tolist() == [[2.0], [2.0]]


def test_an_area_around_everything_holds_everybody(client: Client) -> None:
    ring = [[12.0, 51.0], [13.5, 51.0], [13.5, 51.6], [12.0, 51.6], [12.0, 51.0]]
    found = client.area({"type": "Polygon", "coordinates": [ring]}, day="all")
    assert found["day"].tolist() == ["schultag", "samstag"]
    assert found.attrs["people"] == 1600  # of the whole valley


def test_the_knoten_are_a_row_each(client: Client) -> None:
    assert client.knoten("samstag", limit=1).attrs["day"] == "samstag"


def test_an_export_is_the_file(client: Client) -> None:
    table = pd.read_csv(BytesIO(client.export("table", "csv", day="samstag")))
    assert table["day"].tolist() == ["samstag"] * 3
    with pytest.raises(ProblemError, match=r"404 .*path\.what: no such export"):
        client.export("tabelle")


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
    result = client.jobs.wait(waited)
    for frame in (
        client.results.all().set_index("id").loc[result],
        client.jobs.all().set_index("id").loc[waited["id"]],
    ):
        assert frame["title"].startswith("Szenario „")
        assert frame["scenario_id"] == waited["scenario"]["id"]
        assert (frame["version"], frame["current"]) == (1, True)
