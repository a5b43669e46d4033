"""Review by API: ranking several answers, rating one by one, previews, and actions of a campaign's maker."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from evaluations.models import Campaign, StarRating, Vote
from tests import factories
from tests.webapp.api_client import Caller, body_of, caller, token_for
from tests.webapp.review_rows import MODELS, make_campaign, make_run, person

pytestmark = pytest.mark.django_db
NAMES = ("deepseek", "codellama", "smollm2", "candidate")


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(repeat_share=0.0)


def reviewer(name: str = "rita") -> Caller:
    return Caller(token_for(person(name)))


def blind(response: Any) -> Any:
    """Return the response's body, after asserting that it names no model."""
    text = response.content.decode().lower()
    for name in NAMES:
        assert name not in text
    return body_of(response)


def test_several_answers_are_put_in_order_blind_and_taken_back(campaign: Campaign) -> None:
    rita, base = reviewer(), f"campaigns/{campaign.pk}/orderings"
    ordering = blind(rita.get(f"{base}/next"))
    path = f"{base}/{ordering['token']}"
    assert [side["letter"] for side in ordering["sides"]] == ["a", "b", "c"]
    assert blind(rita.get(f"{base}/next"))["token"] == ordering["token"]
    for places in ({"a": 1, "b": 2}, {"a": 1, "b": 2, "c": 4}, {"a": 1, "b": 2, "c": 3, "d": 1}, {"x": 1}):
        assert rita.send(f"{path}/store", {"places": places}).status_code == 422
    stored = body_of(rita.send(f"{path}/store", {"places": {"a": 2, "b": 1, "c": 2}}))
    assert [(revealed["letter"], revealed["place"]) for revealed in stored["revealed"]] == [
        ("a", 2),
        ("b", 1),
        ("c", 2),
    ]
    assert {revealed["model"] for revealed in stored["revealed"]} == {f"ollama/{name}" for name in MODELS}
    assert sorted(Vote.objects.counted().values_list("choice", flat=True)).count("tie") == 1
    again = body_of(rita.send(f"{path}/store", {"places": {"a": 1, "b": 1, "c": 1}}))
    assert again["revealed"] == stored["revealed"]
    assert rita.send(f"{path}/undo").status_code == 204
    assert not Vote.objects.counted().exists()
    assert "stored last" in body_of(rita.send(f"{path}/undo"), 409)["detail"]
    assert reviewer("otto").get(path).status_code == 404


def test_answers_are_rated_one_by_one_blind(campaign: Campaign) -> None:
    rita, base = reviewer(), f"campaigns/{campaign.pk}/single-answers"
    rating = blind(rita.get(f"{base}/next"))
    path = f"{base}/{rating['token']}"
    assert (rating["n_done"], rating["n_total"], rating["revealed"], rating["side"]["verdict"]) == (0, 9, None, "")
    assert rita.send(f"{path}/rate", {"stars": 6}).status_code == 422
    rated = body_of(rita.send(f"{path}/rate", {"stars": 4, "reasons": ["looks"], "note": "neat"}))
    assert (rated["revealed"]["stars"], rated["n_done"], rated["can_undo"]) == (4, 1, True)
    assert body_of(rita.send(f"{path}/rate", {"stars": 1}))["revealed"]["stars"] == 4
    assert StarRating.objects.get().campaign == campaign
    assert rita.send(f"{path}/undo").status_code == 204
    assert not StarRating.objects.exists()
    assert rita.send(f"{path}/undo").status_code == 409
    assert reviewer("otto").get(path).status_code == 404
    Campaign.objects.update(state="closed")
    assert rita.get(f"{base}/next").status_code == 204


def test_single_answers_are_also_at_their_old_address(campaign: Campaign) -> None:
    rita, old = reviewer(), f"campaigns/{campaign.pk}/solos"
    showing = blind(rita.get(f"{old}/next"))
    path = f"{old}/{showing['token']}"
    new = rita.get(f"campaigns/{campaign.pk}/single-answers/{showing['token']}")
    assert body_of(rita.get(path)) == body_of(new)
    assert rita.client.get(f"/api/v1/{path}/a/preview", headers=rita.headers).status_code == 200
    assert body_of(rita.send(f"{path}/rate", {"stars": 4}))["revealed"]["stars"] == 4
    figures = body_of(caller().get(f"campaigns/{campaign.pk}/figures"))
    assert figures["solo"] == figures["single_answers"] != []
    assert figures["is_giving"] == figures["is_open"] is True
    assert figures["steady"] == figures["repeat_agreement"]
    assert rita.send(f"{path}/undo").status_code == 204
    assert not StarRating.objects.exists()


