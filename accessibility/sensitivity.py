"""Sensitivity: every finding again for people who change, walk or set out otherwise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import pandas as pd

from accessibility.access import Choices, Question, find_choices
from accessibility.areas import KREIS
from accessibility.criteria import Verdict, totals
from accessibility.ends import Linked, walks_between
from accessibility.reach import by_transport
from accessibility.standards import Profile
from accessibility.variants import Variant
from mobility.day import Day, build_day
from mobility.network import Network, doors_at, moving_otherwise

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


Findings: TypeAlias = Callable[[Varied], Iterable[Verdict]]


def reach_findings(profiles: Sequence[Profile]) -> Findings:
    """Return who reaches the centres as the profiles ask, in any variant.

    The target is chosen anew in every variant; the hours looked at are those of the question.
    """
    return lambda varied: [
        verdict
        for profile in profiles
        for verdict in by_transport(profile, varied.choices, random=varied.random)
    ]


def vary(
    usual: Varied, homes: Linked, targets: Linked, variant: Variant, *, threads: int | None = None
) -> Varied:
    """Return the variant of what was computed for the usual way of moving.

    ``homes`` and ``targets`` are the ends of the question, on the streets already: only the
    walks from them are searched again, with footpaths, changes and days.
    """
    moving = variant.moving(usual.network.moving)
    if moving == usual.network.moving:
        return replace(usual, variant=variant.key, random=variant.random_departure)
    network = moving_otherwise(usual.network, moving)
    here, there = (replace(ends, doors=doors_at(network, ends.snaps)) for ends in (homes, targets))
    question = replace(
        usual.question,
        points=here.doors,
        targets=there.doors,
        walk_s=walks_between(network, here, there),
    )
    days = {
        name: build_day(network.timetable, network.footpaths, moving, day.date)
        for name, day in usual.days.items()
    }
    choices = find_choices(question, days, threads=threads)
    return Varied(variant.key, network, question, days, choices, variant.random_departure)


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
        rows = _of_county(vary(usual, homes, targets, variant, threads=threads), findings)
        difference = (rows["share"] - usual_rows["share"]).round(12)
        frames.append(rows.assign(variant_title=variant.title, difference=difference))
    return pd.concat(frames, ignore_index=True)


def _of_county(varied: Varied, findings: Findings) -> pd.DataFrame:
    table = totals(varied.question.places, findings(varied))
    rows = table[table["area"] == KREIS].reset_index(drop=True)
    kept = rows[["profile", "criterion", "title", "day", "people_met", "share"]]
    kept.insert(0, "variant", varied.variant)
    return kept
