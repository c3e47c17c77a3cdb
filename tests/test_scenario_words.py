"""Every change of a scenario reads as a German sentence."""

from typing import Any

import pytest

from api.scenarios.files import TYPES
from api.scenarios.words import KEPT_DOORS, words_of
from mobility.scenario import Change, Scenario

NEW_STOP = {"name": "Neubau", "lon": 12.5, "lat": 51.1}
TAKT = {"days": ["schultag"], "headway": 60, "first": "05:30", "last": "19:30"}
TOLD: list[tuple[dict[str, Any], str]] = [
    ({"type": "remove_line", "line": "278", "days": ["ferientag"]}, "278: entfällt, Ferientag"),
    (
        {"type": "remove_trips", "line": "276", "towards": "Hain", "span": ["19:00", "24:00"]},
        "276 Richtung Hain: Fahrten, die von 19:00 bis vor 24:00 beginnen, entfallen",
    ),
    (
        {"type": "remove_trips", "line": "276", "at": ["06:40", "07:40"]},
        "276: Fahrten ab 06:40, 07:40 entfallen",
    ),
    (
        {"type": "remove_trips", "line": "276", "trips": ["a", "b"]},
        "276: 2 einzelne Fahrten entfallen",
    ),
    ({"type": "remove_trips", "line": "276"}, "276: alle Fahrten entfallen"),
    ({"type": "shift", "line": "60", "minutes": 5.0}, "60: alle Fahrten 5 min später"),
    (
        {"type": "shift", "line": "60", "minutes": -1.5, "at": ["08:00"]},
        "60: Fahrten ab 08:00 1,5 min früher",
    ),
    ({"type": "scale_running_time", "line": "60", "factor": 0.9}, "60: Fahrzeit mal 0,9"),
    (
        {
            "type": "scale_running_time", "line": "60", "factor": 1.25,
            "from_stop": "A", "to_stop": "B",
        },
        "60: Fahrzeit zwischen A und B mal 1,25",
    ),
    ({"type": "set_dwell", "line": "60", "stop": "A", "seconds": 120}, "60: steht 120 s in A"),
    (
        {"type": "skip_stops", "line": "60", "stops": ["A", "B"], "saved_seconds": 30},
        "60: fährt durch in A; B, je Halt 30 s schneller",
    ),
    (
        {"type": "curtail", "line": "60", "stop": "A", "beyond": "C"},
        "60: endet in A; dahinter bis C entfällt",
    ),
    (
        {
            "type": "set_headway", "line": "60", "minutes": 60, "span": ["05:00", "21:00"],
            "days": ["schultag", "ferientag"],
        },
        ("60: alle 60 min von 05:00 bis 21:00, anstelle der Fahrten über die ganze Linie in dieser "
        "Zeit, Schultag, Ferientag"),
    ),
    (
        {
            "type": "set_headway", "line": "60", "minutes": 30, "span": ["05:00", "21:00"],
            "keep": True, "first": "05:10", "template": "08:10",
        },
        ("60: alle 30 min von 05:00 bis 21:00, erste Abfahrt 05:10, wie die Fahrt ab 08:10, "
        "die übrigen Fahrten über die ganze Linie bleiben"),
    ),
    (
        {"type": "extend_hours", "line": "60", "minutes": 60, "first": "04:30", "last": "22:00"},
        ("60: alle 60 min weiter zurück bis zur ersten Abfahrt ab 04:30 "
        "und bis zur letzten Abfahrt um 22:00"),
    ),
    (
        {
            "type": "hold_connection", "line": "60", "from_line": "S1", "stop": "A",
            "minutes": 5.0, "towards": "B",
        },
        "60 Richtung B: wartet in A bis zu 5 min auf S1",
    ),
    (
        {
            "type": "add_line", "line": "T 1", "product": "TaktBus", "stops": ["A", NEW_STOP],
            "factor": 1.3, "dwell_seconds": 20, "runs": [TAKT],
        },
        ("T 1 (TaktBus, neu): A – Neubau (neue Haltestelle); Fahrzeit Pkw mal 1,3, 20 s Halt; "
        "alle 60 min von 05:30 bis 19:30 (Schultag)"),
    ),
    (
        {
            "type": "replace_line", "line": "RB1",
            "by": {
                "line": "S1", "mode": "sbahn", "like": "RB1",
                "runs": [{**TAKT, "back_first": "06:00"}],
            },
        },
        ("RB1: entfällt, an ihrer Stelle S1 (S-Bahn, neu): Halte und Fahrzeiten wie RB1; "
        "alle 60 min von 05:30 bis 19:30, zurück von 06:00 bis 19:30 (Schultag)"),
    ),
    (
        {
            "type": "add_trips", "line": "60", "stops": ["A", "B"], "arrivals": ["21:00", "21:24"],
            "departures": ["21:00", "22:00"], "booked": True,
        },
        "60: 2 Fahrten mehr A – B (24 min), ab 21:00, 22:00, mit Anmeldung",
    ),
    (
        {
            "type": "reroute", "line": "60", "from_stop": "A", "to_stop": "C", "via": ["B"],
            "minutes": [4.0, 9.5],
        },
        "60: fährt zwischen A und C über B; an nach 4–9,5 min",
    ),
    (
        {"type": "extend", "line": "60", "end": "C", "stops": ["D"], "kmh": 40.0},
        "60: fährt über C hinaus nach D; Fahrzeit mit 40 km/h",
    ),
    (
        {"type": "add_stops", "line": "60", "stops": ["X", "Y"]},
        "60: hält auch in X; Y, je Halt 30 s länger",
    ),
    (
        {"type": "add_stop", **NEW_STOP, "lines": ["60", "61"]},
        "Neue Haltestelle Neubau: 60, 61 hält, 30 s länger",
    ),
    (
        {
            "type": "add_streets", "name": "Brücke", "points": [[12.0, 51.0], [12.1, 51.0]],
            "modes": ["walk", "car"], "kmh": 30.0,
        },
        f"Neuer Weg Brücke für Fußgänger, Pkw (30 km/h); {KEPT_DOORS}",
    ),
    (
        {"type": "set_street_speed", "start": [12.0, 51.0], "end": [12.1, 51.0], "kmh": 70.0},
        "Pkw zwischen 12,0000/51,0000 und 12,1000/51,0000: im Mittel 70 km/h",
    ),
    (
        {"type": "upgrade_to_plusbus", "line": "60", "keep": True},
        ("60 wird PlusBus: alle Fahrten von heute bleiben; alle 60 min, erste Abfahrt 05:00–06:00, "
        "letzte Abfahrt 20:00–21:00; am Wochenende alle 120 min, erste Abfahrt 08:00–10:00, "
        "letzte Abfahrt 20:00–22:00"),
    ),
    (
        {"type": "upgrade_to_taktbus", "line": "60"},
        ("60 wird TaktBus: alle 120 min, erste Abfahrt 06:00–08:00, letzte Abfahrt 18:00–20:00; "
        "am Wochenende wie bisher"),
    ),
    (
        {
            "type": "stadtbus", "line": "A", "stops": ["Bahnhof", "Markt", "Bahnhof"],
            "both_ways": False, "factor": 1.4,
        },
        ("A (StadtBus, neu): Bahnhof – Bahnhof über einen Halt, nur in dieser Richtung; "
        "alle 30 min von 06:00 bis 19:00; samstags alle 60 min von 08:00 bis 16:00"),
    ),
    (
        {
            "type": "tourist_line", "line": "See", "stops": ["A", "B"], "factor": 1.3,
            "months": ["2026-04-01", "2026-10-31"],
        },
        ("See (neu): A – B; samstags und sonntags vom 01.04.2026 bis 31.10.2026 alle 120 min "
        "von 09:00 bis 18:00"),
    ),
]  # fmt: skip


def change_of(told: dict[str, Any]) -> Change:
    return Scenario.model_validate({"name": "x", "changes": [told]}).changes[0]


@pytest.mark.parametrize(("told", "words"), TOLD, ids=[words for _, words in TOLD])
def test_a_change_reads_as_a_sentence(told: dict[str, Any], words: str) -> None:
    assert words_of(change_of(told)) == words


def test_every_type_has_its_words() -> None:
    assert {str(told["type"]) for told, _ in TOLD} == set(TYPES)


def test_the_season_is_told_with_its_dates() -> None:
    change = {"type": "remove_line", "line": "60", "season": ["2026-04-01", "2026-10-31"]}

    assert words_of(change_of(change)) == "60: entfällt, vom 01.04.2026 bis 31.10.2026"


def test_of_many_departures_the_first_and_the_last_are_told() -> None:
    times = [f"{hour:02d}:10" for hour in range(5, 13)]

    words = words_of(change_of({"type": "remove_trips", "line": "60", "at": times}))

    assert words == "60: Fahrten ab 05:10 … 12:10 (8 Abfahrten) entfallen"
