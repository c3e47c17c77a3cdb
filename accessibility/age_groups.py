"""Age groups: what young and old people have, the old at their own pace."""

from collections.abc import Sequence

import pandas as pd

from accessibility.ends import Linked
from accessibility.equity import EVERYBODY, equity_table
from accessibility.sensitivity import Varied, vary
from accessibility.variants import Variant


def equity_by_age(
    usual: Varied,
    homes: Linked,
    targets: Linked,
    variants: Sequence[Variant],
    *,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return the equity of all people and of each age group the population file tells.

    Columns are those of ``equity_table`` and ``variant``: a group that a variant names as its
    own moves as the variant says (seniors walk at 3.6 km/h), anybody else as usual. Without ages
    in the population file there is only "all".
    """
    places = usual.question.places
    groups = {EVERYBODY: places.point_people, **places.point_ages}
    own = [variant for variant in variants if set(variant.ages) & groups.keys()]
    apart = {age for variant in own for age in variant.ages}
    alike = {name: people for name, people in groups.items() if name not in apart}
    frames = [equity_table(places, usual.choices, alike).assign(variant=usual.variant)]
    for variant in own:
        varied = vary(usual, homes, targets, variant, threads=threads)
        members = {age: groups[age] for age in map(str, variant.ages) if age in groups}
        table = equity_table(places, varied.choices, members)
        frames.append(table.assign(variant=variant.key))
    return pd.concat(frames, ignore_index=True)
