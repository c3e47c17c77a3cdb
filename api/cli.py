"""Command line: parses, asks the service, writes; imports what a verb needs when it is called."""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from api.arguments import (
    MEASURES,
    add_date,
    add_minutes,
    add_network,
    add_window,
    integers,
    threads,
)
from api.terminal import joined, leave_pipe, on_terminal, refusal

if TYPE_CHECKING:
    from api.service import Service

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - its only name

REFUSED = 1  # 2, wrong usage, is what argparse itself ends with
DEMO_FOLDER = Path("demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused with a message, 2 wrong usage."""
    options = _parser().parse_args(joined(sys.argv[1:] if arguments is None else arguments))
    with on_terminal(verbose=options.verbose):
        try:
            options.run(options)
            sys.stdout.flush()
        except BrokenPipeError:
            leave_pipe()
        except (ValueError, LookupError, OSError) as error:
            words = refusal(error)
            if words is None:
                raise
            print(f"mobility {options.command}: {words}", file=sys.stderr)
            return REFUSED
        except KeyboardInterrupt:
            print(f"mobility {options.command}: interrupted, nothing was written", file=sys.stderr)
            return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mobility",
        description="Travel-time accessibility and bus scenarios from GTFS and OpenStreetMap.",
    )
    parser.add_argument("--version", action="version", version=version("landkreis-in-fahrt"))
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is being done")
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_demo, _build, _check, _matrix, _journeys, _isochrones, _opportunities, _access,
                _map, _export):  # fmt: skip
        add(verbs)
    return parser


def _demo(verbs: Verbs) -> None:
    verb = verbs.add_parser("demo", help="build and evaluate the embedded demo county")
    verb.add_argument("-o", dest="out", type=Path, default=DEMO_FOLDER, help="folder (./demo)")
    verb.set_defaults(run=_run_demo)


def _run_demo(options: argparse.Namespace) -> None:
    from api.demo_run import run_demo

    print(run_demo(options.out))


def _build(verbs: Verbs) -> None:
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


def _check(verbs: Verbs) -> None:
    verb = verbs.add_parser("check", help="list findings about a network or a feed, worst first")
    verb.add_argument("subject", type=Path, metavar="NETWORK|FEED")
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.set_defaults(run=_run_check)


def _run_check(options: argparse.Namespace) -> None:
    from api.check import as_rows, findings_of, findings_text, status_of

    findings = findings_of(options.subject)
    if options.json:
        print(json.dumps(as_rows(findings), ensure_ascii=False, indent=2))
        return
    status = status_of(options.subject)
    if status:
        print(status)
    print(findings_text(findings))


def _matrix(verbs: Verbs) -> None:
    verb = verbs.add_parser("matrix", help="travel times between two sets of points")
    add_network(verb)
    verb.add_argument("--from", dest="origins", type=Path, required=True, metavar="FILE")
    verb.add_argument("--to", dest="destinations", type=Path, required=True, metavar="FILE")
    add_date(verb)
    add_window(verb)
    verb.add_argument(
        "--percentiles", type=integers, default=[5, 50, 95], help="comma-separated (5,50,95)"
    )
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.parquet|FILE.csv")
    verb.set_defaults(run=_run_matrix)


def _run_matrix(options: argparse.Namespace) -> None:
    from api.answers import write_matrix

    pairs = write_matrix(
        _service(options),
        (options.origins, options.destinations),
        options.date,
        _window(options),
        options.out,
        wanted=options.percentiles,
        threads=options.threads,
    )
    print(f"{pairs} pairs in {options.out}", file=sys.stderr)


def _journeys(verbs: Verbs) -> None:
    verb = verbs.add_parser("journeys", help="every journey of a day between two doors, with legs")
    add_network(verb)
    verb.add_argument("--from", dest="origin", required=True, metavar="ID")
    verb.add_argument("--to", dest="destination", required=True, metavar="ID")
    add_date(verb)
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.set_defaults(run=_run_journeys)


