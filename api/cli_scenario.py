"""Verbs of the command line about scenarios."""

import argparse
import json
from pathlib import Path

from api.arguments import Verbs, add_network, threads
from api.cli_questions import service_of
from api.cli_scenario_feeds import add_from_gtfs, add_gtfs


def add_scenario(verbs: Verbs) -> None:
    """Add the verb that checks and evaluates scenarios."""
    verb = verbs.add_parser("scenario", help="check or evaluate changes to timetable and streets")
    what = verb.add_subparsers(
        dest="what", required=True, metavar="check|run|gtfs|from-gtfs|schema"
    )
    _check(what)
    _run(what)
    add_gtfs(what)
    add_from_gtfs(what)
    _schema(what)


def _check(verbs: Verbs) -> None:
    verb = verbs.add_parser("check", help="all problems at once, and what the changes are made of")
    _add_scenario_file(verb)
    verb.add_argument("--json", action="store_true", help="print what was found as JSON")
    verb.set_defaults(run=_run_check)


def _add_scenario_file(verb: argparse.ArgumentParser) -> None:
    add_network(verb)
    verb.add_argument("scenario", type=Path, metavar="SCENARIO", help="a .toml or .json file")


def _run_check(options: argparse.Namespace) -> None:
    from api.scenario_check import check_data, check_scenario, check_text
    from api.scenario_files import read_scenario
    from mobility.scenario_values import ScenarioError

    chain = read_scenario(options.scenario)
    checked = check_scenario(service_of(options), chain)
    if options.json:
        print(json.dumps(check_data(checked), ensure_ascii=False, indent=2))
    elif not checked.problems:
        print(check_text(checked))
    if checked.problems:
        raise ScenarioError("\n".join(checked.problems))


def _run(verbs: Verbs) -> None:
    verb = verbs.add_parser("run", help="what it gives every Ortsteil and takes from it")
    _add_scenario_file(verb)
    verb.add_argument("--day", default="all", help="a day type of the region; all by default")
    verb.add_argument(
        "--effects", action="store_true", help="evaluate each change alone and left out, too"
    )
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR")
    verb.set_defaults(run=_run_run)


def _run_run(options: argparse.Namespace) -> None:
    from api.scenario_files import read_scenario
    from api.scenario_run import run_scenario

    chain, service = read_scenario(options.scenario), service_of(options)
    days = list(service.days) if options.day == "all" else [options.day]
    told = run_scenario(
        service, chain, options.out, days, effects=options.effects, threads=options.threads
    )
    print(told)


def _schema(verbs: Verbs) -> None:
    verb = verbs.add_parser("schema", help="JSON Schema of a scenario file")
    verb.set_defaults(run=_run_schema)


def _run_schema(_: argparse.Namespace) -> None:
    from mobility.scenario import Scenario

    print(json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2))
