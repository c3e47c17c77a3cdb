"""Compare report: what results give people that another does not, on paper."""

from accessibility.compare_changes import changes_chapter
from accessibility.compare_chapters import gainers, kommunen, losers, overview
from accessibility.compare_details import hours, lost_journeys, standards, titled
from accessibility.compare_explained import SAID, reading_chapter
from accessibility.compare_subject import Subject
from accessibility.report_document import Chapter, Paper, Points
from accessibility.words import day_name, german_date, status_sentence

COUNTED = (
    "Jeder Wohnort wird vorher und nachher gerechnet; Unterschiede gelten je Wohnort und zählen "
    "dann mit seinen Einwohnern. „Deutlich besser“ und „deutlich schlechter“: Reisezeit bei "
    "geplanter Abfahrt um mindestens 5 Minuten, oder mindestens 2 Fahrtenpaare am Tag, oder neu "
    "erreichbar beziehungsweise verloren; beides zugleich ist möglich und wird beides gezählt."
)
REACHED = (
    "„Neu erreichbar“ und „verloren“: das Ziel wird am Tag mit einer brauchbaren Verbindung oder "
    "zu Fuß erreicht, vorher nicht beziehungsweise nachher nicht mehr."
)
TARGET = (
    "„Ziel frei“: vorher wie nachher das jeweils beste Ziel der Klasse. „Ziel fest“: nachher "
    "dasselbe Ziel wie vorher, auch wo es ein besseres gäbe."
)
USEFUL = (
    "Weniger Fahrten können mehr brauchbare Verbindungen ergeben und umgekehrt: Entfällt die "
    "schnellste, gelten langsamere als brauchbar; eine neue schnelle ersetzt zwei langsame. "
    "Deshalb stehen Gewinne und Verluste immer nebeneinander."
)
PLANNED = (
    "Soll-Fahrplan: geplanter Fahrplan, keine Aussage zu Pünktlichkeit oder Auslastung. Alle "
    "Befunde sind rechnerisch; es gibt kein Nachfragemodell."
)
METHOD = (COUNTED, REACHED, TARGET, USEFUL, PLANNED)


def compare_paper(subject: Subject) -> Paper:
    """Return the report of one result before and any number of results after."""
    chapters = [overview(subject)]
    for result in subject.results:
        title = titled(subject, "Was geändert wird", result)
        chapters.append(changes_chapter(title, result.changes))
        for side, said in SAID.items():
            title, changes = titled(subject, said.title, result), result.changes
            chapters.append(reading_chapter(side, title, result.reading, changes, subject.names))
    chapters.append(kommunen(subject))
    for result in subject.results:
        chapters += [gainers(subject, result), losers(subject, result)]
        chapters += [lost_journeys(subject, result), standards(subject, result)]
        chapters += [hours(subject, result)]
    chapters.append(Chapter("Grundlagen", [Points(METHOD)]))
    imprint = subject.imprint
    dates = [(day, imprint.dates[day]) for day in subject.days if day in imprint.dates]
    told = ", ".join(f"{german_date(when)} ({day_name(day)})" for day, when in dates)
    names = ", ".join(result.name for result in subject.results)
    return Paper(
        f"{names} gegenüber {subject.before} – {imprint.region}",
        f"Soll-Fahrplan vom {told}" if told else "",
        status_sentence(imprint.data_status),
        chapters,
        [f"Quellen: {imprint.sources}" if imprint.sources else "", imprint.provenance],
    )
