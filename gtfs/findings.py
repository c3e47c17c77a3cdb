"""What was noticed about an input: one finding a row, worst first in every report."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any


class Severity(IntEnum):
    """How much a finding matters; sorting by it puts the worst first."""

    ERROR = 0  # no figures can be made
    WARNING = 1  # harms figures, or would without what was done
    INFO = 2  # not as it should be, without harm to the figures
    FACT = 3  # plain knowledge about the input, no fault: told apart from the others


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


def as_row(finding: Finding) -> dict[str, Any]:
    """Return the finding as a row of ``report.json``: facts are infos marked as such."""
    is_fact = finding.severity is Severity.FACT
    severity = Severity.INFO if is_fact else finding.severity
    return asdict(finding) | {"severity": severity.name.lower(), "fact": is_fact}


def of_row(row: Mapping[str, Any]) -> Finding:
    """Return the finding of a row of ``report.json``."""
    columns = dict(row)
    severity = Severity[columns.pop("severity").upper()]
    is_fact = columns.pop("fact", False)
    return Finding(severity=Severity.FACT if is_fact else severity, **columns)


def grouped(number: int) -> str:
    """Return a whole number as German readers write it, ``125.271``."""
    return f"{number:,}".replace(",", ".")
