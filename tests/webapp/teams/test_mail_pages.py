"""E-mail on pages and by API: sign-in links, the own address, and a site without e-mail."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Preferences, RunMail
from tests.factories import make_model, make_person, make_run, make_suite
from tests.mail_server import Inbox, mail_server, use_mail
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://testserver/sign-in/[\w-]+/")


@pytest.fixture
def boss() -> User:
    return make_person("boss", role="admin")


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    with mail_server(settings) as server:
        yield server


def add(client: Client, name: str, email: str) -> str:
    response = client.post("/people/", {"username": name, "role": "viewer", "email": email})
    return html.unescape(response.content.decode())


def test_new_person_gets_the_link_by_mail_and_it_signs_in(inbox: Inbox, boss: User) -> None:
    page = add(sign_in(boss), "eve", "eve@example.org")
    assert "It was mailed to eve@example.org." in page
    [link] = LINK.findall(inbox.text())
    assert link in page, "it can be copied as well"
    visitor = Client()
    assert visitor.post(link.removeprefix("http://testserver")).status_code == 302
    assert visitor.get("/").context["user"].username == "eve"


def test_failed_mail_keeps_person_and_link_and_says_why(settings: Any, boss: User) -> None:
    use_mail(settings, 1)
    page = add(sign_in(boss), "eve", "eve@example.org")
    assert "It was not mailed to eve@example.org: The mail server 127.0.0.1:1 cannot be reached" in page
    assert "Hand it over yourself." in page
    assert LINK.search(page)
    assert User.objects.filter(username="eve").exists()


def test_person_without_an_address_gets_no_mail(inbox: Inbox, boss: User) -> None:
    page = add(sign_in(boss), "eve", "")
    assert LINK.search(page)
    assert "mailed" not in page
    assert inbox.messages == []


def test_another_link_for_a_member_is_mailed_too(inbox: Inbox, boss: User) -> None:
    mia = make_person("mia")
    User.objects.filter(pk=mia.pk).update(email="mia@example.org")
    sign_in(boss).post(f"/people/{mia.memberships.get().pk}/link/")
    assert [message["To"] for message in inbox.messages] == ["mia@example.org"]


def test_api_adds_a_person_and_says_whether_the_link_was_mailed(inbox: Inbox, boss: User) -> None:
    api = Caller(token_for(boss))
    created = body_of(api.send("people", {"username": "eve", "role": "viewer", "email": "eve@example.org"}), 201)
    assert created["mailed"] == "It was mailed to eve@example.org."
    assert created["link"] in inbox.text()
    created = body_of(api.send("people", {"username": "bob", "role": "viewer"}), 201)
    assert created["mailed"] == ""


def test_site_without_mail_offers_no_addresses_and_refuses_them(boss: User) -> None:
    client = sign_in(boss)
    assert "E-mail" not in client.get("/people/").content.decode()
    assert "E-mail" not in client.get("/people/preferences/").content.decode()
    assert "This site sends no mails." in add(client, "eve", "eve@example.org")
    assert not User.objects.filter(username="eve").exists()
    refused = body_of(Caller(token_for(boss)).send("me/preferences", {"mails": True}, "PATCH"), 422)
    assert refused["detail"] == "This site sends no mails."


def test_person_chooses_mails_with_an_address(inbox: Inbox, boss: User) -> None:
    client = sign_in(boss)
    refused = client.post("/people/preferences/", {"theme": "system", "mails": "on", "email": ""})
    assert refused.status_code == 422
    assert "Give the address that gets the mails" in refused.content.decode()
    fields = {"theme": "dark", "mails": "on", "email": "boss@example.org"}
    assert client.post("/people/preferences/", fields).status_code == 302
    since = Preferences.objects.get().mails_since
    assert since is not None
    client.post("/people/preferences/", fields)
    assert Preferences.objects.get().mails_since == since, "the choice is as old as it was"
    assert User.objects.get().email == "boss@example.org"
    assert 'value="boss@example.org"' in client.get("/people/preferences/").content.decode()
    client.post("/people/preferences/", {"theme": "dark", "email": "boss@example.org"})
    assert Preferences.objects.get().mails_since is None


def test_api_reads_and_changes_the_choice(inbox: Inbox, boss: User) -> None:
    api = Caller(token_for(boss))
    assert body_of(api.get("me/preferences"))["mails"] is False
    assert api.send("me/preferences", {"mails": True}, "PATCH").status_code == 422
    assert api.send("me/preferences", {"email": "boss"}, "PATCH").status_code == 422
    changed = body_of(api.send("me/preferences", {"mails": True, "email": "boss@example.org"}, "PATCH"))
    assert (changed["mails"], changed["email"]) == (True, "boss@example.org")
    changed = body_of(api.send("me/preferences", {"theme": "dark"}, "PATCH"))
    assert (changed["mails"], changed["theme"]) == (True, "dark")
    assert body_of(api.send("me/preferences", {"mails": False}, "PATCH"))["email"] == "boss@example.org"


@pytest.mark.parametrize(("state", "words"), [("waiting", "It is tried again."), ("failed", "It is not tried again.")])
def test_preferences_say_why_the_last_mail_was_not_sent(state: str, words: str, inbox: Inbox, boss: User) -> None:
    run = make_run(make_suite(), [make_model()], title="Nightly")
    error = "The mail server 127.0.0.1:25 refuses the address boss@example.org."
    mail = RunMail.objects.create(person=boss, run=run, ended_at=now(), state=state, error=error)
    page = " ".join(html.unescape(sign_in(boss).get("/people/preferences/").content.decode()).split())
    assert f'<a href="/runs/{run.pk}/">Nightly</a> was not sent. {error} {words}' in page
    other = sign_in(make_person("eve")).get("/people/preferences/").content.decode()
    assert "not sent" not in other
    RunMail.objects.filter(pk=mail.pk).update(state="sent", error="")
    assert "not sent" not in sign_in(boss).get("/people/preferences/").content.decode()


def test_bad_address_is_named_and_nothing_is_stored(inbox: Inbox, boss: User) -> None:
    refused = sign_in(boss).post("/people/preferences/", {"theme": "system", "email": "boss@", "mails": "on"})
    assert refused.status_code == 422
    assert "“boss@” is not an e-mail address. Write it like ada@example.org." in html.unescape(refused.content.decode())
    boss.refresh_from_db()
    assert boss.email == ""
