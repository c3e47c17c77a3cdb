"""Table files: a table as the bytes of a file."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from accessibility.store import write_table


def as_parquet(table: pd.DataFrame, about: Mapping[str, Any]) -> bytes:
    """Return the table as (Geo)Parquet with what it was made from in its notes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        write_table(table, path, about=about)
        return path.read_bytes()
