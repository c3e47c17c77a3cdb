"""Arguments: what several commands take, and how their texts are read."""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

MEASURES = """\
A measure is one of
  linien            the lines of the day: product, trips of each section, numbers
  CLASS_FIGURE      e.g. mittelzentrum_journey_time_p50, with
    CLASS   grundzentrum, mittelzentrum, oberzentrum, bahn, sbahn, hauptort, kreisstadt
    FIGURE  journey_time_p50, journey_time_min, travel_time_p50, rides_min, journeys,
            return_journeys, first_departure, last_return, longest_gap, served_hours,
            walk_share, served_share, car_time, ratio
docs/tables.md says what each means.
"""
Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - its only name
ALL = "all"  # in place of day types
ASKED_ABOUT = ("--day", "--line", "--from", "--to", "--scenario")
SPAN = re.compile(r"\d{1,2}:\d\d-\d{1,2}:\d\d")


class Parser(argparse.ArgumentParser):
    """A parser that takes what is asked about once, unless it adds up; else the last option holds.

    Two days, lines or places are two questions: the last alone would be answered unsaid.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as argparse has it
        """Take what argparse takes."""
        super().__init__(*arguments, **options)
        self.register("action", None, _Once)


class _Once(argparse.Action):
    """Stores a value; refuses a second one of what is asked about."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        del parser
        given: set[str] = vars(namespace).setdefault("given", set())
        if option_string in ASKED_ABOUT and self.dest in given:
            raise argparse.ArgumentError(self, "given twice; give it once")
        given.add(self.dest)
        setattr(namespace, self.dest, values)


def add_network(verb: argparse.ArgumentParser) -> None:
    """Take a network folder."""
    verb.add_argument("network", type=Path, metavar="NETWORK")


def add_asked(verb: argparse.ArgumentParser) -> None:
    """Take a network folder and a scenario to be made on it before it is asked."""
    add_network(verb)
    verb.add_argument(
        "--scenario",
        dest="under",
        type=Path,
        default=None,
        metavar="FILE",
        help="changes made before",
    )


def add_date(verb: argparse.ArgumentParser) -> None:
    """Take the date asked about."""
    verb.add_argument("--date", type=_date, required=True, metavar="YYYY-MM-DD")


def add_days(verb: argparse.ArgumentParser, default: str) -> None:
    """Take day types, one by one or all; ``default`` says what holds where none is named."""
    verb.add_argument(
        "--day", dest="days", action="append", default=None, metavar="DAY",
        help=f"a day type of the region, may be repeated, or all; {default} by default",
    )  # fmt: skip


def days_named(named: Sequence[str] | None, known: Iterable[str]) -> list[str] | None:
    """Return the day types named, each once, None where none is."""
    if named is None:
        return None
    return list(known) if ALL in named else list(dict.fromkeys(named))


def add_window(verb: argparse.ArgumentParser) -> None:
    """Take a window of departures or of arrivals."""
    span = verb.add_mutually_exclusive_group(required=True)
    for name, what in (("--window", "departures"), ("--arrive-by", "arrivals")):
        span.add_argument(
            name, type=_span_text, metavar="A-B", help=f"{what}, half-open, e.g. 06:00-09:00"
        )


def add_minutes(verb: argparse.ArgumentParser) -> None:
    """Take limits in minutes and the percentile held against them."""
    verb.add_argument(
        "--minutes", type=integers, default=[30, 45, 60], help="comma-separated (30,45,60)"
    )
    verb.add_argument(
        "--percentile", type=int, default=50, help="of the travel times of the window (50)"
    )


def integers(text: str) -> list[int]:
    """Return whole numbers between commas."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        msg = f"{text!r} are no whole numbers; write e.g. 5,50,95"
        raise argparse.ArgumentTypeError(msg) from error


def threads(text: str) -> int:
    """Return a number of threads."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of threads; write 1 or more")
    return int(text)


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number, both limits included."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return read


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
