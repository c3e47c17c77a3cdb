"""What a planner may ask first: journeys, all indicators, a matrix, a grid; a few points each."""

from pathlib import Path
from typing import NamedTuple

import counties
import numpy as np
from county import draw_county
from county_feed import ALONE
from county_streets import homes as drawn_homes

from accessibility.ends import Linked, walks_between
from accessibility.folds import HOUR_S, Window
from accessibility.matrix import find_matrix
from accessibility.measures import Asked, Trip, figures_of, look_around
from accessibility.pair_times import pair_times
from gtfs.timetable import Floats
from mobility.day import Day, build_day, make_ready
from mobility.network import Network

HOMES, CENTRES = 50, 10
WINDOW = Window(6 * HOUR_S, 9 * HOUR_S)
Points = tuple[Floats, Floats]  # lon, lat


class Ready(NamedTuple):
    """A county whose day has been compiled."""

    network: Network
    day: Day


def load(work: Path) -> Ready:
    """Load the network and compile the day, as a server does before it answers."""
    network = counties.load(counties.folder_of(work, "1"))
    day = build_day(network.timetable, network.footpaths, network.moving, ALONE)
    make_ready(day)
    return Ready(network, day)


def draw() -> tuple[Points, Points]:
    """Return where homes and centres are; that is no question of the planner's."""
    return drawn_homes(draw_county(), HOMES), counties.centres(CENTRES)


def ask(ready: Ready, points: tuple[Points, Points]) -> None:
    """Ask one question of each kind."""
    network, day = ready
    homes, centres = (counties.doors_at(network, some) for some in points)
    _indicators(network, day, homes, centres)
    find_matrix(network, day, homes, centres, WINDOW)
    pair_times(network, day, centres, homes, WINDOW)


def _indicators(network: Network, day: Day, homes: Linked, centres: Linked) -> None:
    trips = {"centre": Trip(np.arange(CENTRES), HOUR_S, WINDOW)}
    walk_s = walks_between(network, homes, centres)
    asked = Asked(day, homes.doors, centres.doors, walk_s, trips)
    figures_of(asked, look_around(asked), np.ones((CENTRES, HOMES), np.bool_))
