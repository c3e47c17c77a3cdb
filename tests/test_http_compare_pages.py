"""A comparison is made once, whatever pages of it are asked for."""

import pandas as pd
import pytest
from http_results import Kept

from api.compare_sides import Sides
from api.service import Service


def test_the_next_page_is_cut_from_the_same_comparison(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, rows = [], Sides.rows

    def count(sides: Sides, service: Service) -> pd.DataFrame:
        made.append(sides.name)
        return rows(sides, service)

    monkeypatch.setattr(Sides, "rows", count)
    asked = {"after": kept.later, "before": kept.on_top, "day": "schultag"}
    pages = [kept.compared(limit=2, offset=offset, **asked).json()["items"] for offset in (0, 2, 4)]
    whole = kept.compared(limit=6, **asked).json()["items"]
    assert [*pages[0], *pages[1], *pages[2]] == whole
    assert len(made) == 1
