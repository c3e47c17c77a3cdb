"""Sensitivity: every finding again for people who change, walk or set out otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from accessibility.access import Choices, Question, asked_of, find_choices
from accessibility.areas import KREIS
from accessibility.choice import choices_of
from accessibility.criteria import Verdict, totals
from accessibility.decided import Decided, decide
from accessibility.ends import Linked
from accessibility.measures import Trip
from accessibility.other_walks import Walking, walking_otherwise
from accessibility.places import Places
from accessibility.reach import by_transport, decided_of, verdicts_of
from accessibility.variants import Variant
from mobility.day import Day, moving_on
from mobility.network import Network
from mobility.parameters import Moving

AS_PLANNED = "grundfall"  # the finding itself, which the variants are held against


@dataclass(frozen=True, eq=False)
class Varied:
    """A variant computed: what its findings are read from."""

    variant: str
    network: Network
    question: Question
    days: Mapping[str, Day]
    choices: Choices
    random: bool = False


class _Moved(NamedTuple):
    """What is asked of people who move otherwise."""

    network: Network
    question: Question
    days: Mapping[str, Day]


def vary(
    usual: Varied, homes: Linked, targets: Linked, variant: Variant, *, threads: int | None = None
) -> Varied:
    """Return the variant of what was computed for the usual way of moving.

    ``homes`` and ``targets`` are the ends of the question, on the streets already: only what
    the variant changes is found again, of walks, footpaths and changes.
    """
    moving = variant.moving(usual.network.moving)
    if moving == usual.network.moving:
        return replace(usual, variant=variant.key, random=variant.random_departure)
    moved = _moved(usual, homes, targets, moving)
    choices = find_choices(moved.question, moved.days, threads=threads)
    return Varied(variant.key, *moved, choices, variant.random_departure)


def _moved(usual: Varied, homes: Linked, targets: Linked, moving: Moving) -> _Moved:
    found = Walking(usual.network, homes, targets, usual.question.walk_s)
    network, here, there, walk_s = walking_otherwise(found, moving)
    question = replace(usual.question, points=here.doors, targets=there.doors, walk_s=walk_s)
    days = {
        name: moving_on(day, network.timetable, network.footpaths, moving)
        for name, day in usual.days.items()
    }
    return _Moved(network, question, days)


def sensitivity_table(
    usual: Varied,
    homes: Linked,
    targets: Linked,
    variants: Sequence[Variant],
    *,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return how many people meet each criterion of the question's profile in every variant.

    A row per variant and criterion, the usual way first. Columns: ``variant, title, profile,
    criterion, day, people_met, share`` of those of whom anything can be said, nan where nothing
    can, and ``difference`` of the share to the usual way. People are those of the county. The
    target is chosen anew in every variant; the hours looked at are those of the question.

    A harder way may come out better at a single place: who has to leave ten minutes earlier may
    so have a journey in a slot of the day that was empty, or a longer limit for useful journeys.
    """
    places, profile = usual.question.places, usual.question.profile
    usual_rows = _of_county(places, AS_PLANNED, by_transport(profile, usual.choices))
    frames = [usual_rows.assign(variant_title="wie gewöhnlich", difference=0.0)]
    for variant in variants:
        found = _verdicts(usual, homes, targets, variant, threads)
        rows = _of_county(places, variant.key, found)
        difference = (rows["share"] - usual_rows["share"]).round(12)
        frames.append(rows.assign(variant_title=variant.title, difference=difference))
    return pd.concat(frames, ignore_index=True)


def _verdicts(
    usual: Varied, homes: Linked, targets: Linked, variant: Variant, threads: int | None
) -> Iterator[Verdict]:
    """Yield who meets the profile in the variant; which target one has is asked only at random."""
    profile = usual.question.profile
    moving = variant.moving(usual.network.moving)
    if variant.random_departure or moving == usual.network.moving:
        varied = vary(usual, homes, targets, variant, threads=threads)
        yield from by_transport(profile, varied.choices, random=varied.random)
        return
    _, question, days = _moved(usual, homes, targets, moving)
    for name, day in days.items():
        yield from verdicts_of(profile, name, _decided(question, name, day, threads))


def _decided(question: Question, name: str, day: Day, threads: int | None) -> dict[str, Decided]:
    """Return who meets the limits of the question's profile on the day."""
    asked = replace(asked_of(question, name, day), planned=True)
    whole, single = dict[str, Trip](), dict[str, Trip]()
    for kind, trip in asked.trips.items():
        if kind in question.profile.limits:
            (single if trip.together is None else whole)[kind] = trip
    found = dict[str, Decided]()
    if whole:
        choices = choices_of(replace(asked, trips=whole), threads=threads)
        found = {kind: decided_of(one, one.trip.limit_s or 0) for kind, one in choices.items()}
    if single:
        found |= decide(replace(asked, trips=single), threads=threads)
    return found


def _of_county(places: Places, variant: str, verdicts: Iterable[Verdict]) -> pd.DataFrame:
    table = totals(places, verdicts)
    rows = table[table["area"] == KREIS].reset_index(drop=True)
    kept = rows[["profile", "criterion", "title", "day", "people_met", "share"]]
    kept.insert(0, "variant", variant)
    return kept
