"""A feed on the disk: zip or folder, whole or broken, honest or hostile."""

import random
import zipfile
from pathlib import Path

import pytest
from feeds import FEED, write_feed, zip_feed

from gtfs import feed
from gtfs.feed import FeedError, feed_name
from gtfs.read import read_timetable

WINDOWS_1252 = "agency_name,agency_timezone\nRegionalbus Döbeln,Europe/Berlin\n".encode("cp1252")


def trips(path: Path) -> list[str]:
    return [str(trip_id) for trip_id in read_timetable([path])[0].trip_id]


@pytest.mark.parametrize("inside", ["", "gtfs/", "export/2024/gtfs/"])
def test_a_zip_is_read_wherever_its_files_lie(tmp_path: Path, inside: str) -> None:
    zipped = zip_feed(write_feed(tmp_path / "feed"), tmp_path / "feed.zip", inside=inside)

    assert trips(zipped) == ["t1"]


def test_a_folder_is_read_with_its_files_in_a_sub_folder(tmp_path: Path) -> None:
    write_feed(tmp_path / "feed" / "nested")

    assert trips(tmp_path / "feed") == ["t1"]


def test_what_file_managers_leave_behind_is_not_looked_at(tmp_path: Path) -> None:
    changes = {"__MACOSX/stops.txt": "junk", ".Trash/trips.txt": "junk"}

    assert trips(write_feed(tmp_path / "feed", changes)) == ["t1"]


def test_two_feeds_in_one_zip_are_refused_with_both_places(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "feed", {"rail/stops.txt": FEED["stops.txt"]})

    with pytest.raises(FeedError, match=r"stops\.txt is there twice, as rail/stops\.txt and stop"):
        trips(zip_feed(folder, tmp_path / "feed.zip"))


@pytest.mark.parametrize(
    ("path", "name"),
    [("rnv.zip", "rnv"), ("rnv.gtfs.zip", "rnv.gtfs"), ("vbb.2024.zip", "vbb.2024")],
)
def test_the_name_of_a_feed_is_its_file_stem(path: str, name: str) -> None:
    assert feed_name(Path(path)) == name


def test_a_missing_path_is_named() -> None:
    with pytest.raises(FeedError, match=r"/nowhere/gtfs\.zip: no such file or folder"):
        trips(Path("/nowhere/gtfs.zip"))


@pytest.mark.parametrize("content", [b"<!DOCTYPE html><title>404</title>", b""])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "feed.zip"
    path.write_bytes(content)

    with pytest.raises(FeedError, match=r"not a zip, it begins with b'<!DOCTYPE|the file is empty"):
        trips(path)


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    path = zip_feed(write_feed(tmp_path / "feed"), tmp_path / "feed.zip")
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(FeedError, match="cut off or damaged"):
        trips(path)


def test_a_zip_with_flipped_bits_is_refused(tmp_path: Path) -> None:
    path = zip_feed(write_feed(tmp_path / "feed"), tmp_path / "feed.zip")
    content = bytearray(path.read_bytes())
    content[60:80] = random.Random(1).randbytes(20)  # inside the packed agency.txt
    path.write_bytes(bytes(content))

    with pytest.raises(FeedError, match=r"member agency\.txt cannot be unpacked"):
        trips(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stops.txt", b"0" * (20 << 20))

    with pytest.raises(FeedError, match=r"'stops\.txt' unpacks .* \(zip bomb\)"):
        trips(path)


def test_a_zip_too_large_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MAX_BYTES", 300)
    monkeypatch.setattr(feed, "MAX_MEMBERS", 3)
    path = zip_feed(write_feed(tmp_path / "feed"), tmp_path / "feed.zip")

    with pytest.raises(FeedError, match=r"6 members, at most 3(.|\n)*bytes, at most 300"):
        trips(path)


@pytest.mark.parametrize("name", ["../stops.txt", "/etc/stops.txt", "a/../../stops.txt"])
def test_a_zip_that_writes_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, FEED["stops.txt"])

    with pytest.raises(FeedError, match="leads out of the archive"):
        trips(path)
    assert not (tmp_path.parent / "stops.txt").exists()


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = zip_feed(write_feed(tmp_path / "feed"), tmp_path / "feed.zip")
    content = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    path.write_bytes(bytes(content))

    with pytest.raises(FeedError, match=r"'agency\.txt' is encrypted"):
        trips(path)
