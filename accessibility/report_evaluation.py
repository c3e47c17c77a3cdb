"""Evaluation: every table of a result by the name of its file, and what each of them says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

ACCESS = "accessibility"
STANDARDS, DEFINITIONS = "standards", "standards_definitionen"
STATIONS, GROUND, CLASSED = (
    *("gueteklassen_stationen", "gueteklassen_flaechen", "gueteklassen_einwohner"),
)
CONNECTIONS, REACHED = "zentren_verbindungen", "erreichbare_einwohner"
SCHOOLS, SERVICES, SHIFTS, WORK = "schulwege", "daseinsvorsorge", "schichten", "arbeitsorte"
EQUITY, SENSITIVITY = "gleichheit", "empfindlichkeit"
POINTS = "points"  # every home by itself: what results are compared by
GEO = (ACCESS, STATIONS, GROUND, WORK)  # tables of places and areas


class TableWords(NamedTuple):
    """What a table is called, and what was computed, in German."""

    title: str
    definition: str


WORDS: Mapping[str, TableWords] = {
    ACCESS: TableWords(
        "Erreichbarkeit der Ortsteile",
        "Je Ortsteil, Tag und Zielklasse das am besten erreichte Ziel mit Reisezeit, Verbindungen "
        "hin und zurück, Tagesrand und Auto: Median der Einwohner, am Wohnort gerechnet.",
    ),
    POINTS: TableWords(
        "Wohnorte",
        "Je Wohnort und Tag dieselben Werte, bevor über Einwohner gemittelt wird: Grundlage der "
        "Vergleiche von Ergebnissen.",
    ),
    STANDARDS: TableWords(
        "Maßstäbe: wer erreicht, was sie verlangen",
        "Je Kriterium und Tag die Einwohner, für die es am Wohnort erfüllt ist, für Kreis, "
        "Kommunen und Ortsteile. Wer nicht hinkommt, erfüllt es nicht und wird nie weggelassen.",
    ),
    DEFINITIONS: TableWords(
        "Kriterien und Quellen",
        "Je Kriterium, was gerechnet wurde, woher der Wert stammt und ob er eine Annahme ist.",
    ),
    STATIONS: TableWords(
        "ÖV-Güteklassen: Haltestellen",
        "Je Haltestelle (alle Steige) und Tag Kategorie, Verkehrsmittel und mittleres Intervall.",
    ),
    GROUND: TableWords(
        "ÖV-Güteklassen: Flächen",
        "Je Klasse die Fläche auf dem Wegenetz, in der sie oder eine bessere gilt; erster "
        "ausgewerteter Tag. Einwohner werden von ihrer Haustür aus gezählt, nicht in der Fläche.",
    ),
    CLASSED: TableWords(
        "ÖV-Güteklassen: Einwohner",
        "Je Klasse die Einwohner, für deren Haustür sie die beste ist; „keine“ liegt außerhalb "
        "aller Einzugsbereiche.",
    ),
    CONNECTIONS: TableWords(
        "Verbindungen zwischen den Zentren",
        "Je Paar von Zentren und Tag Reisezeit bei geplanter Abfahrt von Markt zu Markt, Stufen "
        "der Angebotsqualität A bis F, Umweg der Straße und Verhältnis zum Auto.",
    ),
    REACHED: TableWords(
        "Erreichbare Einwohner",
        "Einwohner, die am ersten ausgewerteten Tag von der Ortsmitte aus in 30 Minuten erreicht "
        "werden: mit Bus und Bahn einschließlich der Fußwege und des Wartens (p5: in wenigstens "
        "5\u202f% der Minuten des Zeitraums, so etwa, wer nach Fahrplan aufbricht; p50: in "
        "der Hälfte), und mit dem Auto; gezählt sind nur Einwohner der Einwohnertabelle. Zeitraum "
        "und Anteile der Minuten: Annahme.",
    ),
    SCHOOLS: TableWords(
        "Wege zur Schule",
        "Je Ortsteil und Schulart die Fahrzeit mit Umsteigen zur am besten erreichten der nächsten "
        "Schulen (nicht der des Schulbezirks) und zurück, und wer die Höchstdauer einhält.",
    ),
    SERVICES: TableWords(
        "Daseinsvorsorge",
        "Je Ortsteil und Art der Einrichtung Reisezeit bei geplanter Abfahrt, Verbindungen und "
        "der Anteil der Einwohner, die rechtzeitig hin und nach dem Aufenthalt zurück kommen.",
    ),
    SHIFTS: TableWords(
        "Arbeit in Schichten: Ortsteile",
        "Je Ortsteil der Anteil der Einwohner, die vor Schichtbeginn zu einem Gewerbegebiet und "
        "nach Schichtende nach Hause kommen.",
    ),
    WORK: TableWords(
        "Arbeit in Schichten: Gewerbegebiete",
        "Je Gewerbegebiet und Schicht die Einwohner, die rechtzeitig hin und nach Hause kommen.",
    ),
    EQUITY: TableWords(
        "Verteilung des Angebots",
        "Wie viel den Einwohnern mindestens zukommt (p10 bis p90, wer nicht hinkommt zuletzt) und "
        "wie ungleich es verteilt ist (Gini: 0 alle gleich, gegen 1 wenige haben alles).",
    ),
    SENSITIVITY: TableWords(
        "Empfindlichkeit",
        "Jeder Befund des ersten ausgewerteten Tages noch einmal mit längerem Umsteigen, langsamem "
        "Gehen, kurzem Weg zur Haltestelle und zufälliger statt geplanter Abfahrt.",
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What was found for some days; a table that cannot be made of a region is not there."""

    access: gpd.GeoDataFrame
    tables: Mapping[str, pd.DataFrame]  # by the name of their file, but that of access

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, one without rows or columns if there is none."""
        return self.tables.get(name, pd.DataFrame())
