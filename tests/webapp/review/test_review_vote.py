"""The blind page: who may see it, and its content before and after the vote."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from evaluations.models import Campaign, Membership, Team, Vote
from tests.webapp.page_text import html_of
from tests.webapp.review_rows import MODELS, make_campaign, make_run, person

pytestmark = pytest.mark.django_db
# Everything that would reveal a model or the order of the candidates.
TELLING = re.compile(
    r"deepseek|codellama|code llama|smollm|ollama|6\.7b|135m|q4_0|:7b|sha256|/candidates/\d|candidate[-_ ]?id",
    re.IGNORECASE,
)


@pytest.fixture
def ada() -> User:
    return person("ada")


@pytest.fixture
def client(ada: User) -> Client:
    return signed_in(ada)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def first_pair(client: Client, campaign: Campaign) -> tuple[Any, Vote]:
    response = client.get(f"/review/{campaign.pk}/vote/")
    assert response.status_code == 200
    return response, Vote.objects.get(token=response.context["vote"].token)


def everything(response: Any) -> str:
    return "\n".join([f"{name}: {value}" for name, value in response.headers.items()]) + html_of(response)


def test_responses_to_the_browser_before_the_vote_do_not_reveal_the_model(client: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(title=f"{MODELS[0]} against CodeLlama")
    response, vote = first_pair(client, campaign)
    base = f"/review/{campaign.pk}/{vote.token}/"
    received = {"list": everything(client.get("/review/")), "page": everything(response)}
    for path in ("a/", "b/", "a/screenshot/", "b/screenshot/", ""):
        answer = client.get(base + path)
        assert answer.status_code == 200, path
        # The test made the picture, which contains the name. The site sent the headers.
        received[path] = str(answer.headers) if "screenshot" in path else everything(answer)
    received["next"] = everything(client.get(f"/review/{campaign.pk}/next/?after={vote.token}"))
    for place, text in received.items():
        assert "Written by" in text or place in ("list", "a/screenshot/", "b/screenshot/"), place
        match = TELLING.search(text)
        assert match is None, f"{place}: …{text[max(0, match.start() - 80) : match.end() + 40]}…"
    assert "▒▒▒" in received["page"]
    assert "▒▒▒" in received["next"]


def test_verdicts_are_hidden_until_the_vote_unless_the_campaign_shows_them(client: Client) -> None:
    campaign = make_campaign()
    response, vote = first_pair(client, campaign)
    assert not re.search(r"v-passed|v-failed|>passed<|>failed<", html_of(response))
    Campaign.objects.update(shows_verdicts=True)
    assert re.search(r"v-passed|v-failed", html_of(client.get(f"/review/{campaign.pk}/{vote.token}/")))


def test_both_sides_are_answered_alike(client: Client) -> None:
    campaign = make_campaign()
    _, vote = first_pair(client, campaign)
    first, second = (client.get(f"/review/{campaign.pk}/{vote.token}/{side}/") for side in "ab")
    assert {**first.headers, "Content-Length": ""} == {**second.headers, "Content-Length": ""}
    assert "sandbox allow-scripts allow-forms" in first.headers["Content-Security-Policy"]
    assert "connect-src 'none'" in first.headers["Content-Security-Policy"]
    assert "allow-same-origin" not in first.headers["Content-Security-Policy"]
    assert first.headers["Cache-Control"] == "no-store"


def test_vote_reveals_names_verdicts_and_others(client: Client) -> None:
    campaign = make_campaign(make_run(n_tasks=1, models=MODELS[:2]))
    _, vote = first_pair(client, campaign)
    data = {"choice": "left", "reasons": ["looks", "nonsense"], "note": "nice\0"}
    response = client.post(f"/review/{campaign.pk}/{vote.token}/store/", data, follow=True)
    text = html_of(response)
    for word in ("deepseek-coder:6.7b-instruct-q4_0", "codellama:7b", "v-passed", "v-failed", "nobody else"):
        assert word in text, word
    vote.refresh_from_db()
    assert (vote.choice, vote.reasons, vote.note) == ("left", ["looks"], "nice")
    bob = signed_in(person("bob"))
    _, other = first_pair(bob, campaign)
    assert other.is_swapped != vote.is_swapped
    page_text = html_of(bob.post(f"/review/{campaign.pk}/{other.token}/store/", {"choice": "tie"}, follow=True))
    assert "B better ×1" in page_text  # ada's left is bob's right


def test_second_post_changes_nothing(client: Client) -> None:
    campaign = make_campaign()
    _, vote = first_pair(client, campaign)
    address = f"/review/{campaign.pk}/{vote.token}/store/"
    assert [client.post(address, {"choice": choice}).status_code for choice in ("left", "left")] == [302, 302]
    other = client.post(address, {"choice": "right"})
    assert other.status_code == 409
    assert "You have already voted on this pair. That vote was not changed." in html_of(other)
    vote.refresh_from_db()
    assert vote.choice == "left"


@pytest.mark.parametrize("choice", ["left", "right"])
def test_page_says_that_a_vote_after_an_undo_is_not_stored(client: Client, choice: str) -> None:
    campaign = make_campaign()
    _, vote = first_pair(client, campaign)
    address = f"/review/{campaign.pk}/{vote.token}/"
    client.post(f"{address}store/", {"choice": "left"})
    assert client.post(f"{address}undo/").status_code == 302
    for headers in ({}, {"X-Part": "1"}):
        response = client.post(f"{address}store/", {"choice": choice}, headers=headers)
        assert response.status_code == 409
        assert re.search(r"data-sentence>Your vote on this pair was undone", html_of(response))
    assert not Vote.objects.counted().exists()


def test_missing_choice_is_refused_with_the_valid_ones(client: Client) -> None:
    campaign = make_campaign()
    _, vote = first_pair(client, campaign)
    response = client.post(f"/review/{campaign.pk}/{vote.token}/store/", {"choice": "<b>best"})
    assert response.status_code == 422
    assert "&lt;b&gt;best" in html_of(response)
    vote.refresh_from_db()
    assert vote.voted_at is None


def test_undo_follows_its_rule(client: Client) -> None:
    campaign = make_campaign()
    _, first_vote = first_pair(client, campaign)
    client.post(f"/review/{campaign.pk}/{first_vote.token}/store/", {"choice": "left"})
    _, two = first_pair(client, campaign)
    client.post(f"/review/{campaign.pk}/{two.token}/store/", {"choice": "left"})
    assert client.post(f"/review/{campaign.pk}/{first_vote.token}/undo/").status_code == 409
    assert client.post(f"/review/{campaign.pk}/{two.token}/undo/").status_code == 302
    assert Vote.objects.counted().count() == 1


def test_script_gets_only_the_changed_part(client: Client) -> None:
    campaign = make_campaign()
    _, vote = first_pair(client, campaign)
    address = f"/review/{campaign.pk}/{vote.token}/store/"
    text = html_of(client.post(address, {"choice": "tie"}, headers={"X-Part": "1"}))
    assert "<html" not in text
    assert 'data-done="1" data-total="9"' in text


def test_queue_ends_with_thanks(client: Client) -> None:
    campaign = make_campaign(make_run(n_tasks=1, models=MODELS[:2]))
    _, vote = first_pair(client, campaign)
    assert client.get(f"/review/{campaign.pk}/next/?after={vote.token}").status_code == 204
    client.post(f"/review/{campaign.pk}/{vote.token}/store/", {"choice": "tie"})
    assert "you have voted on 1" in html_of(client.get(f"/review/{campaign.pk}/vote/"))


def test_pair_belongs_to_its_reviewer_only(client: Client) -> None:
    campaign = make_campaign()
    _, vote = first_pair(client, campaign)
    base = f"/review/{campaign.pk}/{vote.token}/"
    bob = signed_in(person("bob", Membership.Role.ADMIN))
    stranger = signed_in(person("eve", team=Team.objects.create(name="Other", slug="other")))
    for path in ("", "a/", "a/screenshot/"):
        assert bob.get(base + path).status_code == 404
        assert stranger.get(base + path).status_code in (403, 404)
        assert Client().get(base + path)["Location"].startswith("/sign-in/")
    for path in ("store/", "undo/"):
        assert bob.post(base + path, {"choice": "left"}).status_code == 404
    assert stranger.get(f"/review/{campaign.pk}/vote/").status_code == 404


def test_viewer_cannot_vote_and_campaign_of_another_reviewer_is_404(client: Client, ada: User) -> None:
    campaign = make_campaign()
    viewer = signed_in(person("vic", Membership.Role.VIEWER))
    assert viewer.get(f"/review/{campaign.pk}/vote/").status_code == 403
    campaign.reviewers.add(person("bob"))
    assert client.get(f"/review/{campaign.pk}/vote/").status_code == 404
    assert "Which is nicer?" not in html_of(client.get("/review/"))


@pytest.mark.parametrize("side", ["c", "first", "aa"])
def test_unknown_side_is_404(client: Client, side: str) -> None:
    campaign = make_campaign()
    _, vote = first_pair(client, campaign)
    assert client.get(f"/review/{campaign.pk}/{vote.token}/{side}/").status_code == 404
    assert client.get(f"/review/{campaign.pk}/{vote.token}/{side}/screenshot/").status_code == 404


def test_hostile_code_stays_text(client: Client) -> None:
    source = "</script><script>alert(1)</script><img src=x onerror=alert(2)> // <!-- "
    campaign = make_campaign(make_run(n_tasks=1, source=lambda label: f"{source} {len(label)}"))
    response, vote = first_pair(client, campaign)
    for text in (html_of(response), html_of(client.get(f"/review/{campaign.pk}/{vote.token}/a/"))):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_reviewer_sees_only_reviews(client: Client) -> None:
    campaign = make_campaign()
    candidate = campaign.runs.get().candidates.first()
    assert candidate is not None
    assert "Which is nicer?" in html_of(client.get("/"))
    answer_page = f"/candidates/{candidate.pk}/"
    lists = ("/runs/", "/compare/", "/suites/", "/models/", "/prompt/", "/candidates/", "/search/?q=a", "/people/")
    for path in (*lists, answer_page, f"{answer_page}preview/", f"/runs/{candidate.run_id}/"):
        response = client.get(path)
        assert response.status_code == 403, path
        assert "Your campaigns are under Review" in html_of(response)
    page = html_of(client.get("/review/"))
    assert 'href="/runs/"' not in page
    assert client.get("/people/password/").status_code == 200
    member = signed_in(person("mia", Membership.Role.MEMBER))
    assert member.get("/runs/").status_code == 200


def test_several_answers_are_ranked_blind_and_then_named(client: Client) -> None:
    campaign = make_campaign(make_run(n_tasks=1))
    address = client.get(f"/review/{campaign.pk}/rank/")["Location"]
    page = client.get(address)
    assert html_of(page).count("<iframe") == 3
    assert 'href="/review/"' in html_of(page)
    assert html_of(page).count('value="3" required') == 3
    for text in [everything(page), *(everything(client.get(f"{address}{letter}/")) for letter in "abc")]:
        assert TELLING.search(text) is None
    assert client.get(f"{address}b/picture/").status_code == 200
    assert client.get(f"{address}d/").status_code == 404
    assert client.post(f"{address}store/", {"place-a": "1", "place-b": "9"}).status_code == 422
    assert not Vote.objects.exists()
    done = client.post(f"{address}store/", {"place-a": "1", "place-b": "2", "place-c": "2"}, follow=True)
    assert "codellama:7b" in html_of(done)
    assert sorted(Vote.objects.counted().values_list("choice", flat=True)).count("tie") == 1
    assert "No task has three answers left" in html_of(client.get(f"/review/{campaign.pk}/rank/"))
    other = client.post(f"{address}store/", {"place-a": "2", "place-b": "1", "place-c": "2"})
    assert (other.status_code, "You have already put these answers in order" in html_of(other)) == (409, True)
    client.post(f"{address}undo/")
    assert not Vote.objects.counted().exists()
    assert client.post(f"{address}undo/").status_code == 409
    late = client.post(f"{address}store/", {"place-a": "1", "place-b": "2", "place-c": "2"})
    assert (late.status_code, "Your order of these answers was undone" in html_of(late)) == (409, True)
    assert signed_in(person("bob")).get(address).status_code == 404