def test_blind_previews_run_in_a_sandbox_and_contain_no_name(campaign: Campaign) -> None:
    rita = reviewer()
    pair = blind(rita.get(f"campaigns/{campaign.pk}/next"))
    several = blind(rita.get(f"campaigns/{campaign.pk}/orderings/next"))
    single = blind(rita.get(f"campaigns/{campaign.pk}/single-answers/next"))
    sides = [pair["a"], pair["b"], *several["sides"], single["side"]]
    for side in sides:
        response = rita.client.get(side["preview"], headers=rita.headers)
        assert response["Content-Type"].startswith("text/html")
        assert response["Content-Security-Policy"].startswith("sandbox allow-scripts allow-forms; default-src 'none'")
        assert response["Cache-Control"] == "no-store"
        assert not [name for name in NAMES[:3] if name in response.content.decode().lower()]
        assert "Hello" in response.content.decode()
        picture = rita.client.get(side["screenshot"], headers=rita.headers)
        assert picture.content.startswith(b"\x89PNG")
        for who, status in ((reviewer(f"x{Vote.objects.count()}-{side['preview'][-20:-8]}"), 404), (Caller(), 401)):
            assert who.client.get(side["preview"], headers=who.headers).status_code == status
    alone = rita.client.get(single["side"]["preview"], headers=rita.headers | {"Sec-Fetch-Dest": "document"})
    assert "not shown as a separate page" in body_of(alone, 403)["detail"]
    token = single["token"]
    assert rita.get(f"campaigns/{campaign.pk}/single-answers/{token}/b/preview").status_code == 404
    assert rita.get(f"campaigns/{campaign.pk}/others/{token}/a/preview").status_code == 422


def test_maker_looks_at_a_campaign_and_changes_it(campaign: Campaign) -> None:
    mia, rita, path = caller(), person("rita"), f"campaigns/{campaign.pk}"
    body = body_of(mia.get(path))
    assert (body["models"], body["reviewers"], body["n_pairs"]) == (sorted(f"ollama/{m}" for m in MODELS), [], 9)
    due = (now() + timedelta(days=2)).isoformat()
    changed = body_of(mia.send(path, {"title": "Which is best?", "reviewers": [rita.pk], "due_at": due}, "PATCH"))
    assert (changed["title"], changed["reviewers"], changed["votes_per_pair"]) == ("Which is best?", ["rita"], 2)
    assert body_of(mia.send(path, {"votes_per_pair": 3}, "PATCH"))["due_at"] == changed["due_at"]
    cleared = body_of(mia.send(path, {"due_at": None, "reviewers": []}, "PATCH"))
    assert (cleared["due_at"], cleared["reviewers"], cleared["votes_per_pair"]) == (None, [], 3)
    past = body_of(mia.send(path, {"due_at": "2020-01-01T00:00:00Z"}, "PATCH"), 422)
    assert [error["field"] for error in past["errors"]] == ["due_at"]
    assert mia.send(path, {"title": ""}, "PATCH").status_code == 422
    assert Caller(token_for(rita)).get(path).status_code == 403
    assert caller("admin", factories.make_team("Other")).send(path, {}, "PATCH").status_code == 404


def test_campaign_takes_a_whole_suite() -> None:
    run, mia = make_run(), caller()
    created = body_of(mia.send("campaigns", {"title": "All", "suite": run.suite_version.suite.slug}), 201)
    body = body_of(mia.get(f"campaigns/{created['id']}"))
    assert (body["suite"], body["runs"]) == ("starter", [run.pk])
    assert mia.send("campaigns", {"title": "All", "suite": "nope"}).status_code == 404
    refused = body_of(mia.send("campaigns", {"title": "None"}), 422)
    assert [error["field"] for error in refused["errors"]] == ["runs"]


def shown(side: Any) -> int:
    return int(re.findall(r"Hello (\d+)", side["files"][side["entry"]])[0])


def voted(campaign: Campaign) -> Caller:
    """Two reviewers vote on all pairs. The answer with the larger number always wins."""
    for name in ("rita", "otto"):
        who = reviewer(name)
        while (response := who.get(f"campaigns/{campaign.pk}/next")).status_code == 200:
            pair = body_of(response)
            token, choice = pair["token"], "left" if shown(pair["a"]) > shown(pair["b"]) else "right"
            vote = {"choice": choice, "reasons": ["correct"], "note": f"by {name}"}
            body_of(who.send(f"campaigns/{campaign.pk}/pairs/{token}/vote", vote))
    return caller("admin", name="ada")


