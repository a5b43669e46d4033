"""An edited answer is stored as a person's version and graded like the answer, but counts for no model."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from evaluations.models import Candidate, EditedAnswer, Grading, Run, State, Tally
from evaluations.records import Checks, Verdict
from evaluations.runner.edited_answers import grade_waiting
from evaluations.runner.workers import Liveness, recover
from evaluations.sandbox import Sandbox
from tests import factories
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("woken")]
V = Verdict
CHECKS = """import { render, screen } from "@testing-library/react";
import Answer from "./answer";
test("shows a heading", () => { render(<Answer />); screen.getByText("Hello"); });
"""
RIGHT = "export default function Answer() { return <h1>Hello</h1>; }\n"


@pytest.fixture
def answer() -> Candidate:
    spec = factories.make_spec(checks=Checks(path="answer.test.tsx", source=CHECKS))
    run = factories.make_run(factories.make_suite([spec]), [factories.make_model("box/good")])
    factories.finish_run(run, [V.FAILED])
    return run.candidates.get()


def edit(client: Client, answer: Candidate, code: str = RIGHT) -> EditedAnswer:
    response = client.post(f"/candidates/{answer.pk}/edit/", {"file:answer.tsx": code.replace("\n", "\r\n")})
    assert response.status_code == 302, response.content.decode()
    return EditedAnswer.objects.get(pk=int(response["Location"].split("/")[2]))


def test_editor_shows_the_models_code_and_keeps_a_version(member: Client, answer: Candidate, woken: list[int]) -> None:
    assert f"/candidates/{answer.pk}/edit/" in member.get(f"/candidates/{answer.pk}/").content.decode()
    assert "counts clicks &lt;/script&gt;" in member.get(f"/candidates/{answer.pk}/edit/").content.decode()
    edited = edit(member, answer)
    assert edited.files == {"answer.tsx": RIGHT}
    assert (edited.state, str(edited.author)) == (State.QUEUED, "mia")
    assert woken
    assert edit(member, answer).pk == edited.pk  # the same code is one version
    own = Grading.objects.get(candidate=answer).files["answer.tsx"]
    refused = member.post(f"/candidates/{answer.pk}/edit/", {"file:answer.tsx": own})
    assert (refused.status_code, EditedAnswer.objects.count()) == (422, 1)
    assert "Nothing is changed" in refused.content.decode()
    strange = member.post(f"/candidates/{answer.pk}/edit/", {"file:../../etc/passwd": "x"})
    assert "has no file" in strange.content.decode()


def test_version_is_graded_and_counts_in_no_figure(
    member: Client, api: Caller, answer: Candidate, sandbox: Sandbox
) -> None:
    before = [list(Tally.objects.values()), body_of(api.get("figures/leaderboard?suite=starter"))]
    right, wrong = edit(member, answer), edit(member, answer, RIGHT.replace("Hello", "Bye"))
    liveness = Liveness("execute")
    assert grade_waiting(sandbox, liveness) == 2
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.verdict, wrong.verdict) == (V.PASSED, V.FAILED)
    assert wrong.checks()[0]["name"] == "shows a heading"
    assert [list(Tally.objects.values()), body_of(api.get("figures/leaderboard?suite=starter"))] == before
    answer.refresh_from_db()
    assert answer.verdict == V.FAILED
    page = member.get(f"/edits/{right.pk}/").content.decode()
    for text in ("passed", "by mia", f"/edits/{right.pk}/preview/", "- // counts clicks", "+ export default function"):
        assert text in page
    beside = member.get(f"/candidates/{answer.pk}/").content.decode()
    assert "2 versions" in beside
    assert f"/edits/{wrong.pk}/" in beside


def test_version_runs_in_an_isolated_frame(member: Client, answer: Candidate) -> None:
    edited = edit(member, answer, RIGHT.replace("Hello", "</script><b>"))
    response = member.get(f"/edits/{edited.pk}/preview/", headers={"Sec-Fetch-Dest": "iframe"})
    assert "sandbox allow-scripts allow-forms" in response["Content-Security-Policy"]
    assert "</script><b>" not in response.content.decode()
    assert member.get(f"/edits/{edited.pk}/preview/", headers={"Sec-Fetch-Dest": "document"}).status_code == 302
    assert "</script><b>" not in member.get(f"/edits/{edited.pk}/").content.decode()
    assert "attachment" in member.get(f"/edits/{edited.pk}/app/")["Content-Disposition"]


def test_api_makes_and_reads_versions(api: Caller, answer: Candidate) -> None:
    created = body_of(api.send(f"candidates/{answer.pk}/edits", {"files": {"answer.tsx": RIGHT}}), 201)
    assert (created["state"], created["author"], created["files"]) == ("queued", "mia", {"answer.tsx": RIGHT})
    assert [row["id"] for row in body_of(api.get(f"candidates/{answer.pk}/edits"))] == [created["id"]]
    assert body_of(api.get(f"edits/{created['id']}"))["entry"] == "answer.tsx"
    assert api.send(f"candidates/{answer.pk}/edits", {"files": {"other.ts": "x"}}).status_code == 422
    stranger = Caller(token_for(factories.make_person("olga", factories.make_team("Other"), "admin")))
    assert stranger.get(f"edits/{created['id']}").status_code == 404


def test_viewer_reads_versions_but_cannot_make_one(member: Client, answer: Candidate) -> None:
    edited = edit(member, answer)
    viewer = sign_in(factories.make_person("vera", role="viewer"))
    assert "Save and run" not in viewer.get(f"/edits/{edited.pk}/").content.decode()
    assert viewer.post(f"/candidates/{answer.pk}/edit/", {"file:answer.tsx": "x"}).status_code == 403


class Broken:
    """A sandbox that has no browser."""

    def execute(self, case: Any, *, on_verdict: Any = None) -> Any:
        raise RuntimeError("No browser.")


def test_internal_error_leaves_a_version_unscored_after_three_tries(member: Client, answer: Candidate) -> None:
    edited = edit(member, answer)
    assert grade_waiting(Broken(), Liveness("execute")) == 3
    edited.refresh_from_db()
    assert (edited.state, edited.verdict) == (State.DONE, V.UNSCORED)
    assert "No browser" in edited.cause


def test_version_of_a_dead_worker_is_put_back(member: Client, answer: Candidate) -> None:
    edited = edit(member, answer)
    assert EditedAnswer.objects.claim_next("execute-gone-1-ab") is not None
    assert EditedAnswer.objects.claim_next("other") is None
    recover()
    edited.refresh_from_db()
    assert (edited.state, edited.taken_by) == (State.QUEUED, "")


def test_deleted_run_takes_its_versions(member: Client, answer: Candidate) -> None:
    edit(member, answer)
    Candidate.objects.filter(pk=answer.pk).delete()
    Run.objects.filter(pk=answer.run_id).delete()
    assert not EditedAnswer.objects.exists()
