"""Line audit: the demo's lines measure what was written of them before there was an audit."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from expected_lines import LINES, Audit, ExpectedLine, Value, rows_of
from lines_on_screen import PROFILES

from accessibility.line_audit import AuditCase, audit_lines
from api.service import Service
from mobility.lines import find_lines
from mobility.rail_access import Changing
from mobility.transfers import build_transfers

AUDITS = [(line, audit) for line in LINES for audit in line.audits]


@pytest.fixture(scope="module")
def audited(service: Callable[[str], Service]) -> pd.DataFrame:
    demo = service("demo")
    network, timetable = demo.network, demo.network.timetable
    lines = find_lines(timetable)
    case = AuditCase(
        timetable,
        lines,
        demo.days,
        Changing(build_transfers(timetable, network.footpaths, network.moving), network.footpaths),
        np.char.startswith(timetable.stop_name, "Leipzig Hbf"),
    )
    chosen = np.flatnonzero(np.isin(lines.name, [line.line for line in LINES]))
    return audit_lines(case, chosen.tolist(), list(PROFILES.values()))


@pytest.mark.parametrize(("line", "audit"), AUDITS, ids=lambda part: part[0])
def test_the_audit_of_a_line_is_what_was_written_down(
    audited: pd.DataFrame, line: ExpectedLine, audit: Audit
) -> None:
    of_line = audited[audited["name"] == line.line]
    found = of_line[of_line["profile"] == PROFILES[audit.profile].key]
    assert set(found["whole"]) == {audit.whole}
    expected = rows_of(line, audit)
    assert found["criterion"].tolist() == [row.criterion for row in expected]
    assert found["verdict"].tolist() == [row.verdict for row in expected]
    values = [None if pd.isna(value) else value for value in found["value"]]
    assert values == [_number(row.value) for row in expected]


def _number(value: Value | None) -> int | None:
    if isinstance(value, str):
        hours, minutes = value.split(":")
        return int(hours) * 3600 + int(minutes) * 60
    return value
