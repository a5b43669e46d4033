"""Over which tasks models are compared: a model that was asked few tasks does not shorten the comparison for all."""

from __future__ import annotations

import pytest

from evaluations.queries.common_tasks import common_tasks


def tasks_by_model(**tasks: range) -> dict[str, dict[int, None]]:
    return {name: dict.fromkeys(of_model) for name, of_model in tasks.items()}


@pytest.mark.parametrize(
    ("models", "tasks", "left_out"),
    [
        ({}, None, {}),
        ({"a": range(9)}, None, {}),
        ({"a": range(9), "b": range(9)}, None, {}),
        ({"a": range(9), "b": range(6)}, range(6), {}),
        ({"a": range(100), "b": range(3)}, range(3), {}),  # two models alone are always compared
        ({"a": range(5), "b": range(5, 9)}, range(0), {}),
        ({"a": range(17), "b": range(17), "c": range(14)}, range(14), {}),  # three tasks less, but all models
        ({"a": range(17), "b": range(17), "c": range(3)}, None, {"c": 3}),
        ({"a": range(17), "b": range(17), "c": range(14), "d": range(14, 17)}, range(14), {"d": 0}),
        ({"a": range(3), "b": range(3, 6), "c": range(6, 9)}, range(0), {}),  # no task is common to two models
        ({"a": range(8), "b": range(8), "c": range(20, 22), "d": range(20, 22)}, None, {"c": 0, "d": 0}),
    ],
)
def test_common_tasks_and_the_models_left_out(
    models: dict[str, range], tasks: range | None, left_out: dict[str, int]
) -> None:
    common = common_tasks(tasks_by_model(**models))
    assert common.tasks == (None if tasks is None else set(tasks))
    assert common.asked_fewer == left_out
