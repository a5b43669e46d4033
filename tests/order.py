"""The order of tests in processes of pytest-xdist.

pytest-django runs all tests with rows first: they compute, and keep every processor busy. The others come last: most of
them wait for hostile programs and started sites. Each kind alone leaves a processor too much or too little to do.
"""

from __future__ import annotations

from itertools import groupby

import pytest

WITH_ROWS = {"db", "transactional_db", "live_server"}


def mixed(items: list[pytest.Item]) -> list[pytest.Item]:
    """Spread the files without rows evenly among the files with rows. The order within both stays.

    Tests without rows in a browser come last: Playwright keeps an event loop in the thread of the tests, in which
    tests with rows could not start one.
    """
    groups: list[list[pytest.Item]] = [[], [], []]
    for item in items:
        groups[0 if _has_rows(item) else 2 if _needs_a_browser(item) else 1].append(item)
    with_rows, others = _by_file(groups[0]), _by_file(groups[1])
    places = [(number / len(with_rows), 0, file) for number, file in enumerate(with_rows)]
    places += [((number + 0.5) / len(others), 1, file) for number, file in enumerate(others)]
    places.sort(key=lambda place: place[:2])
    return [item for *_, file in places for item in file] + groups[2]


def _by_file(items: list[pytest.Item]) -> list[list[pytest.Item]]:
    return [list(tests) for _, tests in groupby(items, key=lambda item: item.nodeid.partition("::")[0])]


def _has_rows(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not WITH_ROWS.isdisjoint(_fixtures(item))


def _needs_a_browser(item: pytest.Item) -> bool:
    return "browser" in _fixtures(item)


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))
