"""Another timetable over HTTP: a GTFS zip becomes a scenario; none does harm before it is read."""

import errno
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from feeds import write_feed, zip_feed
from http_client import asking, fields, refused
from valley import FEED

HERE = "/api/v1/scenarios/from-gtfs"
ZIP = {"Content-Type": "application/zip"}
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def ask(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of the valley."""
    kept = tmp_path_factory.mktemp("kept")
    with asking(valley / "net", storage=kept, most_feed_bytes=MEBIBYTE) as client:
        yield client


def feed_of(folder: Path, stop_times: str) -> bytes:
    """Return the valley's feed with other stop times as a zip."""
    write_feed(folder / "feed", {**FEED, "stop_times.txt": stop_times})
    return zip_feed(folder / "feed", folder / "feed.zip").read_bytes()


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def packed(method: int) -> bytearray:
    """Return the valley's feed as a zip packed so; its first member is agency.txt."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in FEED.items():
            archive.writestr(name, text)
    return bytearray(content.getvalue())


def post(ask: TestClient, content: bytes, address: str = HERE) -> httpx2.Response:
    answer: httpx2.Response = ask.post(address, content=content, headers=ZIP)
    return answer


def test_another_timetable_becomes_the_changes_that_lead_to_it(
    ask: TestClient, tmp_path: Path
) -> None:
    later = FEED["stop_times.txt"].replace("11:20:00,11:20:00,C", "11:25:00,11:25:00,C")
    answer = post(ask, feed_of(tmp_path, later), f"{HERE}?name=tal-2025.zip")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["name"] == "Fahrplan 2024"
    changes = told["scenario"]["changes"]
    assert {(one["type"], one["line"]) for one in changes} == {
        ("remove_trips", "60"), ("add_trips", "60")
    }  # fmt: skip
    assert told["scenario"]["description"].startswith("tal-2025.zip gegen Tal. Verglichen: ")
    assert f"Fahrplan 2024: {len(changes)} Änderung" in told["told"]
    assert str(tmp_path) not in answer.text
    there = ask.get(answer.headers["location"])
    assert there.json()["scenario"] == told["scenario"]
    assert ask.post(f"{answer.headers['location']}/check").json()["problems"] == []


def test_the_same_timetable_is_a_scenario_without_changes(ask: TestClient, tmp_path: Path) -> None:
    answer = post(ask, feed_of(tmp_path, FEED["stop_times.txt"]))
    assert "changes" not in answer.json()["scenario"]
    assert "kein Unterschied" in answer.json()["told"]


BOMB = bytes(60 * MEBIBYTE)
LINK = zipfile.ZipInfo("stops.txt")
LINK.external_attr = 0o120777 << 16


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is no zip"),
        (b"stop_id,stop_name\n", "is no zip"),
        (b"PK\x03\x04" + bytes(100), "cut off or damaged"),
        (zipped(("stop_times.txt", BOMB)), "unpacks more than 250-fold (zip bomb)"),
        (zipped(("../stops.txt", b"")), "leads out of the archive"),
        (zipped(("/etc/stops.txt", b"")), "leads out of the archive"),
        (zipped(("..\\stops.txt", b"")), "leads out of the archive"),
        (zipped(("C:\\stops.txt", b"")), "leads out of the archive"),
        (zipped((LINK, b"/etc/passwd")), "is a link"),
        (zipped(*((f"{n}.txt", b"") for n in range(10_001))), "more than 10000 entries"),
        (zipped(("readme.txt", b"no feed")), "this is not a usable GTFS feed"),
        (zipped(("stops.txt", b"\xff\xfe")), "is not UTF-8 text"),
    ],
    ids=["nothing", "text", "cut", "bomb", "up", "root", "windows", "drive", "link", "crowd",
         "letter", "alone"],
)  # fmt: skip
def test_what_is_no_feed_or_not_safe_is_refused(ask: TestClient, content: bytes, told: str) -> None:
    problem = refused(post(ask, content, f"{HERE}?name=neu.zip"), 422)
    assert told in problem["detail"]
    assert "/" not in problem["detail"].replace("/etc/stops.txt", "").replace("../stops", "")


CONTENT = 30 + len("agency.txt")  # where that of the first member begins in a zip


def lzma_of_no_kind() -> bytes:
    content = packed(zipfile.ZIP_LZMA)
    content[CONTENT + 4] = 0xFF  # after version and length: how it is packed
    return bytes(content)


def bzip2_that_begins_otherwise() -> bytes:
    content = packed(zipfile.ZIP_BZIP2)
    content[CONTENT : CONTENT + 3] = b"xyz"
    return bytes(content)


def deflated_of_no_kind() -> bytes:
    content = packed(zipfile.ZIP_DEFLATED)
    content[CONTENT] = 0xFF
    return bytes(content)


def listed_beyond_the_end() -> bytes:
    content = packed(zipfile.ZIP_DEFLATED)
    end = content.rindex(b"PK\x05\x06")
    content[end + 16 : end + 20] = b"\xff\xff\xff\x7f"  # where the list of contents is said to be
    return bytes(content)


@pytest.mark.parametrize(
    "damaged",
    [lzma_of_no_kind, bzip2_that_begins_otherwise, deflated_of_no_kind, listed_beyond_the_end],
)
def test_a_damaged_zip_is_refused_by_the_name_of_the_file(
    ask: TestClient, damaged: Callable[[], bytes]
) -> None:
    problem = refused(post(ask, damaged(), f"{HERE}?name=neu.zip"), 422)
    assert fields(problem) == {"body": "neu.zip"}
    assert "neu.zip: member agency.txt cannot be unpacked" in problem["detail"]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_STORED])
def test_a_whole_zip_is_read_however_it_is_packed(ask: TestClient, method: int) -> None:
    assert post(ask, bytes(packed(method))).status_code == 201


def test_a_disk_without_room_for_what_is_unpacked_is_not_the_fault_of_the_feed(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = feed_of(tmp_path, FEED["stop_times.txt"])
    opened = Path.open

    def full(path: Path, mode: str = "r", **words: Any) -> Any:
        if mode == "wb" and path.name == "stops.txt":
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, mode, **words)

    monkeypatch.setattr(Path, "open", full)
    refused(post(ask, content), 503)


def test_a_feed_that_unpacks_to_more_than_the_settings_let_it_is_too_large(
    valley: Path, tmp_path: Path
) -> None:
    content = feed_of(tmp_path, FEED["stop_times.txt"])
    size = sum(one.file_size for one in zipfile.ZipFile(io.BytesIO(content)).infolist())
    for most, status in ((size, 201), (size - 1, 413)):
        kept = tmp_path / str(most)
        with asking(valley / "net", storage=kept, most_unpacked_bytes=most) as ask:
            answer = post(ask, content)
            assert answer.status_code == status, answer.text
    assert f"at most {size - 1} are (settings: most_unpacked_bytes)" in answer.json()["detail"]


def test_a_feed_may_be_larger_than_other_bodies_but_not_than_its_own_limit(
    valley: Path, tmp_path: Path
) -> None:
    content = feed_of(tmp_path, FEED["stop_times.txt"])
    limits = {"most_body_bytes": 100, "most_feed_bytes": len(content)}
    with asking(valley / "net", storage=tmp_path / "kept", **limits) as ask:
        assert post(ask, content).status_code == 201
        assert "most_feed_bytes" in refused(post(ask, content + b"x"), 413)["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("name=../neu.zip", "query.name"),
        ("name=.zip", "query.name"),
        ("date=schultag", "query.date.0"),
        ("date=schultag=2025-02-30", "query.date.0"),
        ("date=montag=2024-05-14", "query.date.0"),
        ("date=schultag=1999-05-14", "query.date"),
        ("replaces=andere", "query.replaces.0"),
        ("feed=neu", "query.feed"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_its_field(
    ask: TestClient, tmp_path: Path, query: str, field: str
) -> None:
    content = feed_of(tmp_path, FEED["stop_times.txt"])
    assert field in fields(refused(post(ask, content, f"{HERE}?{query}"), 422))


def test_another_kind_of_body_is_refused(ask: TestClient) -> None:
    answer = ask.post(HERE, content=b"{}", headers={"Content-Type": "application/json"})
    assert fields(refused(answer, 415)) == {"header.content-type": "application/json"}
