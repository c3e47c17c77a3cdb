"""The real command ``mobility``, run in this process: what it ends with, prints, complains of."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple

from api.cli import main


class Outcome(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def mobility(*arguments: object) -> Outcome:
    """Run a command as if it were typed."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse ends so
            code = int(end.code or 0)
    return Outcome(code, out.getvalue(), err.getvalue())


def refused(*arguments: object) -> str:
    """Run a command that must be refused; return its message."""
    code, out, err = mobility(*arguments)
    assert code == 1, err
    assert out == ""
    assert err.startswith(f"mobility {arguments[0]}: ") or f"\nmobility {arguments[0]}: " in err
    assert "Traceback" not in err
    return err
