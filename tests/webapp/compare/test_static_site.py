"""The comparison as a static site: complete, without scripts, addresses of servers or names. Model texts stay text."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from evaluations.models import Candidate, Grading, KnownAnswer, Run
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import Caller, token_for

pytestmark = pytest.mark.django_db
V = Verdict
ATTACK = "</pre><script>fetch('http://evil.example/')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def mia() -> Any:
    return factories.make_person("mia-the-member")


@pytest.fixture
def run(mia: Any) -> Run:
    """A run of two models over three tasks, in which every name, prompt, cause and code is an attack."""
    specs = [factories.make_spec(f"t{n}", title=f"Task {n} {ATTACK}", prompt=ATTACK) for n in range(3)]
    models = [factories.make_model(f"gpu-box-secret/{name}:7b") for name in ("good", "bad<script>alert(2)</script>")]
    models[0].server.base_url = "http://10.1.2.3:11434"
    models[0].server.save()
    new_run = factories.make_run(factories.make_suite(specs), models, title="The run of mia-the-member", created_by=mia)
    for candidate in new_run.candidates.select_related("model"):
        factories.finish(candidate, V.PASSED if "good" in candidate.model.name else V.FAILED)
    Candidate.objects.update(cause=ATTACK)
    for grading in Grading.objects.all():
        grading.extraction["files"] = {f"answer{ATTACK}.tsx": ATTACK}
        grading.save()
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    return new_run


def pages_of(content: bytes) -> dict[str, str]:
    archive = ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return {name: archive.read(name).decode() for name in archive.namelist()}


def fetched(mia: Any, query: str = "") -> dict[str, str]:
    client = Client()
    client.force_login(mia)
    response: Any = client.get(f"/compare/site.zip{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    return pages_of(b"".join(response.streaming_content))


def test_site_is_whole_and_every_link_leads_inside_it(mia: Any, run: Run) -> None:
    pages = fetched(mia)
    kinds = [name.partition("/")[0] for name in pages]
    assert (kinds.count("models"), kinds.count("tasks"), kinds.count("index.html")) == (2, 3, 1)
    for name, text in pages.items():
        assert re.fullmatch(r"[a-z0-9./-]+", name), name
        links = re.findall(r'href="([^"]+)"', text)
        assert links, name
        for link in links:
            target = (PurePosixPath("/") / name).parent / link
            parts: list[str] = []
            for part in target.parts[1:]:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in pages, (name, link)
    assert "good" in pages["index.html"]
    assert "100 %" in pages["index.html"]


def test_text_of_models_is_escaped_and_pages_forbid_scripts(mia: Any, run: Run) -> None:
    for name, text in fetched(mia).items():
        assert "<script" not in text, name
        assert "<img" not in text, name
        policy = "Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
        assert policy in html.unescape(text), name
    assert "&lt;script&gt;fetch(" in fetched(mia)["tasks/1-t0.html"]


def test_site_names_no_people_no_server_and_no_team(mia: Any, run: Run) -> None:
    whole = "\n".join(fetched(mia).values())
    for secret in ("mia-the-member", "10.1.2.3", "gpu-box-secret", run.team.name, "csrf", "session"):
        assert secret not in whole, secret


def test_site_contains_the_comparison_of_the_address(mia: Any, run: Run) -> None:
    good = run.chosen.get(name="good:7b")
    pages = fetched(mia, f"?run={run.pk}&model={good.pk}")
    assert sum(name.startswith("models/") for name in pages) == 1
    response = Caller(token_for(mia)).get(f"figures/site?run={run.pk}&model={good.pk}")
    assert pages_of(b"".join(response.streaming_content)).keys() == pages.keys()


def test_outsiders_get_no_site_and_a_downloader_counts_as_knowing_the_answers(mia: Any, run: Run) -> None:
    olga = factories.make_person("olga", factories.make_team("Other"))
    client = Client()
    client.force_login(olga)
    assert client.get(f"/compare/site.zip?run={run.pk}").status_code == 404
    assert Caller(token_for(olga)).get("figures/site").status_code == 404
    assert not KnownAnswer.objects.exists()
    fetched(mia)
    assert KnownAnswer.objects.filter(person=mia).exists()


@pytest.mark.django_db(transaction=True)
def test_site_opens_from_a_folder_without_a_request(page: Page, mia: Any, run: Run, tmp_path: Path) -> None:
    for name, text in fetched(mia).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"file://{tmp_path}/index.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 models, 3 tasks")
    colour = page.locator(".is-passed").first.evaluate("path => getComputedStyle(path).fill")
    assert colour != "rgb(0, 0, 0)"  # the policy allows its style sheet
    page.get_by_role("link", name="good").first.click()
    page.get_by_role("link", name="Task 0").click()
    page.locator("summary").first.click()
    expect(page.locator("details pre").first).to_be_visible()
    assert all(url.startswith(f"file://{tmp_path}/") for url in requests), requests
    assert errors == []
