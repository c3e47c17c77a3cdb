"""Reach: who gets to the centres as RIN, LEP or a county's own profile ask, home by home."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from accessibility.access import Choices, Question, find_choices
from accessibility.choice import Choice
from accessibility.criteria import Criterion, Verdict
from accessibility.decided import Decided
from accessibility.folds import HOUR_S
from accessibility.places import targets_of
from accessibility.standards import Profile, TargetClass, Zentrum
from accessibility.words import TARGETS, clock, minutes, number
from gtfs.timetable import Bools, Floats, Ints
from mobility.day import Day
from mobility.profiles import UNREACHED

TIME_ONLY, CAR = "_time", "_car"  # after the class: keys of further criteria
EVERY_DAY = ""


def reach_verdicts(
    question: Question,
    profiles: Sequence[Profile],
    days: Mapping[str, Day],
    choices: Choices,
    *,
    threads: int | None = None,
) -> list[Verdict]:
    """Return who meets what the profiles ask for: by public transport on each day, and by car.

    ``choices`` are those the table is made of: the target is the one the question's own profile
    has chosen. A profile that asks for other hours, slots or partners chooses for itself.
    """
    verdicts: list[Verdict] = []
    for profile in profiles:
        chosen = choices
        if not asks_alike(profile, question.profile):
            chosen = find_choices(replace(question, profile=profile), days, threads=threads)
        verdicts += by_transport(profile, chosen)
    return verdicts + list(by_car(question, profiles))


def asks_alike(one: Profile, other: Profile) -> bool:
    """Return whether both look at the same hours, slots and partners of a Verbund."""
    return (one.service, one.verbund) == (other.service, other.verbund)


def by_transport(profile: Profile, choices: Choices, *, random: bool = False) -> Iterator[Verdict]:
    """Yield for each day and class who meets the limit with service, and who does in time alone.

    ``random`` holds the time with the wait of a random departure against the limit instead of
    the planned one: a sensitivity, never the verdict.
    """
    for day, chosen in choices.items():
        decided: dict[str, Decided] = {
            kind: decided_of(chosen[kind], limit.seconds, random=random)
            for kind, limit in profile.limits.items()
            if kind in chosen
        }
        yield from verdicts_of(profile, day, decided)


def decided_of(choice: Choice, limit_s: int, *, random: bool = False) -> Decided:
    """Return who meets the limit at the target chosen."""
    in_time = (random_s(choice) if random else planned_s(choice)) <= limit_s
    return Decided(choice.known, in_time, in_time & (choice.walks | served(choice)))


def verdicts_of(profile: Profile, day: str, decided: Mapping[str, Decided]) -> Iterator[Verdict]:
    """Yield for each class who meets the limit with service, and who does in time alone."""
    for kind in profile.limits:
        if kind in decided:
            known, in_time, met = decided[kind]
            yield Verdict(_with_service(profile, kind), day, met, known)
            yield Verdict(_in_time(profile, kind), day, in_time, known)


def planned_s(choice: Choice) -> Ints:
    """Return ``[point]`` the planned journey, or the walk if that is shorter, ``UNREACHED``."""
    planned = choice.of(choice.figures.journey_time_p50, UNREACHED)
    return np.minimum(planned, choice.of(choice.figures.walk_s, UNREACHED))


def random_s(choice: Choice) -> Ints:
    """Return ``[point]`` the journey with its wait at a random minute, or the walk."""
    return choice.of(choice.figures.travel_time_p50, UNREACHED)


def served(choice: Choice) -> Bools:
    """Return ``[point]`` whether there are useful journeys in every slot, there and back."""
    every: Bools = choice.of(choice.figures.every_slot.astype(np.int8), 0) > 0
    return every


def by_car(question: Question, profiles: Sequence[Profile]) -> Iterator[Verdict]:
    """Yield who drives to the nearest target of each class in time, parking included."""
    limited = [profile for profile in profiles if profile.car_limits]
    if not limited:
        return
    classes = {kind for profile in limited for kind in profile.car_limits}
    drive_s = _drives_to(question, classes)
    for profile in limited:
        for kind, limit in profile.car_limits.items():
            car_s = _least_by_car(question, kind, drive_s) + profile.parking_s[kind]
            known = drive_s is not None and bool(len(targets_of(question.places, kind)))
            yield Verdict(
                _in_time_by_car(profile, kind),
                EVERY_DAY,
                car_s <= limit.seconds,
                np.full(len(car_s), known),
            )


def _drives_to(question: Question, classes: Iterable[str]) -> Floats | None:
    """Return ``[point, target]`` the drives to all targets of the classes, None without streets."""
    if question.drives is None:
        return None
    wanted = np.zeros(question.walk_s.shape, np.bool_)
    for kind in classes:
        wanted[:, np.searchsorted(question.target, targets_of(question.places, kind))] = True
    return question.drives(wanted)


def _least_by_car(question: Question, kind: str, drive_s: Floats | None) -> Floats:
    """Return ``[point]`` seconds to the nearest target of the class, inf without any."""
    rows = np.searchsorted(question.target, targets_of(question.places, kind))
    if drive_s is None or not len(rows):
        return np.full(len(question.walk_s), np.inf)
    least: Floats = np.ceil(drive_s[:, rows].min(axis=1))
    return least


def _with_service(profile: Profile, kind: TargetClass) -> Criterion:
    slot = number(profile.slot_s / HOUR_S, 0 if profile.slot_s % HOUR_S == 0 else 1)
    assumed = " Annahme: Tageszeit und Abschnitte." if profile.service.assumed else ""
    service = (
        f"; dazu in jedem Abschnitt von {slot} Stunden eine brauchbare Verbindung, hin und zurück. "
        f"Zu Fuß genügt der Weg.{assumed}"
    )
    return Criterion(
        profile=profile.key,
        key=kind,
        title=_title(kind, profile.limits[kind].seconds),
        definition=_time(profile, kind) + service,
        source=profile.source,
        assumed=profile.limits[kind].assumed,
        least_share=profile.people.least_share,
    )


def _in_time(profile: Profile, kind: TargetClass) -> Criterion:
    whole = _with_service(profile, kind)
    return replace(
        whole,
        key=kind + TIME_ONLY,
        title=f"{whole.title}, Reisezeit allein",
        definition=f"{_time(profile, kind)}. Wie oft gefahren wird, zählt hier nicht.",
    )


def _in_time_by_car(profile: Profile, kind: Zentrum) -> Criterion:
    limit_s, parking_s = profile.car_limits[kind].seconds, profile.parking_s[kind]
    return Criterion(
        profile=profile.key,
        key=kind + CAR,
        title=f"{_title(kind, limit_s)} mit dem Auto",
        definition=(
            f"Schnellste Fahrt mit dem Auto ohne Stau zum nächsten Ziel der Klasse und "
            f"{minutes(parking_s)} für das Parken zusammen höchstens {minutes(limit_s)}."
            + (" Annahme: Parken." if profile.parking[kind].assumed else "")
        ),
        source=profile.source,
        assumed=profile.car_limits[kind].assumed,
        least_share=profile.people.least_share,
    )


def _title(kind: str, limit_s: int) -> str:
    return f"{TARGETS.get(kind, kind.capitalize())} in {minutes(limit_s)}"


def _time(profile: Profile, kind: TargetClass) -> str:
    limit = profile.limits[kind]
    value = "Annahme" if limit.assumed else f"Zielwert {profile.name}"
    return (
        f"{value}: höchstens {minutes(limit.seconds)} von Tür zu Tür bei geplanter Abfahrt "
        f"{_hours(profile)}, ohne Warten zu Hause; Median der brauchbaren Verbindungen"
    )


def _hours(profile: Profile) -> str:
    """Return the hours in which service is asked for, and those of the weekend if others."""
    weekday, weekend = (
        f"von {clock(since)} bis {clock(until)} Uhr"
        for since, until in (profile.service.weekday, profile.service.weekend)
    )
    return weekday if weekday == weekend else f"{weekday} (Samstag, Sonntag {weekend})"
