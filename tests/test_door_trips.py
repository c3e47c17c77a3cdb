"""Door trips: the walk to a stop and the trip from there, by the quickest stop of each door."""

import numpy as np

from accessibility.door_trips import door_trips
from mobility.doors import Doors
from mobility.profiles import UNREACHED


def test_a_door_has_the_stop_that_is_quickest_with_its_walk_and_none_may_be() -> None:
    # the first door walks 60 s to stop 0 and 300 s to stop 1, the second nowhere, the third to 2
    doors = Doors(np.array([0, 2, 2, 3]), np.array([0, 1, 2]), np.array([60, 300, 0]))
    trips = np.array([[900, 600, UNREACHED], [900, 700, 5]])
    assert door_trips(doors, trips).tolist() == [[900, UNREACHED, UNREACHED], [960, UNREACHED, 5]]
