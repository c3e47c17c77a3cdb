"""Command line: parses, asks the service, writes; imports what a verb needs when it is called."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.service import Service

REFUSED, USAGE = 1, 2
DEMO_FOLDER = Path("demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused with a message, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO if options.verbose else logging.WARNING,
        format="%(message)s" if not options.verbose else "%(asctime)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    try:
        options.run(options)
    except (ValueError, LookupError, OSError) as error:
        if not _is_ours(error):
            raise
        print(f"mobility {options.command}: {_words(error)}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(f"mobility {options.command}: interrupted, nothing was written", file=sys.stderr)
        return REFUSED
    return 0


def _is_ours(error: Exception) -> bool:
    """Return whether the error is a refusal; a slip of our own keeps its traceback."""
    return isinstance(error, OSError) or type(error).__module__.split(".")[0] in {
        "gtfs",
        "mobility",
        "accessibility",
        "api",
    }


def _words(error: Exception) -> str:
    """Return what the planner needs to know."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mobility",
        description="Travel-time accessibility and bus scenarios from GTFS and OpenStreetMap.",
    )
    parser.add_argument("--version", action="version", version=version("landkreis-in-fahrt"))
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is being done")
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_demo, _build, _check, _matrix, _journeys, _access, _map, _export):
        add(verbs)
    return parser


def _demo(verbs: Any) -> None:  # noqa: ANN401 - argparse does not name the type
    verb = verbs.add_parser("demo", help="build and evaluate the embedded demo county")
    verb.add_argument("-o", dest="out", type=Path, default=DEMO_FOLDER, help="folder (./demo)")
    verb.set_defaults(run=_run_demo)


def _run_demo(options: argparse.Namespace) -> None:
    from api.demo_run import run_demo

    print(run_demo(options.out))


def _build(verbs: Any) -> None:  # noqa: ANN401
    verb = verbs.add_parser("build", help="build a network from a region file")
    verb.add_argument("region", type=Path, metavar="REGION.toml")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="NETWORK")
    verb.add_argument("--json", action="store_true", help="print the manifest as JSON")
    verb.set_defaults(run=_run_build)


def _run_build(options: argparse.Namespace) -> None:
    from api.build import build_region

    manifest = build_region(options.region, options.out)
    if options.json:
        print(json.dumps(manifest, ensure_ascii=False, indent=2))
        return
    counts = manifest["counts"]
    seconds = sum(manifest["seconds"].values())
    print(
        f"{manifest['name']}: {counts['stops']} stops, {counts['trips']} trips, "
        f"{counts['walk_nodes']} nodes to walk on, {counts['places']} places, {seconds:.1f} s\n"
        f"network {options.out}, findings {options.out / 'report.html'}"
    )


def _check(verbs: Any) -> None:  # noqa: ANN401
    verb = verbs.add_parser("check", help="list findings about a network or a feed, worst first")
    verb.add_argument("subject", type=Path, metavar="NETWORK|FEED")
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.set_defaults(run=_run_check)


def _run_check(options: argparse.Namespace) -> None:
    from api.check import as_rows, findings_of, findings_text

    findings = findings_of(options.subject)
    if options.json:
        print(json.dumps(as_rows(findings), ensure_ascii=False, indent=2))
    else:
        print(findings_text(findings))


def _matrix(verbs: Any) -> None:  # noqa: ANN401
    verb = verbs.add_parser("matrix", help="travel times between two sets of points")
    _network(verb)
    verb.add_argument("--from", dest="origins", type=Path, required=True, metavar="FILE")
    verb.add_argument("--to", dest="destinations", type=Path, required=True, metavar="FILE")
    _when(verb)
    _span(verb)
    verb.add_argument("--percentiles", default="5,50,95", help="comma-separated (5,50,95)")
    verb.add_argument("--threads", type=int, default=None)
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.parquet|FILE.csv")
    verb.set_defaults(run=_run_matrix)


