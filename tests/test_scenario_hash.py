"""Scenarios make the same network every time, in the same process and in another."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from scenario_hash import hash_of

from api.service import Service

SCRIPT = Path(__file__).parent / "scenario_hash.py"


def hash_elsewhere(network: Path, hash_seed: str) -> str:
    """Return the hash another process prints, in which sets of words have another order."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, str(SCRIPT), str(network)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_twice_applied_it_is_the_same_network_to_the_last_bit(
    service: Callable[[str], Service],
) -> None:
    demo = service("demo")
    assert hash_of(demo, 7) == hash_of(demo, 7) != hash_of(demo, 8)


def test_the_order_of_sets_of_words_does_not_matter(
    service: Callable[[str], Service], built: Callable[[str], Path]
) -> None:
    here = hash_of(service("demo"), 7)
    assert {hash_elsewhere(built("demo"), seed) for seed in ("1", "2")} == {here}
