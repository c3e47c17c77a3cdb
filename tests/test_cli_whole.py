"""Results appear whole or not at all: full disks, interrupted runs, folders of other people."""

import json
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from commands import mobility, refused
from valley import write_valley

from api.folders import whole_file, whole_folder
from mobility.arrays import save_arrays
from mobility.network import Network, save_network
from mobility.transfers import Footpaths

COMMAND = [sys.executable, "-m", "api.cli"]
POINTS = "id\nwest\nost\n"


@pytest.fixture
def copy(valley: Path, tmp_path: Path) -> Path:
    """Return a copy of the valley that may be harmed."""
    return Path(shutil.copytree(valley, tmp_path / "valley"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# Targets


def test_nobodys_files_are_lost_to_a_slip_of_the_keyboard(valley: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("…", encoding="utf-8")
    (tmp_path / "file").touch()
    before = contents(tmp_path)
    region, net = valley / "region.toml", valley / "net"
    for out, message in (
        ("letters", "letters holds other files and no network.json; name a new or an empty folder"),
        ("file", "file is a file; name a folder to write into"),
        ("file/net", "file is a file; name another place with -o"),
    ):
        assert message in refused("build", region, "-o", tmp_path / out)
    assert "holds other files and no result.json" in refused("access", net, "-o", net)
    assert "holds other files and no demo.txt" in refused("demo", "-o", net)
    folder = tmp_path / "m.csv"
    folder.mkdir()
    assert "m.csv is a folder; name a file to write" in refused("access", net, "-o", folder)
    folder.rmdir()
    assert contents(tmp_path) == before


def test_a_place_nobody_may_write_to_is_refused(valley: Path) -> None:
    said = refused("build", valley / "region.toml", "-o", "/proc/new/net")
    assert "/proc: cannot be written to (" in said
    assert "); name another place with -o" in said


def test_a_network_built_again_keeps_the_files_it_does_not_bring(tmp_path: Path) -> None:
    region, net = write_valley(tmp_path / "valley"), tmp_path / "valley" / "net"
    assert mobility("build", region, "-o", net).code == 0
    (net / "karte.png").write_bytes(b"mine")
    (net / "stops.parquet").write_bytes(b"harmed")
    assert mobility("build", region, "-o", net).code == 0
    assert (net / "karte.png").read_bytes() == b"mine"
    assert mobility("check", net).code == 0


def test_a_failed_build_leaves_the_network_as_it_was(tmp_path: Path) -> None:
    region, net = write_valley(tmp_path), tmp_path / "net"
    assert mobility("build", region, "-o", net).code == 0
    before = contents(tmp_path)
    (tmp_path / "zentren.csv").write_text("id,name,level,lon,lat\n", encoding="utf-8")
    assert "zentren.csv: has no rows" in refused("build", region, "-o", net)
    assert contents(tmp_path) == before | {"zentren.csv": b"id,name,level,lon,lat\n"}


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "net").symlink_to("disk")
    with whole_folder(tmp_path / "net", "marker") as folder:
        (folder / "marker").touch()
    assert (tmp_path / "net").is_symlink()
    assert [path.name for path in (tmp_path / "disk").iterdir()] == ["marker"]


# Full disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a disk of 100 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "none", str(disk)]
    tried = subprocess.run(mount, capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no disk may be mounted here: {tried.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("verb", ["build", "access", "matrix", "map", "export"])
def test_a_full_disk_is_told_with_the_place_and_the_way_out(
    valley: Path, small_disk: Path, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "points.csv").write_text(POINTS, encoding="utf-8")
    (small_disk / "filling").write_bytes(b"x" * 98_000)
    ends = ("--from", tmp_path / "points.csv", "--to", tmp_path / "points.csv")
    asked = {
        "build": (valley / "region.toml", "-o", small_disk / "net"),
        "access": (valley / "net", "-o", small_disk / "res"),
        "matrix": (
            *(valley / "net", *ends, "--date", "2024-05-14", "--window", "06:00-07:00"),
            *("--percentiles", ",".join(map(str, range(1, 101))), "-o", small_disk / "m.parquet"),
        ),
        "map": (valley / "res", "--measure", "bahn_journeys", "-o", small_disk / "m.pdf"),
        "export": (valley / "res", "-o", small_disk / "a.xlsx"),
    }
    said = refused(verb, *asked[verb])
    assert f"{small_disk}/" in said
    assert ": No space left on device; make room or name another disk with -o; nothing" in said
    assert [path.name for path in small_disk.iterdir()] == ["filling"]


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as if the disk ended there."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".csv", ".parquet"])
def test_no_format_is_cut_off_in_silence(valley: Path, tmp_path: Path, ending: str) -> None:
    with at_most(2048):
        said = refused("export", valley / "res", "-o", tmp_path / f"a{ending}")
    assert f"a{ending}: File too large; make room or name another disk with -o" in said
    assert list(tmp_path.iterdir()) == []


def test_arrays_that_do_not_fit_are_told_as_such(tmp_path: Path) -> None:
    """``np.save`` itself says nothing of a small array that is cut off."""
    thousand = np.zeros(1000, np.int32)
    with at_most(2048), pytest.raises(OSError, match="File too large"):
        save_arrays(Footpaths(thousand, thousand, thousand), tmp_path / "arrays")


# Interrupted runs


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_nothing_half_written(
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    how: signal.Signals,
) -> None:
    def save_half(network: Network, folder: Path) -> None:
        save_network(network, folder)
        signal.raise_signal(how)

    # a shell that starts its jobs in the background has them ignore Ctrl-C
    monkeypatch.setattr("api.build.save_network", save_half)
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, heard))
    before = contents(copy)
    said = refused("build", copy / "region.toml", "-o", copy / "net")
    assert said == "mobility build: interrupted, nothing was written\n"
    assert contents(copy) == before
    assert refused("build", copy / "region.toml", "-o", copy / "new" / "net") == said
    assert not (copy / "new").exists()


def test_what_a_killed_build_leaves_the_next_one_clears_away(valley: Path, copy: Path) -> None:
    with subprocess.Popen([*COMMAND, "build", copy / "region.toml", "-o", copy / "net"]) as run:
        while not list(copy.glob(".net.*.part/net")):
            assert run.poll() is None
            time.sleep(0.002)
        run.kill()
    assert contents(copy / "net") == contents(valley / "net")
    assert len(list(copy.glob(".net.*.part"))) == 1
    assert mobility("build", copy / "region.toml", "-o", copy / "net").code == 0
    assert contents(copy).keys() == contents(valley).keys()


def test_a_run_clears_away_after_the_dead_not_after_the_living(tmp_path: Path) -> None:
    (tmp_path / ".a.csv.abcdefgh.part").mkdir()  # of a run that was killed
    (tmp_path / ".a.csv.old.part").mkdir()  # somebody else's
    with whole_file(tmp_path / "a.csv") as mine:
        (mine.parent / "aside").touch()
        with whole_file(tmp_path / "a.csv") as other:
            other.write_text("other", encoding="utf-8")
        assert (mine.parent / "aside").exists()
        mine.write_text("mine", encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", ".a.csv.old.part"}
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "mine"


def test_a_network_put_aside_by_a_run_killed_in_between_returns(tmp_path: Path) -> None:
    shop = tmp_path / ".net.abcdefgh.part"
    (shop / ".replaced").mkdir(parents=True)
    (shop / ".replaced" / "network.json").write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "net", "network.json"):
        raise ZeroDivisionError
    assert (tmp_path / "net" / "network.json").read_text(encoding="utf-8") == "old"
    assert not shop.exists()


def test_a_replacement_that_fails_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "network.json").write_text("old", encoding="utf-8")
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.parent.name.endswith(".part") and self.name == "net":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "net", "network.json") as work:
        (work / "network.json").write_text("new", encoding="utf-8")
    assert contents(tmp_path) == {"net/network.json": b"old"}


def test_a_reader_that_leaves_is_no_fault(valley: Path) -> None:
    run = subprocess.Popen(
        [*COMMAND, "check", str(valley / "net"), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    run.stdout.close()
    assert run.stderr is not None
    assert (run.stderr.read(), run.wait()) == ("", 0)
    run.stderr.close()


def test_a_network_moved_with_its_inputs_still_sees_them_change(
    valley: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(valley, tmp_path / "moved"))
    manifest = json.loads((moved / "net" / "network.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["zentren"][0]["path"] == "../zentren.csv"
    (moved / "zentren.csv").write_text("changed", encoding="utf-8")
    assert f"zentren {moved / 'zentren.csv'} has changed" in mobility("check", moved / "net").err
