"""Many requests of reviewers to one queue of a real server: no pair is assigned twice, and no vote is lost."""

from __future__ import annotations

import re
import threading
from collections import Counter
from random import Random

import httpx
import pytest
from django.conf import settings

from evaluations.models import BlindRating, Campaign, Ordering, StarRating, Vote
from tests.webapp.conftest import session_of
from tests.webapp.review_rows import make_campaign, make_run, person
from webapp.review.blind_rows import Pairs

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = re.compile(r'data-token="([\w-]+)"')
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Tab:
    """A reviewer's browser tab. It sends the requests of the page's script: next pair, vote, next pair."""

    def __init__(self, site: str, session: str, campaign: Campaign, seed: int) -> None:
        self.base, self.draw = f"/review/{campaign.pk}/", Random(seed)
        self.http = httpx.Client(base_url=site, cookies={settings.SESSION_COOKIE_NAME: session}, timeout=60)
        self.voted: list[str] = []
        self.errors: list[str] = []

    def work(self) -> None:
        """Vote until no pair is left."""
        while True:
            page = self.http.get(f"{self.base}vote/")
            token, csrf = TOKEN.search(page.text), CSRF.search(page.text)
            if page.status_code != 200 or token is None or csrf is None:
                if "No pair is left for you" not in page.text:
                    self.errors.append(f"{page.status_code}: {page.text[:200]}")
                return
            self.http.get(f"{self.base}next/?after={token[1]}")
            data = {"choice": self.draw.choice(["left", "right", "tie"]), "csrfmiddlewaretoken": csrf[1]}
            headers = {"X-Part": "1", "Referer": str(page.url)}
            answer = self.http.post(f"{self.base}{token[1]}/store/", data=data, headers=headers)
            is_stored = answer.status_code == 200 and "Your vote" in answer.text
            is_kept = answer.status_code == 409 and Pairs.kept in answer.text  # the other tab was first
            if not is_stored and not is_kept:
                self.errors.append(f"store {answer.status_code}: {answer.text[:200]}")
            self.voted.append(token[1])


def test_two_reviewers_in_two_tabs_each_share_no_place_and_lose_no_vote(site: str) -> None:
    campaign = make_campaign(make_run(n_tasks=7), votes_per_pair=2, repeat_share=0)
    sessions = [session_of(person(name)) for name in ("ada", "bob")]
    tabs = [Tab(site, session, campaign, seed) for seed, session in enumerate(sessions * 2)]
    threads = [threading.Thread(target=tab.work) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    for tab in tabs:
        tab.http.close()
    assert [tab.errors for tab in tabs] == [[]] * 4
    votes = Vote.objects.counted()
    n_pairs = campaign.pairs.count()
    assert n_pairs == 21
    assert votes.count() == 2 * n_pairs
    assert {token for tab in tabs for token in tab.voted} == set(votes.values_list("token", flat=True))
    assert set(Counter(votes.values_list("pair", flat=True)).values()) == {2}
    assert set(Counter(votes.values_list("pair", "reviewer")).values()) == {1}
    assert set(votes.values_list("slot", flat=True)) == {0, 1}
    assert not Vote.objects.filter(voted_at=None).exists()


def test_a_rating_sent_twice_and_an_order_sent_twice_are_stored_once(site: str) -> None:
    campaign = make_campaign(make_run(n_tasks=1))
    session = session_of(person("ada"))
    with httpx.Client(base_url=site, cookies={settings.SESSION_COOKIE_NAME: session}, follow_redirects=True) as http:
        for way, data in (("single", {"stars": "3"}), ("rank", {"place-a": "1", "place-b": "2", "place-c": "3"})):
            page = http.get(f"/review/{campaign.pk}/{way}/")
            csrf = CSRF.search(page.text)
            assert csrf
            assert _sent_at_once(http, str(page.url), {**data, "csrfmiddlewaretoken": csrf[1]}) == [200] * 3
    assert StarRating.objects.count() == BlindRating.objects.count() == Ordering.objects.count() == 1
    assert Vote.objects.counted().count() == 3


def _sent_at_once(http: httpx.Client, page: str, data: dict[str, str]) -> list[int]:
    answers: list[int] = []

    def send() -> None:
        answers.append(http.post(f"{page}store/", data=data, headers={"Referer": page}).status_code)

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
