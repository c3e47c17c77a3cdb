"""What was compared and drawn, told at the end of every run of the tests: CI's log shows it."""

from collections.abc import Callable

import pytest

Tell = Callable[[str], None]
TOLD = "told"  # the property of a test under which its lines travel to the end of the run


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Return a function from a line to its place at the end of the run."""
    return lambda line: record_property(TOLD, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the lines of every test that told any, whether it passed or failed."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            lines = [value for name, value in report.user_properties if name == TOLD]
            if lines:
                terminalreporter.section(report.nodeid.split("::")[-1], sep="-")
            for line in lines:
                terminalreporter.write_line(str(line))
