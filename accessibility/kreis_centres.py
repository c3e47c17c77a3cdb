"""Centres of a summary: which Zentren count, who says so, and when a Verbund is reached."""

from accessibility.places import ZENTRUM, Places
from accessibility.words import HIERARCHY, TARGETS, collated

LEVELS = ("oberzentrum", "mittelzentrum", "grundzentrum")
PLURAL = {
    "oberzentrum": "Oberzentren",
    "mittelzentrum": "Mittelzentren",
    "grundzentrum": "Grundzentren",
}
REACHED = {
    "ein": "ein Verbund ist erreicht, sobald einer seiner Partner erreicht ist",
    "alle": "ein Verbund ist erst erreicht, wenn alle seine Partner erreicht sind",
}


def centres_told(places: Places, source: str, verbund: str) -> str:
    """Return the sentence on the Zentren of a region, their Verbünde and the list's source."""
    chosen = places.kind == ZENTRUM
    listed = []
    for level in LEVELS:
        names = sorted(places.name[chosen & (places.level == level)].tolist(), key=collated)
        if names:
            word = TARGETS[level] if len(names) == 1 else PLURAL[level]
            listed.append(f"{word} {', '.join(map(str, names))}")
    together = sorted(set(places.parent[chosen].tolist()) - {""}, key=collated)
    said = f"Als Zentren gelten: {'; '.join(listed)}."
    if together:
        said += f" Verbünde: {', '.join(map(str, together))} ({REACHED[verbund]})."
    source = source.removeprefix("Zentren: ")
    named = f"Quelle der Liste: {source}." if source else "Quelle und Stand der Liste: unbekannt."
    return f"{said} {HIERARCHY} {named}"
