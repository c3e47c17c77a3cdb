"""Pieces of ways, cut at the calls."""

import numpy as np
import pytest
import shapely
from timetables import timetable

from mobility.courses import cut


def test_a_call_rounded_beyond_the_end_of_the_longest_way_is_at_its_end() -> None:
    """Two ways 100 km apart; the first is longest, and its last call lies 0.4 m behind it."""
    day = timetable("60:  A  B\n 8:00 8:10").with_columns(
        shape_id=np.array(["far", "near"]),
        first_point=np.array([0, 2, 4], np.int32),
        point_lon=np.array([12.0, 12.02, 13.4, 13.41]),
        point_lat=np.array([51.0, 51.0, 52.0, 52.0]),
        point_m=np.array([0.0, 1400.6, 0.0, 700.0]),
    )
    stops, metres = np.array([[0, 1], [0, 1]]), np.array([[700, 1401], [0, 1401]])
    (half, whole), known = cut(day, stops, np.array([0, 0]), metres)

    assert known.all()
    assert shapely.get_coordinates(half)[-1].tolist() == pytest.approx([12.02, 51.0])
    assert shapely.get_coordinates(whole).ravel().tolist() == pytest.approx([12.0, 51, 12.02, 51])
