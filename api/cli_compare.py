"""Verb of the command line that holds results against each other."""

import argparse
from pathlib import Path

from api.arguments import Verbs, add_network


def add_compare(verbs: Verbs) -> None:
    """Add the verb that compares result folders."""
    verb = verbs.add_parser("compare", help="what results give people that another does not")
    add_network(verb)
    verb.add_argument(
        "before", type=Path, metavar="BEFORE", help="result folder of mobility access"
    )
    verb.add_argument(
        "after", type=Path, nargs="+", metavar="AFTER", help="one or more results held against it"
    )
    verb.add_argument(
        "--measure", default=None, metavar="M",
        help="difference on the map, e.g. mittelzentrum_journeys; with _fest the target held",
    )  # fmt: skip
    verb.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR")
    verb.set_defaults(run=_run_compare)


def _run_compare(options: argparse.Namespace) -> None:
    from api.compare import write_comparison

    told = write_comparison(
        options.network, options.before, options.after, options.out, options.measure
    )
    print(told)
