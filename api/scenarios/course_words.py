"""Course words: names, stops and times of lines a scenario runs, in German."""

from collections.abc import Iterator, Sequence

from accessibility.words import clock, day_name, german_date
from mobility.scenario_lines import Course, Line
from mobility.scenario_values import Dated, NewStop, RunningTimes, Runs, StopAt

MODES = {"bus": "Bus", "tram": "Straßenbahn", "rail": "Bahn", "sbahn": "S-Bahn", "ferry": "Fähre"}
SHOWN = 6  # clock times told one by one


def called(course: Course) -> str:
    """Return the name of a line that is new, and what it is."""
    kind = course.product or (MODES[course.mode] if course.mode else "")
    return f"{course.line} ({f'{kind}, ' if kind else ''}neu)"


def line_words(line: Line) -> Iterator[str]:
    """Yield the course of a new line and when it runs."""
    yield from course_words(line)
    yield from (runs_words(one) for one in line.runs)


def course_words(course: Course) -> Iterator[str]:
    """Yield the stops of a new line and how long it rides."""
    if course.like is not None:
        factor = "" if course.factor is None else f" mal {plain(course.factor)}"
        yield f"Halte und Fahrzeiten wie {course.like}{factor}"
    else:
        yield stops(course.stops, " – ")
        yield riding(course)
    if not course.both_ways:
        yield "nur in dieser Richtung"


def ends_words(course: Course) -> str:
    """Return the ends of a new line and how many stops lie between them."""
    if course.like is not None:
        return f"wie {course.like}"
    between = len(course.stops) - 2
    over = f" über {between} Halte" if between > 1 else " über einen Halt" if between else ""
    way = "" if course.both_ways else ", nur in dieser Richtung"
    return f"{stop_name(course.stops[0])} – {stop_name(course.stops[-1])}{over}{way}"


def riding(times: RunningTimes) -> str:
    """Return where running times come from."""
    stand = f", {times.dwell_seconds} s Halt" if times.dwell_seconds else ""
    if times.minutes is not None:
        told = "–".join(map(plain, times.minutes))
        return f"an nach {told} min{stand}"
    if times.kmh is not None:
        return f"Fahrzeit mit {plain(times.kmh)} km/h{stand}"
    return f"Fahrzeit Pkw mal {plain(times.factor or 1.0)}{stand}"


def runs_words(runs: Runs) -> str:
    """Return when trips leave, on which days."""
    said = ", ".join(when_words(runs))
    when = f" ({said})" if said else ""
    if runs.headway is None:
        ways = (("hin ab", runs.departures), ("zurück ab", runs.back_departures))
        return ", ".join(f"{way} {clocks(times)}" for way, times in ways if times) + when
    there = runs.first or 0, runs.last or 0
    back = tuple(
        own if told is None else told
        for told, own in zip((runs.back_first, runs.back_last), there, strict=True)
    )
    also = "" if back == there else f", zurück {from_to(*back)}"
    return f"alle {runs.headway} min {from_to(*there)}{also}{when}"


def when_words(change: Dated) -> Iterator[str]:
    """Yield the days and the dates a change is for, if it names any."""
    if change.days:
        yield ", ".join(map(day_name, change.days))
    if change.season:
        yield f"vom {german_date(change.season[0])} bis {german_date(change.season[1])}"


def stops(stops: Sequence[StopAt], between: str = "; ") -> str:
    """Return stops by name."""
    return between.join(map(stop_name, stops))


def stop_name(stop: StopAt) -> str:
    """Return the name of a stop, and whether it is to be built."""
    return f"{stop.name} (neue Haltestelle)" if isinstance(stop, NewStop) else stop


def from_to(first: int, last: int) -> str:
    """Return from when until when."""
    return f"von {clock(first)} bis {clock(last)}"


def clocks(times: Sequence[int]) -> str:
    """Return clock times one by one, of many the first and the last."""
    if len(times) > SHOWN:
        return f"{clock(times[0])} … {clock(times[-1])} ({len(times)} Abfahrten)"
    return ", ".join(map(clock, times))


def plain(value: float) -> str:
    """Return a number as people write it: 4, 0,9."""
    return f"{value:g}".replace(".", ",")
