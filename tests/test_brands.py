"""A line that a template makes a PlusBus is one: on maps, in lists, in the feed, in the audit."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import valley
from applied import made
from changed import BUS, DAYS
from commands import mobility
from timetables import timetable
from valley import write_valley

from api.build import build_region
from api.lines import LineService
from api.scenarios.files import read_scenario
from api.scenarios.service import service_under
from api.service import Service, load_service
from gtfs.additions import with_route_like
from gtfs.timetable import Timetable
from mobility.line_map import line_shapes, products
from mobility.lines import find_lines

LINES = """
    route_id,line_id,name,product,core_from,core_to
    r60,talbus,TalBus 60,TaktBus,Westdorf,Ostheim
"""
UPGRADE = """
name = "Mehr Takt"

[[changes]]
type = "upgrade_to_plusbus"
line = "{line}"
"""


@pytest.mark.parametrize(
    ("type_", "before", "after"),
    [
        ("upgrade_to_plusbus", "", "PlusBus"),
        ("upgrade_to_plusbus", "TaktBus", "PlusBus"),
        ("upgrade_to_plusbus", "PlusBus", "PlusBus"),
        ("upgrade_to_plusbus", "TaktBus nach Grimma", "PlusBus TaktBus nach Grimma"),
        ("upgrade_to_plusbus", "PlusBus nach Grimma", "PlusBus nach Grimma"),
        ("upgrade_to_taktbus", "Rufbus", "TaktBus"),
    ],
)
def test_the_line_is_described_as_what_it_becomes(type_: str, before: str, after: str) -> None:
    line = timetable(BUS).with_columns(route_desc=np.array([before]))
    upgraded = made(line, {"type": type_, "line": "60"})
    assert upgraded.route_desc.tolist() == [after]
    assert products(upgraded).tolist() == [after.split(maxsplit=1)[0]]


def test_another_line_keeps_its_name() -> None:
    both = timetable(BUS + "\n    61: A    B\n        6:00 6:10")
    both = both.with_columns(route_desc=np.array(["TaktBus", "TaktBus"]))
    upgraded = made(both, {"type": "upgrade_to_plusbus", "line": "60"})
    assert dict(zip(upgraded.route_name.tolist(), products(upgraded).tolist(), strict=True)) == {
        "60": "PlusBus", "61": "TaktBus"
    }  # fmt: skip


PARTED = f"""
    A {DAYS}:  Markt  Süd
        8:00   8:10
        9:00   9:10
    A {DAYS}:  Bahnhof  Nord
        8:00     8:20
"""


def test_another_line_of_its_route_is_no_plusbus_by_it() -> None:
    day = timetable(PARTED).with_columns(route_desc=np.array(["StadtBus"]))
    upgraded = made(day, {"type": "upgrade_to_plusbus", "line": "agency:A"})
    lines = find_lines(upgraded)
    assert dict(
        zip(lines.line_id.tolist(), products(upgraded)[lines.route].tolist(), strict=True)
    ) == {"agency:A": "PlusBus", "agency:A/2": "StadtBus"}
    assert upgraded.route_name.tolist() == ["A", "A"]


def test_rules_that_name_the_route_hold_for_its_copy() -> None:
    day = timetable(PARTED, rules="3 Süd Bahnhof from_route=A to_route=A")
    larger = with_route_like(day, 0, "A~2")
    pairs = zip(larger.rule_from_route.tolist(), larger.rule_to_route.tolist(), strict=True)
    assert sorted(pairs) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert larger.rule_type.tolist() == [3, 3, 3, 3]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a network whose county lists the line as a TaktBus."""
    folder = tmp_path_factory.mktemp("brands")
    region = valley.REGION.replace("[days]", 'lines = "lines.csv"\n    [days]')
    build_region(write_valley(folder, lines=LINES, region=region), folder / "net")
    (folder / "plus.toml").write_text(UPGRADE.format(line="TalBus 60"), encoding="utf-8")
    return folder / "net"


def brand(service: Service) -> tuple[str, str]:
    """Return product and who declares it."""
    lines = LineService(service)
    (row,) = lines.tables(lines.one("TalBus 60")).lines.to_dict("records")
    return row["product"], row["declared_by"]


def on_map(day: Timetable) -> str:
    shapes = line_shapes(day)
    return str(shapes.loc[shapes["line"] == "60", "product"].iloc[0])


def test_it_is_one_on_the_map_and_in_the_list_whatever_the_county_lists_today(
    network: Path,
) -> None:
    service = load_service(network)
    assert brand(service) == ("TaktBus", "lines.csv")
    after, _ = service_under(service, read_scenario(network.with_name("plus.toml")))
    assert brand(after) == ("PlusBus", "Szenario")
    assert (on_map(service.network.timetable), on_map(after.network.timetable)) == (
        "Bus", "PlusBus",
    )  # fmt: skip


def test_it_is_held_against_the_criteria_of_a_plusbus(network: Path, tmp_path: Path) -> None:
    early = tmp_path / "early.toml"
    text = UPGRADE.format(line="TalBus 60")
    early.write_text(f'{text}last = "16:00"\n', encoding="utf-8")
    told = mobility("scenario", "check", network, early).out
    assert "TalBus 60: rechnerische Prüfung nach Profil PlusBus" in told
    assert "letzte Abfahrt 16:00" in told
    assert "Profil TaktBus" not in told


def test_the_feed_that_is_written_says_so(network: Path, tmp_path: Path) -> None:
    feed = tmp_path / "plus.zip"
    told = mobility("scenario", "gtfs", network, network.with_name("plus.toml"), "-o", feed)
    assert told.code == 0
    with zipfile.ZipFile(feed) as archive:
        routes = pd.read_csv(io.BytesIO(archive.read("routes.txt"))).set_index("route_id")
    assert routes.loc["r60", "route_desc"] == "PlusBus"
