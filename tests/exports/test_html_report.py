"""A run as one file: it is complete, hostile text stays text, and it requests nothing when opened from disk."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser

from evaluations.exports import html_report
from evaluations.models import Candidate, Generation, Grading, LanguageModel, Run, Task
from evaluations.records import Verdict
from tests import factories

V = Verdict
HOSTILE = (
    "</style></title></textarea><script>parent.document.title='owned'</script><img src=http://127.0.0.1:1/x "
    'onerror="document.title=\'owned\'"><svg/onload="document.title=\'owned\'"><a href="javascript:alert(1)">x</a>'
    "<!-- --><base href='//e'>{{ 7|add:7 }}{% now 'Y' %}\" ' onmouseover=1 x=\" ]]></pre><h1>owned</h1>"
)
ALLOWED = frozenset(
    re.findall(
        r"\w+",
        """
    html head meta title style body header main section article div span p h1 h2 h3 a svg g line circle rect text
    table thead tbody tr th td ul li details summary pre dl dt dd img
""",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        """
    lang charset name content http-equiv class id aria-labelledby aria-label role scope href src alt viewbox width
    height x y x1 x2 y1 y2 cx cy r text-anchor transform tabindex
""",
    )
)
pytestmark = pytest.mark.django_db


class Reader(HTMLParser):
    """Collects every element and attribute of a document, and all text outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture
def run() -> Run:
    new_run = factories.make_run(
        factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")], "Which one?", n_samples=2
    )
    factories.finish_run(new_run, [V.PASSED, V.FAILED, V.TIMEOUT, V.PASSED, V.PASSED, V.PASSED, V.NO_CODE, V.PASSED])
    return new_run


@pytest.fixture
def hostile(run: Run) -> Run:
    """A run in which every name that a model, a suite or a person can choose is an attack."""
    Run.objects.filter(pk=run.pk).update(title=HOSTILE[:200], sampling={"temperature": HOSTILE})
    Task.objects.update(title=HOSTILE[:200])
    LanguageModel.objects.filter(name="x").update(name=HOSTILE[:200])
    Candidate.objects.update(cause=HOSTILE)
    Generation.objects.update(text=HOSTILE)
    for grading in Grading.objects.all():
        check = {"name": HOSTILE, "verdict": HOSTILE, "message": HOSTILE}
        grading.extraction |= {"files": {HOSTILE: HOSTILE}, "reason": HOSTILE}
        grading.reports = [{"checks": [check], "console": []}]
        grading.save()
    return Run.objects.get(pk=run.pk)


def test_report_has_figures_pictures_matrix_and_answers(run: Run) -> None:
    text = html_report.to_html(run, site="http://bakeoff.example")
    read = Reader(text)
    for heading in ("Pass rates by model", "How answers end", "Task by task", "Answers", "To reproduce this"):
        assert heading in text
    assert [tag for tag, _ in read.tags].count("svg") == 2
    assert "88 %" in text or "75 %" in text
    assert "3/4" in text or "2/2" in text
    assert "export default function Answer" in text
    assert "Licence of the prompts" in text
    assert "No picture: the answer did not end in time" in text
    assert f'href="http://bakeoff.example/runs/{run.pk}/"' in text


def test_every_model_and_task_is_in_the_tables(run: Run) -> None:
    text = html_report.to_html(run)
    for candidate in run.candidates.select_related("task", "model__server"):
        assert candidate.model.model_id in text
        assert candidate.task.title in text
    assert "pass@1" in text


def test_hostile_text_never_becomes_markup(hostile: Run) -> None:
    report_page = Reader(html_report.to_html(hostile, site="http://bakeoff.example"))
    for tag, attributes in report_page.tags:
        assert tag in ALLOWED, tag
        assert set(attributes) <= ATTRIBUTES, attributes
        if "href" in attributes:
            assert str(attributes["href"]).startswith(("http://bakeoff.example/", "#"))
        if "src" in attributes:
            assert str(attributes["src"]).startswith("data:image/png;base64,")
    assert [tag for tag, _ in report_page.tags].count("style") == 1
    assert [tag for tag, _ in report_page.tags].count("h1") == 1
    assert any("<script>" in piece for piece in report_page.text)
    assert "{{ 7|add:7 }}" in "".join(report_page.text)


def test_report_file_opens_from_disk_without_running_code(hostile: Run, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with path.open("wb") as file:
        html_report.write(hostile, file)
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("dialog", lambda dialog: messages.append(dialog.message))
    page.goto(path.as_uri())
    for summary in page.locator("summary").all()[:4]:
        summary.click()
    assert requests == [path.as_uri()]
    assert not messages
    assert "owned" not in page.evaluate("document.title").replace(HOSTILE[:200], "")
    assert page.evaluate("getComputedStyle(document.querySelector('pre')).whiteSpace") == "pre-wrap"
    assert page.evaluate("document.scripts.length") == 0
    page.evaluate((Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js").read_text())
    report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert not [v["id"] for v in report["violations"] if v["impact"] in ("serious", "critical")]
    page.context.close()


def test_named_answers_are_shown_and_no_others(run: Run) -> None:
    row = run.candidates.filter(verdict="timeout").latest("pk")
    other = factories.make_run(run.suite_version, list(run.chosen.all()))
    text = html_report.to_html(run, candidates=[row.pk, other.candidates.earliest("pk").pk])
    assert re.findall(r'<h3 id="a(\d+)"', text) == [str(row.pk)]


def test_run_without_any_answer_has_a_report() -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x")])
    assert "a/x" in html_report.to_html(run)


def test_viewer_opens_the_report_but_outsider_and_anonymous_do_not(run: Run) -> None:
    address = f"/runs/{run.pk}/report/"
    client = Client()
    assert client.get(address).status_code == 302
    client.force_login(factories.make_person("out", factories.make_team("Other"), "admin"))
    assert client.get(address).status_code == 404
    client.force_login(factories.make_person("vic", role="viewer"))
    response = client.get(address)
    assert "Pass rates by model" in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "unsafe" not in policy
    assert "attachment" in client.get(f"{address}?download")["Content-Disposition"]
    assert f'href="{address}"' in client.get(f"/runs/{run.pk}/").content.decode()


def test_command_writes_the_report(run: Run, tmp_path: Path) -> None:
    call_command("export_run", str(run.pk), "--format", "html", "--out", str(tmp_path / "run.html"))
    call_command("export_run", run.suite_version.suite.slug, "--format", "html", "--out", str(tmp_path / "same.html"))
    target = BytesIO()
    html_report.write(run, target)
    assert (tmp_path / "same.html").stat().st_size == (tmp_path / "run.html").stat().st_size
    assert (tmp_path / "run.html").read_text().count("<svg") == target.getvalue().decode().count("<svg") == 2
