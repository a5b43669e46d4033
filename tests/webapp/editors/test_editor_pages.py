"""The page of the endpoint for editors: switches, who may read what, and runs or tasks from recorded answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from evaluations import tasks
from evaluations.models import (
    Candidate,
    EditorEndpoint,
    EditorRecording,
    Membership,
    RecordedAnswer,
    Suite,
    TaskDraft,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("woken")]
QUESTION = "A button that counts its clicks"
ANSWER = f"```tsx\n{factories.COMPONENT}```"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def record(person: User, **kwargs: Any) -> RecordedAnswer:
    """Store a request of the person's editor."""
    messages = [
        {"role": "system", "content": "Only code."},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Yes?"},
        {"role": "user", "content": QUESTION},
    ]
    model = kwargs.pop("model", None) or factories.make_model("box/coder:7b")
    fields = {"path": "/api/chat", "messages": messages, "text": ANSWER, "ending": "complete", "model": model} | kwargs
    return RecordedAnswer.objects.create(membership=Membership.objects.get(user=person), **fields)


@pytest.fixture
def mia() -> User:
    return factories.make_person("mia")


def test_recording_is_off_by_default_and_only_an_admin_switches_it_on(mia: User) -> None:
    page = signed_in(mia).get("/editors/").content.decode()
    assert "Off in Team" in page
    assert "your answers are not recorded" in " ".join(page.split())
    assert signed_in(mia).post("/editors/switch/", {"is_open": "1"}).status_code == 403
    assert not EditorEndpoint.objects.exists()
    boss = factories.make_person("boss", role="admin")
    signed_in(boss).post("/editors/switch/", {"is_open": "1"})
    assert EditorEndpoint.is_open_for(factories.make_team())
    signed_in(boss).post("/editors/switch/", {"is_open": "0"})
    assert not EditorEndpoint.is_open_for(factories.make_team())


def test_person_switches_recording_on_and_off(mia: User) -> None:
    client = signed_in(mia)
    client.post("/editors/recording/", {"is_on": "1"})
    client.post("/editors/recording/", {"is_on": "1"})
    assert EditorRecording.objects.get().membership.user == mia
    client.post("/editors/recording/", {"is_on": "0"})
    assert not EditorRecording.objects.exists()


def test_admin_sees_who_records_but_only_shared_content(mia: User) -> None:
    row = record(mia)
    EditorRecording.objects.create(membership=row.membership)
    boss = signed_in(factories.make_person("boss", role="admin"))
    page = boss.get("/editors/").content.decode()
    assert "mia" in page
    assert "1 answer" in page
    assert QUESTION not in page
    for path in ("", "change/", "use/"):
        address = f"/editors/{row.pk}/{path}"
        assert (boss.post(address, {"act": "share"}) if path else boss.get(address)).status_code == 404
    signed_in(mia).post(f"/editors/{row.pk}/change/", {"act": "share"})
    assert QUESTION in boss.get("/editors/").content.decode()
    assert "export default" in boss.get(f"/editors/{row.pk}/").content.decode()
    boss.post(f"/editors/{row.pk}/change/", {"act": "delete"})
    assert RecordedAnswer.objects.filter(pk=row.pk, is_shared=True).exists()
    signed_in(mia).post(f"/editors/{row.pk}/change/", {"act": "unshare"})
    assert boss.get(f"/editors/{row.pk}/").status_code == 404
    signed_in(mia).post(f"/editors/{row.pk}/change/", {"act": "delete"})
    assert not RecordedAnswer.objects.exists()


def test_other_team_reads_no_shared_answer(mia: User) -> None:
    row = record(mia, is_shared=True)
    stranger = factories.make_person("eve", factories.make_team("Other"), role="admin")
    assert signed_in(stranger).get(f"/editors/{row.pk}/").status_code == 404
    assert QUESTION not in signed_in(stranger).get("/editors/").content.decode()


