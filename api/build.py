"""Build: a region file's inputs become a network folder."""

import json
import logging
import platform
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from accessibility.places import Places, places_frame, points_frame
from accessibility.profile_files import standards_json
from accessibility.report import write_findings
from accessibility.said_lines import find_centre, read_said, said_frame
from accessibility.sources import build_places
from accessibility.zentren_points import centres_at_stations
from api.build_findings import called_official, unlinked
from api.check import as_rows
from api.days import check_days, near_stops
from api.folders import whole_folder
from api.links import build_links, save_links
from api.manifest import FORMAT, MANIFEST, inventory, program_version, stamp
from api.region import Region, read_region
from gtfs.findings import Finding, worst_first
from gtfs.oddities import find_oddities
from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from mobility.network import MODES, Network, build_network, save_network
from mobility.osm import OsmData, read_osm
from mobility.osm_download import download_osm
from mobility.streets import StreetNetwork, build_streets

log = logging.getLogger(__name__)

BACKGROUND_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")
DOWNLOADED = "download.osm"  # where osm = "download" is kept: remove it to fetch it anew
LIBRARIES = ("numpy", "pandas", "geopandas", "numba", "osmium", "osmnx", "partridge")


@dataclass
class _Log:
    """What was noticed, and how long each stage took."""

    findings: list[Finding] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)
        log.info("%s: %.1f s", name, self.seconds[name])


def build_region(region_file: Path, out: Path) -> dict[str, Any]:
    """Build the network folder ``out`` from the region file; return its manifest."""
    region = read_region(region_file)
    osm_files = _osm_files(region, region_file)
    notes = _Log()
    with whole_folder(out, MANIFEST) as folder:
        with notes.stage("timetable"):
            timetable, findings = read_timetable(
                region.inputs.gtfs,
                sbahn=region.sbahn_rule(),
                drop_broken_trips=region.inputs.drop_broken_trips,
            )
            listed = region.inputs.lines
            said, told = read_said(listed, timetable) if listed else ({}, [])
            find_centre(timetable, region.lines.hauptrelation)  # refuses stations nobody knows
            notes.findings += [*findings, *told, *find_oddities(timetable)]
        with notes.stage("osm"):
            osm, findings = read_osm(osm_files, bbox=region.inputs.bbox)
            notes.findings += findings
        with notes.stage("places"):
            places, findings = build_places(region.place_sources(), timetable, osm)
            notes.findings += [*findings, *centres_at_stations(places, osm.pois)]
        warnings = _check_days(region, timetable, places, notes)
        notes.findings += called_official(region.data_status, timetable)
        with notes.stage("streets"):
            streets = _streets(osm, region, notes)
        with notes.stage("links"):
            network, findings = build_network(timetable, streets, region.moving, region.crs)
            notes.findings += findings
            _save_places(network, places, folder, notes)
        with notes.stage("save"):
            save_network(network, folder)
            said_frame(said).to_parquet(folder / "lines.parquet", index=False)
            _save_background(osm, folder / "background")
        stamps = _stamps(region, region_file, osm_files, out)
        _save_report(region, notes.findings, folder)
        manifest = _manifest(region, stamps, network, places, notes, warnings)
        manifest |= {"files": inventory(folder)}
        _save_json(folder / MANIFEST, manifest)
    return manifest


def _osm_files(region: Region, region_file: Path) -> tuple[Path, ...]:
    """Return the OSM files; those to be downloaded are kept beside the region file."""
    if region.inputs.osm or region.inputs.bbox is None:
        return region.inputs.osm
    path = region_file.parent / DOWNLOADED
    return (path if path.is_file() else download_osm(region.inputs.bbox, path),)


def _streets(osm: OsmData, region: Region, notes: _Log) -> dict[Any, StreetNetwork]:
    streets = {}
    for mode in MODES:
        streets[mode], findings = build_streets(
            osm, mode, walk_speed_kmh=region.moving.walk_speed_kmh
        )
        notes.findings += findings
    return streets


def _check_days(
    region: Region, timetable: Timetable, places: Places, notes: _Log
) -> dict[str, str]:
    """Refuse dates that do not stand for their day type; return what is said with every result."""
    near = near_stops(timetable, places, region.crs)
    warnings, findings = check_days(
        region.days, timetable, near, allow_thin=region.allow_thin_service
    )
    for finding in findings:
        log.warning("%s: %s", finding.field, finding.message)
    notes.findings += findings
    return warnings