def _run_journeys(options: argparse.Namespace) -> None:
    from accessibility.itinerary import as_text
    from accessibility.words import german_date

    service = _service(options)
    found = service.journeys(
        service.one(options.origin), service.one(options.destination), options.date
    )
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    print(service.heading(options.date))
    print(as_text(found, service.names) or f"Keine Verbindung am {german_date(options.date)}.")


def _isochrones(verbs: Verbs) -> None:
    verb = verbs.add_parser("isochrones", help="areas reached from a place within so many minutes")
    add_network(verb)
    verb.add_argument("--from", dest="origin", required=True, metavar="ID")
    add_date(verb)
    add_window(verb)
    add_minutes(verb)
    verb.add_argument(
        "-o", dest="out", type=Path, required=True, metavar="FILE.(gpkg|geojson|parquet)"
    )
    verb.set_defaults(run=_run_isochrones)


def _run_isochrones(options: argparse.Namespace) -> None:
    from accessibility.isochrones import areas_text
    from api.answers import write_isochrones

    service = _service(options)
    areas = write_isochrones(
        service,
        options.origin,
        options.date,
        _window(options),
        options.out,
        minutes=options.minutes,
        percentile=options.percentile,
    )
    print(service.heading(options.date))
    print(areas_text(areas))
    print(options.out)


def _opportunities(verbs: Verbs) -> None:
    verb = verbs.add_parser("opportunities", help="what is reached from every cell, and how soon")
    add_network(verb)
    verb.add_argument("--from", dest="origins", type=Path, required=True, metavar="FILE")
    verb.add_argument(
        "--to", dest="destinations", type=Path, required=True, metavar="FILE",
        help="points with columns of numbers: people, jobs, places …",
    )  # fmt: skip
    add_date(verb)
    add_window(verb)
    add_minutes(verb)
    verb.add_argument("--decay", choices=("step", "exponential", "logistic"), default="step")
    verb.add_argument(
        "--nth", type=integers, default=[1, 3], help="time to the n-th (1,3), comma-separated"
    )
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE")
    verb.set_defaults(run=_run_opportunities)


def _run_opportunities(options: argparse.Namespace) -> None:
    from accessibility.opportunities import Wanted
    from api.answers import write_opportunities

    count = write_opportunities(
        _service(options),
        (options.origins, options.destinations),
        options.date,
        _window(options),
        options.out,
        wanted=Wanted(
            tuple(options.minutes), options.decay, tuple(options.nth), options.percentile
        ),
        threads=options.threads,
    )
    print(f"{count} points in {options.out}", file=sys.stderr)


def _access(verbs: Verbs) -> None:
    verb = verbs.add_parser("access", help="accessibility of every Ortsteil to centres and trains")
    add_network(verb)
    verb.add_argument("--day", default=None, help="a day type of the region, or all")
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR|FILE")
    verb.set_defaults(run=_run_access)


def _run_access(options: argparse.Namespace) -> None:
    from api.results import write_result

    service = _service(options)
    days = list(service.days) if options.day == "all" else options.day and [options.day]
    print(write_result(service, options.out, days, threads=options.threads))


def _map(verbs: Verbs) -> None:
    verb = verbs.add_parser(
        "map",
        help="draw one measure of the accessibility table, or the lines",
        epilog=MEASURES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("subject", type=Path, metavar="NETWORK|RESULT")
    verb.add_argument("--measure", required=True, metavar="M", help="what to draw: see below")
    verb.add_argument("--day", default=None, help="a day type of the region")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.(png|pdf|svg|html)")
    verb.set_defaults(run=_run_map)


def _run_map(options: argparse.Namespace) -> None:
    from api.pictures import write_map

    write_map(options.subject, options.measure, options.day, options.out)
    print(options.out)


def _export(verbs: Verbs) -> None:
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


def _window(options: argparse.Namespace) -> Any:  # noqa: ANN401 - imported with the service
    from api.windows import parse_window

    if options.window is not None:
        return parse_window(options.window)
    return parse_window(options.arrive_by, arriving=True)


def _service(options: argparse.Namespace) -> "Service":
    from api.service import load_service

    return load_service(options.network)


if __name__ == "__main__":
    sys.exit(main())
