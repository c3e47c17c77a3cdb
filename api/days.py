"""Days: dates that may stand for a day type, and what is said wherever one hardly does."""

from collections.abc import Mapping
from datetime import date

import geopandas as gpd
import shapely

from accessibility.places import ORTSTEIL, Places
from accessibility.words import german_date, number
from api.unusual_days import NAMED, WEEKDAYS, dated, find_unusual_days
from gtfs.checks import DateCheck, ThinService, check_service, find_service
from gtfs.findings import Finding, Severity
from gtfs.timetable import Bools, Floats, Timetable

NEAR_M = 2000  # stops so far from the hull of the Ortsteile are still the region's
EXPECTED = {  # weekday 0 is Monday; a holiday may stand for the Sunday
    "schultag": range(5),
    "ferientag": range(5),
    "samstag": (5,),
}
HINT = "allow_thin_service = true in the region file turns thin service into a warning"


class DayError(ValueError):
    """A date of the region that no figures should be made for; the message names a better one."""


def check_days(
    days: Mapping[str, date], timetable: Timetable, near: Bools, *, allow_thin: bool
) -> tuple[dict[str, str], list[Finding]]:
    """Refuse dates that do not stand for their day type; return warnings by day, and findings."""
    service = find_service(timetable, stops=near)
    refused: list[str] = []
    warnings: dict[str, str] = {}
    findings: list[Finding] = []
    hint: list[str] = []
    for name, day in days.items():
        if day.weekday() not in EXPECTED.get(name, range(7)):
            text = f"{name} = {german_date(day)} ist ein {WEEKDAYS[day.weekday()]}"
            findings.append(_finding("day_unexpected", name, text))
        check = check_service(service, day)
        text = thin_service(check, day)
        if check.refused and not (text and allow_thin):
            refused += [f"{name} = {day}: {reason}" for reason in check.refused]
            hint = [HINT] if text else hint
        elif text:
            warnings[name] = text
            findings.append(_finding("day_thin", name, text))
        elsewhere = thin_service(check, day, in_region=False)
        if elsewhere:
            findings.append(_finding("day_thin_elsewhere", name, elsewhere))
    if refused:
        raise DayError("\n  ".join(("[days] of the region file:", *refused, *hint)))
    findings += [_finding(*one) for one in find_unusual_days(days, service)]
    return warnings, findings


def thin_service(check: DateCheck, day: date, *, in_region: bool = True) -> str:
    """Return the sentence (German) on agencies that hardly run on the day, "" if there is none."""
    agencies = [one for one in check.thin if one.in_region == in_region]
    if not agencies:
        return ""
    agencies.sort(key=lambda one: (one.trips - one.most, one.agency))
    named = "; ".join(map(_agency, agencies[:NAMED]))
    more = f" und {len(agencies) - NAMED} weitere" if len(agencies) > NAMED else ""
    where = "" if in_region else " außerhalb der Region"
    best = check.nearest_good
    better = f" Nächster guter Tag: {dated(best)}." if best else ""
    return f"Dünner Fahrplan{where} am {dated(day)}: {named}{more}.{better}"


def near_stops(timetable: Timetable, places: Places, crs: str) -> Bools:
    """Return ``[stop]`` whether it lies among the Ortsteile, or within 2 km of them."""
    own = places.kind == ORTSTEIL
    centres = _points(places.lon[own], places.lat[own]).to_crs(crs)
    area = centres.union_all().convex_hull.buffer(NEAR_M)
    stops = _points(timetable.stop_lon, timetable.stop_lat).to_crs(crs)
    near: Bools = shapely.contains(area, stops.to_numpy())
    return near


def _points(lon: Floats, lat: Floats) -> gpd.GeoSeries:
    return gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326")


def _agency(one: ThinService) -> str:
    return f"{one.agency} mit {number(one.trips)} statt bis zu {number(one.most)} Fahrten"


def _finding(code: str, name: str, text: str) -> Finding:
    return Finding(
        Severity.WARNING, code, text, field=f"[days] {name}", done="trotzdem ausgewertet"
    )
