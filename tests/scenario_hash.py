"""The hash of all that scenarios make of a network: ``python tests/scenario_hash.py NETWORK``."""

import hashlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
from oracle_scenarios import changes_by_lot, made_of

from api.service import Service, load_service
from mobility.relink import network_of


def hash_of(service: Service, seed: int) -> str:
    """Return the SHA-256 of every array of the network that changes by lot have made."""
    made = made_of(service, changes_by_lot(service, seed, 23))  # of every type one
    network = network_of(service.network, made.last)
    told = hashlib.sha256(repr([misfit.told for misfit in made.misfits]).encode())
    for table in (network.timetable, network.stop_snaps, *network.streets.values()):
        for value in vars(table).values():
            _add(told, value)
    for value in network.footpaths:
        _add(told, value)
    return told.hexdigest()


def _add(told: Any, column: Any) -> None:
    value = np.asarray(column) if isinstance(column, np.ndarray) else np.array(str(column))
    told.update(f"{value.dtype} {value.shape}".encode())
    told.update(np.ascontiguousarray(value).tobytes())


def main(folder: str) -> None:
    """Print the hash of one scenario."""
    sys.stdout.write(hash_of(load_service(Path(folder)), 7) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
