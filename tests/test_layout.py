"""The files of a feed before they are read: there, not empty, UTF-8, with good headers."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from feeds import FEED, write_feed, zip_feed

from gtfs.feed import FeedError
from gtfs.layout import open_feed
from gtfs.read import read_timetable

WINDOWS_1252 = "agency_name,agency_timezone\nRegionalbus Döbeln,Europe/Berlin\n".encode("cp1252")


def trips(path: Path) -> list[str]:
    return [str(trip_id) for trip_id in read_timetable([path])[0].trip_id]


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
