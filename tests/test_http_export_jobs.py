"""A file that takes long to write can be a job: what it leaves is the file that is waited for."""

import shutil
from pathlib import Path

import pytest
from http_client import fields, refused
from http_jobs import ASYNC, JOBS, over
from http_results import EXPORTS, Kept

from api.http.desk import build_desk
from api.http.export_wanted import Wanted
from api.http.ground import Grounds
from api.jobs.export import ExportAsked, export
from api.jobs.kinds import wish_for
from api.jobs.tasks import Stopped, Task
from api.progress import Tell
from api.service import load_service
from api.storage.errors import Conflict
from api.storage.files import Files
from api.storage.store import Store


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("summary?format=md", "Zusammenfassung-Tal.md"),
        ("table?format=csv&day=all", "Erreichbarkeit-Tal-alle-Tage.csv"),
        (
            "difference?format=svg&measure=bahn_journey_time_p50&result={later}",
            "Unterschied-Reisezeit-zur-Bahn-Tal-Szenario-60-später-gegenüber-Bestand-Schultag.svg",
        ),
        (
            "difference?format=svg&measure=bahn_journey_time_p50&result={later}&before={earlier}",
            "Unterschied-Reisezeit-zur-Bahn-Tal-Szenario-60-später-gegenüber-60-früher-Schultag.svg",
        ),
    ],
)
def test_the_file_of_a_job_is_the_one_that_is_waited_for(kept: Kept, query: str, name: str) -> None:
    path = f"{EXPORTS}/{query.format(later=kept.later, earlier=kept.earlier)}"
    taken = kept.ask.get(path, headers=ASYNC)
    assert (taken.status_code, taken.headers["preference-applied"]) == (202, "respond-async")
    job = over(kept.ask, taken.headers["location"])
    assert (job["kind"], job["state"], job["error"]) == ("export", "done", None)
    assert job["title"] == f"Datei „{name}“"
    told = kept.ask.get(job["result"]).json()
    assert [one["path"] for one in told["files"]] == [name, "result.json"]
    assert told["tables"] == []
    file = kept.ask.get(told["files"][0]["href"])
    assert file.content == kept.ask.get(path).content
    assert kept.ask.get(path, headers=ASYNC).json()["state"] == "done"


def test_a_job_for_a_file_that_cannot_be_made_says_why(kept: Kept) -> None:
    path = f"{EXPORTS}/netzgrafik?knoten=Nirgends&format=svg"
    job = over(kept.ask, kept.ask.get(path, headers=ASYNC).headers["location"])
    assert job["state"] == "failed"
    assert job["error"] == refused(kept.ask.get(path), 422)["errors"][0]["message"]


def test_no_job_is_made_of_parameters_that_are_wrong(kept: Kept) -> None:
    told = refused(kept.ask.get(f"{EXPORTS}/map?bla=1&measure=linien", headers=ASYNC), 422)
    assert fields(told) == {"query.bla": "1"}
    assert told["errors"][0]["message"] == (
        "map takes no bla; it takes format, measure, day, result, dpi"
    )


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("table?day=montag", "query.day", "montag"),
        ("map?measure=linien&day=montag", "query.day", "montag"),
        ("table?result={on_top}&day=samstag", "query.day", "samstag"),  # it has one day
        ("fahrplan?line=61", "query.line", "61"),
        ("fahrplan?line=60&day=montag", "query.day", "montag"),
        ("lines?line=61&result={later}", "query.line", "61"),
        ("knoten?station=Z", "query.station", "Z"),
        ("summary?kommune=Tall&format=md", "query.kommune", "Tall"),
        ("summary?kommune=Tall&result={later}", "query.kommune", "Tall"),
    ],
)
def test_no_job_is_made_of_a_day_a_line_a_station_or_a_kommune_there_is_none_of(
    kept: Kept, query: str, field: str, value: str
) -> None:
    jobs = kept.ask.get(JOBS).json()["numberMatched"]
    path = f"{EXPORTS}/{query.format(on_top=kept.on_top, later=kept.later)}"
    told = refused(kept.ask.get(path, headers=ASYNC), 422)
    assert fields(told) == {field: value}
    assert kept.ask.get(JOBS).json()["numberMatched"] == jobs


ASKED = ExportAsked(
    what="table", wanted=Wanted(format="csv", day="schultag"), name="t.csv", folder="key"
)


def written(kept: Kept, store: Store, files: Files, asked: ExportAsked, tell: Tell) -> Path:
    """Return the folder a job writes the file into."""
    job = store.jobs.add(wish_for(asked, "n"), "x")
    grounds, out = Grounds(build_desk(load_service(kept.network))), files.folder / "out"
    out.mkdir()
    export(grounds, asked, Task(job, out, files, tell))
    return out


def shares(kept: Kept, store: Store, where: Path, asked: ExportAsked) -> list[float]:
    """Return all a job tells of how far it is."""
    told = list[float]()
    written(kept, store, Files(where), asked, told.append)
    return [round(one, 3) for one in told]


def test_a_file_of_a_result_tells_that_its_network_is_ready_and_its_days_are_there(
    kept: Kept, store: Store, tmp_path: Path
) -> None:
    shutil.copytree(kept.folder, Files(tmp_path).result("key"))
    assert shares(kept, store, tmp_path, ASKED) == [0.0, 0.2, 0.2, 0.2, 0.65, 0.95]
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["result.json", "t.csv"]


@pytest.mark.parametrize(
    ("what", "wanted", "told"),
    [  # from 0.2 to 0.95: two days as far as 0.65, then a page for each Kommune: there is one
        ("table", Wanted(format="csv", day="all"), [0.2, 0.425, 0.65]),
        ("summary", Wanted(format="md", kommune="all"), [0.2, 0.425, 0.65]),
        ("fahrplan", Wanted(format="csv"), [0.2, 0.575]),  # of two lines
    ],
)
def test_a_file_of_the_network_tells_of_each_day_page_and_line(
    kept: Kept, store: Store, tmp_path: Path, what: str, wanted: Wanted, told: list[float]
) -> None:
    asked = ExportAsked(what=what, wanted=wanted, name=f"out.{wanted.format}")
    found = shares(kept, store, tmp_path, asked)
    assert list(dict.fromkeys(found)) == [0.0, *dict.fromkeys(told), 0.95]


@pytest.mark.parametrize("share", [0.2, 0.425, 0.65])
def test_a_file_nobody_wants_any_more_is_written_no_further(
    kept: Kept, store: Store, tmp_path: Path, share: float
) -> None:
    asked = ASKED.model_copy(update={"folder": None, "wanted": Wanted(format="csv", day="all")})
    told = list[float]()

    def tell(now: float) -> None:
        told.append(round(now, 3))
        if told[-1] >= share:
            raise Stopped

    with pytest.raises(Stopped):
        written(kept, store, Files(tmp_path), asked, tell)
    assert told[-1] == share
    assert list((tmp_path / "out").iterdir()) == []


def test_a_result_deleted_while_its_file_is_written_is_told_in_words(
    kept: Kept, store: Store, tmp_path: Path
) -> None:
    files = Files(tmp_path)
    shutil.copytree(kept.folder, files.result("key"))

    def tell(now: float) -> None:
        if now == 0.2:
            files.remove_result("key")

    with pytest.raises(Conflict, match="is gone; evaluate the scenario again"):
        written(kept, store, files, ASKED, tell)
