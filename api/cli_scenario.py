"""Verbs of the command line about scenarios."""

import argparse
import json
from pathlib import Path

from api.arguments import ALL, Verbs, add_days, add_network, days_named, threads
from api.cli_questions import service_of
from api.cli_scenario_feeds import add_from_gtfs, add_gtfs


def add_scenario(verbs: Verbs) -> None:
    """Add the verb that checks and evaluates scenarios."""
    verb = verbs.add_parser("scenario", help="check or evaluate changes to timetable and streets")
    what = verb.add_subparsers(
        dest="what", required=True, metavar="check|run|minutes|gtfs|from-gtfs|schema"
    )
    _check(what)
    _run(what)
    _minutes(what)
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
    from api.scenarios.check import check_data, check_scenario, check_text
    from api.scenarios.files import read_scenario

    chain = read_scenario(options.scenario)
    checked = check_scenario(service_of(options), chain)
    if options.json:
        print(json.dumps(check_data(checked), ensure_ascii=False, indent=2))
    elif not checked.problems:
        print(check_text(checked))
    checked.made.refuse_misfits()


def _run(verbs: Verbs) -> None:
    verb = verbs.add_parser("run", help="what it gives every Ortsteil and takes from it")
    _add_scenario_file(verb)
    add_days(verb, ALL)
    verb.add_argument(
        "--effects", action="store_true", help="evaluate each change alone and left out, too"
    )
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")
    verb.add_argument("--json", action="store_true", help="print what was found as JSON")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR")
    verb.set_defaults(run=_run_run)


def _run_run(options: argparse.Namespace) -> None:
    from api.scenarios.files import read_scenario
    from api.scenarios.run import How, run_data, run_scenario

    chain, service = read_scenario(options.scenario), service_of(options)
    days = days_named(options.days, service.days) or list(service.days)
    how = How(effects=options.effects, threads=options.threads)
    told = run_scenario(service, chain, options.out, days, how)
    if options.json:
        print(json.dumps(run_data(options.out, days), ensure_ascii=False, indent=2))
    else:
        print(told)


def _minutes(verbs: Verbs) -> None:
    verb = verbs.add_parser("minutes", help="a line run earlier or later: which minute suits whom")
    add_network(verb)
    verb.add_argument("--line", required=True, metavar="LINE")
    verb.add_argument("--towards", default=None, metavar="END", help="one direction; both together")
    add_days(verb, "the first")
    verb.add_argument(
        "--every", type=int, default=5, metavar="MIN", help="minutes of the hour tried (5)"
    )
    verb.add_argument("--threads", type=threads, default=None, help="all cores by default")
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.(csv|parquet|xlsx)")
    verb.set_defaults(run=_run_minutes)


def _run_minutes(options: argparse.Namespace) -> None:
    from accessibility.store import check_format
    from api.scenarios.minutes import FORMATS, minutes_table, minutes_text, write_minutes

    check_format(options.out, FORMATS)
    service = service_of(options)
    table = minutes_table(
        service, options.line, options.every,
        days=days_named(options.days, service.days),
        towards=options.towards, threads=options.threads,
    )  # fmt: skip
    write_minutes(table, options.out, service)
    print(minutes_text(table, service), options.out, sep="\n")


def _schema(verbs: Verbs) -> None:
    verb = verbs.add_parser("schema", help="JSON Schema of a scenario file")
    verb.set_defaults(run=_run_schema)


def _run_schema(_: argparse.Namespace) -> None:
    from mobility.scenario import Scenario

    print(json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2))
