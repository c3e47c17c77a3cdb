"""Result files: what lies in a result's folder, as a browser is to take it."""

import re
from collections.abc import Iterator
from pathlib import Path

HEAD_BYTES = 8192  # of a page: its policy stands before its title
OWN_POLICY = re.compile(
    rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">(?=.*<title>)', re.DOTALL
)
HASH = r"'sha256-[A-Za-z0-9+/=]+'"
HARMLESS = re.compile(
    rf"default-src 'none'|img-src data:|(style|script)-src( {HASH})+|base-uri 'none'"
    r"|form-action 'none'|font-src data:"
)
FRAMED = "frame-ancestors 'none'"  # only a header can say it


def files_of(folder: Path) -> Iterator[str]:
    """Yield the files of a result in the order of their names, as paths within its folder."""
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if path.is_file() and _plain(folder, within):
            yield within.as_posix()


def file_in(folder: Path, name: str) -> Path | None:
    """Return a file of a result; None where there is none, or the name leads elsewhere."""
    within = Path(name)
    if "\0" in name or within.is_absolute() or ".." in within.parts or name != within.as_posix():
        return None
    try:
        found = (folder / within).is_file() and _plain(folder, within)
    except OSError:  # a name longer than a disk knows
        return None
    return folder / within if found else None


def policy_of(head: bytes) -> str | None:
    """Return the policy a page of ours has brought along, by the hashes of its style and scripts.

    None of any other page: what stands in it is not taken for ours.
    """
    found = OWN_POLICY.search(head[: head.find(b"<title>") + len(b"<title>")])
    if found is None:
        return None
    said = found.group(1).decode("ascii", errors="replace")
    rules = [rule.strip() for rule in said.split(";")]
    harmless = all(HARMLESS.fullmatch(rule) for rule in rules) and "default-src 'none'" in rules
    return "; ".join([*rules, FRAMED]) if harmless else None


def _plain(folder: Path, within: Path) -> bool:
    """Return whether no part of a path is hidden or leads elsewhere."""
    above = [folder / part for part in (within, *within.parents[:-1])]
    return not any(one.is_symlink() or one.name.startswith(".") for one in above)
