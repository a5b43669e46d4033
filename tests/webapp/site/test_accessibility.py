"""axe finds nothing serious on any page of the site with rows, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page

from evaluations.models import Membership
from tests.environment import IS_FULL
from tests.webapp.addresses import addresses, furnish
from tests.webapp.review_rows import make_campaign, person

AXE = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make setup"),
]
# A frame shows an answer, which is not a page of the site.
RUN = """(rules) => axe.run(document, {iframes: false, resultTypes: ["violations"], ...rules}).then(({violations}) =>
  violations.filter(({impact}) => ["serious", "critical"].includes(impact)).map(({id, nodes}) =>
    `${id}: ${nodes.length} times, first ${nodes[0].html.slice(0, 160)}`))"""
# Only colours depend on the scheme.
RULES: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
ALSO = [
    "/nothing/here/",
    "/suites/?show=prompts",
    "/search/?q=greet",
    "/review/{campaign}/?control=1&tag=react",
    "/review/{campaign}/tests/?group=neither",
    "/review/{campaign}/export/?from=tests",
    "/compare/?run={run}",
    "/candidates/?run={run}&verdict=failed",
]


@pytest.fixture
def boss() -> User:
    return person("boss", Membership.Role.ADMIN)


def pages_of(boss: User) -> list[str]:
    """Return the addresses that answer a GET with a page."""
    site = furnish(boss)
    make_campaign(site.run)  # a campaign with pairs that no reviewer has seen
    client = Client()
    client.force_login(boss)
    every = [*addresses(site, boss).values(), *(a.format(campaign=site.campaign.pk, run=site.run.pk) for a in ALSO)]
    return [address for address in dict.fromkeys(every) if _is_page(client, address)]


def _is_page(client: Client, address: str) -> bool:
    if "/act/" in address or address.startswith(("/sign-out", "/sign-in/", "/models/servers/probe/")):
        return False
    response = client.get(address, headers={"Sec-Fetch-Dest": "iframe"})
    is_html = b"<html" in response.content[:200] if not response.streaming else False  # only htmx asks for parts
    response.close()
    is_frame = "sandbox" in response.headers.get("Content-Security-Policy", "")
    return response.status_code in (200, 404) and is_html and not is_frame


def test_axe_finds_nothing_serious_on_any_page(browser: Any, enter: Callable[..., str], site: str, boss: User) -> None:
    paths = pages_of(boss)
    assert len(paths) >= 40, paths
    context = browser.new_context()
    page: Page = context.new_page()
    page.route_web_socket("**/ws/**", lambda socket: None)  # no row changes in this test
    faults = _swept(page, site, ["/sign-in/"])
    enter(context, boss)
    faults += _swept(page, site, paths[:: 1 if IS_FULL else 6])  # every page in make test-full
    context.close()
    assert not faults, "\n".join(faults)


def _swept(page: Page, site: str, paths: list[str]) -> list[str]:
    source, faults = AXE.read_text(), []
    for path in paths:
        page.goto(site + path)
        page.evaluate(source)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faults += [f"{path} ({scheme}): {fault}" for fault in page.evaluate(RUN, rules)]
    return faults
