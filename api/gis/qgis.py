"""QGIS: which layers of a desk a project shows, in which groups and styles."""

from collections.abc import Sequence

from accessibility.figures import HEADLINE
from accessibility.summary import absent_targets
from accessibility.words import TARGETS, TOWARDS, day_name, status_sentence, timetable_of
from api.gis.ogc_layers import Box
from api.gis.qgis_project import Group, Project, Shown
from api.gis.qgis_styles import layer_styles, measure_style, measures_of
from api.http.desk import Desk

MARGIN_M = 3000  # seen around the Ortsteile


def build_project(desk: Desk, address: str, authcfg: str | None = None) -> Project:
    """Return the project of a desk whose collections stand under an address.

    ``authcfg`` is the id QGIS has for how to log in.
    """
    manifest, days = desk.service.manifest, list(desk.service.days)
    targets = _targets(desk, days[0])
    name, status = manifest["name"], status_sentence(manifest["data_status"])
    return Project(
        title=f"{name} – {status}" if status else name,
        status=status,
        address=address,
        authcfg=authcfg,
        crs=manifest["crs"],
        box=_seen(desk, manifest["crs"]),
        groups=[_places(), *(_access(desk, day, targets) for day in days), _ground(days[0])],
    )


def most_people(desk: Desk) -> float:
    """Return the people of the largest Ortsteil: it has the largest circle."""
    return float(desk.ortsteile["population"].fillna(0.0).max())


def _places() -> Group:
    own = layer_styles()
    shown = [
        Shown("ebene_zentren", "Zentrale Orte", "zentren", [own["zentren"]], visible=True),
        Shown("ebene_stops", "Haltestellen", "stops", [own["stops"]]),
        Shown("ebene_ortsteile", "Ortsteile", "ortsteile", [own["ortsteile"]]),
    ]
    return Group("Orte und Haltestellen", shown)


def _access(desk: Desk, day: str, targets: Sequence[str]) -> Group:
    """Return a layer per target class, with a style per measure; one of all is seen at first."""
    first, when = next(iter(desk.service.days)), desk.service.days[day]
    most = most_people(desk)
    shown = [
        Shown(
            f"ebene_{day}_{target}", f"Weg {TOWARDS[target]}", f"access_{day}",
            [measure_style(column, most) for column in measures_of(target)],
            visible=day == first and target == targets[0],
        )
        for target in targets
    ]  # fmt: skip
    return Group(f"Erreichbarkeit – {day_name(day)}, {timetable_of(when)}", shown, day == first)


def _ground(day: str) -> Group:
    own = layer_styles()
    shown = [
        Shown("ebene_lines", f"Linien – {day_name(day)}", "lines", [own["lines"]], visible=True),
        Shown("ebene_grenzen", "Grenzen", "grenzen", [own["grenzen"]], visible=True),
    ]
    return Group("Linien und Grenzen", shown)


def _targets(desk: Desk, day: str) -> list[str]:
    """Return the target classes the region has, that of the headline first."""
    absent = absent_targets(desk.access(day))
    first = HEADLINE.partition("_")[0]
    return sorted((one for one in TARGETS if one not in absent), key=lambda one: one != first)


def _seen(desk: Desk, crs: str) -> Box:
    west, south, east, north = map(float, desk.ortsteile.to_crs(crs).total_bounds)
    return west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M
