"""Scenario words: every change of a scenario as a sentence for planners, in German."""

from collections.abc import Iterator
from typing import assert_never

from accessibility.words import clock, german_date, number
from api.scenarios.course_words import (
    called,
    clocks,
    ends_words,
    from_to,
    line_words,
    plain,
    riding,
    stop_name,
    stops,
    when_words,
)
from mobility.scenario import Change
from mobility.scenario_lines import (
    AddLine,
    AddStop,
    AddStops,
    AddTrips,
    Extend,
    ReplaceLine,
    Reroute,
)
from mobility.scenario_products import Stadtbus, TouristLine, UpgradeToPlusbus, UpgradeToTaktbus
from mobility.scenario_streets import AddStreets, Point, SetStreetSpeed
from mobility.scenario_trips import (
    Curtail,
    ExtendHours,
    HoldConnection,
    OfSomeTrips,
    RemoveLine,
    RemoveTrips,
    ScaleRunningTime,
    SetDwell,
    SetHeadway,
    Shift,
    SkipStops,
)
from mobility.scenario_values import Dated, Headway

KEPT_DOORS = "Häuser und Haltestellen behalten ihren Zugang von heute (Annahme)"
BY_STREET = {"walk": "Fußgänger", "bike": "Rad", "car": "Pkw"}


def words_of(change: Change) -> str:  # noqa: C901, PLR0911, PLR0912 - a closed set
    """Return what a change does in a sentence; without its note, which its author wrote."""
    match change:
        case RemoveLine():
            return _told(change, "entfällt")
        case RemoveTrips():
            return _told(change, f"{_which(change)} entfallen")
        case Shift():
            return _told(change, f"{_which(change)} {_moved(change.minutes)}")
        case ScaleRunningTime():
            return _told(change, _scaled(change))
        case SetDwell():
            return _told(change, f"steht {change.seconds} s in {change.stop}")
        case SkipStops():
            saved = f", je Halt {change.saved_seconds} s schneller" if change.saved_seconds else ""
            return _told(change, f"fährt durch in {'; '.join(change.stops)}{saved}")
        case Curtail():
            return _told(change, f"endet in {change.stop}; dahinter bis {change.beyond} entfällt")
        case SetHeadway():
            return _told(change, ", ".join(_headway(change)))
        case ExtendHours():
            return _told(change, f"alle {change.minutes} min weiter {' und '.join(_edges(change))}")
        case HoldConnection():
            waits = f"wartet in {change.stop} bis zu {plain(change.minutes)} min"
            return _told(change, f"{waits} auf {change.from_line}")
        case AddLine():
            return _told(change, "; ".join(line_words(change)), called(change))
        case ReplaceLine():
            instead = f"an ihrer Stelle {called(change.by)}: {'; '.join(line_words(change.by))}"
            return _told(change, f"entfällt, {instead}")
        case AddTrips():
            return _told(change, _more_trips(change))
        case Reroute():
            via = f"über {stops(change.via)}" if change.via else "ohne Halt dazwischen"
            between = f"zwischen {change.from_stop} und {change.to_stop}"
            return _told(change, f"fährt {between} {via}; {riding(change)}")
        case Extend():
            beyond = f"über {change.end} hinaus nach {stops(change.stops)}"
            return _told(change, f"fährt {beyond}; {riding(change)}")
        case AddStops():
            told = f"hält auch in {stops(change.stops)}, je Halt {change.lost_seconds} s länger"
            return _told(change, told)
        case AddStop():
            lines = f"{', '.join(change.lines)} hält, {change.lost_seconds} s länger"
            return _told(change, lines, f"Neue Haltestelle {change.name}")
        case AddStreets():
            return _street(change)
        case SetStreetSpeed():
            return _speed(change)
        case UpgradeToPlusbus():
            return _told(change, _upgrade(change), f"{change.line} wird PlusBus")
        case UpgradeToTaktbus():
            return _told(change, _upgrade(change), f"{change.line} wird TaktBus")
        case Stadtbus():
            return _told(change, "; ".join((ends_words(change), *_town(change))), called(change))
        case TouristLine():
            return _told(change, f"{ends_words(change)}; {_leisure(change)}", called(change))
        case _:
            assert_never(change)


def _told(change: Dated, what: str, head: str = "") -> str:
    """Return who does what, on which days and dates."""
    towards = getattr(change, "towards", None)
    name = head or getattr(change, "line", "")
    return ", ".join(
        (f"{name}{f' Richtung {towards}' if towards else ''}: {what}", *when_words(change))
    )


