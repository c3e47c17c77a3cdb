"""The accessibility table by another window: what it moves, what it leaves, how it says so."""

from fastapi.testclient import TestClient


def test_a_class_asked_alone_in_a_new_window_is_as_among_all(ask: TestClient) -> None:
    path = "/api/v1/accessibility?window=06:10-12:10"
    alone = ask.get(f"{path}&class=mittelzentrum").json()["features"]
    among = ask.get(path).json()["features"]
    assert [one["properties"] for one in alone] == [
        {name: two["properties"][name] for name in one["properties"]}
        for one, two in zip(alone, among, strict=True)
    ]
    assert "bahn_journeys" in among[0]["properties"]
    assert "bahn_journeys" not in alone[0]["properties"]


def test_another_window_counts_other_departures(ask: TestClient) -> None:
    def shortest(window: str) -> list[int | None]:
        asked = {"class": "mittelzentrum", "measure": "journey_time_p50", "window": window}
        found = ask.get("/api/v1/accessibility", params=asked).json()["features"]
        return [one["properties"]["mittelzentrum_journey_time_p50"] for one in found]

    assert shortest("08:00-12:00")[0] is not None
    assert shortest("13:00-15:00")[0] is None  # the last bus leaves Westdorf at eleven


def test_the_table_says_the_window_asked_for(ask: TestClient) -> None:
    for media in ("application/geo+json", "application/json"):
        for asked, told in (("", None), ("?window=9:00-12:00", "09:00-12:00")):
            answer = ask.get(f"/api/v1/accessibility{asked}", headers={"Accept": media})
            assert answer.json()["window"] == told


def test_a_csv_has_the_window_last_where_one_is_asked_for(ask: TestClient) -> None:
    path, csv = "/api/v1/accessibility?class=bahn&measure=journeys", {"Accept": "text/csv"}
    usual, night = (
        ask.get(f"{path}{window}", headers=csv).text.splitlines()
        for window in ("", "&window=23:00-26:00")
    )
    assert night[0] == f"{usual[0]},window"
    assert [row.rpartition(",")[2] for row in night[1:]] == ["23:00-26:00"] * 3


def test_a_window_moves_its_times_and_leaves_the_figures_of_the_day(ask: TestClient) -> None:
    def west(window: str) -> dict[str, int | str | None]:
        asked = {"class": "mittelzentrum", "window": window}
        told = ask.get("/api/v1/accessibility", params=asked).json()["features"][0]["properties"]
        measures = ("journey_time_min", "journeys", "first_departure", "longest_gap")
        return {name: told[f"mittelzentrum_{name}"] for name in measures}

    morning, afternoon = west("08:00-12:00"), west("13:00-15:00")
    times_s = morning.pop("journey_time_min"), afternoon.pop("journey_time_min")
    assert times_s == (1328, None)  # twenty minutes of bus, two on foot
    assert morning == afternoon
    assert morning["journeys"] == 6
