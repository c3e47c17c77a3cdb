"""A date of thin service is told with every answer about it, in the words of the commands."""

from pathlib import Path

from fastapi.testclient import TestClient
from http_client import asking
from valley import REGION, write_valley

from api.build import build_region

WARNING = "Dünner Fahrplan am Dienstag, 21.05.2024: Regionalbus mit 1 statt bis zu 12 Fahrten"


def test_a_date_of_thin_service_is_told_with_every_answer(tmp_path: Path) -> None:
    thin = REGION.replace("schultag = 2024-05-14", "schultag = 2024-05-21")
    allowed = thin.replace("[inputs]", "allow_thin_service = true\n    [inputs]")
    build_region(write_valley(tmp_path, region=allowed), tmp_path / "net")
    with asking(tmp_path / "net") as ask:
        for path in ("journeys?from=west&to=ost", "knoten", "lines"):
            assert str(ask.get(f"/api/v1/{path}").json()["day_warning"]).startswith(WARNING)
        saturday = ask.get("/api/v1/journeys?from=west&to=ost&day=samstag").json()
        assert saturday["day_warning"] is None
        assert WARNING in ask.get("/").text


def test_any_thin_date_is_told_and_not_only_the_dates_of_the_region(ask: TestClient) -> None:
    thin = "2024-05-21"
    asked = {"from": [{"id": "west"}], "to": [{"id": "ost"}], "window": "06:00-09:00", "date": thin}
    told = [ask.post(f"/api/v1/{path}", json=asked) for path in ("matrix", "opportunities")]
    places = ("journeys?from=west&to=ost", "isochrones?from=west&window=06:00-09:00", "lines?")
    told += [ask.get(f"/api/v1/{path}&date={thin}") for path in places]
    better = "Nächster guter Tag: Dienstag, 14.05.2024."
    assert {one.json()["day_warning"] for one in told} == {f"{WARNING}. {better}"}
    usual = ask.get("/api/v1/journeys?from=west&to=ost&date=2024-05-14").json()
    assert usual["day_warning"] is None
