"""Signing in by password and by one-time link; and the people of a team."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from evaluations.models import ApiToken, AuditEvent, Membership, SignInLink, Team
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_failures() -> None:
    """Start without failed sign-ins."""
    cache.clear()


@pytest.fixture
def ada() -> User:
    return factories.make_person("ada", role="admin", password=PASSWORD)


@pytest.fixture
def admin(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def is_in(client: Client) -> bool:
    return client.get("/people/password/").status_code == 200


def test_password_signs_in_and_returns_to_the_requested_page(client: Client, ada: User) -> None:
    redirect = client.get("/runs/")
    assert redirect["Location"] == "/sign-in/?next=/runs/"
    response = client.post("/sign-in/", {"username": "ada", "password": PASSWORD, "next": "/runs/"})
    assert response["Location"] == "/runs/"
    assert is_in(client)


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_sign_in_never_leads_off_the_site(client: Client, ada: User, to: str) -> None:
    response = client.post("/sign-in/", {"username": "ada", "password": PASSWORD, "next": to})
    assert response["Location"] == "/"


def test_wrong_password_says_what_to_do_and_too_many_make_wait(client: Client, ada: User) -> None:
    for _ in range(10):
        response = client.post("/sign-in/", {"username": "ada", "password": "wrong"})
        assert response.status_code == 422
        assert "The name or the password is wrong" in response.content.decode()
    blocked = client.post("/sign-in/", {"username": "Ada", "password": PASSWORD})
    assert blocked.status_code == 429
    assert "Wait 5 minutes" in blocked.content.decode()
    assert blocked["Retry-After"] == "300"
    assert not is_in(client)


def test_wrong_passwords_from_elsewhere_do_not_lock_the_person_out(client: Client, ada: User) -> None:
    for _ in range(11):
        client.post("/sign-in/", {"username": "ada", "password": "wrong"}, REMOTE_ADDR="203.0.113.7")
    response = client.post("/sign-in/", {"username": "ada", "password": PASSWORD}, REMOTE_ADDR="203.0.113.8")
    assert response.status_code == 302
    assert is_in(client)


def test_forty_simultaneous_tries_check_ten_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def slow(_request: HttpRequest, username: str, password: str) -> None:
        checked.append(password)
        time.sleep(0.1)

    monkeypatch.setattr("webapp.teams.password_check.authenticate", slow)
    monkeypatch.setattr("webapp.teams.password_check._note_failure", lambda *_: None)  # these threads have no database
    with ThreadPoolExecutor(40) as people:
        tries = [people.submit(Client().post, "/sign-in/", {"username": "ada", "password": str(n)}) for n in range(40)]
    statuses = sorted(response.result().status_code for response in tries)
    assert statuses == [422] * 10 + [429] * 30
    assert len(checked) == 10


def failures() -> list[tuple[str, str, str | None]]:
    rows = AuditEvent.objects.filter(action="sign-in-failed").order_by("pk")
    return [(row.name, row.about, row.address) for row in rows]


def test_failed_sign_in_is_in_the_audit_log_of_the_persons_teams(client: Client, ada: User) -> None:
    other = Team.objects.create(name="Other", slug="other")
    Membership.objects.create(user=ada, team=other, role="viewer")
    for _ in range(12):
        client.post("/sign-in/", {"username": "ada", "password": "wrong"}, REMOTE_ADDR="203.0.113.7")
    first = [("ada", "wrong password", "203.0.113.7")]
    last = [("ada", "10 wrong passwords in a row; this address must wait 5 minutes", "203.0.113.7")]
    assert failures() == first * 2 + last * 2
    assert {row.team for row in AuditEvent.objects.all()} == {ada.memberships.first().team, other}  # type: ignore[union-attr]


def test_typed_name_that_nobody_has_is_not_kept(client: Client, ada: User) -> None:
    client.post("/sign-in/", {"username": PASSWORD, "password": "ada"})
    assert failures() == [("", "a name that nobody has", "127.0.0.1")]


def test_attack_adds_a_limited_number_of_rows(client: Client, ada: User) -> None:
    for n in range(30):
        client.post("/sign-in/", {"username": f"guess-{n}", "password": "x"})
        client.post("/sign-in/", {"username": "ada", "password": "x"}, REMOTE_ADDR=f"203.0.113.{n}")
    rows = failures()
    assert len([row for row in rows if row[0] == "ada"]) == len([row for row in rows if not row[0]]) == 20
    assert rows[-1][1] == "wrong password; further ones of this hour are not listed"


def test_unknown_name_gets_the_same_sentence(client: Client) -> None:
    response = client.post("/sign-in/", {"username": "nobody\0", "password": "x"})
    assert response.status_code == 422
    assert "The name or the password is wrong" in response.content.decode()


def test_link_is_not_used_up_by_looking_and_works_once(client: Client, ada: User) -> None:
    address = f"/sign-in/{SignInLink.make(ada)}/"
    for _ in range(3):  # a chat program fetches the link for a preview
        assert client.get(address).status_code == 200
        assert not is_in(client)
    assert client.post(address)["Location"] == "/"
    assert is_in(client)
    second = Client().post(address)
    assert second.status_code == 410
    assert "used already or is older than a day" in second.content.decode()


def test_link_of_a_deactivated_person_is_refused(client: Client, ada: User) -> None:
    secret = SignInLink.make(ada)
    User.objects.update(is_active=False)
    assert client.post(f"/sign-in/{secret}/").status_code == 410


def test_sign_out_needs_a_post(admin: Client) -> None:
    assert admin.get("/sign-out/").status_code == 405
    admin.post("/sign-out/")
    assert not is_in(admin)


def test_admin_adds_a_person_who_comes_in_by_the_link_shown_once(admin: Client) -> None:
    response = admin.post("/people/", {"username": "grace", "role": "viewer"})
    (path,) = re.findall(r"http://testserver(/sign-in/[\w-]{40,}/)", response.content.decode())
    assert "sign-in/" not in admin.get("/people/").content.decode()
    grace = Client()
    grace.post(path)
    assert is_in(grace)
    member = Membership.objects.get(user__username="grace")
    assert member.role == "viewer"
    grace.post("/people/password/", {"new_password1": PASSWORD + "!", "new_password2": PASSWORD + "!"})
    assert is_in(grace)
    assert Client().post("/sign-in/", {"username": "grace", "password": PASSWORD + "!"}).status_code == 302


@pytest.mark.parametrize("name", ["ADA", "", "two words", "x" * 151])
def test_bad_name_is_refused_beside_its_field(admin: Client, name: str) -> None:
    response = admin.post("/people/", {"username": name, "role": "member"})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert User.objects.count() == 1


def test_last_admin_cannot_be_removed(admin: Client, ada: User) -> None:
    membership = Membership.objects.get(user=ada)
    admin.post(f"/people/{membership.pk}/role/", {"role": "viewer"})
    admin.post(f"/people/{membership.pk}/remove/")
    membership.refresh_from_db()
    assert membership.role == "admin"
    assert "only admin" in admin.get("/people/").content.decode()


def test_removing_a_person_asks_first_and_lists_the_consequences(admin: Client) -> None:
    mia = factories.make_person("mia")
    place = mia.memberships.get()
    ApiToken.objects.make(place, "script", ["read"])
    address = f"/people/{place.pk}/remove/"
    assert f'href="{address}"' in admin.get("/people/").content.decode()
    page = " ".join(admin.get(address).content.decode().split())
    assert "1 API token of this person in this team stops working" in page
    assert "they are in no other team" in page
    assert place in Membership.objects.all()
    Membership.objects.create(user=mia, team=factories.make_team("Other"), role="member")
    assert "They can still sign in for their other teams" in admin.get(address).content.decode()
    admin.post(address)
    assert place not in Membership.objects.all()
    assert admin.get(address).status_code == 404


def test_asking_to_remove_the_last_admin_says_why_not(admin: Client, ada: User) -> None:
    place = Membership.objects.get(user=ada)
    assert "only admin" in admin.get(f"/people/{place.pk}/remove/", follow=True).content.decode()


def test_removed_person_sees_no_page_of_the_team(admin: Client) -> None:
    mia = factories.make_person("mia")
    theirs = Client()
    theirs.force_login(mia)
    secret = SignInLink.make(mia)
    admin.post(f"/people/{mia.memberships.get().pk}/remove/")
    assert theirs.get("/runs/").status_code == 403
    assert Client().post(f"/sign-in/{secret}/").status_code == 410


def test_only_admins_manage_people_and_only_of_their_team(admin: Client) -> None:
    mia, otto = factories.make_person("mia"), factories.make_person("otto", factories.make_team("Other"))
    member, foreign = mia.memberships.get(), otto.memberships.get()
    theirs = Client()
    theirs.force_login(mia)
    for act in ("role", "link", "remove"):
        assert theirs.post(f"/people/{member.pk}/{act}/", {"role": "admin"}).status_code == 403
        assert admin.post(f"/people/{foreign.pk}/{act}/", {"role": "admin"}).status_code == 404
    assert theirs.post("/people/", {"username": "x", "role": "admin"}).status_code == 403
    assert "Add somebody" not in theirs.get("/people/").content.decode()


def test_admin_of_one_team_makes_no_link_for_a_member_of_another_too(admin: Client) -> None:
    otto = factories.make_person("otto", factories.make_team("Other"), role="admin")
    shared = Membership.objects.create(user=otto, team=factories.make_team(), role="viewer")
    assert admin.post(f"/people/{shared.pk}/link/").status_code == 403
    assert not SignInLink.objects.exists()
