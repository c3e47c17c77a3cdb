"""Keys: hashes of content, so that the same is computed once and never taken for another."""

from collections.abc import Mapping
from typing import Any

from api.manifest import hash_of, state_of
from api.scenarios.files import Source, scenario_hash


def network_key(manifest: Mapping[str, Any]) -> str:
    """Return the hash of all that figures of a network depend on, but not of where it lies."""
    return hash_of(state_of(manifest))


def content_key(
    network: str, kind: str, parameters: Mapping[str, Any], chain: tuple[Source, ...] = ()
) -> str:
    """Return the hash of a question: the network's key, the scenarios, what is asked of them.

    The order of the parameters does not matter, that of lists in them does.
    """
    made = scenario_hash(chain) if chain else None
    return hash_of({"network": network, "kind": kind, "scenario": made, "asked": parameters})
