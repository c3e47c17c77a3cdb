"""The OpenAPI document says what the server does: asked at random it never fails, nor differs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from http_client import serving
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 8  # of each address: the whole in some 30 s
schemathesis.serializer.alias(["application/zip", "application/toml"], "application/octet-stream")


@pytest.fixture(scope="module")
def address(valley: Path) -> Iterator[str]:
    """Yield the address of a server of the valley."""
    with serving(valley / "net") as address:
        yield address


def test_whatever_is_asked_is_answered_as_the_document_says(address: str) -> None:
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    found = list(schema.get_all_operations())
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) == len(found) >= 50
    for operation in operations:

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def ask(case: Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)

        ask()
