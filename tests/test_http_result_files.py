"""Files of results over HTTP: as they lie there, and nothing outside the folder."""

import re
from pathlib import Path

import pytest
from http_client import fields, refused
from http_results import Kept

from api.http.guards import POLICY
from api.http.result_files import file_in, policy_of


def test_every_file_is_there_as_it_lies_there(kept: Kept) -> None:
    for one in kept.ask.get(kept.evaluation).json()["files"]:
        answer = kept.ask.get(one["href"])
        assert answer.content == (kept.folder / one["path"]).read_bytes()
        assert answer.headers["content-type"] == one["type"]
        assert len(answer.content) == one["bytes"] == int(answer.headers["content-length"])
        again = kept.ask.get(one["href"], headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_page_may_run_its_own_styles_and_scripts_and_nothing_else(kept: Kept) -> None:
    answer = kept.file("vergleich/vergleich.html")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert len(re.findall("'sha256-", policy)) == 2
    assert answer.headers["content-disposition"].startswith("inline")
    assert kept.file("vergleich/karte.png").headers["content-security-policy"] == POLICY
    assert kept.file("accessibility.csv").headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "head",
    [
        "<title>x</title>",
        "<title>x</title><meta http-equiv='Content-Security-Policy' content='*'>",
        '<meta http-equiv="Content-Security-Policy" content="default-src *"><title>',
        (
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "script-src 'unsafe-inline'\"><title>"
        ),
    ],
)
def test_a_page_that_is_not_ours_may_nothing(head: str) -> None:
    assert policy_of(head.encode()) is None


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-3", 206, b"PAR1"),
        ("bytes=-4", 206, b"PAR1"),
        ("bytes=2-1", 200, None),
        ("bytes=0-1,3-4", 200, None),
        ("lines=0-3", 200, None),
        ("bytes=-", 200, None),
        ("bytes=99999999999-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(
    kept: Kept, asked: str, status: int, content: bytes | None
) -> None:
    answer = kept.file("points.parquet", Range=asked)
    whole = (kept.folder / "points.parquet").read_bytes()
    assert answer.status_code == status
    if status == 416:
        assert "header.range" in fields(refused(answer, 416))
        assert answer.headers["content-range"] == f"bytes */{len(whole)}"
    else:
        assert answer.content == (whole if content is None else content)
    if status == 206:
        assert answer.headers["content-range"].endswith(f"/{len(whole)}")
        other = kept.file("points.parquet", **{"Range": asked, "If-Range": '"other"'})
        assert (other.status_code, other.content) == (200, whole)


@pytest.mark.parametrize(
    "name",
    [
        "nichts.csv", "vergleich", "", "%2e%2e/%2e%2e/storage.sqlite", "..%2f..%2fstorage.sqlite",
        "%2fetc%2fpasswd", "vergleich%2f..%2fresult.json", "vergleich//vergleich.html",
        "./result.json%00", "x" * 5000,
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(kept: Kept, name: str) -> None:
    refused(kept.file(name), 404)


def test_a_link_that_leads_elsewhere_is_no_file(tmp_path: Path) -> None:
    folder, secret = tmp_path / "result", tmp_path / "secret"
    (folder / "within").mkdir(parents=True)
    secret.mkdir()
    (secret / "keys.txt").write_text("x", encoding="utf-8")
    (folder / "own.txt").write_text("x", encoding="utf-8")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "keys.txt").symlink_to(secret / "keys.txt")
    (folder / "within" / "secret").symlink_to(secret)
    assert file_in(folder, "own.txt") == folder / "own.txt"
    for name in ("keys.txt", "within/secret/keys.txt", ".hidden.txt", str(secret / "keys.txt")):
        assert file_in(folder, name) is None
