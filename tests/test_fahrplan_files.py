"""Fahrpläne and Bestellgrundlage as files, from the command and from a changed timetable."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from commands import mobility, refused
from pages import Page, check_alone
from valley import write_valley

from accessibility.fahrplan_trips import Plan
from api.build import build_region
from api.fahrplan import FahrplanService, write_order
from api.lines import LineService
from api.service import load_service
from gtfs.edit import moved, without_trips
from mobility.lines import find_lines


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the network of the valley: line 60 hourly from Westdorf to Ostheim and back."""
    folder = tmp_path_factory.mktemp("fahrplan")
    build_region(write_valley(folder), folder / "net")
    return folder / "net"


@pytest.fixture(scope="module")
def asked(network: Path) -> FahrplanService:
    return FahrplanService(LineService(load_service(network)))


def test_a_line_is_written_as_a_page_there_and_back(network: Path, tmp_path: Path) -> None:
    out = tmp_path / "60.html"
    assert mobility("fahrplan", network, "--line", "60", "-o", out) == (0, f"{out}\n", "")
    page = Page(out.read_text(encoding="utf-8"))
    check_alone(page)
    assert page.said.count("Montag bis Freitag") == 2  # there and back
    assert "alle 60 min bis" in page.said
    whole = tmp_path / "whole.html"
    mobility("fahrplan", network, "--line", "60", "--all-trips", "-o", whole)
    assert "alle 60 min bis" not in whole.read_text(encoding="utf-8")


def test_a_folder_has_a_page_per_line_and_all_calls(network: Path, tmp_path: Path) -> None:
    out = tmp_path / "heft"
    assert mobility("fahrplan", network, "-o", out).out == f"{out}\n"
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        "fahrplan-60.csv", "fahrplan-60.html", "fahrplan-rb1.csv", "fahrplan-rb1.html",
        "fahrplan.csv",
    ]  # fmt: skip
    printed = pd.read_csv(out / "fahrplan-60.csv", dtype=str)
    first = printed.iloc[2]  # below the signs and the changes
    assert [first[name] for name in ("Haltestelle", "1", "2")] == ["Ostheim", "08:00", "09:00"]
    calls = pd.read_csv(out / "fahrplan.csv")
    assert set(calls["data_status"]) == {"official"}
    assert calls["line"][0] == "60"


def test_a_day_a_line_or_an_ending_nobody_knows_is_refused(network: Path, tmp_path: Path) -> None:
    assert "no line '99'" in refused("fahrplan", network, "--line", "99", "-o", tmp_path / "a.html")
    assert "no day montag" in refused(
        "fahrplan", network, "--line", "60", "--day", "montag", "-o", tmp_path / "a.html"
    )
    assert "cannot write .txt" in refused("fahrplan", network, "-o", tmp_path / "a.txt")


def test_the_order_of_a_changed_timetable_has_page_tables_and_both_timetables(
    asked: FahrplanService, tmp_path: Path
) -> None:
    timetable = asked.plan.timetable
    first = np.flatnonzero(asked.plan.lines.trip_way == 0)[:2]
    changed = moved(timetable, first[1:], np.array([300]))
    after = Plan(without_trips(changed, first[:1]), find_lines(without_trips(changed, first[:1])))
    written = write_order(asked, after, tmp_path / "order", "Probe")
    assert [path.name for path in written] == [
        "bestellung.html", "bestellung.csv", "bestellung.parquet", "fahrplan-60.html",
        "fahrplan-60.csv",
    ]  # fmt: skip
    order = pd.read_parquet(written[2])
    assert order["trips_difference"].tolist()[0] == -1
    figures = [name for name in map(str, order) if name.startswith(("km_", "hours_"))]
    text = pd.read_csv(written[1], dtype=str)[figures]
    assert len(figures) == 12
    assert text.map(lambda one: len(one.partition(".")[2])).to_numpy().max() <= 3
    page = Page(written[3].read_text(encoding="utf-8"))
    check_alone(page)
    assert "entfällt" in page.said
    assert "geändert" in page.said
    assert "Bestellgrundlage" in written[0].read_text(encoding="utf-8")
