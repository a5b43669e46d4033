"""Ratings, comments and marks by API."""

from __future__ import annotations

import pytest

from evaluations.models import Candidate, Comment, Mark, StarRating
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.review_rows import make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate() -> Candidate:
    row = make_run(n_tasks=1).candidates.select_related("task").first()
    assert row is not None
    return row


def test_rating_is_replaced_read_and_taken_back(candidate: Candidate) -> None:
    mia, path = caller(name="mia"), f"candidates/{candidate.pk}"
    for stars in (2, 4):
        body_of(mia.send(f"{path}/rating", {"stars": stars, "reasons": ["looks"], "note": " fine "}, "PUT"))
    body_of(caller(name="bob").send(f"{path}/rating", {"stars": 1}, "PUT"))
    body = body_of(caller("viewer").get(f"{path}/feedback"))
    assert (body["stars"], len(body["ratings"])) == (2.5, 2)
    own_rating = next(row for row in body["ratings"] if row["by"] == "mia")
    assert (own_rating["stars"], own_rating["reasons"], own_rating["note"], own_rating["campaign"]) == (
        4,
        ["looks"],
        "fine",
        None,
    )
    for bad in ({"stars": 0}, {"stars": 6}, {"stars": 3, "reasons": ["x"]}, {"stars": 3, "note": "x" * 4001}):
        assert mia.send(f"{path}/rating", bad, "PUT").status_code == 422
    assert mia.send(f"{path}/rating", method="DELETE").status_code == 204
    assert "not rated" in body_of(mia.send(f"{path}/rating", method="DELETE"), 404)["detail"]
    assert StarRating.objects.count() == 1


def test_comments_have_replies_and_are_removed_only_by_author_or_admin(candidate: Candidate) -> None:
    mia, bob, path = caller(name="mia"), caller(name="bob"), f"candidates/{candidate.pk}/comments"
    opened = body_of(mia.send(path, {"text": "Why <b>this</b>?"}), 201)
    reply = body_of(bob.send(path, {"text": "Because.", "reply_to": opened["id"]}), 201)
    threads = body_of(mia.get(f"candidates/{candidate.pk}/feedback"))["threads"]
    assert [(thread["text"], [r["by"] for r in thread["replies"]]) for thread in threads] == [
        ("Why <b>this</b>?", ["bob"])
    ]
    assert "empty" in body_of(mia.send(path, {"text": "  "}), 422)["detail"]
    assert "no longer there" in body_of(mia.send(path, {"text": "x", "reply_to": reply["id"]}), 422)["detail"]
    assert "Only its author" in body_of(bob.send(f"{path}/{opened['id']}", method="DELETE"), 403)["detail"]
    assert mia.send(f"{path}/{opened['id']}", method="DELETE").status_code == 204
    assert Comment.objects.get(pk=opened["id"]).text == ""
    assert caller("admin").send(f"{path}/{reply['id']}", method="DELETE").status_code == 204
    assert mia.send(f"{path}/999999", method="DELETE").status_code == 404


def test_mark_is_set_once_and_removed(candidate: Candidate) -> None:
    mia, task = caller(name="mia"), candidate.task
    worthy, broken = f"candidates/{candidate.pk}/mark", f"suites/starter/tasks/{task.slug}/mark"
    for path, kind in ((worthy, "reference"), (broken, "broken")):
        first = body_of(mia.send(path, {"note": "look"}, "PUT"))
        assert (first["kind"], first["by"], first["note"]) == (kind, "mia", "look")
        assert body_of(caller().send(path, {"note": "other"}, "PUT")) == first
    body = body_of(mia.get(f"candidates/{candidate.pk}/feedback"))
    assert (body["reference"]["note"], body["broken"]["note"]) == ("look", "look")
    whole = body_of(mia.get(f"suites/starter/tasks/{task.slug}"))
    assert (whole["is_broken"], whole["reference_candidates"]) == (True, [candidate.pk])
    assert whole["worthy"] == whole["reference_candidates"], "the old name"
    assert body_of(mia.get("candidates?mark=reference"))["count"] == 1
    for path in (worthy, broken):
        assert mia.send(path, method="DELETE").status_code == 204
        assert mia.send(path, method="DELETE").status_code == 404
    assert mia.send(f"{broken}?version=9", {}, "PUT").status_code == 404
    assert not Mark.objects.exists()


def test_roles_without_the_right_cannot_rate_comment_or_mark(candidate: Candidate) -> None:
    path = f"candidates/{candidate.pk}"
    for who, status in ((caller("viewer"), 403), (caller("admin", factories.make_team("Other")), 404)):
        assert who.send(f"{path}/rating", {"stars": 3}, "PUT").status_code == status
        assert who.send(f"{path}/comments", {"text": "x"}).status_code == status
        assert who.send(f"{path}/mark", {}, "PUT").status_code == status
    assert caller("reviewer").get(f"{path}/feedback").status_code == 403
    assert not StarRating.objects.exists()
    assert not Comment.objects.exists()
