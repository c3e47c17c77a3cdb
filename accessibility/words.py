"""German words and numbers: what every map, table and report says, said once."""

import math
import unicodedata
from datetime import date

DEMO_SENTENCE = (
    "DEMO – Ortslagen und Bahnhöfe gerundet nach der Wirklichkeit; Straßen, Haltestellen, Linien, "
    "Fahrpläne und Einwohneranteile erfunden. Keine Aussage über den Landkreis."
)
MODEL_SENTENCE = "MODELL – Eingangsdaten ganz oder teilweise angenommen."
STATUS_SENTENCES = {"demo": DEMO_SENTENCE, "model": MODEL_SENTENCE, "official": ""}

MET, NOT_MET, NOT_CHECKED = "erfüllt", "nicht erfüllt", "nicht prüfbar"  # verdicts

NOTHING = "–"  # in place of a number that does not exist

TARGETS = {
    "grundzentrum": "Grundzentrum",
    "mittelzentrum": "Mittelzentrum",
    "oberzentrum": "Oberzentrum",
    "bahn": "Bahn",
    "sbahn": "S-Bahn",
    "hauptort": "Hauptort",
    "kreisstadt": "Kreisstadt",
}
TOWARDS = {
    "grundzentrum": "zum Grundzentrum",
    "mittelzentrum": "zum Mittelzentrum",
    "oberzentrum": "zum Oberzentrum",
    "bahn": "zur Bahn",
    "sbahn": "zur S-Bahn",
    "hauptort": "zum Hauptort der Kommune",
    "kreisstadt": "zur Kreisstadt",
}
DAYS = {
    "schultag": "Schultag",
    "ferientag": "Ferientag",
    "samstag": "Samstag",
    "sonntag": "Sonntag",
}

HIERARCHY = (
    "Ziel ist das am besten erreichbare der Klasse, auch jenseits der Kreisgrenze; ein Oberzentrum "
    "zählt auch als Mittel- und Grundzentrum, ein Mittelzentrum auch als Grundzentrum."
)
WALK_NOTE = (
    "„Zu Fuß erreichbar“: ohne Fahrt, im längsten zulässigen Fußweg (Vorgabe 20 Minuten), zu dem "
    "Ziel, das am jeweiligen Tag das beste ist; an Tagen mit anderen Fahrten kann es ein anderes "
    "sein."
)
MAJORITY_NOTE = (
    "Jeder Ortsteil zählt mit allen Einwohnern in der Klasse, in der sein mittlerer Einwohner "
    "(Median) liegt."
)


def status_sentence(data_status: str) -> str:
    """Return the words for a region's ``data_status``; a sentence already written stays itself."""
    return STATUS_SENTENCES.get(data_status, data_status)


def collated(text: str) -> str:
    """Return what a German list is ordered by: ä as a, ß as ss, whatever the case."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def day_name(day: str) -> str:
    """Return the German name of a day type, or the region's own name with a capital letter."""
    return DAYS.get(day, day[:1].upper() + day[1:])


def german_date(day: date) -> str:
    """Return ``TT.MM.JJJJ``."""
    return f"{day:%d.%m.%Y}"


def timetable_of(day: date) -> str:
    """Return the words that name a planned timetable: it says nothing of punctuality."""
    return f"Soll-Fahrplan vom {german_date(day)}"


def number(value: float, digits: int = 0) -> str:
    """Return ``1.234`` or ``1.234,5``; a dash where there is no number."""
    if not math.isfinite(value):
        return NOTHING
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float) -> str:
    """Return a share in 0…1 as ``12,5 %``, with the narrow space that keeps both together."""
    if not math.isfinite(share):
        return NOTHING
    if 0.9995 <= share < 1:
        return "über 99,9\u202f%"  # a few are missing: they are not rounded away
    return f"{number(100 * share, 1)}\u202f%"


def minutes(seconds: float) -> str:
    """Return whole minutes, rounded up: 1801 s lie above 30 minutes and must read so."""
    return NOTHING if not math.isfinite(seconds) else f"{math.ceil(seconds / 60)}\u202fmin"


def hours(seconds: float) -> str:
    """Return ``2:05 h``, minutes rounded up."""
    if not math.isfinite(seconds):
        return NOTHING
    whole = math.ceil(seconds / 60)
    return f"{whole // 60}:{whole % 60:02d}\u202fh"


def clock(seconds: float) -> str:
    """Return ``05:42`` of the service date; past midnight 24:10 and on."""
    if not math.isfinite(seconds):
        return NOTHING
    whole = int(seconds) // 60
    return f"{whole // 60:02d}:{whole % 60:02d}"
