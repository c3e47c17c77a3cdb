"""Street ends on a straight road of one segment, whose ends are its only nodes."""

import numpy as np
from villages import village

from accessibility.street_ends import STEP_M, street_ends

LINES = """
    60:  A     B
         8:05  8:25
"""


def test_both_ends_of_a_street_are_as_far_from_a_stop_on_it_as_they_are() -> None:
    # A is 400 m from the west end and 3 600 m from the east end: half an hour more than one walks
    place = village(LINES, {"A": -1200, "home": -1100, "B": 0})
    street = street_ends(place.network, place.ends("home"))
    doors = street.ends.doors
    near = [doors.stop[doors.first[n] : doors.first[n + 1]].tolist() for n in range(2)]
    walks = [doors.walk_s[doors.first[n] : doors.first[n + 1]].tolist() for n in range(2)]
    assert place.network.timetable.stop_id[near[0]].tolist() == ["A"]
    assert walks[0] == [300]
    assert near[1] == []


def test_no_two_neighbours_are_farther_apart_than_a_step() -> None:
    place = village(LINES, {"A": -1200, "home": -1100, "B": 0})
    feet = street_ends(place.network, place.ends("home")).feet
    along = np.sort([0, *feet.a_m, feet.a_m[0] + feet.b_m[0]])
    assert np.diff(along).max() <= STEP_M
