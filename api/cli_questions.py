"""Verbs of the command line that ask a network a question: points in, times and areas out."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.arguments import Verbs, add_asked, add_date, add_minutes, add_window, integers, threads

if TYPE_CHECKING:
    from accessibility.folds import Window
    from api.service import Service


def add_matrix(verbs: Verbs) -> None:
    """Add the verb that writes travel times between two files of points."""
    verb = verbs.add_parser("matrix", help="travel times between two sets of points")
    _between_files(verb)
    verb.add_argument(
        "--percentiles", type=integers, default=[5, 50, 95], help="comma-separated (5,50,95)"
    )
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.parquet|FILE.csv")
    verb.set_defaults(run=_run_matrix)


def _run_matrix(options: argparse.Namespace) -> None:
    from api.answers import write_matrix

    pairs = write_matrix(
        service_of(options),
        (options.origins, options.destinations),
        options.date,
        _window(options),
        options.out,
        wanted=options.percentiles,
        threads=options.threads,
    )
    print(f"{pairs} pairs in {options.out}", file=sys.stderr)


def add_journeys(verbs: Verbs) -> None:
    """Add the verb that lists the journeys between two doors."""
    verb = verbs.add_parser("journeys", help="every journey of a day between two doors, with legs")
    add_asked(verb)
    verb.add_argument("--from", dest="origin", required=True, metavar="ID")
    verb.add_argument("--to", dest="destination", required=True, metavar="ID")
    add_date(verb)
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.set_defaults(run=_run_journeys)


def _run_journeys(options: argparse.Namespace) -> None:
    from accessibility.itinerary import as_text
    from accessibility.words import german_date

    service = service_of(options)
    found = service.journeys(
        service.one(options.origin), service.one(options.destination), options.date
    )
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    print(service.heading(options.date))
    print(as_text(found, service.names) or f"Keine Verbindung am {german_date(options.date)}.")


def add_isochrones(verbs: Verbs) -> None:
    """Add the verb that draws what is reached from a place."""
    verb = verbs.add_parser("isochrones", help="areas reached from a place within so many minutes")
    add_asked(verb)
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

    service = service_of(options)
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


def add_opportunities(verbs: Verbs) -> None:
    """Add the verb that sums up what is reached from every cell."""
    verb = verbs.add_parser("opportunities", help="what is reached from every cell, and how soon")
    _between_files(verb, to="points with columns of numbers: people, jobs, places …")
    add_minutes(verb)
    verb.add_argument("--decay", choices=("step", "exponential", "logistic"), default="step")
    verb.add_argument(
        "--nth", type=integers, default=[1, 3], help="time to the n-th (1,3), comma-separated"
    )
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE")
    verb.set_defaults(run=_run_opportunities)


def _run_opportunities(options: argparse.Namespace) -> None:
    from accessibility.opportunities import Wanted
    from api.answers import write_opportunities

    count = write_opportunities(
        service_of(options),
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


def service_of(options: argparse.Namespace) -> "Service":
    """Load the network a verb is asked of, with the scenario it takes made on it."""
    from api.service import load_service

    service = load_service(options.network)
    if getattr(options, "under", None) is None:
        return service
    from api.scenarios.files import read_scenario
    from api.scenarios.service import service_under

    return service_under(service, read_scenario(options.under))[0]


def _between_files(verb: argparse.ArgumentParser, to: str | None = None) -> None:
    add_asked(verb)
    verb.add_argument("--from", dest="origins", type=Path, required=True, metavar="FILE")
    verb.add_argument(
        "--to", dest="destinations", type=Path, required=True, metavar="FILE", help=to
    )
    add_date(verb)
    add_window(verb)
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")


def _window(options: argparse.Namespace) -> "Window":
    from api.windows import parse_window

    if options.window is not None:
        return parse_window(options.window)
    return parse_window(options.arrive_by, arriving=True)
