"""Knoten report: how lines meet, and what a late line breaks, as German text."""

from collections.abc import Mapping, Sequence
from typing import Any

from accessibility.knoten_table import KINDS, WORST
from accessibility.words import minutes, number, percent
from mobility.anschluesse import Limits

SHOWN, LATE_SHOWN = 40, 20  # Knoten and lines that are printed; JSON holds all
NOBODY = "Kein Knoten mit Übergängen, die an diesem Tag gebraucht werden."
COUNTED = (
    "Oben stehen die Knoten, deren Übergänge für die meisten Einwohner gelten. Gezählt sind "
    "Übergänge der Hauptrelation (Bus zum Zug ins Oberzentrum, vom Zug von dort zum Bus) und "
    "solche, an denen eine brauchbare Verbindung des Tages umsteigt: von jedem Ortsteil zu seinen "
    "Zentren und zurück; jede gilt für alle Einwohner des Ortsteils, keine Zahl von Reisenden."
)
WEIGHED = (
    "Verbindungen, die die Linie nutzen; gerissen: bei 5 Minuten Verspätung aller ihrer Fahrten "
    "wird ein Anschluss verpasst (alle anderen Linien pünktlich). Spätere Ankunft: im Mittel aller "
    "dieser Verbindungen, nach Einwohnern gewichtet; gestrandet: danach gibt es keine Weiterfahrt."
)


def definition(limits: Limits) -> str:
    """Return what a good Anschluss is."""
    return (
        f"Gut: die erste Abfahrt nach der Übergangszeit geht höchstens {minutes(limits.wait_s)} "
        f"nach der Ankunft (Fußweg eingeschlossen). Knapp verpasst: eine frühere wurde um "
        f"höchstens {minutes(limits.missed_by_s)} verfehlt, und die nächste liegt darüber. "
        "Zurück in die Herkunftsrichtung wird nicht gefragt. Gezählt wird je Relation die "
        "seltenere Seite: Ankünfte mit gutem Anschluss, oder Abfahrten, denen eine Ankunft gut "
        "vorausgeht; knapp verpasst nur unter Ankünften. Bahn: Eisenbahn und S-Bahn; die "
        "Straßenbahn zählt hier wie ein Bus."
    )


def knoten_text(found: Sequence[Mapping[str, Any]], limits: Limits) -> str:
    """Return a block of text per Knoten, most needed first."""
    more = len(found) - SHOWN
    rest = [f"und {number(more)} weitere Knoten (alle mit --json)", ""] if more > 0 else []
    blocks = [_block(one) for one in found[:SHOWN]] or [NOBODY]
    return "\n".join([*blocks, "", *rest, definition(limits), COUNTED])


def relations_text(knoten: Mapping[str, Any], limits: Limits) -> str:
    """Return all relations of one Knoten."""
    rows = [f"{'':<2}{_relation(row)}" for row in knoten["relations"]]
    return "\n".join([*_heading(knoten), *rows, "", definition(limits), COUNTED])


def delays_text(delays: Sequence[Mapping[str, Any]]) -> str:
    """Return a row per line with what five minutes late do, the worst first."""
    heading = (
        f"{'Linie':<11}{'Verbindungen':>13}{'gerissen':>10}{'gestrandet':>12}  spätere Ankunft"
    )
    rows = [
        f"{row['name']:<11}{number(row['journeys']):>13}{percent(row['broken_share'] or 0.0):>10}"
        f"{number(row['stranded']):>12}  {number(row['mean_minutes'] or 0.0, 1)}\u202fmin"
        for row in delays[:LATE_SHOWN]
    ]
    return "\n".join(["Fünf Minuten später", heading, *rows, "", WEIGHED])


def hour_text(calls: Sequence[Mapping[str, Any]]) -> str:
    """Return what comes and what goes in an hour, "" if no hour was asked."""
    parts: list[str] = []
    if not calls:
        return ""
    for arriving, word in ((True, "Ankünfte"), (False, "Abfahrten")):
        own = [row for row in calls if row["arriving"] == arriving]
        parts.append(word)
        parts += [f"  {row['time']}  {row['line']:<10} {row['where']}" for row in own]
    return "\n".join(parts)


def _block(knoten: Mapping[str, Any]) -> str:
    worst = [row for row in knoten["relations"] if row["share"] < 1][:WORST]
    told = [f"{'':<4}{_relation(row)}" for row in worst]
    heading = ["  am meisten fehlt:"] if told else []
    return "\n".join([*_heading(knoten), *heading, *told])


def _heading(knoten: Mapping[str, Any]) -> list[str]:
    title = f"{knoten['name']} ({', '.join(knoten['lines'])})"
    used = f"  umgestiegen wird hier am Tag auf: {_journeys(knoten['journeys'])}"
    kinds = [f"  {word:<11}{_kind(knoten[key])}" for word, key in KINDS.items() if knoten[key]]
    return [title, used, *kinds]


def _journeys(count: int) -> str:
    return "1 Verbindung" if count == 1 else f"{number(count)} Verbindungen"


def _kind(counts: Mapping[str, Any]) -> str:
    missed = f", {counts['missed']} knapp verpasst" if counts["missed"] else ""
    return f"{counts['met']} von {counts['rarer']} gut ({percent(counts['share'])}){missed}"


def _relation(row: Mapping[str, Any]) -> str:
    rarer = 0 < row["departures"] < row["arrivals"]
    good, every, word = (
        (row["fed"], row["departures"], "Abfahrten")
        if rarer
        else (row["good"], row["arrivals"], "Ankünften")
    )
    told = [
        f"{good} von {every} {word} gut",
        f"{row['missed']} knapp verpasst" if row["missed"] and not rarer else "",
        "" if row["wait_s"] is None else f"im Mittel {minutes(row['wait_s'])}",
        _journeys(row["journeys"]) if row["journeys"] else "",
        "Hauptrelation" if row["main"] else "",
    ]
    way = f"{row['line']} aus {row['from']} → {row['to_line']} nach {row['towards']}"
    return f"{way}: {', '.join(filter(None, told))}"