def test_answer_becomes_a_conversation_with_a_candidate(mia: User) -> None:
    row = record(mia)
    answer = signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "conversation"})
    candidate = Candidate.objects.get()
    assert answer["Location"] == f"/candidates/{candidate.pk}/"
    spec = candidate.task.to_spec()
    assert (spec.prompt, spec.language, candidate.task.version.suite.origin) == (QUESTION, "tsx", "prompt")
    assert [turn.role for turn in spec.turns] == ["system", "user", "assistant"]
    assert candidate.generation.text == ANSWER
    assert candidate.model.name == "box/coder:7b"


def test_completed_file_becomes_a_candidate_that_is_whole(mia: User) -> None:
    before, after = "export const add = (a: number, b: number) =>", ";\n"
    row = record(mia, messages=[{"role": "user", "content": before}], suffix=after, text=" a + b", path="/api/generate")
    signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "conversation"})
    candidate = Candidate.objects.get()
    assert f"{before} a + b{after}" in candidate.generation.text
    assert after in candidate.task.to_spec().prompt


def test_answer_is_added_to_a_task(mia: User) -> None:
    row, version = record(mia), factories.make_suite()
    task = version.tasks.get(slug="add")
    signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "candidate", "task": task.pk})
    candidate = Candidate.objects.get()
    assert (candidate.task, candidate.generation.text) == (task, ANSWER)
    theirs = factories.make_suite(team=factories.make_team("Other"), slug="theirs").tasks.get(slug="add")
    refused = signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "candidate", "task": theirs.pk})
    assert refused.status_code == 404


def test_question_becomes_a_task_of_an_own_suite(mia: User) -> None:
    row = record(mia)
    signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "task"})
    draft = TaskDraft.objects.get()
    assert (draft.fields["prompt"], draft.suite.title) == (QUESTION, "Our tasks")
    suite = Suite.objects.create(team=factories.make_team(), slug="mine", title="Mine")
    signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "task", "suite": "mine"})
    assert suite.drafts.count() == 1


def test_code_of_a_recorded_answer_is_the_reference_of_the_task(mia: User) -> None:
    row = record(mia, text=f"Here it is:\n\n{ANSWER}\n\nIt counts.")
    response = signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "task"})
    draft = TaskDraft.objects.get()
    assert response["Location"] == f"/suites/our-tasks/drafts/{draft.pk}/"
    assert draft.fields["reference"] == [["answer.tsx", factories.COMPONENT.rstrip()]]
    assert (draft.fields["entry"], draft.fields["prompt"]) == ("answer.tsx", QUESTION)
    assert draft.fields["source"] == "recorded from an editor; reference: an answer of box/coder:7b"


def test_recorded_answer_without_code_gives_a_task_without_reference(mia: User) -> None:
    row = record(mia, text="I cannot do that.")
    signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "task"})
    draft = TaskDraft.objects.get()
    assert (draft.fields["reference"], draft.fields["source"]) == ([], "recorded from an editor")


def test_question_without_text_says_why_it_cannot_be_used(mia: User) -> None:
    row = record(mia, messages=[])
    page = signed_in(mia).post(f"/editors/{row.pk}/use/", {"act": "conversation"}, follow=True)
    assert "has no words" in page.content.decode()


def test_daily_job_removes_what_is_older_than_the_setting(mia: User, settings: Any) -> None:
    settings.EDITOR_RETENTION_DAYS = 7
    model = factories.make_model("box/coder:7b")
    record(mia, model=model, created_at=now() - timedelta(days=8))
    kept = record(mia, model=model, created_at=now() - timedelta(days=6))
    tasks.remove_old_recordings()
    assert list(RecordedAnswer.objects.all()) == [kept]


def test_recordings_go_with_the_membership(mia: User) -> None:
    record(mia)
    Membership.objects.get(user=mia).delete()
    assert not RecordedAnswer.objects.exists()