def _run_matrix(options: argparse.Namespace) -> None:
    from accessibility.store import read_points, write_table
    from api.folders import whole_file

    service = _service(options)
    ends = []
    for path in (options.origins, options.destinations):
        points = read_points(path)
        lon_lat = points[["lon", "lat"]].to_numpy(float)
        ends.append(service.linked(points["id"].tolist(), lon_lat[:, 0], lon_lat[:, 1]))
    table = service.matrix(
        ends[0],
        ends[1],
        options.date,
        _window(options),
        wanted=_integers(options.percentiles),
        threads=options.threads,
    )
    with whole_file(options.out) as path:
        write_table(table, path, about=service.provenance())
    print(f"{len(table)} pairs in {options.out}", file=sys.stderr)


def _journeys(verbs: Any) -> None:  # noqa: ANN401
    verb = verbs.add_parser("journeys", help="every journey of a day between two doors, with legs")
    _network(verb)
    verb.add_argument("--from", dest="origin", required=True, metavar="ID")
    verb.add_argument("--to", dest="destination", required=True, metavar="ID")
    _when(verb)
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.set_defaults(run=_run_journeys)


def _run_journeys(options: argparse.Namespace) -> None:
    from accessibility.itinerary import as_text

    service = _service(options)
    found = service.journeys(
        service.one(options.origin), service.one(options.destination), options.date
    )
    print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else as_text(found))


def _access(verbs: Any) -> None:  # noqa: ANN401
    verb = verbs.add_parser("access", help="accessibility of every Ortsteil to centres and trains")
    _network(verb)
    verb.add_argument("--day", default=None, help="a day type of the region, or all")
    verb.add_argument("--threads", type=int, default=None)
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR|FILE")
    verb.set_defaults(run=_run_access)


def _run_access(options: argparse.Namespace) -> None:
    from api.results import write_result

    service = _service(options)
    days = list(service.days) if options.day == "all" else options.day and [options.day]
    table = service.access(days, threads=options.threads)
    print(write_result(service, table, options.out))


def _map(verbs: Any) -> None:  # noqa: ANN401
    verb = verbs.add_parser("map", help="draw one measure of the accessibility table")
    verb.add_argument("subject", type=Path, metavar="NETWORK|RESULT")
    verb.add_argument("--measure", required=True, help="e.g. mittelzentrum_journey_time_p50")
    verb.add_argument("--day", default=None, help="a day type of the region")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.(png|pdf|svg|html)")
    verb.set_defaults(run=_run_map)


def _run_map(options: argparse.Namespace) -> None:
    from api.results import write_map

    write_map(options.subject, options.measure, options.day, options.out)
    print(options.out)


def _export(verbs: Any) -> None:  # noqa: ANN401
    verb = verbs.add_parser("export", help="write a result for QGIS, a notebook or a spreadsheet")
    verb.add_argument("result", type=Path, metavar="RESULT")
    verb.add_argument(
        "-o", dest="out", type=Path, required=True, metavar="FILE.(gpkg|parquet|geojson|csv|xlsx)"
    )
    verb.set_defaults(run=_run_export)


def _run_export(options: argparse.Namespace) -> None:
    from api.results import export_result

    export_result(options.result, options.out)
    print(options.out)


def _network(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("network", type=Path, metavar="NETWORK")


def _when(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--date", type=_date, required=True, metavar="YYYY-MM-DD")


def _span(verb: argparse.ArgumentParser) -> None:
    span = verb.add_mutually_exclusive_group(required=True)
    span.add_argument("--window", metavar="A-B", help="departures, half-open, e.g. 06:00-09:00")
    span.add_argument("--arrive-by", dest="arrive_by", metavar="A-B", help="arrivals, half-open")


def _window(options: argparse.Namespace) -> Any:  # noqa: ANN401 - imported with the service
    from api.service import parse_window

    if options.window is not None:
        return parse_window(options.window)
    return parse_window(options.arrive_by, arriving=True)


def _service(options: argparse.Namespace) -> "Service":
    from api.service import load_service

    return load_service(options.network)


def _integers(text: str) -> list[int]:
    from api.service import QuestionError

    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        raise QuestionError(f"percentiles {text!r}: write e.g. 5,50,95") from error


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is no date; write e.g. 2026-04-21"
        raise argparse.ArgumentTypeError(msg) from error


if __name__ == "__main__":
    sys.exit(main())
