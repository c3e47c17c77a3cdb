"""The demo county's feed as tables of text."""

import zipfile
from pathlib import Path

import pandas as pd

Feed = dict[str, pd.DataFrame]


def read_feed(folder: Path) -> Feed:
    """Return every file of the feed by its name without ending."""
    with zipfile.ZipFile(folder / "demo.gtfs.zip") as archive:
        return {
            name.removesuffix(".txt"): pd.read_csv(
                archive.open(name), dtype=str, keep_default_na=False
            )
            for name in archive.namelist()
        }
