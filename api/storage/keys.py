"""Keys: hashes of content, so that the same is computed once and never taken for another."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from api.manifest import FORMAT, provenance_of
from api.scenario_files import Source, scenario_hash


def network_key(manifest: Mapping[str, Any]) -> str:
    """Return the hash of all that figures of a network depend on, but not of where it lies."""
    told = provenance_of(manifest) | {
        "format": FORMAT,
        "crs": manifest["crs"],
        "data_status": manifest["data_status"],
        "standards": manifest["standards"],
        "counts": manifest["counts"],
        "files": manifest["files"],
    }
    return _hash(told)


def content_key(
    network: str, kind: str, parameters: Mapping[str, Any], chain: tuple[Source, ...] = ()
) -> str:
    """Return the hash of a question: the network's key, the scenarios, what is asked of them.

    The order of the parameters does not matter, that of lists in them does.
    """
    made = scenario_hash(chain) if chain else None
    return _hash({"network": network, "kind": kind, "scenario": made, "asked": parameters})


def _hash(told: Mapping[str, Any]) -> str:
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
