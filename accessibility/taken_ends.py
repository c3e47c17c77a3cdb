"""Some of the ends that have been linked already."""

import numpy as np

from accessibility.ends import Ends, Linked
from gtfs.timetable import Ints
from mobility.doors import taken_doors
from mobility.snapping import taken


def taken_ends(linked: Linked, rows: Ints) -> Linked:
    """Return some of the ends, in the order of the rows; all of them points with a door."""
    ends = linked.ends
    some = Ends([ends.end_id[row] for row in rows], ends.lon[rows], ends.lat[rows], {})
    doors, snaps = taken_doors(linked.doors, rows), taken(linked.snaps, rows)
    return Linked(some, doors, np.arange(len(rows)), snaps)
