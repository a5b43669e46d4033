"""Mails about runs that ended: to whom, once, again after a failure, and never in the way of the run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now

from evaluations import tasks
from evaluations.models import Membership, Preferences, Run, RunMail
from evaluations.models.delivery_queue import MAX_ATTEMPTS
from evaluations.records import Verdict
from evaluations.runner import run_mails
from tests.factories import finish_run, make_model, make_person, make_run, make_suite
from tests.mail_server import Inbox, mail_server, use_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def ada() -> User:
    """A person who asked for mails an hour ago."""
    person = make_person("ada")
    User.objects.filter(pk=person.pk).update(email="ada@example.org")
    Preferences.objects.change(person, mails_since=now() - timedelta(hours=1))
    return person


def ended_run(person: User | None, *, minutes: int = 5, ended_ago: timedelta = timedelta(0), title: str = "") -> Run:
    """Make a run that took some minutes and has ended."""
    number = Run.objects.count()
    run = make_run(make_suite(slug=f"suite-{number}"), [make_model(f"box/{number}")], title=title, created_by=person)
    finish_run(run, [Verdict.PASSED, Verdict.FAILED])
    end = now() - ended_ago
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.DONE, created_at=end - timedelta(minutes=minutes), finished_at=end
    )
    return Run.objects.get(pk=run.pk)


def send_all() -> None:
    """Do what the periodic job does, and what the workers do then."""
    RunMail.objects.note_ended_runs()
    for pk in RunMail.objects.due().values_list("pk", flat=True):
        run_mails.deliver(pk)


def test_person_gets_one_mail_about_a_run_with_counts_and_its_page(inbox: Inbox, ada: User) -> None:
    run = ended_run(ada, title="Nightly")
    for _ in range(2):
        send_all()
    [message] = inbox.messages
    assert (message["To"], message["Subject"]) == ("ada@example.org", "Nightly is done")
    text = inbox.text()
    assert "2 answers: 1 passed, 1 failed." in text
    assert f"https://bakeoff.example.org/runs/{run.pk}/" in text
    assert "https://bakeoff.example.org/people/preferences/" in text
    assert RunMail.objects.get().state == RunMail.State.SENT


def test_run_that_ends_again_is_mailed_again(inbox: Inbox, ada: User) -> None:
    run = ended_run(ada)
    send_all()
    Run.objects.filter(pk=run.pk).update(state=Run.State.CANCELLED, finished_at=now())
    send_all()
    assert [message["Subject"].rpartition("run ")[2] for message in inbox.messages] == ["is done", "was cancelled"]


def test_nobody_is_mailed_who_did_not_ask_or_may_not_see_the_run(inbox: Inbox, ada: User) -> None:
    ended_run(None)
    ended_run(make_person("mia"))
    ended_run(ada, minutes=0)
    ended_run(ada, ended_ago=timedelta(hours=2))  # before she asked
    send_all()
    assert inbox.messages == []
    ended_run(ada)
    Membership.objects.filter(user=ada).delete()
    send_all()
    assert inbox.messages == []


def test_failed_mail_is_tried_again_and_given_up_with_its_reason(inbox: Inbox, ada: User) -> None:
    run = ended_run(ada)
    inbox.answer = "451 Try later"
    send_all()
    mail = RunMail.objects.get()
    assert (mail.state, mail.attempts) == (RunMail.State.WAITING, 1)
    assert mail.next_at > now() + timedelta(seconds=30)
    assert "refuses the address ada@example.org" in mail.error
    for _ in range(MAX_ATTEMPTS):
        RunMail.objects.update(next_at=now())
        send_all()
    assert RunMail.objects.get().state == RunMail.State.FAILED
    assert RunMail.objects.get().attempts == MAX_ATTEMPTS
    run.refresh_from_db()
    assert run.state == Run.State.DONE


def test_mail_goes_out_once_the_server_is_back(settings: Any, ada: User) -> None:
    use_mail(settings, 1)
    ended_run(ada)
    send_all()
    assert "cannot be reached" in RunMail.objects.get().error
    with mail_server(settings) as inbox:
        RunMail.objects.update(next_at=now())
        send_all()
        assert len(inbox.messages) == 1
    assert RunMail.objects.get().error == ""


def test_final_answer_of_the_server_ends_the_attempts(inbox: Inbox, ada: User) -> None:
    ended_run(ada)
    inbox.answer = "550 No such mailbox"
    send_all()
    assert RunMail.objects.get().state == RunMail.State.FAILED


def test_two_workers_send_a_mail_once(inbox: Inbox, ada: User) -> None:
    ended_run(ada)
    RunMail.objects.note_ended_runs()
    pk = RunMail.objects.get().pk
    assert RunMail.objects.claim(pk) is not None
    run_mails.deliver(pk)
    assert inbox.messages == []


def test_late_failure_of_one_worker_does_not_undo_what_another_one_sent(ada: User) -> None:
    ended_run(ada)
    RunMail.objects.note_ended_runs()
    slow = RunMail.objects.claim(RunMail.objects.get().pk)
    assert slow is not None
    RunMail.objects.get().note_sent()
    slow.note_failure("The mail server closes the connection.", can_pass=False)
    assert RunMail.objects.get().state == RunMail.State.SENT


def test_site_without_a_mail_server_notes_nothing(settings: Any, ada: User) -> None:
    assert settings.EMAIL_HOST == ""
    ended_run(ada)
    tasks.send_run_mails()
    assert not RunMail.objects.exists()