def test_figures_have_their_rows_and_weights(campaign: Campaign) -> None:
    ada, mia, path = voted(campaign), caller(name="mia"), f"campaigns/{campaign.pk}"
    body = body_of(ada.get(f"{path}/figures"))
    assert (body["n_votes"], len(body["ranking"])) == (18, 3)
    assert body["sides"]["left"] + body["sides"]["right"] == 18
    assert {row["name"] for row in body["reviewers"]} == {"rita", "otto"}
    assert body_of(mia.get(f"{path}/figures"))["reviewers"] == []
    assert body_of(mia.get(f"{path}/figures?kind=nope"))["ranking"] == []
    rows = body_of(ada.get(f"{path}/votes?page_size=5"))
    assert (rows["count"], len(rows["items"]), rows["items"][0]["name"] in ("rita", "otto")) == (18, 5, True)
    voter = rows["items"][0]["voter"]
    assert body_of(ada.get(f"{path}/votes?voter={voter}"))["count"] == 9
    hidden = body_of(mia.get(f"{path}/votes?voter={voter}"))
    assert (hidden["count"], hidden["items"][0]["voter"]) == (18, None)
    assert body_of(mia.get(f"{path}/votes?result=tie"))["count"] == 0
    assert rows["items"][0]["way"] == rows["items"][0]["chosen_by"]
    for name in ("chosen_by", "way"):  # the second is the old name
        assert body_of(mia.get(f"{path}/votes?{name}=once"))["count"] == 18
        assert body_of(mia.get(f"{path}/votes?{name}=repeat"))["count"] == 0
    assert {row["what"] for row in body_of(mia.get(f"{path}/groups"))} == {"kind", "tag"}
    tested = body_of(mia.get(f"{path}/tests"))
    assert (sum(tested["groups"].values()), tested["count"]) == (9, 9)
    assert all(row["liking"] == row["preference"] for row in tested["items"])
    group = tested["items"][0]["group"]
    assert body_of(mia.get(f"{path}/tests?group={group}"))["count"] == tested["groups"][group]
    assert body_of(ada.send(f"{path}/weights", {"voter": voter, "weight": 0.5}))["weight"] == 0.5
    assert Campaign.objects.get().weights == {voter: 0.5}
    assert mia.send(f"{path}/weights", {"voter": voter, "weight": 0.5}).status_code == 403
    assert ada.send(f"{path}/weights", {"voter": voter, "weight": 2}).status_code == 422
    assert "Nobody has voted" in body_of(ada.send(f"{path}/weights", {"voter": "x", "weight": 1}), 422)["detail"]


def test_ratings_are_listed_and_summed_up(campaign: Campaign) -> None:
    rita, path = reviewer(), f"campaigns/{campaign.pk}"
    for stars in (5, 1):
        token = body_of(rita.get(f"{path}/single-answers/next"))["token"]
        body_of(rita.send(f"{path}/single-answers/{token}/rate", {"stars": stars}))
    mia = caller()
    rows = body_of(mia.get(f"{path}/ratings"))
    assert [(row["stars"], row["name"]) for row in rows["items"]] == [(1, None), (5, None)]
    assert body_of(caller("admin").get(f"{path}/ratings?stars=5"))["items"][0]["name"] == "rita"
    assert sum(group["n"] for group in body_of(mia.get(f"{path}/figures"))["single_answers"]) == 2


def test_pairs_are_exported_with_their_card_and_imported_once(campaign: Campaign) -> None:
    assert caller().get(f"campaigns/{campaign.pk}/preferences").content == b""
    ada, path = voted(campaign), f"campaigns/{campaign.pk}/preferences"
    response = ada.get(f"{path}?source=votes")
    assert ada.get(f"{path}?made_of=votes").content == response.content, "the old name"
    assert ada.get(f"{path}?source=votes&made_of=tests").content == response.content
    lines = response.content.decode().splitlines()
    assert len(lines) == 6  # two models show the same number, so their votes contradict each other
    assert b"licence" in ada.get(f"{path}?form=card").content
    assert ada.get(f"{path}?form=zip").content.startswith(b"PK")

    def send(content: bytes) -> Any:
        return ada.upload("campaigns/import", file=SimpleUploadedFile("pairs.jsonl", content))

    created = body_of(send(response.content), 201)
    assert (created["n_votes"], created["is_known"]) == (6, False)
    assert body_of(send(response.content))["campaign"] == created["campaign"]
    assert Campaign.objects.get(pk=created["campaign"]).state == "closed"
    assert "pairs.jsonl: Line 1: not JSON" in body_of(send(b"nonsense"), 422)["detail"]
    elsewhere = json.dumps(json.loads(lines[0]) | {"chosen": "other text"}).encode()
    assert "no line became a vote. 1 left out: an answer is not stored" in body_of(send(elsewhere), 422)["detail"]
    file = SimpleUploadedFile("pairs.jsonl", response.content)
    assert caller("viewer").upload("campaigns/import", file=file).status_code == 403
