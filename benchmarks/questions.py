"""Questions planners ask: doors with all indicators, cells, every stop to every stop, hexagons."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import counties
import numpy as np
import pandas as pd
from county_feed import ALONE
from measure import LONGEST_S, SHARED, Row, in_turn, peak_mb, row_of, timed
from regions import write_region

from accessibility.ends import walks_between
from accessibility.folds import HOUR_S, Window
from accessibility.matrix import find_matrix
from accessibility.measures import Asked, Trip, figures_of, look_around
from accessibility.pair_times import NO_WAY, pair_times, times_between
from accessibility.pairs import Between, between
from api.build import build_region
from api.service import load_service
from mobility.day import Day, build_day, make_ready
from mobility.network import Network

DOORS, CELLS = 1_000, 20_000
MORNING = Window(6 * HOUR_S, 9 * HOUR_S)
TWO_HOURS = Window(14 * HOUR_S, 16 * HOUR_S)  # the r5r paper leaves it open when
ALL_DAY = Window(6 * HOUR_S, 20 * HOUR_S)
PERCENTILES = (5, 25, 50, 75, 95)
LIMIT_S = 3600
POA, POA_DAY = "poa", date(2019, 5, 28)


def doors(work: Path) -> list[Row]:
    """Give every indicator of the day from 1 000 doors to 56 centres, there and back."""
    network, day = _county(work)
    homes, centres = counties.home_doors(network, DOORS), counties.centre_doors(network)
    every = np.arange(counties.DESTINATIONS)
    trips = {"centre": Trip(every, LIMIT_S, ALL_DAY)}
    walk_s = walks_between(network, homes, centres)
    asked = Asked(day, homes.doors, centres.doors, walk_s, trips)
    pairs = np.ones((len(every), DOORS), np.bool_)

    def answer(threads: int) -> int:
        views = look_around(asked, threads=threads)
        return int((figures_of(asked, views, pairs, threads=threads).journeys > 0).sum())

    note = (
        f"{pairs.size} pairs, {{}} with journeys; {len(homes.doors.stop)} walks to stops; "
        "scans there and back included"
    )
    return _by_threads(f"{DOORS} doors to {len(every)} centres", answer, note)


def cells(work: Path) -> list[Row]:
    """Give the median travel time of a morning from 20 000 cells to 56 centres."""
    network, day = _county(work)
    homes, centres = counties.home_doors(network, CELLS), counties.centre_doors(network)

    def answer(threads: int) -> int:
        times = pair_times(network, day, homes, centres, MORNING, threads=threads)
        return int((times != NO_WAY).sum())

    note = (
        f"{CELLS * counties.DESTINATIONS} pairs, {{}} reached; {len(homes.doors.stop)} walks "
        "to stops; walks all the way included, walks to stops not"
    )
    return _by_threads(f"{CELLS} cells to {counties.DESTINATIONS} centres", answer, note)


def every_stop(work: Path) -> list[Row]:
    """Give the travel times between all stops for each minute of a morning: their medians."""
    network, day = _county(work)
    stops = counties.at_stops(network, np.arange(day.stops))
    asked = Between(day, stops.origins, stops.origins, stops.walk_s)

    def answer(threads: int) -> int:
        return int((times_between(asked, MORNING, wanted=(50,), threads=threads) != NO_WAY).sum())

    minutes = (MORNING.until_s - MORNING.from_s) // 60
    size = day.stops**2 * minutes
    note = f"{size} travel times, of each pair the median kept: {{}} reached; walks given"
    return _by_threads(f"{day.stops} × {day.stops} stops, {minutes} minutes", answer, note)


def hexagons(work: Path) -> list[Row]:
    """Give five percentiles of two hours between all hexagons of Porto Alegre: the r5r case."""
    region = write_region(work / POA, POA)
    build_region(region, work / POA / "network")
    service = load_service(work / POA / "network")
    table = pd.read_csv(SHARED / "poa" / "poa_hexgrid.csv", dtype={"id": str})
    ids, lon, lat = table["id"].tolist(), table["lon"].to_numpy(), table["lat"].to_numpy()
    points = service.linked(ids, lon, lat)
    day = service.day(POA_DAY)
    make_ready(day)

    def answer(threads: int) -> int:
        asked = between(service.network, day, points, points)
        times = times_between(asked, TWO_HOURS, wanted=PERCENTILES, threads=threads)
        return int((times[PERCENTILES.index(50)] != NO_WAY).sum())

    def matrix(threads: int) -> int:
        rows = find_matrix(
            service.network, day, points, points, TWO_HOURS, wanted=PERCENTILES, threads=threads
        )
        return int(rows["travel_time_p50"].notna().sum())

    name = f"{len(ids)} × {len(ids)} hexagons, 120 departures, {len(PERCENTILES)} percentiles"
    walks = f"{len(points.doors.stop)} walks to stops; walks all the way included"
    note = f"{len(ids) ** 2} pairs, {{}} with a median; {walks}"
    more = f"{note}; the whole matrix"
    return [
        *_by_threads(name, answer, note),
        *_by_threads(f"{name}, journeys and rides", matrix, more),
    ]


def _county(work: Path) -> tuple[Network, Day]:
    network = counties.load(counties.folder_of(work, "1"))
    day = build_day(network.timetable, network.footpaths, network.moving, ALONE)
    make_ready(day)
    return network, day


def _by_threads(name: str, answer: Callable[[int], int], note: str) -> list[Row]:
    """Time a question with both threads and with one; ``note`` says what ``{}`` of it counts.

    The first answer warms up. One that takes very long is all there is.
    """
    counts: list[int] = []
    first = timed(lambda: counts.append(answer(2)), runs=1)
    note = note.format(counts[0])
    if first.seconds > LONGEST_S:
        return [row_of(f"{name}, 2 threads", first, peak=peak_mb(), note=note)]
    double, single = in_turn(lambda: answer(2), lambda: answer(1))
    against = ("1 thread", single)
    return [
        row_of(f"{name}, 2 threads", double, against=against, peak=peak_mb(), note=note),
        row_of(f"{name}, 1 thread", single),
    ]
