"""The OpenAPI document is true: generated questions get answers of the kinds it names, never a failure."""

from __future__ import annotations

import pytest

pytest.importorskip("fastapi")
schemathesis = pytest.importorskip("schemathesis")

from hypothesis import HealthCheck, settings  # noqa: E402 - only with the extra
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from detente.web.app import OPENAPI, make_app  # noqa: E402
from detente.web.settings import Limits, ServeSettings  # noqa: E402

# a long query is refused before its parameters are read, with a status of its own
SETTINGS = ServeSettings(names=frozenset({"testserver"}), limits=Limits(query_bytes=2**20))
SCHEMA = schemathesis.openapi.from_asgi(OPENAPI, make_app(SETTINGS))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


@SCHEMA.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_address_keeps_to_its_document(case):
    case.call_and_validate(checks=CHECKS)


def test_every_address_has_a_test_of_its_own_answer():
    """An address added later stands in the document, and its answer has a model or a media type."""
    for path, methods in SCHEMA.raw_schema["paths"].items():
        for method, said in methods.items():
            content = said["responses"]["200"]["content"]
            assert content, (path, method)
            for kind, body in content.items():
                assert kind != "application/json" or body["schema"], (path, method)
            assert "422" not in said["responses"]
