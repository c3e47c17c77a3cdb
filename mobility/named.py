"""Named: the days, lines, ends and stops a change names, each looked for by itself."""

from collections.abc import Callable, Iterator
from functools import partial

from mobility.draft import Draft, find_dates, find_stops
from mobility.draft_lines import find_line, towards
from mobility.new_stops import found_stops
from mobility.scenario import Plain
from mobility.scenario_lines import AddStop, Extend, Line, ReplaceLine
from mobility.scenario_trips import HoldConnection, OfSomeTrips, SkipStops
from mobility.scenario_values import Dated, OfLine, ScenarioError

STOPS = ("stop", "from_stop", "to_stop", "end", "after")  # keys that name a stop there is
NEW_STOPS = ("stops", "via")  # and those that name stops, places, or stops still to be built


def not_found(draft: Draft, change: Plain) -> list[str]:
    """Return what is wrong with the names in a change, each once; nothing where all are known.

    Of a change that cannot be made: who looks them up as he needs them stops at the first.
    """
    problems = dict[str, None]()
    for look in _looks(draft, change):
        try:
            look()
        except ScenarioError as error:
            problems |= dict.fromkeys(map(str, error.args))
    return list(problems)


def _looks(draft: Draft, change: Plain) -> Iterator[Callable[[], object]]:
    """Yield the searches for all that is named."""
    if isinstance(change, Dated):
        yield partial(find_dates, draft, change)
    yield from _lines(draft, change)
    yield from _stops(draft, change)
    new = change.by if isinstance(change, ReplaceLine) else change
    if isinstance(new, Line):
        yield from _new_line(draft, new)


def _lines(draft: Draft, change: Plain) -> Iterator[Callable[[], object]]:
    """Yield the searches for the lines there are."""
    match change:
        case OfSomeTrips() if change.trips is not None:
            return  # its trips may be of any part of the line
        case OfLine() | HoldConnection():
            ends = (change.towards, getattr(change, "beyond", None))
            yield from (partial(_way, draft, change.line, end) for end in ends)
        case Extend() | ReplaceLine():
            yield partial(find_line, draft, change.line)
        case AddStop():
            yield from (partial(find_line, draft, name) for name in change.lines)
        case _:
            return
    if isinstance(change, HoldConnection):
        yield partial(find_line, draft, change.from_line)


def _way(draft: Draft, line: str, end: str | None) -> None:
    towards(draft, find_line(draft, line), end)


def _stops(draft: Draft, change: Plain) -> Iterator[Callable[[], object]]:
    """Yield the searches for the stops there are, and for those it would call at."""
    skipped = change.stops if isinstance(change, SkipStops) else ()
    stops = [*(getattr(change, key, None) for key in STOPS), *skipped]
    yield from (partial(find_stops, draft, stop) for stop in stops if isinstance(stop, str))
    if not skipped:
        for key in NEW_STOPS:
            yield partial(found_stops, draft, getattr(change, key, ()), "bus")


def _new_line(draft: Draft, line: Line) -> Iterator[Callable[[], object]]:
    if line.like is not None:
        yield partial(find_line, draft, line.like)
    yield from (partial(find_dates, draft, runs) for runs in line.runs)
    yield partial(found_stops, draft, line.stops, "bus")
