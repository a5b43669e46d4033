"""The page and the API of the audit log: sentences, links to what was changed, filters, pages of a long list."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from evaluations.models import AuditEvent, Membership, Team
from tests.factories import make_suite, make_team
from tests.webapp.api_client import body_of, caller
from tests.webapp.matrix_table import PAGES
from tests.webapp.rows_for_pages import make_person, sign_in
from webapp.operation.audit_sentences import SENTENCES, describe_event, sentence_of
from webapp.site.audit import is_noted

pytestmark = pytest.mark.django_db
ADMIN = Membership.Role.ADMIN


@pytest.fixture
def boss() -> Client:
    return sign_in(make_person("boss", role=ADMIN))


def note(action: str, about: str = "", *, name: str = "boss", days_ago: int = 0, **kwargs: Any) -> AuditEvent:
    """Add an event of the default team."""
    row = AuditEvent.objects.create(team=make_team(), action=action, about=about, name=name, **kwargs)
    AuditEvent.objects.filter(pk=row.pk).update(at=now() - timedelta(days=days_ago))
    return row


def listed(client: Client, query: str = "") -> list[tuple[str, str]]:
    """Who and what of each row of the page."""
    page = html.unescape(client.get(f"/audit/?{query}").content.decode())
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body, re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in cells]
    return [(words[at + 1], words[at + 2]) for at in range(0, len(words), 6)]


def test_each_page_that_is_logged_has_a_sentence() -> None:
    logged = {route for route, methods in PAGES.items() if "POST" in methods and is_noted(route)}
    assert logged - SENTENCES.keys() == {"account-delete"}  # it ends the session, and leaves no name


def test_each_command_that_is_logged_has_a_sentence() -> None:
    from tests.processes import ROOT

    commands = ROOT / "evaluations" / "management" / "commands"
    names = {
        name for path in commands.glob("*.py") for name in re.findall(r'note_command\("([^"]+)"', path.read_text())
    }
    assert names
    assert names - SENTENCES.keys() == set()


def test_rows_say_who_did_what_to_what_with_a_link(boss: Client) -> None:
    make_suite(slug="todo")
    note("run-act", "pk=3 act=pause")
    note("suite-clone", "slug=todo")
    note("keep-delete", "kind=run pk=3")
    note("person-role", "pk=5 mia, viewer")
    note("api move_run", "runs/3/pause", token="nightly")
    page = html.unescape(boss.get("/audit/").content.decode())
    assert '<a href="/runs/3/">run 3</a>' in page
    assert '<a href="/suites/todo/">suite todo</a>' in page
    assert "number 5, mia, viewer" in page
    assert "token “nightly”" in page
    assert [what for _, what in listed(boss)] == [
        "Move run",
        "Change a member's role",
        "Delete an item",
        "Clone a suite",
        "Control a run",
    ]
    assert describe_event(note("keep-delete", "kind=run pk=3")).url == "", "it is deleted"


def test_text_of_an_event_is_escaped_and_other_teams_are_not_shown(boss: Client) -> None:
    note("person-role", "<script>")
    AuditEvent.objects.note("suite-new", team=Team.objects.create(name="Other", slug="other"))
    AuditEvent.objects.note_command("backup", "nightly.tar.gz")
    page = boss.get("/audit/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>," not in page
    assert listed(boss) == [("command line", "Make a backup"), ("boss", "Change a member's role")]
    assert sign_in(make_person("mia")).get("/audit/").status_code == 403


def test_filters_by_who_what_way_and_day(boss: Client) -> None:
    note("run-act", "pk=1", name="mia", days_ago=3)
    note("webhooks", name="boss", days_ago=2)
    note("api create_webhook", "webhooks", name="boss", token="ci", days_ago=1)
    AuditEvent.objects.note_command("backup", "nightly.tar.gz")
    day = [(now() - timedelta(days=n)).date().isoformat() for n in range(4)]
    assert [who for who, _ in listed(boss, "person=mia")] == ["mia"]
    assert [what for _, what in listed(boss, "action=backup")] == ["Make a backup"]
    assert [what for _, what in listed(boss, "action=api+create_webhook")] == ["Create webhook"]
    assert [what for _, what in listed(boss, "by=token")] == ["Create webhook"]
    assert [what for _, what in listed(boss, "by=command")] == ["Make a backup"]
    assert [what for _, what in listed(boss, "by=page")] == ["Add a webhook", "Control a run"]
    assert len(listed(boss, f"since={day[2]}")) == 3
    assert len(listed(boss, f"until={day[2]}")) == 2
    assert [who for who, _ in listed(boss, f"since={day[3]}&until={day[3]}&person=mia")] == ["mia"]


def test_same_sentence_of_a_page_and_a_command_is_one_choice(boss: Client) -> None:
    note("storage-free")
    AuditEvent.objects.note_command("free_space", "gradings=1 days=0")
    page = boss.get("/audit/").content.decode()
    [value] = re.findall(r'<option value="([^"]+)"[^>]*>Free space</option>', page)
    assert len(listed(boss, f"action={value}")) == 2


def test_empty_list_and_filters_that_match_nothing_say_so(boss: Client) -> None:
    assert "No changes yet." in boss.get("/audit/").content.decode()
    note("run-act", "pk=1")
    page = boss.get("/audit/?person=nobody").content.decode()
    assert "No results." in page
    assert '<option value="nobody" selected>' in page
    wrong = boss.get("/audit/?since=yesterday")
    assert wrong.status_code == 422
    assert "Enter a valid date." in wrong.content.decode()
    assert boss.get("/audit/?by=letter").status_code == 422


def test_ten_thousand_events_have_pages_and_keep_the_filters(boss: Client) -> None:
    team = make_team()
    AuditEvent.objects.bulk_create(
        AuditEvent(team=team, action="run-act", about=f"pk={n}", name="mia" if n % 2 else "boss") for n in range(10_000)
    )
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = boss.get("/audit/?person=mia&page=50").content.decode()
    assert len(few) < 12
    assert "page 50 of 50 · 5000 in all" in page
    assert 'href="?person=mia&amp;page=49"' in page
    assert len(listed(boss, "person=mia&page=50")) == 100
    assert len(listed(boss, "page=999")) == 100, "a page after the end is the last one"


def test_api_lists_the_same_with_sentence_and_page() -> None:
    note("run-act", "pk=3 act=pause", days_ago=1)
    AuditEvent.objects.note_command("backup", "nightly.tar.gz")
    api = caller(ADMIN, name="ci")
    [row] = body_of(api.get("audit?action=backup"))["items"]
    assert (row["name"], row["sentence"], row["about"], row["is_whole_site"], row["by"]) == (
        "command line",
        "Make a backup",
        "nightly.tar.gz",
        True,
        "command",
    )
    [row] = body_of(api.get("audit?by=page"))["items"]
    assert (row["target"], row["page"]) == ("run 3, pause", "/runs/3/")
    assert row["thing"] == row["target"], "the old name"
    assert len(body_of(api.get(f"audit?since={now().date()}"))["items"]) == 1
    assert api.get("audit?since=yesterday").status_code == 422
    assert User.objects.filter(username="ci").exists()


def test_operations_of_the_api_are_put_into_words() -> None:
    assert sentence_of("api create_webhook") == "Create webhook"
    assert sentence_of("api POST webhooks") == "POST webhooks", "a row of an earlier release"
    assert describe_event(note("api POST webhooks", "webhooks")).target == "webhooks"