def _which(change: OfSomeTrips) -> str:
    named = f"{len(change.trips)} einzelne Fahrten" if change.trips else ""
    if change.at:
        return f"{named or 'Fahrten'} ab {clocks(change.at)}"
    if change.span:
        return f"Fahrten, die von {clock(change.span[0])} bis vor {clock(change.span[1])} beginnen,"
    return named or "alle Fahrten"


def _scaled(change: ScaleRunningTime) -> str:
    part = f" zwischen {change.from_stop} und {change.to_stop}" if change.from_stop else ""
    return f"Fahrzeit{part} mal {plain(change.factor)}"


def _moved(minutes: float) -> str:
    return f"{plain(abs(minutes))} min {'früher' if minutes < 0 else 'später'}"


def _headway(change: SetHeadway) -> Iterator[str]:
    yield f"alle {change.minutes} min von {clock(change.span[0])} bis {clock(change.span[1])}"
    if change.first is not None:
        yield f"erste Abfahrt {clock(change.first)}"
    if change.template is not None:
        yield f"wie die Fahrt ab {clock(change.template)}"
    stay = "die übrigen Fahrten über die ganze Linie bleiben"
    yield stay if change.keep else "anstelle der Fahrten über die ganze Linie in dieser Zeit"


def _edges(change: ExtendHours) -> Iterator[str]:
    if change.first is not None:
        yield f"zurück bis zur ersten Abfahrt ab {clock(change.first)}"
    if change.last is not None:
        yield f"bis zur letzten Abfahrt um {clock(change.last)}"


def _more_trips(change: AddTrips) -> str:
    if change.courses:
        few = sum(len(course.departures) for course in change.courses)
        return f"{few} Fahrten mehr auf {len(change.courses)} Laufwegen"
    few = len(change.departures)
    ends = f"{stop_name(change.stops[0])} – {stop_name(change.stops[-1])}"
    took = (change.arrivals[-1] - change.departures[0]) / 60
    booked = ", mit Anmeldung" if change.booked else ""
    trips = "eine Fahrt" if few == 1 else f"{few} Fahrten"
    return f"{trips} mehr {ends} ({plain(took)} min), ab {clocks(change.departures)}{booked}"


def _upgrade(change: UpgradeToPlusbus | UpgradeToTaktbus) -> str:
    told = "alle Fahrten von heute bleiben; " if change.keep else ""
    told += _within(change.minutes, change.first, change.last)
    if change.weekend_minutes is None:
        return f"{told}; am Wochenende wie bisher"
    ends = change.weekend_first, change.weekend_last
    return f"{told}; am Wochenende {_within(change.weekend_minutes, *ends)}"


def _within(headway: Headway, first: int, last: int) -> str:
    """Return a headway whose first and last departure lie within it behind the times."""
    edges = ", ".join(
        f"{name} Abfahrt {clock(edge)}–{clock(edge + headway * 60)}"
        for name, edge in (("erste", first), ("letzte", last))
    )
    return f"alle {headway} min, {edges}"


def _town(change: Stadtbus) -> Iterator[str]:
    yield f"alle {change.headway} min {from_to(change.first, change.last)}"
    if change.saturday_headway is not None:
        hours = from_to(change.saturday_first, change.saturday_last)
        yield f"samstags alle {change.saturday_headway} min {hours}"


def _leisure(change: TouristLine) -> str:
    season = " bis ".join(map(german_date, change.months))
    hours = from_to(change.first, change.last)
    return f"samstags und sonntags vom {season} alle {change.headway} min {hours}"


def _street(change: AddStreets) -> str:
    speed = {"car": f" ({plain(change.kmh)} km/h)"}
    modes = ", ".join(f"{BY_STREET[mode]}{speed.get(mode, '')}" for mode in change.modes)
    oneway = ", nur in dieser Richtung" if change.oneway else ""
    return f"Neuer Weg {change.name} für {modes}{oneway}; {KEPT_DOORS}"


def _speed(change: SetStreetSpeed) -> str:
    where = f"{BY_STREET[change.mode]} zwischen {_at(change.start)} und {_at(change.end)}"
    how = f"im Mittel {plain(change.kmh)} km/h" if change.kmh is not None else ""
    how = how or f"Geschwindigkeit mal {plain(change.factor or 1.0)}"
    return f"{where}: {how}{'' if change.both_ways else ', nur in dieser Richtung'}"


def _at(point: Point) -> str:
    return "/".join(number(value, 4) for value in point)
