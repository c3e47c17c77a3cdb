"""A feed on the disk: zip or folder, whole or broken, honest or hostile."""

import random
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from feeds import FEED, write_feed, zip_feed

from gtfs import feed
from gtfs.feed import FeedError, feed_name
from gtfs.layout import open_feed
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
    [("rnv.zip", "rnv"), ("rnv.gtfs.zip", "rnv"), ("vbb.2024.zip", "vbb.2024")],
)
def test_the_name_of_a_feed_is_its_file_stem(path: str, name: str) -> None:
    assert feed_name(Path(path)) == name


def test_a_missing_path_is_named() -> None:
    with pytest.raises(FeedError, match=r"/nowhere/gtfs\.zip: no such file or folder"):
        trips(Path("/nowhere/gtfs.zip"))


@pytest.mark.parametrize("name", ["agency.txt", "stops.txt", "routes.txt", "stop_times.txt"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FeedError, match=f"{name} is missing"):
        trips(write_feed(tmp_path / "feed", {name: None}))


@pytest.mark.parametrize("text", ["", "route_id,service_id,trip_id"])
def test_an_empty_file_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(FeedError, match=r"trips\.txt is empty: not one row after the header"):
        trips(write_feed(tmp_path / "feed", {"trips.txt": text}))


def test_all_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    gaps = {"stop_times.txt": None, "stops.txt": "", "calendar_dates.txt": None}
    with pytest.raises(FeedError) as refusal:
        trips(write_feed(tmp_path / "feed", gaps))

    assert "stops.txt is empty" in str(refusal.value)
    assert "stop_times.txt is missing" in str(refusal.value)
    assert "calendar.txt and calendar_dates.txt are both missing" in str(refusal.value)


def test_a_folder_without_a_feed_says_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "rnv.zip").touch()

    with pytest.raises(FeedError, match=r"there is only rnv\.zip"):
        trips(tmp_path)


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


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    bom = b"\xef\xbb\xbf" + b'"route_id","service_id","trip_id"\nr60,daily,t1\n'

    assert trips(write_feed(tmp_path / "feed", {"trips.txt": bom})) == ["t1"]


def test_another_encoding_is_refused_with_row_and_byte(tmp_path: Path) -> None:
    with pytest.raises(
        FeedError, match=r"agency\.txt row 2, byte 41: 0xf6 is not UTF-8"
    ) as refusal:
        trips(write_feed(tmp_path / "feed", {"agency.txt": WINDOWS_1252}))

    assert "ISO-8859-1 or Windows-1252" in str(refusal.value)
    assert "save the file as UTF-8" in str(refusal.value)


def test_utf_16_is_recognised(tmp_path: Path) -> None:
    content = "agency_name,agency_timezone\nA,Europe/Berlin\n".encode("utf-16")

    with pytest.raises(FeedError, match=r"agency\.txt row 1, byte 0: .* looks like UTF-16"):
        trips(write_feed(tmp_path / "feed", {"agency.txt": content}))


def test_rows_are_counted_across_the_blocks_of_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gtfs.layout.BLOCK_BYTES", 7)
    umlauts = FEED["stops.txt"].replace("Grimma", "Großbothen Süd")
    folder = write_feed(tmp_path / "feed", {"stops.txt": umlauts})

    with open_feed(folder) as files:
        assert files.lines["stops.txt"] == 3
        assert (files.folder / "stops.txt").read_bytes() == (folder / "stops.txt").read_bytes()


def test_the_row_of_a_wrong_byte_is_found_across_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gtfs.layout.BLOCK_BYTES", 7)

    with pytest.raises(FeedError, match="row 2, byte 41"):
        trips(write_feed(tmp_path / "feed", {"agency.txt": WINDOWS_1252}))


