"""Whatever fits the description of the API is answered as described, and whatever doesn't fit is refused."""

from __future__ import annotations

from typing import Any

import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

ACCEPTED = ["2xx", "3xx", "404"]

CONFIG: dict[str, Any] = {
    "seed": 1,
    "headers": {"Accept-Encoding": "identity"},  # asked within a process, answers are not unpacked
    "generation": {"max-examples": 40, "deterministic": True, "database": "none"},
    "phases": {
        "coverage": {"generate-duplicate-query-parameters": True},
        "stateful": {"generation": {"max-examples": 10}},
    },
    "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
    "operations": [
        {
            # That there is no word in a text to count, no schema says.
            "include-operation-id": "trends",
            "checks": {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, "400"]}},
        }
    ],
}


def test_every_answer_is_as_described(app: Flask) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    # A cursor that no answer gave is refused, and no schema says which those are; test_api.py has both kinds.
    asked = document["paths"]["/api/v1/search"]["get"]["parameters"]
    asked[:] = [one for one in asked if one["name"] != "cursor"]
    described = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(CONFIG))
    described.app = app
    described.validate()

    checked: dict[str, int] = {}
    wrong: list[str] = []
    for event in from_schema(described).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(str(event))
        elif isinstance(event, events.ScenarioFinished):
            found = [node for nodes in event.recorder.checks.values() for node in nodes]
            checked[event.recorder.label] = checked.get(event.recorder.label, 0) + len(found)
            wrong += [
                f"{one.failure_info.failure}\n{one.failure_info.code_sample}" for one in found if one.failure_info
            ]
    assert not wrong, "\n\n".join(wrong)
    assert len(checked) == 6
    assert min(checked.values()) > 50
