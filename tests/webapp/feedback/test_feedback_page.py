"""Ratings, comments and marks on one answer."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Candidate, Comment, Mark, Membership, StarRating, Team
from evaluations.models.teams import Role
from tests.webapp.page_text import html_of
from tests.webapp.review_rows import make_run, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate() -> Candidate:
    row = make_run(n_tasks=1).candidates.first()
    assert row is not None
    return row


def signed_in(name: str, role: Role = Membership.Role.MEMBER, team: Team | None = None) -> Client:
    client = Client()
    client.force_login(person(name, role, team))
    return client


def test_later_rating_replaces_the_first(candidate: Candidate) -> None:
    mia = signed_in("mia")
    for stars in ("2", "4"):
        mia.post(
            f"/candidates/{candidate.pk}/feedback/stars/", {"stars": stars, "reasons": ["looks", "x"], "text": "n"}
        )
    rating = StarRating.objects.get()
    assert (rating.stars, rating.reasons, rating.note) == (4, ["looks"], "n")
    signed_in("bob").post(f"/candidates/{candidate.pk}/feedback/stars/", {"stars": "1"})
    assert "2.5 of 5, 2 ratings" in html_of(mia.get(f"/candidates/{candidate.pk}/feedback/"))


@pytest.mark.parametrize("stars", ["", "0", "6", "1.5", "<b>"])
def test_invalid_rating_is_refused_with_the_valid_values(candidate: Candidate, stars: str) -> None:
    response = signed_in("mia").post(f"/candidates/{candidate.pk}/feedback/stars/", {"stars": stars})
    assert response.status_code == 422
    assert "Choose 1 (poor) to 5" in html_of(response)
    assert not StarRating.objects.exists()


def test_comments_are_escaped_and_in_order(candidate: Candidate) -> None:
    mia, address = signed_in("mia"), f"/candidates/{candidate.pk}/feedback/"
    for text in ("first <script>alert(1)</script>", "second"):
        mia.post(f"{address}comment/", {"text": text})
    assert mia.post(f"{address}comment/", {"text": " \0 "}).status_code == 422
    page = html_of(mia.get(address))
    assert page.index("first &lt;script&gt;") < page.index("second")
    assert Comment.objects.count() == 2


def test_mark_is_set_once_and_removed(candidate: Candidate) -> None:
    mia, address = signed_in("mia"), f"/candidates/{candidate.pk}/feedback/"
    for kind in ("reference", "broken"):
        for _ in range(2):
            mia.post(f"{address}{kind}/")
        assert Mark.objects.filter(kind=kind).count() == 1
    page = html_of(mia.get(address))
    assert "reference-worthy, says mia" in page
    assert "task broken, says mia" in page
    mia.post(f"{address}broken/", {"take_back": "1"})
    assert [mark.kind for mark in Mark.objects.all()] == ["reference"]


def test_threads_have_replies_and_authors_remove_their_own(candidate: Candidate) -> None:
    mia, address = signed_in("mia"), f"/candidates/{candidate.pk}/feedback/"
    bob = signed_in("bob")
    mia.post(f"{address}comment/", {"text": "Why a class?"})
    opened = Comment.objects.get()
    bob.post(f"{address}comment/", {"text": "Habit.", "to": opened.pk})
    reply = Comment.objects.get(reply_to=opened)
    assert "no longer there" in html_of(bob.post(f"{address}comment/", {"text": "x", "to": reply.pk}))
    assert bob.post(f"{address}remove/", {"comment": opened.pk}).status_code == 422
    mia.post(f"{address}remove/", {"comment": opened.pk})
    page = html_of(mia.get(address))
    assert "This comment was removed." in page
    assert "Habit." in page
    signed_in("boss", Membership.Role.ADMIN).post(f"{address}remove/", {"comment": reply.pk})
    assert [comment.text for comment in Comment.objects.all()] == [""]


def test_rating_is_taken_back(candidate: Candidate) -> None:
    mia, address = signed_in("mia"), f"/candidates/{candidate.pk}/feedback/"
    mia.post(f"{address}stars/", {"stars": "3"})
    mia.post(f"{address}unstar/")
    assert not StarRating.objects.exists()


def test_comments_are_on_the_pages_of_the_answer_and_the_task(candidate: Candidate) -> None:
    mia, address = signed_in("mia"), f"/candidates/{candidate.pk}/feedback/"
    task = f"/suites/starter/tasks/{candidate.task.slug}/"
    assert "Marked as broken" not in html_of(mia.get(task))
    mia.post(f"{task}mark/", {"text": "the checks refuse <b>"})
    mia.post(f"{address}reference/", {"text": "short"})
    mia.post(f"{address}stars/", {"stars": "4"})
    mia.post(f"{address}comment/", {"text": "hm"})
    page = html_of(mia.get(f"/candidates/{candidate.pk}/"))
    for words in ("task marked as broken", "reference-worthy", "4.0 of 5 (1 rating)", "1 comment"):
        assert words in page, words
    page = html_of(mia.get(task))
    assert "the checks refuse &lt;b&gt;" in page
    assert "Worth being a reference" in page
    assert "broken?" in html_of(mia.get("/suites/starter/"))
    listed = mia.get("/candidates/?mark=reference").context["page"].object_list
    assert [row.pk for row in listed] == [candidate.pk]
    mia.post(f"{task}mark/", {"take_back": "1"})
    assert "Marked as broken" not in html_of(mia.get(task))
    assert signed_in("vic", Membership.Role.VIEWER).post(f"{task}mark/").status_code == 403


def test_each_role_may_read_or_write_feedback_as_stated(candidate: Candidate) -> None:
    address = f"/candidates/{candidate.pk}/feedback/"
    viewer = signed_in("vic", Membership.Role.VIEWER)
    assert viewer.get(address).status_code == 200
    assert viewer.post(f"{address}comment/", {"text": "x"}).status_code == 403
    assert signed_in("ada", Membership.Role.REVIEWER).get(address).status_code == 403
    assert signed_in("eve", team=Team.objects.create(name="Other", slug="other")).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/sign-in/")
    assert signed_in("mia").post(f"{address}nonsense/").status_code == 404
