"""Random pairs of stops of whole feeds, asked of oracle and engine: in CI, many more by hand.

``python tests/oracle_pairs.py FOLDER 20 60`` builds the networks in FOLDER, asks for the journeys
to 20 stops from 60 others on every day in ``DAYS``, and says how many it compared.
"""

import logging
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from engine import Engine
from feeds import shared_data
from oracle import Oracle
from regions import write_region
from scipy.spatial import cKDTree

from api.build import build_region
from api.demo.write import write_demo
from api.service import load_service
from gtfs.earth import points_m
from gtfs.read import read_timetable
from gtfs.timetable import Timetable

log = logging.getLogger("oracle_pairs")

DAYS = {
    "addison": ("2016-07-05", "2016-07-09"),
    "demo": ("2026-04-21", "2026-04-25", "2026-04-26"),
    "koeln": ("2020-08-25",),
    "bydgoszcz": ("2020-04-29",),
    "poa": ("2019-05-28",),
    "rnv": ("2016-11-15", "2016-11-19", "2016-11-20"),
}
WITHOUT_STREETS = {"koeln": "koeln_kvb.gtfs.zip", "bydgoszcz": "bydgoszcz.gtfs.zip"}
NEAR_M = 300.0  # as the crow flies: where no street is known one walks between stops that near
CROW_KMH = 4.0


@dataclass(frozen=True)
class Whole:
    """A timetable with the files it was read from, and the walks between its stops."""

    timetable: Timetable
    feeds: Sequence[Path]
    walks: pd.DataFrame


@dataclass(frozen=True)
class Compared:
    """How much was asked of both, and the pairs on which they do not agree."""

    pairs: int
    journeys: int
    differences: tuple[str, ...]

    def __str__(self) -> str:
        """Return the counts as a line of a report."""
        said = f"{self.pairs} pairs, {self.journeys} journeys, {len(self.differences)} differences"
        return " ".join([said, *self.differences[:5]])


def compare(whole: Whole, day: date, drawn: tuple[int, int]) -> Compared:
    """Compare the sets of so many destinations and origins; a pair of each also in the mirror."""
    oracle = Oracle(whole.feeds, whole.walks, day)
    engine = Engine(whole.timetable, whole.walks, day)
    served = sorted({str(whole.timetable.stop_id[stop]) for stop in whole.timetable.call_stop})
    lot = random.Random(day.toordinal())
    origins = lot.sample(served, drawn[1])
    journeys, differences = 0, []
    for number, destination in enumerate(lot.sample(served, drawn[0])):
        expected = oracle.journeys_to(destination, origins)
        there = engine.journeys_to(destination, origins)
        differences += [f"{one} → {destination}" for one in origins if there[one] != expected[one]]
        origin = origins[number % len(origins)]
        back = engine.journeys_from(origin, [destination])[destination]
        if back != expected[origin]:
            differences.append(f"{origin} → {destination} in the mirror")
        journeys += sum(map(len, expected.values()))
    return Compared(drawn[0] * drawn[1], journeys, tuple(differences))


def read_network(folder: Path) -> Whole:
    """Return a network folder."""
    service = load_service(folder)
    feeds = [folder / one["path"] for one in service.manifest["inputs"]["gtfs"]]
    return Whole(service.network.timetable, feeds, pd.read_parquet(folder / "footpaths.parquet"))


def read_without_streets(name: str) -> Whole:
    """Return a feed between whose stops one walks as the crow flies."""
    feeds = [shared_data(f"{name}/{WITHOUT_STREETS[name]}")]
    timetable, _ = read_timetable(feeds)
    return Whole(timetable, feeds, crow_walks(timetable))


def crow_walks(timetable: Timetable) -> pd.DataFrame:
    """Return the walks between all stops at most ``NEAR_M`` apart, both ways."""
    points = points_m(timetable.stop_lon, timetable.stop_lat)
    one, other = cKDTree(points).query_pairs(NEAR_M, output_type="ndarray").T
    metres = np.linalg.norm(points[one] - points[other], axis=1)
    walk_s = np.ceil(metres * 3.6 / CROW_KMH).astype(np.int64)
    stop_id = timetable.stop_id.astype(object)
    return pd.DataFrame(
        {
            "from_stop_id": stop_id[np.concatenate([one, other])],
            "to_stop_id": stop_id[np.concatenate([other, one])],
            "walk_s": np.concatenate([walk_s, walk_s]),
        }
    )


def built(folder: Path, name: str) -> Whole:
    """Return the region or feed of a name; its network is built unless the folder holds it."""
    if name in WITHOUT_STREETS:
        return read_without_streets(name)
    network = folder / name / "network"
    if not network.exists():
        region = write_demo(folder / name) if name == "demo" else write_region(folder / name, name)
        build_region(region, network)
    return read_network(network)


def main(folder: str, destinations: str, origins: str, *names: str) -> None:
    """Compare every region and day and tell the counts; end with 1 if any pair differs."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    log.setLevel(logging.INFO)
    everything = []
    for name in names or DAYS:
        whole = built(Path(folder), name)
        for day in DAYS[name]:
            found = compare(whole, date.fromisoformat(day), (int(destinations), int(origins)))
            log.info("%-10s %s: %s", name, day, found)
            everything.append(found)
    differences = sum(len(found.differences) for found in everything)
    pairs = sum(found.pairs for found in everything)
    journeys = sum(found.journeys for found in everything)
    log.info("in all: %d pairs, %d journeys, %d differences", pairs, journeys, differences)
    sys.exit(differences > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
