"""Verbs of the command line that make a feed of a scenario, and a scenario of a feed."""

import argparse
from datetime import date
from pathlib import Path

from api.arguments import Verbs, add_network
from api.cli_questions import service_of


def add_gtfs(verbs: Verbs) -> None:
    """Add the verb that writes a GTFS feed."""
    verb = verbs.add_parser("gtfs", help="the timetable with the changes as a GTFS feed")
    add_network(verb)
    verb.add_argument("scenario", type=Path, metavar="SCENARIO", help="a .toml or .json file")
    verb.add_argument("--url", default=None, help="of who publishes it")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.zip")
    verb.set_defaults(run=_run_gtfs)


def _run_gtfs(options: argparse.Namespace) -> None:
    from api.scenarios.files import read_scenario
    from api.scenarios.gtfs import NOWHERE, write_scenario_gtfs, written_text

    chain = read_scenario(options.scenario)
    service = service_of(options)
    url = options.url or NOWHERE
    written = write_scenario_gtfs(service, chain, options.out, url=url)
    standing = service.standing(())
    print(*filter(None, (standing, written_text(written, options.out))), sep="\n")


def add_from_gtfs(verbs: Verbs) -> None:
    """Add the verb that makes a scenario of the next Fahrplan year."""
    verb = verbs.add_parser("from-gtfs", help="another feed, the next Fahrplan year, as a scenario")
    add_network(verb)
    verb.add_argument("feeds", type=Path, nargs="+", metavar="FEED")
    verb.add_argument(
        "--date", dest="dates", type=_day, action="append", default=[], metavar="DAY=YYYY-MM-DD",
        help="of the feed, for a day type; else the nearest to a year later",
    )  # fmt: skip
    verb.add_argument(
        "--replaces", action="append", default=[], metavar="NAME",
        help="the feed of the network it takes the place of, by file stem; else all",
    )  # fmt: skip
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.(toml|json)")
    verb.set_defaults(run=_run_from_gtfs)


def _run_from_gtfs(options: argparse.Namespace) -> None:
    from accessibility.store import check_format
    from api.scenarios.from_feed import Asked, scenario_from_feed
    from api.scenarios.from_feed_text import comment_of, from_feed_text
    from api.scenarios.text import ENDINGS, write_scenario

    check_format(options.out, ENDINGS)
    service = service_of(options)
    asked = Asked(tuple(options.feeds), dict(options.dates), tuple(options.replaces))
    found = scenario_from_feed(service, asked)
    write_scenario(found.scenario, options.out, comment_of(service, asked.feeds))
    print(from_feed_text(service, found, options.out))


def _day(text: str) -> tuple[str, date]:
    name, _, day = text.partition("=")
    try:
        return name, date.fromisoformat(day)
    except ValueError as error:
        msg = f"{text!r} is no day type and date; write e.g. schultag=2026-11-17"
        raise argparse.ArgumentTypeError(msg) from error
