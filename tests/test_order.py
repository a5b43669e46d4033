"""The order of tests in processes of pytest-xdist: tests that wait run beside tests that compute."""

from __future__ import annotations

from typing import Any, cast

import pytest

from tests.order import mixed


class Item:
    """A test, as far as its order depends on it."""

    def __init__(self, name: str, *fixtures: str, marks: tuple[str, ...] = ()) -> None:
        self.nodeid, self.fixturenames, self.marks = f"{name.rpartition('-')[0]}.py::{name}", fixtures, marks

    def get_closest_marker(self, name: str) -> object:
        return name if name in self.marks else None


def names_of(*items: Item) -> list[str]:
    ordered = cast("list[Any]", mixed(cast("list[pytest.Item]", list(items))))
    return [item.nodeid.partition("::")[2] for item in ordered]


def rows(file: str, n: int) -> list[Item]:
    return [Item(f"{file}-{number}", marks=("django_db",)) for number in range(n)]


def test_files_without_a_database_run_between_those_with_one() -> None:
    computing = [*rows("a", 2), *rows("b", 2), *rows("c", 2)]
    waiting = [Item("x-0"), Item("x-1"), Item("y-0")]
    order = names_of(*computing, *waiting)
    assert order == ["a-0", "a-1", "x-0", "x-1", "b-0", "b-1", "c-0", "c-1", "y-0"]


def test_tests_of_pages_in_a_browser_without_rows_come_last() -> None:
    """Playwright keeps an event loop in the thread of the tests, which code of tests with rows must not meet."""
    order = names_of(*rows("a", 1), Item("x-0", "browser"), Item("y-0"), *rows("b", 1))
    assert order[-1] == "x-0"


@pytest.mark.parametrize("fixture", ["db", "transactional_db", "live_server"])
def test_order_of_tests_with_rows_stays(fixture: str) -> None:
    """pytest-django puts tests that leave an empty database behind after those that expect migrated rows."""
    order = names_of(*rows("b", 2), Item("x-0"), *rows("a", 1), Item("a-1", fixture))
    assert [name for name in order if name != "x-0"] == ["b-0", "b-1", "a-0", "a-1"]
