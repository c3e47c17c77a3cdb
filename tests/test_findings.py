"""Findings: worst first, and as rows that come back as they were."""

from gtfs.findings import Finding, Severity, as_row, of_row, worst_first

FOUND = [Finding(severity, f"c{severity}", "Befund", "stops.txt", 7) for severity in Severity]


def test_facts_come_last() -> None:
    assert worst_first(reversed(FOUND)) == FOUND


def test_a_fact_is_an_info_marked_as_such_and_comes_back_a_fact() -> None:
    rows = [as_row(one) for one in FOUND]

    assert [row["severity"] for row in rows] == ["error", "warning", "info", "info"]
    assert [row["fact"] for row in rows] == [False, False, False, True]
    assert [of_row(row) for row in rows] == FOUND


def test_a_row_of_an_older_report_is_no_fact() -> None:
    row = {name: value for name, value in as_row(FOUND[-1]).items() if name != "fact"}

    assert of_row(row).severity is Severity.INFO
