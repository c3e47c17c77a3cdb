"""Standards: what counts as enough, as data with a source; nothing here is computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accessibility.folds import HOUR_S, Window

CLASSES = ("grundzentrum", "mittelzentrum", "oberzentrum", "bahn", "sbahn")
WEEKEND_DAYS = ("samstag", "sonntag")


@dataclass(frozen=True)
class Profile:
    """Limits a class, windows of the day, car parking; seconds throughout."""

    name: str = "RIN 2008"
    source: str = (
        "Zielwerte RIN 2008 für die Verbindung Wohnstandort–Zentrum im ÖV: Grundzentrum 30, "
        "Mittelzentrum 45, Oberzentrum 90 Minuten (BMVBS-Online-Publikation 13/2010, Tab. 7); "
        "Bahn und S-Bahn 30 Minuten: Annahme"
    )
    limit_s: Mapping[str, int] = field(
        default_factory=lambda: {
            "grundzentrum": 30 * 60,
            "mittelzentrum": 45 * 60,
            "oberzentrum": 90 * 60,
            "bahn": 30 * 60,
            "sbahn": 30 * 60,
        }
    )
    parking_s: Mapping[str, int] = field(  # Annahme: parking and the walk from there
        default_factory=lambda: {
            "grundzentrum": 180,
            "mittelzentrum": 180,
            "oberzentrum": 480,
            "bahn": 180,
            "sbahn": 180,
        }
    )

    def window(self, day: str, when: date) -> Window:
        """Return the span in which the standard asks for service on the day."""
        weekend = day in WEEKEND_DAYS or when.weekday() >= 5
        return Window((8 if weekend else 6) * HOUR_S, 20 * HOUR_S)
