"""Every operation follows its description: valid requests get the described answer, and no request gets a 500."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from evaluations import tasks
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import token_for
from tests.webapp.file_rows import keep_books, read_books
from tests.webapp.review_rows import make_campaign
from webapp.api_urls import api
from webapp.model_servers import server_probe

EXAMPLES = int(os.environ.get("API_EXAMPLES", "5"))
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # open files
CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(deepcopy(api.document()))
schema.app = get_wsgi_application()


@pytest.fixture(scope="module")
def token(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A token with all rights, and some rows with small ids. They are made once; what a test changes is rolled back."""
    books = read_books()
    with django_db_blocker.unblock(), transaction.atomic():
        run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
        factories.finish_run(run, [Verdict.PASSED, Verdict.FAILED])
        make_campaign()
        keep_books(books)
        yield token_for(factories.make_person("ada", role="admin"))
        transaction.set_rollback(True)


@pytest.fixture
def secret(token: str, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The token. No job is sent."""
    # Like Django's test client: the rows live in a transaction of this connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    monkeypatch.setattr(tasks, "wake", lambda: None)
    for job in (tasks.refresh_server, tasks.pull_model, tasks.probe_server, tasks.probe_model, tasks.do_model_action):
        monkeypatch.setattr(job, "delay", lambda *_: None)
    monkeypatch.setattr(server_probe, "PROBE_DEADLINE_S", 0.01)
    yield token
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_operation_answers_as_described(case: schemathesis.Case[Any], secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    response = case.call(headers=headers)
    # Methods that the description does not name are tested too.
    is_named = case.method.upper() == case.operation.method.upper()
    assert not (is_named and response.status_code == 405), "another operation's address hides this one"
    # No worker runs here, so an address that is a valid one gets the answer that is described for that.
    is_untried = case.path.endswith("/servers/test") and response.status_code == 503
    checks = [check for check in CHECKS if not (is_untried and check is not_a_server_error)]
    case.validate_response(response, checks=checks, headers=headers)
