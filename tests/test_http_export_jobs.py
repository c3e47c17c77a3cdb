"""A file that takes long to write can be a job: what it leaves is the file that is waited for."""

import pytest
from http_client import fields, refused
from http_jobs import ASYNC, over
from http_results import EXPORTS, Kept


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
    path = f"{EXPORTS}/summary?kommune=Tall&format=md"
    job = over(kept.ask, kept.ask.get(path, headers=ASYNC).headers["location"])
    assert job["state"] == "failed"
    assert job["error"] == refused(kept.ask.get(path), 422)["errors"][0]["message"]


def test_no_job_is_made_of_parameters_that_are_wrong(kept: Kept) -> None:
    told = refused(kept.ask.get(f"{EXPORTS}/map?bla=1&measure=linien", headers=ASYNC), 422)
    assert fields(told) == {"query.bla": "1"}
    assert told["errors"][0]["message"] == (
        "map takes no bla; it takes format, measure, day, result, dpi"
    )
