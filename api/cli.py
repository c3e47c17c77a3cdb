"""Command line: parses, asks the service, writes; imports what a verb needs when it is called."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from api.terminal import joined, leave_pipe, on_terminal, refusal

if TYPE_CHECKING:
    from api.service import Service

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - its only name

REFUSED = 1  # 2, wrong usage, is what argparse itself ends with
SPAN = re.compile(r"\d{1,2}:\d\d-\d{1,2}:\d\d")
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
    for add in (_demo, _build, _check, _matrix, _journeys, _access, _map, _export):
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
    _network(verb)
    verb.add_argument("--from", dest="origins", type=Path, required=True, metavar="FILE")
    verb.add_argument("--to", dest="destinations", type=Path, required=True, metavar="FILE")
    _when(verb)
    _span(verb)
    verb.add_argument(
        "--percentiles", type=_integers, default=[5, 50, 95], help="comma-separated (5,50,95)"
    )
    verb.add_argument("--threads", type=_threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.parquet|FILE.csv")
    verb.set_defaults(run=_run_matrix)


def _run_matrix(options: argparse.Namespace) -> None:
    from api.results import write_matrix

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
    _network(verb)
    verb.add_argument("--from", dest="origin", required=True, metavar="ID")
    verb.add_argument("--to", dest="destination", required=True, metavar="ID")
    _when(verb)
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


def _access(verbs: Verbs) -> None:
    verb = verbs.add_parser("access", help="accessibility of every Ortsteil to centres and trains")
    _network(verb)
    verb.add_argument("--day", default=None, help="a day type of the region, or all")
    verb.add_argument("--threads", type=_threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR|FILE")
    verb.set_defaults(run=_run_access)


def _run_access(options: argparse.Namespace) -> None:
    from api.results import write_result

    service = _service(options)
    days = list(service.days) if options.day == "all" else options.day and [options.day]
    print(write_result(service, options.out, days, threads=options.threads))


def _map(verbs: Verbs) -> None:
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


def _network(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("network", type=Path, metavar="NETWORK")


def _when(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--date", type=_date, required=True, metavar="YYYY-MM-DD")


def _span(verb: argparse.ArgumentParser) -> None:
    span = verb.add_mutually_exclusive_group(required=True)
    for name, what in (("--window", "departures"), ("--arrive-by", "arrivals")):
        span.add_argument(
            name, type=_span_text, metavar="A-B", help=f"{what}, half-open, e.g. 06:00-09:00"
        )


def _window(options: argparse.Namespace) -> Any:  # noqa: ANN401 - imported with the service
    from api.windows import parse_window

    if options.window is not None:
        return parse_window(options.window)
    return parse_window(options.arrive_by, arriving=True)


def _service(options: argparse.Namespace) -> "Service":
    from api.service import load_service

    return load_service(options.network)


def _integers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        msg = f"{text!r} are no whole numbers; write e.g. 5,50,95"
        raise argparse.ArgumentTypeError(msg) from error


def _threads(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of threads; write 1 or more")
    return int(text)


def _span_text(text: str) -> str:
    if not SPAN.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no span of time; write e.g. 06:00-09:00")
    return text


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is no date; write e.g. 2026-04-21"
        raise argparse.ArgumentTypeError(msg) from error


if __name__ == "__main__":
    sys.exit(main())
