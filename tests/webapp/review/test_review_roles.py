"""A reviewer sees only their own campaigns. Every address of the site is tested."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from evaluations.actions.assign_pairs import assign_pairs
from evaluations.actions.blind_ratings import open_blind_rating
from evaluations.actions.rank_answers import open_ordering
from evaluations.models import Membership, Vote
from tests.webapp.addresses import Site, addresses, furnish
from tests.webapp.review.test_review_vote import TELLING
from tests.webapp.review_rows import even, make_campaign, person, take

pytestmark = pytest.mark.django_db
# A reviewer may open the list, assigned pairs and their own account. Tokens have their own scopes.
OPEN = {
    "",
    "review/",
    "review/<int:pk>/vote/",
    "review/<int:pk>/next/",
    "review/<int:pk>/rank/",
    "review/<int:pk>/single/",
    "review/<int:pk>/solo/",
    "review/<int:pk>/solo/<path:rest>",
    "favicon.ico",
    "help/",
    "people/password/",
    "people/preferences/",
    "people/theme/",
    "people/team/",
    "sign-in/",
    "sign-out/",
    "sign-in/<str:secret>/",
    "shared/<str:secret>/",
    "shared/<str:secret>/report/",
    "shared/<str:secret>/<int:candidate>/picture/",
    "tokens/",
    "tokens/<int:pk>/revoke/",
}
OWN_SHOWING = (
    "review/<int:pk>/<str:token>/",
    "review/<int:pk>/rank/<str:token>/",
    "review/<int:pk>/single/<str:token>/",
)


@pytest.fixture
def boss() -> User:
    return person("boss", Membership.Role.ADMIN)


@pytest.fixture
def furnished(boss: User) -> Site:
    return furnish(boss)


@pytest.fixture
def rita() -> Client:
    client = Client()
    client.force_login(person("rita"))
    return client


def test_every_other_address_is_refused(furnished: Site, boss: User, rita: Client) -> None:
    furnished.campaign.reviewers.add(boss)
    by_route = addresses(furnished, boss)
    assert len(by_route) > 90
    for route, address in by_route.items():
        if route in OPEN or route.startswith("api/"):
            continue
        for response in (rita.get(address), rita.post(address)):
            assert response.status_code in (403, 404, 405), (route, response.status_code)
            assert TELLING.search(response.content.decode().replace(address, "")) is None, route


def test_campaigns_given_to_a_reviewer_open_only_blind_pages(furnished: Site, boss: User, rita: Client) -> None:
    for route, address in addresses(furnished, boss).items():
        if route.startswith("api/") or route in ("sign-out/", "favicon.ico"):
            continue
        response = rita.get(address, follow=True)
        text = response.content.decode(errors="replace").replace(address, "")  # the theme's form contains the address
        # The help page names Ollama and the demonstration model for everybody. These are not under review.
        assert route == "help/" or TELLING.search(text) is None, route
        if route not in OPEN and not route.startswith("review/"):
            assert response.status_code == 403, (route, response.status_code)


def test_campaign_given_to_another_reviewer_is_404(furnished: Site, boss: User, rita: Client) -> None:
    for route, address in addresses(furnished, boss).items():
        if route.startswith(OWN_SHOWING):
            assert rita.get(address).status_code in (404, 405), route
            assert rita.post(address, {"choice": "left", "stars": "1"}).status_code in (404, 405), route
    assert not Vote.objects.filter(reviewer__username="rita").exists()


def test_reviewer_of_one_campaign_cannot_open_the_other(furnished: Site, rita: Client) -> None:
    other = make_campaign(furnished.run)
    furnished.campaign.reviewers.add(User.objects.get(username="rita"))
    other.reviewers.add(User.objects.get(username="boss"))
    assert rita.get(f"/review/{furnished.campaign.pk}/vote/").status_code == 200
    for path in ("vote/", "next/", "rank/", "single/"):
        assert rita.get(f"/review/{other.pk}/{path}").status_code == 404
    text = rita.get("/review/").content.decode()
    assert f"/review/{furnished.campaign.pk}/" in text
    assert f"/review/{other.pk}/" not in text


def test_admin_sees_all_campaigns_of_the_team(furnished: Site, boss: User) -> None:
    furnished.campaign.reviewers.add(person("ada"))
    client = Client()
    client.force_login(boss)
    assert client.get(f"/review/{furnished.campaign.pk}/").status_code == 200
    assert assign_pairs(furnished.campaign, boss.pk, even, is_repeat_due=lambda n: False)


def test_former_reviewer_who_became_a_viewer_opens_no_blind_page() -> None:
    rita = person("rita")
    campaign = make_campaign()
    rows = {
        "": take(campaign, rita)[0],
        "rank/": open_ordering(campaign, rita.pk),
        "single/": open_blind_rating(campaign, rita.pk),
    }
    client = Client()
    client.force_login(rita)
    Membership.objects.filter(user=rita).update(role=Membership.Role.VIEWER)
    statuses = {}
    for kind, row in rows.items():
        assert row
        for part in ("", "a/"):
            statuses[kind + part] = client.get(f"/review/{campaign.pk}/{kind}{row.token}/{part}").status_code
    assert set(statuses.values()) == {403}, statuses
