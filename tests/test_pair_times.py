"""Pair times: the matrix's own seconds, two bytes a pair, whichever side is scanned."""

import numpy as np
import pytest
from test_matrix import LINES, ROAD
from villages import Village, village

from accessibility.folds import Window
from accessibility.matrix import find_matrix
from accessibility.pair_times import NO_WAY, pair_times

EIGHT, NINE = 8 * 3600, 9 * 3600


@pytest.fixture(scope="module")
def place() -> Village:
    return village(LINES, ROAD)


@pytest.mark.parametrize("origins", ["home shop", "home shop hut stop:A stop:B"])
@pytest.mark.parametrize("arriving", [False, True])
def test_they_are_the_seconds_of_the_matrix(
    place: Village, origins: str, *, arriving: bool
) -> None:
    here, there = place.ends(*origins.split()), place.ends("shop", "home", "stop:E")
    window = Window(EIGHT, NINE, arriving)
    matrix = find_matrix(place.network, place.day, here, there, window, wanted=[50])
    wanted = matrix["travel_time_p50"].fillna(int(NO_WAY)).to_numpy(np.int64)
    times = pair_times(place.network, place.day, here, there, window)
    assert times.dtype == np.uint16
    assert times.ravel().tolist() == wanted.tolist()
