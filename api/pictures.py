"""Pictures: maps and the report of a result; tables alone need none of what draws them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd

from accessibility.figures import measure_of
from accessibility.html_map import write_html_map
from accessibility.line_picture import LINES, build_line_picture
from accessibility.maps import draw_map
from accessibility.picture import MapPicture, build_picture
from accessibility.places import ortsteile_of, places_frame
from accessibility.report import Report
from accessibility.sheet import DPI
from accessibility.store import check_format
from accessibility.words import number
from api.folders import whole_file
from api.manifest import MANIFEST
from api.results import network_of, read_result
from api.service import Service, load_service, read_findings
from api.windows import QuestionError
from mobility.line_map import line_offer

PICTURES = (".png", ".pdf", ".svg", ".html")
MOVING_WORDS = {
    "walk_speed_kmh": "Gehgeschwindigkeit (km/h)",
    "snap_m": "Weg zur nächsten Straße höchstens (m)",
    "max_access_s": "Fußweg zur ersten und von der letzten Haltestelle höchstens (s)",
    "max_transfer_s": "Fußweg beim Umsteigen höchstens (s)",
    "max_walk_s": "Fußweg ohne Fahrt höchstens (s)",
    "board_slack_s": "Zeit an der ersten Haltestelle (s)",
    "transfer_slack_s": "Übergangszeit beim Umsteigen (s)",
    "transfer_slack_rail_s": "Übergangszeit von und zur Bahn (s)",
    "max_rides": "Fahrten je Verbindung höchstens",
    "max_travel_s": "Reisezeit höchstens (s)",
}


def write_map(subject: Path, measure: str, day: str | None, out: Path) -> None:
    """Draw a measure of a result, or of a network's first day; or its lines."""
    check_format(out, PICTURES)
    if measure != LINES:
        measure_of(measure)
    with whole_file(out) as path:
        if measure == LINES:
            draw(lines_of(_service_of(subject), day), path)
            return
        service, table = _subject(subject, day)
        draw(picture_of(service, table, measure, day), path)


def lines_of(service: Service, day: str | None = None) -> MapPicture:
    """Return the map of the lines of a day, the region's first by default."""
    wanted = day or next(iter(service.days))
    if wanted not in service.days:
        raise QuestionError(f"no day {wanted}; the region names {', '.join(service.days)}")
    when = service.days[wanted]
    rows = ortsteile_of(service.places)
    places = places_frame(service.places).iloc[rows].rename(columns={"parent": "kommune"})
    return build_line_picture(
        places,
        line_offer(service.network.timetable, when),
        day=wanted,
        layers=service.layers(when),
        imprint=service.imprint([wanted]),
    )


def picture_of(
    service: Service, table: gpd.GeoDataFrame, measure: str, day: str | None = None
) -> MapPicture:
    """Return the map of a measure on a day of the table, its first by default."""
    wanted = day or str(table["day"].iloc[0])
    when = date.fromisoformat(str(table.loc[table["day"] == wanted, "date"].iloc[0]))
    return build_picture(
        table,
        measure=measure,
        day=wanted,
        layers=service.layers(when),
        imprint=service.imprint([wanted]),
    )


def draw(picture: MapPicture, path: Path, *, dpi: int = DPI) -> None:
    """Draw the map in the format of the path's ending; ``dpi`` of a PNG."""
    if path.suffix.lower() == ".html":
        write_html_map(picture, path)
    else:
        draw_map(picture, path, dpi=dpi)


def _written(value: float) -> str:
    """Return a parameter as a German reader writes it."""
    return number(value, 0 if float(value).is_integer() else 1)


def report_of(service: Service, table: gpd.GeoDataFrame, pictures: Sequence[MapPicture]) -> Report:
    """Return the report of a result: summary, maps, tables, findings, provenance."""
    about = service.provenance()
    with service.reading():
        findings = tuple(read_findings(service.folder))
    profile = f"{about['profile']['name']}: {about['profile']['source']}"
    hashes = [
        (f"{kind}: {name}", f"SHA-256 {sha}")
        for kind, files in about["inputs"].items()
        for name, sha in files.items()
    ]
    moving = [(MOVING_WORDS[key], _written(value)) for key, value in about["moving"].items()]
    return Report(
        title=f"Erreichbarkeit – {about['region']}",
        table=table,
        pictures=tuple(pictures),
        imprint=service.imprint(),
        findings=findings,
        provenance=(("Programm", about["version"]), *hashes, *moving),
        standards=profile,
    )


def _subject(subject: Path, day: str | None) -> tuple[Service, gpd.GeoDataFrame]:
    """Return the service and the table of a network folder or of a result made from one."""
    if (subject / MANIFEST).is_file():
        service = load_service(subject)
        return service, service.access([day] if day else None)
    table, about = read_result(subject)
    days = sorted(set(table["day"]))
    if day is not None and day not in days:
        raise QuestionError(f"the result has no day {day}; it has {', '.join(days)}")
    return network_of(subject, about), table


def _service_of(subject: Path) -> Service:
    """Return the service of a network folder, or of the network a result was made from."""
    if (subject / MANIFEST).is_file():
        return load_service(subject)
    return network_of(subject, read_result(subject)[1])
