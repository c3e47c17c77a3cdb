"""Other walks: those of people who move otherwise; only what their way of moving changes is found.

At the usual speed a shorter walk is one of the usual ones: nothing has to be searched.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from accessibility.ends import Linked, walks_between
from gtfs.timetable import Ints
from mobility.doors import Doors
from mobility.network import Network, doors_at, moving_otherwise
from mobility.parameters import Moving
from mobility.profiles import UNREACHED


class Walking(NamedTuple):
    """A network for people who move in one way, and the walks from and between two sets of ends."""

    network: Network
    homes: Linked
    targets: Linked
    walk_s: Ints  # [home, target] all the way, UNREACHED if too far


def walking_otherwise(usual: Walking, moving: Moving) -> Walking:
    """Return the walks of people who move otherwise than usual; the ends are on the streets."""
    network = _network(usual.network, moving)
    homes, targets = (
        replace(ends, doors=_doors(usual.network, network, ends))
        for ends in (usual.homes, usual.targets)
    )
    if _no_farther(usual.network, network, "max_walk_s"):
        walk_s = np.where(usual.walk_s <= moving.max_walk_s, usual.walk_s, UNREACHED)
        return Walking(network, homes, targets, walk_s.astype(np.int32))
    return Walking(network, homes, targets, walks_between(network, homes, targets))


def _network(usual: Network, moving: Moving) -> Network:
    """Return the network with other footpaths where other ones can be walked."""
    alike = moving.walk_speed_kmh == usual.moving.walk_speed_kmh
    if alike and moving.max_transfer_s == usual.moving.max_transfer_s:
        return replace(usual, moving=moving)
    return moving_otherwise(usual, moving)


def _doors(usual: Network, network: Network, ends: Linked) -> Doors:
    if not _no_farther(usual, network, "max_access_s"):
        return doors_at(network, ends.snaps)
    near = ends.doors.walk_s <= network.moving.max_access_s
    first = np.concatenate(([0], np.cumsum(near)))[ends.doors.first]
    return Doors(first.astype(np.int32), ends.doors.stop[near], ends.doors.walk_s[near])


def _no_farther(usual: Network, network: Network, limit: str) -> bool:
    """Return whether one walks as fast as usual and no longer than the usual limit."""
    before, after = usual.moving, network.moving
    alike = before.walk_speed_kmh == after.walk_speed_kmh
    return alike and getattr(after, limit) <= getattr(before, limit)
