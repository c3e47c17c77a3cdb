"""Places on earth in metres."""

import numpy as np
import pytest

from gtfs.earth import points_m


def test_a_degree_is_111_km_and_less_between_meridians_up_north() -> None:
    here, north, east = points_m(np.array([12.0, 12.0, 13.0]), np.array([60.0, 61.0, 60.0]))

    assert np.linalg.norm(north - here) == pytest.approx(111_194, abs=5)
    assert np.linalg.norm(east - here) == pytest.approx(111_194 / 2, abs=5)
