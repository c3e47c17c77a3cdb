"""Command line: parses, asks the service, writes; imports what a verb needs when it is called."""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from api.arguments import (
    MEASURES,
    Parser,
    Verbs,
    add_asked,
    add_days,
    days_named,
    threads,
)
from api.cli_compare import add_compare
from api.cli_fahrplan import add_fahrplan
from api.cli_lines import add_knoten, add_lines
from api.cli_questions import (
    add_isochrones,
    add_journeys,
    add_matrix,
    add_opportunities,
    service_of,
)
from api.cli_scenario import add_scenario
from api.cli_serve import add_serve
from api.cli_token import add_token
from api.terminal import joined, leave_pipe, on_terminal, refusal

REFUSED = 1  # 2, wrong usage, is what argparse itself ends with
SOON_S = 0.0005  # of a thread's turn, where others wait; 0.005 would be usual
RARELY = 100_000  # objects made until garbage is looked for; 700 would be usual
DEMO_FOLDER = Path("demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused with a message, 2 wrong usage."""
    if arguments is None:
        gc.freeze()  # the process is ours, and its libraries stay: nothing looks through them again
        gc.set_threshold(RARELY)  # most of what is made stays, too: compiled kernels, tables
        sys.setswitchinterval(SOON_S)  # a kernel that ends waits less until its thread goes on
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
    parser: argparse.ArgumentParser = Parser(
        prog="mobility",
        description="Travel-time accessibility and bus scenarios from GTFS and OpenStreetMap.",
    )
    parser.add_argument("--version", action="version", version=version("landkreis-in-fahrt"))
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is being done")
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    questions = (add_matrix, add_journeys, add_isochrones, add_opportunities)
    for add in (
        _demo,
        _build,
        _check,
        *questions,
        _access,
        _summary,
        add_lines,
        add_knoten,
        add_fahrplan,
        add_scenario,
        add_compare,
        _map,
        _export,
        add_token,
        add_serve,
    ):
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


def _access(verbs: Verbs) -> None:
    verb = verbs.add_parser("access", help="accessibility of every Ortsteil to centres and trains")
    add_asked(verb)
    add_days(verb, "the first")
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR|FILE")
    verb.set_defaults(run=_run_access)


def _run_access(options: argparse.Namespace) -> None:
    from api.results import write_result

    service = service_of(options)
    days = days_named(options.days, service.days)
    print(write_result(service, options.out, days, threads=options.threads))


def _summary(verbs: Verbs) -> None:
    verb = verbs.add_parser("summary", help="the Kreis and its Kommunen in words and tables")
    verb.add_argument("subject", type=Path, metavar="NETWORK|RESULT")
    verb.add_argument("--kommune", default=None, metavar="NAME|all", help="one sheet per Kommune")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.(md|html)|DIR")
    verb.set_defaults(run=_run_summary)


def _run_summary(options: argparse.Namespace) -> None:
    from api.summaries import write_summary

    written = write_summary(options.subject, options.out, options.kommune)
    print(options.out if len(written) > 1 else written[0])


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

    print(*export_result(options.result, options.out), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
