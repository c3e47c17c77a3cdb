"""What was noticed about an input: one finding a row, worst first in every report."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding matters; sorting by it puts the worst first."""

    ERROR = 0
    WARNING = 1
    INFO = 2


@dataclass(frozen=True)
class Finding:
    """One thing noticed about an input, in words a planner reads (German).

    ``row`` is the line of the file as an editor numbers it (header = 1), ``count`` how often
    it happened (then ``row`` is the first), ``done`` what the program did about it.
    """

    severity: Severity
    code: str  # stable, snake_case, English: others script against it
    message: str
    file: str = ""
    row: int | None = None
    field: str = ""
    count: int = 1
    done: str = ""


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by severity, then by falling count, then by code."""
    return sorted(findings, key=lambda f: (f.severity, -f.count, f.code, f.file, f.row or 0))
