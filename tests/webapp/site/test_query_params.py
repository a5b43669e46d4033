"""Numbers in query strings: every page treats invalid ones in the same way."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories
from webapp.site.query_params import parse_decimal, parse_number, parse_numbers

NO_NUMBERS = ["", "-1", "1.5", "x", "²", "٣", "\0", "9" * 19, "9" * 5000]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_invalid_row_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_numbers_are_read_up_to_their_limit() -> None:
    assert parse_number("007") == 7
    assert parse_number("9" * 18) == 10**18 - 1
    assert parse_number("99", below=100) == 99
    assert parse_number("100", below=100) is None
    assert parse_numbers(["3", "", "x", "1"]) == [3, 1]


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "-inf", "1e999"])
def test_value_that_is_not_a_finite_number_is_none(text: str) -> None:
    assert parse_decimal(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["²", "٣", "%00", "9" * 30, "9" * 5000, "-1", "nan"])
def test_invalid_numbers_break_no_page(value: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(factories.make_person("ada", role="admin"))
    suite = factories.make_suite()
    run = factories.make_run(suite, [factories.make_model()])
    task = suite.tasks.first()
    assert task
    slug = suite.suite.slug
    for address in (
        f"/suites/{slug}/?v={value}",
        f"/suites/{slug}/tasks/{task.slug}/?v={value}&model={value}",
        f"/runs/{run.pk}/tasks/{task.pk}/?sample={value}",
        f"/runs/{run.pk}/report/?c={value}",
        f"/compare/leaderboard/?size={value}&run={value}&model={value}",
        f"/candidates/?run={value}&model={value}&task={value}&rounds={value}",
        f"/candidates/against/?a={value}&b={value}",
        f"/changes/?run={value}",
        f"/candidates/change/?run={run.pk}&do=samples&more={value}",
        f"/models/servers/probe/some-token/?since={value}",
        f"/prompt/?from={value}",
        f"/prompt/?workbook={value}",
        f"/prompt/wording/?workbook={value}&max_tokens={value}",
        f"/workbooks/matrix/?w={value}",
    ):
        status = client.get(address).status_code
        assert status in {200, 302, 404, 422}, f"{status} for {address[:80]}"
    posts = {
        f"/suites/{slug}/tasks/{task.slug}/mark/?v={value}": {"do": "mark", "reason": "x"},
        "/people/team/": {"team": value},
        "/prompt/preview/": {
            "prompt": "Add two numbers.",
            "workbook": value,
            "models": value,
            "max_tokens": value,
            "strategy": "plain",
        },
    }
    for address, fields in posts.items():
        status = client.post(address, fields).status_code
        assert status < 500, f"{status} for {address[:80]}"
