"""Sensitivity: every finding again for people who change, walk or set out otherwise."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from accessibility.access import Choices, Question, asked_of, find_choices
from accessibility.areas import KREIS
from accessibility.choice import choices_of
from accessibility.criteria import Verdict, totals
from accessibility.ends import Linked
from accessibility.other_walks import Walking, walking_otherwise
from accessibility.reach import by_transport
from accessibility.standards import Profile
from accessibility.variants import Variant
from mobility.day import Day, build_day
from mobility.network import Network

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


class Findings(NamedTuple):
    """What is found of a variant, and of which classes of targets it wants the choices."""

    classes: Collection[str]
    of: Callable[[Varied], Iterable[Verdict]]


def reach_findings(profiles: Sequence[Profile]) -> Findings:
    """Return who reaches the centres as the profiles ask, in any variant.

    The target is chosen anew in every variant; the hours looked at are those of the question.
    """
    return Findings(
        {kind for profile in profiles for kind in profile.limits},
        lambda varied: [
            verdict
            for profile in profiles
            for verdict in by_transport(profile, varied.choices, random=varied.random)
        ],
    )


def vary(
    usual: Varied,
    homes: Linked,
    targets: Linked,
    variant: Variant,
    *,
    classes: Collection[str] | None = None,
    threads: int | None = None,
) -> Varied:
    """Return the variant of what was computed for the usual way of moving.

    ``homes`` and ``targets`` are the ends of the question, on the streets already: only what
    the variant changes is found again, of walks, footpaths and changes. ``classes`` are those
    whose targets are chosen, all by default.
    """
    moving = variant.moving(usual.network.moving)
    if moving == usual.network.moving:
        return replace(usual, variant=variant.key, random=variant.random_departure)
    found = Walking(usual.network, homes, targets, usual.question.walk_s)
    network, here, there, walk_s = walking_otherwise(found, moving)
    question = replace(usual.question, points=here.doors, targets=there.doors, walk_s=walk_s)
    days = {
        name: build_day(network.timetable, network.footpaths, moving, day.date)
        for name, day in usual.days.items()
    }
    choices = _choices(question, days, classes, threads)
    return Varied(variant.key, network, question, days, choices, variant.random_departure)


def _choices(
    question: Question,
    days: Mapping[str, Day],
    classes: Collection[str] | None,
    threads: int | None,
) -> Choices:
    """Return the choices of the classes; the scans of all other targets are spared."""
    if classes is None:
        return find_choices(question, days, threads=threads)
    chosen = {}
    for name, day in days.items():
        asked = asked_of(question, name, day)
        trips = {kind: trip for kind, trip in asked.trips.items() if kind in classes}
        chosen[name] = choices_of(replace(asked, trips=trips), threads=threads) if trips else {}
    return chosen


def sensitivity_table(
    usual: Varied,
    homes: Linked,
    targets: Linked,
    variants: Sequence[Variant],
    findings: Findings,
    *,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return how many people of the county meet each criterion in every variant.

    A row per variant and finding, the usual way first. Columns: ``variant, title, profile,
    criterion, day, people_met, share`` of those of whom anything can be said, nan where nothing
    can, and ``difference`` of the share to the usual way.

    A harder way may come out better at a single place: who has to leave ten minutes earlier may
    so have a journey in a slot of the day that was empty, or a longer limit for useful journeys.
    """
    usual_rows = _of_county(usual, findings).assign(variant_title="wie gewöhnlich", difference=0.0)
    frames = [usual_rows]
    for variant in variants:
        varied = vary(usual, homes, targets, variant, classes=findings.classes, threads=threads)
        rows = _of_county(varied, findings)
        difference = (rows["share"] - usual_rows["share"]).round(12)
        frames.append(rows.assign(variant_title=variant.title, difference=difference))
    return pd.concat(frames, ignore_index=True)


def _of_county(varied: Varied, findings: Findings) -> pd.DataFrame:
    table = totals(varied.question.places, findings.of(varied))
    rows = table[table["area"] == KREIS].reset_index(drop=True)
    kept = rows[["profile", "criterion", "title", "day", "people_met", "share"]]
    kept.insert(0, "variant", varied.variant)
    return kept
