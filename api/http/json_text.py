"""JSON text: what an answer says, as JSON knows it."""

from datetime import date
from typing import Any

import numpy as np
import orjson
import pandas as pd


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return numbers, texts, lists and dictionaries as JSON knows them; nan is null."""
    match value:
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple() | np.ndarray():
            return [plain(one) for one in value]
        case np.generic():
            return plain(value.item())
        case float():
            return value if np.isfinite(value) else None
        case date():
            return value.isoformat()
    return None if value is pd.NA else value


def as_json(value: object) -> bytes:
    """Return compact JSON; nan is null."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)
