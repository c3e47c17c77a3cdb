"""Names: ids made of names, and pools of names for streets and stops."""

import re
import unicodedata

import numpy as np

from api.demo.facts import read_facts
from api.demo.geometry import rng_of
from api.demo.land_facts import Name

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
NO_ADJECTIVE = ("Ost", "West", "Süd", "Nord")  # nobody says Oster Straße


def slug(name: str) -> str:
    """Return the name as an id: ``Döben`` → ``doeben``, ``Grimma, Markt`` → ``grimma-markt``."""
    plain = unicodedata.normalize("NFC", name).lower().translate(UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def road_to(place: str) -> str | None:
    """Return what a road to the place is called, None if it has no good adjective."""
    word = re.sub(r" \(.*\)|/.*", "", place).split("-")[-1].split(" ")[-1]
    if word in NO_ADJECTIVE:
        return None
    return f"{word}{'r' if word.endswith('e') else 'er'} Straße"


def name_pools(table: str) -> dict[str, list[str]]:
    """Return the names of ``facts/<table>.csv`` that suit a ``town`` and a ``village``."""
    pools: dict[str, list[str]] = {"town": [], "village": []}
    for row in read_facts(Name, table):
        for where in pools if row.where == "all" else (row.where,):
            pools[where] += [row.word + ending for ending in row.endings.split(";")]
    return pools


def shuffled(pools: dict[str, list[str]], key: str, *, big: bool) -> list[str]:
    """Return the names that suit a place first, then the others, both in an order of its own."""
    parts = (pools["town"], pools["village"]) if big else (pools["village"], pools["town"])
    rng = rng_of("names", key)
    names = [str(name) for part in parts for name in rng.permutation(np.array(part))]
    return list(dict.fromkeys(names))
