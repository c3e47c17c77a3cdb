"""Findings of the build: what is told of places and of the region file itself."""

import logging

import numpy as np

from accessibility.places import Places
from gtfs.findings import Finding, Severity
from gtfs.timetable import Bools, Timetable

log = logging.getLogger(__name__)

INVENTED = "erfunden"  # what the demo county's agencies call themselves


def called_official(data_status: str, timetable: Timetable) -> list[Finding]:
    """Warn of a timetable of the demo county that a region file calls official."""
    demo = [name for name in timetable.agency_name.tolist() if INVENTED in name.casefold()]
    if data_status != "official" or not demo:
        return []
    what = f"data_status = official, aber der Fahrplan nennt sich erfunden: {', '.join(demo)}"
    log.warning("%s", what)
    return [
        Finding(
            Severity.WARNING, "demo_called_official", what, field="data_status",
            count=len(demo), done="Ergebnisse tragen trotzdem keinen Hinweis; bitte berichtigen",
        )
    ]  # fmt: skip


def unlinked(name: str, places: Places, linked: Bools, snap_m: float) -> Finding:
    """Tell of places or homes that no street leads to."""
    lost = np.flatnonzero(~linked)
    which = places.point_ortsteil[lost] if name == "points" else lost
    names = list(dict.fromkeys(f"{places.name[p]} ({places.place_id[p]})" for p in which))
    more = f" und {len(names) - 10} weitere" if len(names) > 10 else ""
    what = "Wohnpunkte" if name == "points" else "Orte"
    return Finding(
        Severity.WARNING,
        f"{name}_unlinked",
        f"{what} über {snap_m:.0f} m von jedem begehbaren Weg: {', '.join(names[:10])}{more}",
        count=len(lost),
        done="zählen mit, gelten aber als nicht erreichbar",
    )
