"""Contamination: dates of tasks, cut-offs of models, and comparisons without tasks that a model may have seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from evaluations.actions.save_suite import save_version
from evaluations.actions.task_drafts import add_draft_to_suite, new_draft, read_draft
from evaluations.errors import SuiteError
from evaluations.models import LanguageModel, Run, Suite, SuiteVersion, Task
from evaluations.records import Kind, Verdict
from evaluations.suites.folders import load_suite
from tests import factories
from tests.task_drafts import FUNCTION
from tests.webapp.api_client import body_of, caller

pytestmark = pytest.mark.django_db
DATES = {"old": "2021-07", "middle": "2023-09", "new": "2026-11", "undated": ""}


@pytest.fixture
def version() -> SuiteVersion:
    """Model a passes the tasks that it may have seen; b, without a cut-off, passes the new ones."""
    version = factories.make_suite([replace(factories.make_spec(slug), published=date) for slug, date in DATES.items()])
    a, b = factories.make_model("box/a"), factories.make_model("box/b")
    LanguageModel.objects.filter(pk=a.pk).update(training_cutoff="2023-12")
    run = factories.make_run(version, [a, b])
    for candidate in run.candidates.select_related("task", "model"):
        is_good = (candidate.task.slug in ("old", "middle")) == (candidate.model.name == "a")
        factories.finish(candidate, Verdict.PASSED if is_good else Verdict.FAILED)
    Run.objects.filter(pk=run.pk).update(state="done")
    return version


def rates(query: str) -> dict[str, str]:
    """Map each model to "passed/scored" from the API."""
    rows = body_of(caller("viewer", name=f"v{query}").get(f"figures/leaderboard?{query}"))["items"]
    return {row["model"]: f"{row['passes']['pass@1']['share'] * row['n_tasks']:.0f}/{row['n_tasks']}" for row in rows}


def test_tasks_that_a_model_may_have_seen_are_left_out(version: SuiteVersion) -> None:
    assert rates("") == {"box/a": "2/4", "box/b": "2/4"}
    assert rates("unseen=1") == {"box/a": "0/2", "box/b": "2/2"}  # over tasks that neither has seen
    assert rates("unseen=1&common=0") == {"box/a": "0/2", "box/b": "2/4"}
    compared = body_of(caller("viewer", name="vera").get("figures/leaderboard?unseen=1"))
    assert compared["unseen"] == {"seen": {"box/a": 2}, "no_cutoff": ["box/b"], "n_undated": 1}
    assert body_of(caller("viewer", name="vince").get("figures/leaderboard"))["unseen"] is None


def test_the_page_says_what_is_left_out(version: SuiteVersion) -> None:
    client = Client()
    client.force_login(factories.make_person("vera", role="viewer"))
    text = " ".join(client.get("/compare/?unseen=1").content.decode().split())
    assert "box/a</a>, trained until 2023-12: 2 tasks left out." in text
    assert "No training cut-off is known for" in text
    assert "1 task without a date counts." in text
    LanguageModel.objects.filter(name="a").update(training_cutoff="2027")
    Task.objects.filter(slug="undated").update(published="2020")
    text = " ".join(client.get("/compare/?unseen=1").content.decode().split())
    assert "no task is left, so the model is not compared" in text
    assert "trained until" not in client.get("/compare/").content.decode()


def test_date_does_not_change_the_version(version: SuiteVersion) -> None:
    """A date can be corrected, and the results go on counting."""
    specs = [replace(task.to_spec(), published="2020") for task in version.tasks.order_by("position")]
    Suite.objects.update(origin=Suite.Origin.SHIPPED)
    first = save_version(version.suite, specs)
    again = save_version(version.suite, [replace(spec, published="2019-05") for spec in specs])
    assert again == first
    assert set(again.tasks.values_list("published", flat=True)) == {"2019-05"}
    undated = save_version(version.suite, [replace(spec, published="") for spec in specs])
    assert undated == first
    assert set(undated.tasks.values_list("published", flat=True)) == {"2019-05"}, "who says nothing corrects nothing"


def test_editor_keeps_a_date_and_refuses_an_invalid_one() -> None:
    suite = Suite.objects.create(team=factories.make_team(), slug="own", title="Own")
    draft = new_draft(suite, {**FUNCTION, "kind": Kind.FREE, "checks": "", "published": "last year"}, None)
    assert [fault.field for fault in read_draft(draft).faults] == ["published"]
    draft.fields["published"] = "2024-02"
    draft.save()
    task = add_draft_to_suite(draft).tasks.get()
    assert (task.published, task.to_spec().published) == ("2024-02", "2024-02")


def test_cutoff_is_entered_by_an_admin_and_must_be_a_date() -> None:
    model = factories.make_model("box/a")
    ada = caller("admin", name="ada")
    at = f"models/{model.pk}/cutoff"
    assert "is not a date" in body_of(ada.send(at, {"training_cutoff": "spring"}, "PUT"), 422)["detail"]
    assert body_of(ada.send(at, {"training_cutoff": "2024-06"}, "PUT")) == {"training_cutoff": "2024-06"}
    assert body_of(ada.get(f"models/{model.pk}"))["training_cutoff"] == "2024-06"
    assert caller("member", name="mia").send(at, {"training_cutoff": "2020"}, "PUT").status_code == 403
    client = Client()
    client.force_login(factories.make_person("olga", role="admin"))
    client.post(f"/models/{model.pk}/cutoff/", {"training_cutoff": ""})
    model.refresh_from_db()
    assert model.training_cutoff == ""


@pytest.mark.parametrize(
    "folder", sorted((Path(settings.BASE_DIR) / "suites").glob("*/suite.toml")), ids=lambda path: path.parent.name
)
def test_shipped_tasks_have_a_date(folder: Path) -> None:
    assert [task.slug for task in load_suite(folder.parent).tasks if not task.published] == []


def test_suite_with_a_wrong_date_is_refused(tmp_path: Path) -> None:
    (tmp_path / "suite.toml").write_text('title = "T"\npublished = "May"\ntasks = ["a"]\n')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "task.toml").write_text('kind = "free"\n')
    (tmp_path / "a" / "prompt.md").write_text("Hello")
    with pytest.raises(SuiteError, match='published = "May" is not a date'):
        load_suite(tmp_path)
