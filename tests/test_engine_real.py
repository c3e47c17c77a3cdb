"""The engine and the oracle agree on whole sets of journeys, on the demo and on real feeds."""

import random
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from engine import Engine
from feeds import shared_data
from oracle import Oracle

from api.service import Service
from gtfs.read import read_timetable
from gtfs.timetable import Timetable

NO_WALKS = pd.DataFrame({"from_stop_id": [], "to_stop_id": [], "walk_s": []}, dtype=object).astype(
    {"walk_s": int}
)


def compare(
    timetable: Timetable,
    feeds: Sequence[Path],
    walks: pd.DataFrame,
    day: date,
    drawn: tuple[int, int],
) -> int:
    """Compare the sets of random pairs, there and in the mirror; return how many journeys."""
    oracle, engine = Oracle(feeds, walks, day), Engine(timetable, walks, day)
    served = sorted({str(timetable.stop_id[stop]) for stop in timetable.call_stop})
    lot = random.Random(day.toordinal())
    origins = lot.sample(served, drawn[1])
    journeys = 0
    for number, destination in enumerate(lot.sample(served, drawn[0])):
        expected = oracle.journeys_to(destination, origins)
        assert engine.journeys_to(destination, origins) == expected
        origin = origins[number % len(origins)]
        assert engine.journeys_from(origin, [destination])[destination] == expected[origin]
        journeys += sum(map(len, expected.values()))
    return journeys


@pytest.mark.parametrize("day", [date(2026, 4, 21), date(2026, 4, 25), date(2026, 4, 26)])
def test_demo(built: Callable[[str], Path], service: Callable[[str], Service], day: date) -> None:
    folder = built("demo")
    walks = pd.read_parquet(folder / "footpaths.parquet")
    timetable = service("demo").network.timetable
    feeds = [folder.parent / "demo.gtfs.zip"]
    assert compare(timetable, feeds, walks, day, (10, 40)) > 1_000


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
    service: Callable[[str], Service], name: str, day: date, drawn: tuple[int, int], least: int
) -> None:
    network = service(name)
    walks = pd.read_parquet(network.folder / "footpaths.parquet")
    feeds = [Path(one["path"]) for one in network.manifest["inputs"]["gtfs"]]
    assert compare(network.network.timetable, feeds, walks, day, drawn) > least


@pytest.mark.real
@pytest.mark.parametrize(
    ("names", "day", "drawn"),
    [
        (["koeln/koeln_kvb.gtfs.zip"], date(2020, 8, 25), (3, 30)),
        (["bydgoszcz/bydgoszcz.gtfs.zip"], date(2020, 4, 29), (3, 30)),
    ],
)
def test_real_feeds_without_streets(names: list[str], day: date, drawn: tuple[int, int]) -> None:
    feeds = [shared_data(name) for name in names]
    timetable, _ = read_timetable(feeds)
    assert compare(timetable, feeds, NO_WALKS, day, drawn) > 100


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
