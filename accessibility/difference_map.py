"""Difference map: what one result gives every Ortsteil more or less than another, as a picture."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.classes import Band, Scale, values_of
from accessibility.compare import FIXED
from accessibility.figures import MapError, Measure
from accessibility.picture import Imprint, Layers, MapPicture
from accessibility.words import NOTHING, TARGETS, TOWARDS, day_name, number, timetable_of
from gtfs.timetable import Floats

# Better is blue and has a dot that stands out on it, worse is orange to brown and has none: told
# apart by the mark on a grey copier, by hue by the colour-blind, who see blue and orange as two.
BETTER, GAINED = ("#62a8dc", "#b3d7f2"), "#2f7fc1"
SAME = "#e4e0d8"
WORSE, LOST = ("#f6b26b", "#b35806"), "#5a1e00"
MISSING = Band("zu Fuß oder ohne Fahrt", "#ffffff")
NEW = 1e6  # beyond any difference: reached or left for the first time
DEFINITIONS = {
    "journey_time_p50": (
        "Unterschied der Reisezeit bei geplanter Abfahrt (Median der brauchbaren Verbindungen), "
        "nachher minus vorher: je Wohnort, wo es beide Male eine gibt, dann Median der Einwohner."
    ),
    "journeys": (
        "Unterschied der brauchbaren Verbindungen am Betriebstag hin, nachher minus vorher: je "
        "Wohnort, Median der Einwohner; ohne die, die zu Fuß hinkommen."
    ),
    "return_journeys": (
        "Unterschied der brauchbaren Verbindungen am Betriebstag zurück, nachher minus vorher: je "
        "Wohnort, Median der Einwohner; ohne die, die zu Fuß hinkommen."
    ),
    "served_hours": (
        "Unterschied der bedienten Stunden von 05 bis 21 Uhr, nachher minus vorher: je Wohnort, "
        "Median der Einwohner; ohne die, die zu Fuß hinkommen."
    ),
}
ENDS = (
    "„Neu erreichbar“, „verloren“: für mindestens die Hälfte der Einwohner. Weiß, kein "
    "Vergleich: zu Fuß erreichbar wie ein Zentrum von seinen eigenen Ortsteilen, oder vorher wie "
    "nachher ohne Verbindung."
)
LINES_NOTE = "Gezeichnet sind die Linien nach allen Änderungen."
NAMES = {
    "journey_time_p50": "Reisezeit",
    "journeys": "Verbindungen am Tag",
    "return_journeys": "Rückfahrten am Tag",
    "served_hours": "Bediente Stunden",
}
TARGET_NOTES = {
    False: "Das Ziel ist vorher wie nachher das jeweils beste der Klasse.",
    True: "Das Ziel ist nachher dasselbe wie vorher, auch wo es ein besseres gäbe.",
}


def _diverging(limits: tuple[float, ...], labels: tuple[str, ...], *, more: bool) -> Scale:
    """Return five classes from much better to much worse around those without a difference."""
    better = [Band(*one, "dot") for one in zip(labels[:2], BETTER, strict=True)]
    worse = [Band(*one) for one in zip(labels[3:], WORSE, strict=True)]
    ends = Band("neu erreichbar", GAINED, "dot"), Band("verloren", LOST)
    bands = (ends[0], *better, Band(labels[2], SAME), *worse, ends[1])
    first, last = (NEW, -NEW + 1) if more else (-NEW, NEW - 1)
    return Scale((first, *limits, last), bands, MISSING, more_is_better=more)


SCALES = {
    "journey_time_p50": _diverging(
        (-600, -300, 299, 599),
        ("ab 10 min kürzer", "5–9 min kürzer", "unter 5 min",
         "5–9 min länger", "ab 10 min länger"),
        more=False,
    ),
    **{
        name: _diverging(
            (6, 2, -1, -5),
            ("6 und mehr dazu", "2–5 dazu", "bis ±1",
             "2–5 weniger", "6 und mehr weniger"),
            more=True,
        )
        for name in ("journeys", "return_journeys")
    },
    "served_hours": _diverging(
        (4, 1, 0, -3),
        ("4 h und mehr dazu", "1–3 h dazu", "kein Unterschied",
         "1–3 h weniger", "4 h und mehr weniger"),
        more=True,
    ),
}  # fmt: skip


def signed_minutes(seconds: float) -> str:
    """Return ``+6 min``, ``−12 min`` or ``±0 min``: whole minutes, begun ones are left out."""
    if not np.isfinite(seconds):
        return NOTHING
    return f"{signed(np.trunc(seconds / 60))}\u202fmin"


def signed(value: float) -> str:
    """Return ``+3``, ``−2`` or ``±0``, a dash where there is no number."""
    if not np.isfinite(value):
        return NOTHING
    return f"{'±' if value == 0 else '+' if value > 0 else '−'}{number(abs(value))}"


def difference_measure(name: str) -> Measure:
    """Return how a difference is called, explained, classed and written."""
    plain = signed_minutes if name == "journey_time_p50" else signed
    scale, better = SCALES[name], NEW if SCALES[name].more_is_better else -NEW

    def text(value: float) -> str:
        if abs(value) == NEW:
            return scale.bands[0 if value == better else -1].label
        return plain(value)

    title = f"{NAMES[name]}, nachher minus vorher"
    return Measure(title, DEFINITIONS[name], scale, text, walkers_apart=False)


def difference_of(column: str) -> tuple[str, str, bool]:
    """Return class, measure and whether the target is held, of ``sbahn_journeys`` (``_fest``)."""
    plain = column.removesuffix(f"_{FIXED}")
    target, _, name = plain.partition("_")
    if target not in TARGETS or name not in NAMES:
        raise MapError(
            f"no map of differences for {column!r}: it is <class>_<figure>, class one of "
            f"{', '.join(TARGETS)}, figure one of {', '.join(NAMES)}; with _{FIXED} the target held"
        )
    return target, name, plain != column


def difference_picture(
    wide: gpd.GeoDataFrame,
    *,
    measure: str,
    day: str,
    sides: tuple[str, str],
    layers: Layers,
    imprint: Imprint,
) -> MapPicture:
    """Return the map of a measure's difference; ``sides`` are the names of the two results.

    ``wide`` is a table of ``compare.wide_table``.
    """
    kind, name, held = difference_of(measure)
    ending = f"_{FIXED}" if held else ""
    rows = wide[wide["day"].astype(str) == day]
    if rows.empty or f"{kind}_{name}_difference{ending}" not in rows:
        raise MapError(f"no differences of {measure!r} on day {day!r} to draw")
    figure = difference_measure(name)
    when = imprint.dates.get(day)
    parts = (f"{sides[1]} gegenüber {sides[0]}", imprint.region, day_name(day), _timetable(when))
    return MapPicture(
        title=f"{NAMES[name]} {TOWARDS[kind]}: Unterschied",
        subtitle=" · ".join(part for part in parts if part),
        definition=f"{figure.definition} {ENDS} {TARGET_NOTES[held]} {LINES_NOTE}",
        measure=figure,
        places=_places(rows, kind, name, ending),
        layers=layers,
        imprint=imprint,
    )


def _timetable(when: date | None) -> str:
    return "" if when is None else timetable_of(when)


def _places(rows: gpd.GeoDataFrame, kind: str, name: str, ending: str) -> gpd.GeoDataFrame:
    points = rows.geometry.to_crs("EPSG:4326")
    columns = {
        "name": rows["name"].astype(str),
        "kommune": rows["kommune"].fillna("").astype(str),
        "population": values_of(rows["population"]),
        "value": _values(rows, kind, name, ending),
        "walk_share": np.zeros(len(rows)),
        "target": "",
    }
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326").reset_index(drop=True)


def _values(rows: pd.DataFrame, kind: str, name: str, ending: str) -> Floats:
    """Return the differences; ``±NEW`` where half of the people reach it anew, or not any more."""
    values = values_of(rows[f"{kind}_{name}_difference{ending}"])
    better = NEW if SCALES[name].more_is_better else -NEW
    for mask, value in (("newly_reached", better), ("lost", -better)):
        share = values_of(rows[f"{kind}_{mask}_share{ending}"])
        values = np.where(np.nan_to_num(share) >= 0.5, value, values)
    return values
