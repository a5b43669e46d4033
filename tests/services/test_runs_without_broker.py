"""Runs that are started while there is no broker: each is stored once, and is done when the broker is back."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Generation, Grading, LanguageModel, ModelServer, Run
from scripts import broker
from scripts.processes import read_procfile
from tests import factories
from tests.environment import needs_time
from tests.processes import ROOT, running, wait_until
from tests.runner.conftest import GOOD, database_url
from tests.runner.test_renamed_variant import task
from tests.served import NO_WAITS, served
from tests.webapp.api_client import token_for

pytestmark = [pytest.mark.django_db(transaction=True), needs_time, pytest.mark.timeout(400)]
PATIENCE_S = 10.0  # of a person who starts a run


@contextmanager
def working_site(home: Path, environment: dict[str, str]) -> Iterator[None]:
    """Start the broker, both workers and beat, as after an outage of the broker."""
    socket_path = environment["REDIS_URL"].removeprefix("unix://")
    env = {**os.environ, **environment, "BAKEOFF_HOME": str(home), "SANDBOX_SLOTS": "2"}
    commands = read_procfile(ROOT / "Procfile", {"HOST": "127.0.0.1", "PORT": "0", "EMBEDDED_PORT": ""})
    with ExitStack() as stack:
        stack.enter_context(running(broker.command(socket_path, str(home)), home / "broker.log"))
        for name in ("generate", "execute", "beat"):
            stack.enter_context(running(commands[name], home / f"{name}.log", {**env, "BAKEOFF_ROLE": name}))
        yield


def test_runs_started_without_a_broker_are_done_once_when_it_is_back(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"models": ["m"], "answers": [GOOD]}))
    server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(script), is_reachable=True)
    model = LanguageModel.objects.create(server=server, name="m", seen_at=now())
    factories.make_suite([task("add-0"), task("add-1")], slug="sums")
    environment = {"REDIS_URL": f"unix://{tmp_path}/broker.sock", "DATABASE_URL": database_url()}
    environment["SECRET_KEY"] = settings.SECRET_KEY  # of the session that the test makes
    mia = factories.make_person("mia")
    with served(tmp_path, NO_WAITS, **environment) as site:
        signed_in = Client()
        signed_in.force_login(mia)
        cookies = {f"bakeoff_session_{urlsplit(site).port}": next(iter(signed_in.cookies.values())).value}
        with httpx.Client(base_url=site, cookies=cookies, follow_redirects=True, timeout=60) as client:
            page = client.get("/suites/sums/").text
            token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
            assert token, page
            form = {"models": [model.pk], "strategies": ["plain"], "n_samples": 1, "temperature": 0}
            form |= {"max_tokens": 200, "csrfmiddlewaretoken": token[1]}
            for address in ("run/", "run-both/"):
                begun = time.monotonic()
                started = client.post(f"/suites/sums/{address}", data={**form, "variant_seed": "3"})
                assert (started.status_code, started.url.path) == (200, f"/runs/{Run.objects.latest('pk').pk}/")
                assert "The broker does not answer: what is begun is finished, nothing new starts." in started.text
                assert time.monotonic() - begun < PATIENCE_S
            headers = {"Authorization": f"Bearer {token_for(mia)}"}
            body = {"suite": "sums", "models": [model.model_id], "both": True, "variant_seed": 4}
            assert client.post("/api/v1/runs", json=body, headers=headers).status_code == 201
            assert Run.objects.count() == 3
            with working_site(tmp_path, environment):
                wait_until(lambda: Run.objects.filter(state=Run.State.DONE).count() == 5, 120, 0.2)
            variants = Run.objects.exclude(suite_version__suite__slug="sums")
            slugs = variants.order_by("suite_version__suite__slug").values_list("suite_version__suite__slug", flat=True)
            assert list(slugs) == ["sums-renamed-3", "sums-renamed-4"]
    assert Run.objects.count() == 5
    assert Generation.objects.count() == Grading.objects.count() == 10, "one of each answer"
