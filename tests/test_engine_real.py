"""The engine and the oracle agree on whole sets of journeys, on the demo and on real feeds."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from feeds import shared_data
from oracle import Oracle
from oracle_counts import Tell
from oracle_pairs import Whole, compare, read_network, read_without_streets

from api.service import Service

Drawn = tuple[int, int]  # destinations, origins


def check(tell: Tell, whole: Whole, day: date, drawn: Drawn, least: int) -> None:
    found = compare(whole, day, drawn)
    tell(f"{', '.join(path.name for path in whole.feeds)} on {day}: {found}")
    assert found.differences == ()
    assert found.journeys > least


@pytest.mark.parametrize("day", [date(2026, 4, 21), date(2026, 4, 25), date(2026, 4, 26)])
def test_demo(built: Callable[[str], Path], tell: Tell, day: date) -> None:
    check(tell, read_network(built("demo")), day, (10, 40), 1_000)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "day", "drawn", "least"),
    [
        ("rnv", date(2016, 11, 15), (4, 50), 10_000),
        ("rnv", date(2016, 11, 20), (2, 25), 1_000),
        ("addison", date(2016, 7, 5), (20, 20), 2_000),
        ("addison", date(2016, 7, 9), (10, 20), 100),
        ("poa", date(2019, 5, 28), (2, 25), 1_000),
    ],
)
def test_real_networks(
    built: Callable[[str], Path], tell: Tell, name: str, day: date, drawn: Drawn, least: int
) -> None:
    check(tell, read_network(built(name)), day, drawn, least)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "day", "drawn"),
    [("koeln", date(2020, 8, 25), (3, 30)), ("bydgoszcz", date(2020, 4, 29), (3, 30))],
)
def test_real_feeds_without_streets(tell: Tell, name: str, day: date, drawn: Drawn) -> None:
    check(tell, read_without_streets(name), day, drawn, 1_000)


@pytest.mark.real
@pytest.mark.parametrize("name", ["rnv", "addison"])
def test_transfers_written_are_those_the_contract_gives(
    service: Callable[[str], Service], name: str
) -> None:
    network = service(name)
    walks = pd.read_parquet(network.folder / "footpaths.parquet")
    written = pd.read_parquet(network.folder / "transfers.parquet")
    when = next(iter(network.days.values()))
    oracle = Oracle([shared_data(f"{name}/{name}.gtfs.zip")], walks, when)
    columns = (written[column].tolist() for column in ("from_stop_id", "to_stop_id", "ready_s"))
    found = {(a, b): s for a, b, s in zip(*columns, strict=True)}
    assert len(found) == len(written)
    assert found == {pair: oracle.ready_s(*pair) for pair in found}
    possible = set(zip(walks["from_stop_id"], walks["to_stop_id"], strict=True))
    possible |= {(stop, stop) for stop in network.network.timetable.stop_id.tolist()}
    assert set(found) == {pair for pair in possible if oracle.ready_s(*pair) is not None}
