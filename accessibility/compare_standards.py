"""Compared standards: who newly meets a criterion and who does not any more, by area."""

import numpy as np
import pandas as pd

from accessibility.areas import KOMMUNE, KREIS, ORTSTEIL
from accessibility.words import MET, NOT_MET

KEYS = ["profile", "criterion", "day", "area", "area_id"]
SIDES = ("people_known", "people_met", "share", "verdict")
COUNTED = ("people_gained", "people_lost", "ortsteile_gained", "ortsteile_lost")


def compared_standards(
    before: pd.DataFrame, after: pd.DataFrame, ortsteile: pd.DataFrame
) -> pd.DataFrame:
    """Return a row per criterion, day and area that both tables of standards have.

    ``ortsteile`` has ``ortsteil_id, kommune``. Columns ``profile, criterion, title, day, area,
    area_id, area_name, people``; ``people_known, people_met, share, verdict`` each ``_before`` and
    ``_after``, ``people_met_difference, share_difference``; ``people_gained`` and ``people_lost``:
    where more, or fewer, people of an Ortsteil meet it than before, how many, summed over the
    Ortsteile of the area (one who gains and a neighbour who loses in one Ortsteil cancel: at least
    so many); ``ortsteile_gained`` and ``ortsteile_lost``: whose verdict turned; and whether the
    value is ``assumed``.
    """
    sides = [table[[*KEYS, *SIDES]] for table in (before, after)]
    named = before[[*KEYS, "title", "assumed", "area_name", "people"]]
    both = named.merge(sides[0].merge(sides[1], on=KEYS, suffixes=("_before", "_after")), on=KEYS)
    for name in ("people_met", "share"):
        both[f"{name}_difference"] = both[f"{name}_after"] - both[f"{name}_before"]
    both = _counted(both, ortsteile)
    head = ["profile", "criterion", "title", "day", "area", "area_id", "area_name", "people"]
    rest = [name for name in both if name not in (*head, "assumed")]
    return both[[*head, *rest, "assumed"]]


def _counted(both: pd.DataFrame, ortsteile: pd.DataFrame) -> pd.DataFrame:
    """Return the table with what the Ortsteile of each area gain and lose."""
    own = both[both["area"] == ORTSTEIL]
    more, was, now = own["people_met_difference"], own["verdict_before"], own["verdict_after"]
    gained, lost = (was == NOT_MET) & (now == MET), (was == MET) & (now == NOT_MET)
    values = (more.clip(lower=0), more.clip(upper=0).abs(), gained, lost)
    counts = own[KEYS].assign(**dict(zip(COUNTED, values, strict=True)))
    kommune = ortsteile.drop_duplicates("ortsteil_id").set_index("ortsteil_id")["kommune"]
    in_kommune = counts["area_id"].map(kommune.fillna("").astype(str))
    levels = [
        counts,
        counts.assign(area=KOMMUNE, area_id=in_kommune),
        counts.assign(area=KREIS, area_id=""),
    ]
    sums = pd.concat(levels).groupby(KEYS, sort=False)[list(COUNTED)].sum().reset_index()
    whole = both.merge(sums, on=KEYS, how="left")
    whole[list(COUNTED)] = whole[list(COUNTED)].fillna(0).astype(np.float64)
    return whole