def test_duplicate_and_missing_columns_are_told_together(tmp_path: Path) -> None:
    changes = {
        "trips.txt": "route_id,trip_id,trip_id\nr60,t1,t1",
        "stops.txt": "stop_id,stop_name\nA,Grimma",
    }
    with pytest.raises(FeedError) as refusal:
        trips(write_feed(tmp_path / "feed", changes))

    assert "trips.txt row 1: the column 'trip_id' is there 2 times" in str(refusal.value)
    assert "trips.txt row 1: no column service_id" in str(refusal.value)
    assert "stops.txt row 1: no column stop_lat, stop_lon" in str(refusal.value)


def test_a_file_of_blank_lines_is_empty(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"trips\.txt is empty"):
        trips(write_feed(tmp_path / "feed", {"trips.txt": b"\n\n \n\n"}))


def test_blank_lines_before_the_header_and_commas_at_the_ends_do_not_matter(tmp_path: Path) -> None:
    text = b"\n\nroute_id,service_id,trip_id\nr60,daily,t1,\n"

    assert trips(write_feed(tmp_path / "feed", {"trips.txt": text})) == ["t1"]


def test_lines_may_end_as_on_an_old_mac(tmp_path: Path) -> None:
    text = b"route_id,service_id,trip_id\rr60,daily,t1\r"

    assert trips(write_feed(tmp_path / "feed", {"trips.txt": text})) == ["t1"]


def test_a_header_that_never_ends_is_refused(tmp_path: Path) -> None:
    text = '"route_id,service_id,trip_id\n' + "r60,daily,t1\n" * 20_000

    with pytest.raises(FeedError, match=r"trips\.txt: the header is no list of column names"):
        trips(write_feed(tmp_path / "feed", {"trips.txt": text}))


def test_a_full_disk_is_told_with_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, full = write_feed(tmp_path / "feed"), tmp_path / "full"
    full.mkdir()
    (full / "agency.txt").symlink_to("/dev/full")  # takes no byte, as a full disk does
    monkeypatch.setattr("gtfs.layout.TemporaryDirectory", lambda **_: nullcontext(full))

    with pytest.raises(
        FeedError, match=r"agency\.txt cannot be copied .* \(No space left on device\)"
    ):
        trips(folder)


def test_spaces_and_quotes_around_column_names_do_not_matter(tmp_path: Path) -> None:
    agency = 'agency_id, "agency_name" , agency_timezone\nrbl,"Bus, Bahn und mehr", Europe/Berlin'
    timetable, _ = read_timetable([write_feed(tmp_path / "feed", {"agency.txt": agency})])

    assert timetable.agency_name.tolist() == ["Bus, Bahn und mehr"]
    assert timetable.feed_timezone.tolist() == ["Europe/Berlin"]


def test_a_quotation_mark_left_open_is_refused(tmp_path: Path) -> None:
    stops = FEED["stops.txt"].replace("Bad Lausick", '"Bad Lausick')

    with pytest.raises(FeedError, match=r"stops\.txt cannot be read as a table: .*\n?.*quotation"):
        trips(write_feed(tmp_path / "feed", {"stops.txt": stops}))


def test_a_comma_too_many_is_refused_with_its_row(tmp_path: Path) -> None:
    stops = FEED["stops.txt"].replace("Bad Lausick", "Bad Lausick, Markt")

    with pytest.raises(FeedError, match=r"stops\.txt cannot be read .* line 3"):
        trips(write_feed(tmp_path / "feed", {"stops.txt": stops}))


def test_rows_longer_than_the_header_are_refused(tmp_path: Path) -> None:
    trips_txt = "route_id,service_id,trip_id\nr60,daily,t1,extra"

    with pytest.raises(FeedError, match=r"trips\.txt cannot be read as a table"):
        trips(write_feed(tmp_path / "feed", {"trips.txt": trips_txt}))


def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    trips(zip_feed(write_feed(tmp_path / "feed"), tmp_path / "feed.zip"))
    with pytest.raises(FeedError):
        trips(write_feed(tmp_path / "gap", {"trips.txt": ""}))

    assert list((tmp_path / "tmp").iterdir()) == []
