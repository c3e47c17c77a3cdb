"""Figures: what each column of the accessibility table is called, means, and how it is classed."""

from collections.abc import Callable
from dataclasses import dataclass

from accessibility.classes import (
    CAR_MINUTES,
    FIRST,
    GAP,
    JOURNEYS,
    LAST,
    MINUTES,
    RATIO,
    RIDES,
    SERVED_HOURS,
    SHARE,
    Scale,
)
from accessibility.words import TARGETS, TOWARDS, clock, hours, minutes, number, percent

HEADLINE = "mittelzentrum_journey_time_p50"  # what is drawn where nobody says


class MapError(ValueError):
    """A map that cannot be drawn; the message says which can."""


@dataclass(frozen=True)
class Measure:
    """One figure per Ortsteil and target class: its German name, definition, classes, format."""

    name: str
    definition: str
    scale: Scale
    text: Callable[[float], str]
    walkers_apart: bool = True  # "zu Fuß erreichbar" is a class of its own

    def titled(self, target: str) -> str:
        """Return the name with its target class: "… zum Mittelzentrum"."""
        return f"{self.name} {TOWARDS[target]}"


_DAY = "zwischen 06 und 20 Uhr (Samstag, Sonntag ab 08 Uhr)"

MEASURES = {
    "journey_time_p50": Measure(
        "Reisezeit bei geplanter Abfahrt",
        "Mittlere Dauer (Median) der brauchbaren Verbindungen von Tür zu Tür mit Abfahrt "
        f"{_DAY}: Fußwege, Fahrt und Umsteigen, ohne Warten zu Hause.",
        MINUTES,
        minutes,
    ),
    "journey_time_min": Measure(
        "Kürzeste Reisezeit des Tages",
        f"Dauer der schnellsten Verbindung von Tür zu Tür mit Abfahrt {_DAY}.",
        MINUTES,
        minutes,
    ),
    "travel_time_p50": Measure(
        "Reisezeit bei zufälliger Abfahrt",
        "Mittlere Zeit (Median über alle Minuten) von Tür zu Tür bei Aufbruch zu einer beliebigen "
        f"Minute {_DAY}: das Warten auf die nächste Abfahrt zählt mit.",
        MINUTES,
        minutes,
    ),
    "rides_min": Measure(
        "Umsteigen",
        "Kleinste Zahl der Umstiege auf einer Verbindung des Tages.",
        RIDES,
        lambda rides: number(max(rides - 1, 0)),
    ),
    "journeys": Measure(
        "Verbindungen am Tag",
        "Brauchbare Verbindungen am Betriebstag (04 bis 28 Uhr) auf dem Hinweg.",
        JOURNEYS,
        number,
    ),
    "return_journeys": Measure(
        "Rückfahrten am Tag",
        "Brauchbare Verbindungen am Betriebstag (04 bis 28 Uhr) zurück vom selben Ziel.",
        JOURNEYS,
        number,
    ),
    "first_departure": Measure(
        "Erste Abfahrt", "Aufbruch zur ersten brauchbaren Verbindung des Tages.", FIRST, clock
    ),
    "last_return": Measure(
        "Letzte Rückfahrt",
        "Aufbruch am Ziel zur letzten brauchbaren Verbindung zurück.",
        LAST,
        clock,
    ),
    "longest_gap": Measure(
        "Größte Lücke im Angebot",
        "Längste Zeit zwischen zwei brauchbaren Abfahrten von 06 bis 20 Uhr, Ränder mitgezählt.",
        GAP,
        hours,
    ),
    "served_hours": Measure(
        "Bediente Stunden",
        "Stunden von 05 bis 21 Uhr mit mindestens einer Minute, in der das Ziel bei sofortigem "
        "Aufbruch innerhalb der Zielzeit erreicht wird.",
        SERVED_HOURS,
        number,
    ),
    "walk_share": Measure(
        "Einwohneranteil zu Fuß",
        "Anteil der Einwohner mit höchstens 20 Minuten Fußweg zum Ziel.",
        SHARE,
        percent,
        walkers_apart=False,
    ),
    "served_share": Measure(
        "Einwohneranteil mit Verbindung",
        "Anteil der Einwohner, die das Ziel am Tag überhaupt erreichen, mit Fahrt oder zu Fuß.",
        SHARE,
        percent,
        walkers_apart=False,
    ),
    "car_time": Measure(
        "Fahrzeit mit dem Auto",
        "Schnellste Fahrt mit dem Auto zum selben Ziel ohne Stau, mit Zuschlag für das Parken.",
        CAR_MINUTES,
        minutes,
        walkers_apart=False,
    ),
    "ratio": Measure(
        "Reisezeitverhältnis ÖPNV zu Auto",
        "Reisezeit bei geplanter Abfahrt geteilt durch die Fahrzeit mit dem Auto, selbes Ziel.",
        RATIO,
        lambda ratio: number(ratio, 1),
    ),
}


def measure_of(column: str) -> tuple[str, Measure]:
    """Return the target class and the measure of a column such as ``sbahn_journeys``."""
    target, _, suffix = column.partition("_")
    if target not in TARGETS or suffix not in MEASURES:
        raise MapError(
            f"no map for measure {column!r}: it is <class>_<figure>, class one of "
            f"{', '.join(TARGETS)}, figure one of {', '.join(MEASURES)}; or it is linien"
        )
    return target, MEASURES[suffix]
