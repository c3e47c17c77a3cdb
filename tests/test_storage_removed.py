"""Results that are removed by several at once are gone, all of them, and nothing is left."""

from pathlib import Path
from threading import Barrier, Thread

import pytest

from api.storage.files import MARKER, Files

KEYS = [f"{number:064x}" for number in range(24)]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    found = Files(tmp_path)
    for key in KEYS:
        with found.new_result(key) as folder:
            (folder / MARKER).write_text("{}", encoding="utf-8")
    return found


def test_eight_at_once_leave_no_folder(files: Files, tmp_path: Path) -> None:
    start = Barrier(8)

    def remove(keys: list[str]) -> None:
        start.wait()
        for key in keys:
            files.remove_result(key)

    threads = [Thread(target=remove, args=(KEYS[number::8],)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not list((tmp_path / "results").iterdir())
    assert not list((tmp_path / "removed").iterdir())


def test_the_same_is_removed_twice_without_harm(files: Files, tmp_path: Path) -> None:
    for _ in range(2):
        files.remove_result(KEYS[0])
    assert len(list((tmp_path / "results").iterdir())) == len(KEYS) - 1


def test_what_a_dead_process_left_is_swept_away(files: Files, tmp_path: Path) -> None:
    left = tmp_path / "removed" / "left"
    left.mkdir(parents=True)
    (left / MARKER).write_text("{}", encoding="utf-8")
    files.sweep()
    assert not left.exists()