def _save_places(network: Network, places: Places, folder: Path, notes: _Log) -> None:
    """Write the places, and where each of them and each home meets the streets and the stops."""
    linked = {}
    for name, lon, lat in (
        ("places", places.lon, places.lat),
        ("points", places.point_lon, places.point_lat),
    ):
        links = build_links(network, lon, lat)
        save_links(links, folder, name)
        linked[name] = links.snaps.linked
        if not linked[name].all():
            notes.findings.append(unlinked(name, places, linked[name], network.moving.snap_m))
    table = places_frame(places).assign(linked=linked["places"])
    table.to_parquet(folder / "places.parquet", index=False)
    points_frame(places).to_parquet(folder / "points.parquet", index=False)


def _save_background(osm: OsmData, folder: Path) -> None:
    """Write what maps show behind the figures."""
    folder.mkdir()
    osm.areas[["kind", "geometry"]].to_parquet(folder / "areas.parquet", index=False)
    osm.boundaries.to_parquet(folder / "boundaries.parquet", index=False)
    rows = np.flatnonzero(osm.way_tags["highway"].isin(BACKGROUND_ROADS).to_numpy(bool))
    shapes = [
        shapely.LineString(
            np.column_stack((osm.node_lon[nodes], osm.node_lat[nodes])),
        )
        for nodes in (osm.ref[osm.first_ref[row] : osm.first_ref[row + 1]] for row in rows)
    ]
    roads = gpd.GeoDataFrame(
        {"highway": osm.way_tags["highway"].to_numpy(object)[rows]},
        geometry=shapes,
        crs="EPSG:4326",
    )
    roads.to_parquet(folder / "roads.parquet", index=False)


def _stamps(
    region: Region, region_file: Path, osm_files: tuple[Path, ...], out: Path
) -> dict[str, list[dict[str, Any]]]:
    """Return by kind of input what tells its files apart from changed ones."""
    inputs = region.inputs
    files = {
        "region": [region_file],
        "gtfs": list(inputs.gtfs),
        "osm": list(osm_files),
    }
    for name in ("ortsteile", "zentren", "population", "boundary", "lines"):
        path = getattr(inputs, name)
        files[name] = [path] if isinstance(path, Path) else []
    return {name: [stamp(path, out) for path in paths] for name, paths in files.items()}


def _manifest(
    region: Region,
    stamps: Mapping[str, list[dict[str, Any]]],
    network: Network,
    places: Places,
    notes: _Log,
    warnings: Mapping[str, str],
) -> dict[str, Any]:
    timetable = network.timetable
    return {
        "format": FORMAT,
        "version": program_version(),
        "python": platform.python_version(),
        "libraries": _library_versions(),
        "name": region.name,
        "crs": region.crs,
        "data_status": region.data_status,
        "days": {name: day.isoformat() for name, day in region.days.items()},
        "day_warnings": warnings,
        "moving": region.moving.model_dump(),
        "sources": region.sources.model_dump(),
        "hauptrelation": list(region.lines.hauptrelation),
        "sbahn": asdict(region.sbahn_rule()),
        "standards": standards_json(region.standards.read()),
        "inputs": stamps,
        "counts": {
            "stops": len(timetable.stop_id),
            "routes": len(timetable.route_id),
            "trips": len(timetable.trip_id),
            "calls": len(timetable.call_stop),
            "service_dates": timetable.dates,
            "footpaths": len(network.footpaths.walk_s),
            **{f"{mode}_nodes": len(s.node_lon) for mode, s in network.streets.items()},
            "places": len(places.place_id),
            "homes": len(places.point_people),
        },
        "seconds": notes.seconds,
    }


def _library_versions() -> Mapping[str, str]:
    return {name: version(name) for name in LIBRARIES}


def _save_report(region: Region, findings: list[Finding], folder: Path) -> None:
    ordered = worst_first(findings)
    _save_json(folder / "report.json", as_rows(ordered))
    write_findings(region.name, region.data_status, ordered, folder / "report.html")


def _save_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    path.write_text(text + "\n", encoding="utf-8")
