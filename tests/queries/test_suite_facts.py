"""What a suite's page says of its tasks: dates, levels, mutation score and the text about it."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.actions.own_suites import new_suite
from evaluations.actions.save_suite import save_version
from evaluations.models import MutationScore, SuiteVersion
from evaluations.queries.suite_facts import suite_facts
from evaluations.records import TaskSpec
from evaluations.task_digests import mutation_digest
from tests import factories
from tests.webapp.api_client import body_of, caller

pytestmark = pytest.mark.django_db


def made(*specs: TaskSpec, readme: str = "") -> SuiteVersion:
    return save_version(new_suite(factories.make_team(), "Ours", readme=readme), specs)


def page_of(query: str = "") -> str:
    client = Client()
    client.force_login(factories.make_person("mia"))
    return " ".join(client.get(f"/suites/ours/{query}").content.decode().split())


def test_levels_dates_and_mutation_scores_are_counted() -> None:
    specs = [
        factories.make_spec("a", tags=("js", "easy"), published="2023-06"),
        factories.make_spec("b", tags=("hard",), published="2021"),
        factories.make_spec("c", tags=("hard",), published="2023"),
        factories.make_spec("d"),
    ]
    version = made(*specs)
    for spec, n_refused in ((specs[0], 9), (specs[1], 6)):
        task = version.tasks.get(slug=spec.slug)
        digest = mutation_digest(task.to_spec(with_files=False), task.fixtures)
        MutationScore.objects.update_or_create(pk=digest, defaults={"n_mutants": 10, "n_refused": n_refused})
    facts = suite_facts(version)
    assert (facts.n_tasks, facts.levels, facts.n_without_level) == (4, {"easy": 1, "hard": 2}, 1)
    assert (facts.first, facts.last, facts.n_undated) == ("2021", "2023", 1)
    page = page_of()
    assert "2021 to 2023; 1 task without a date" in page
    assert '<a href="?tag=easy">1 easy</a>, <a href="?tag=hard">2 hard</a>; 1 task without a level' in page
    assert "<dt>Mutation score</dt>" in page


def test_suite_without_levels_and_dates_says_so() -> None:
    made(factories.make_spec("a"), factories.make_spec("b"))
    page = page_of()
    assert "<dt>Published</dt><dd>unknown</dd>" in page
    assert "<dt>Level</dt><dd>2 tasks without a level</dd>" in page
    assert "Mutation score" not in page
    assert "About this suite" not in page


def test_text_about_a_suite_is_written_in_the_editor_and_shown_safely() -> None:
    version = made(factories.make_spec("a"))
    client = Client()
    client.force_login(factories.make_person("ada"))
    texts = {"title": "Ours", "description": "", "licence": ""}
    client.post("/suites/ours/edit/", {**texts, "readme": "# Ours\r\n\r\n**Sums** <script>alert(1)</script>"})
    version.suite.refresh_from_db()
    assert version.suite.readme == "# Ours\n\n**Sums** <script>alert(1)</script>"
    client.post("/suites/ours/edit/", texts)  # a page of the release before has no such field
    version.suite.refresh_from_db()
    assert version.suite.readme.startswith("# Ours")
    refused = client.post("/suites/ours/edit/", {**texts, "readme": "a" * 40_001})
    assert "has 40,001 characters; the limit is 40,000" in refused.content.decode()
    page = page_of()
    assert "<strong>Sums</strong> &lt;script&gt;alert(1)&lt;/script&gt;" in page
    member = caller("member", name="max")
    body_of(member.send("suites/ours/about", {"readme": "By API"}, "PATCH"))
    assert body_of(member.get("suites/ours"))["readme"] == "By API"
