"""The PostgreSQL of the tests: without its programs a test is skipped, in CI it fails."""

import pytest
from databases import needed_programs


@pytest.mark.parametrize(
    ("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_what_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("databases.programs", lambda: None)
    with pytest.raises(outcome, match=r"programs .* are missing; apt install postgresql"):
        needed_programs()
