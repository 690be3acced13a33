"""What programs ask is held to what is described, before anything is looked up."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, request

from web.declared import check
from web.operations import Operation


def check_programs(app: Flask, operations: Sequence[Operation]) -> None:
    """Let ``app`` refuse parameters that are not declared, and values that cannot be, with a ParameterError."""
    declared = {one.endpoint: one.parameters for one in operations}

    def check_request() -> None:
        if request.endpoint in declared and request.method != "OPTIONS":
            check(request.args, declared[request.endpoint])

    app.before_request(check_request)
