"""A run's map: a small cell for every task and model, coloured by passed samples, and a link for each row."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Run
from evaluations.records import Verdict
from tests import factories
from webapp.runs.overview import FEWEST_ROWS, KINDS, LINE, MOST_ROWS, _rows_of_a_block

pytestmark = pytest.mark.django_db


def finished_run(n_tasks: int, n_models: int) -> Run:
    specs = [factories.make_spec(f"task-{number}") for number in range(n_tasks)]
    models = [factories.make_model(f"a/m{number}") for number in range(n_models)]
    run = factories.make_run(factories.make_suite(specs), models, "Starter run")
    for number, row in enumerate(run.candidates.order_by("task__position", "model_id")):
        if number < n_models:
            factories.finish(row, Verdict.PASSED)
        elif number < 2 * n_models:
            factories.finish(row, Verdict.FAILED)
    return run


def test_every_cell_is_drawn_once_and_rows_lead_to_their_tasks(client: Client) -> None:
    client.force_login(factories.make_person("mia"))
    run = finished_run(4, 5)
    page = client.get(f"/runs/{run.pk}/")
    overview = page.context["overview"]
    (block,) = overview.blocks
    assert (block.width, block.height) == (40, 32)
    cells = {kind: path.count("M") for kind, path in block.paths}
    assert cells == {"passed": 5, "failed": 5, "open": 10}
    assert [row.label.rpartition(": ")[2] for row in block.rows] == [f"{n} of 5 models passed" for n in (5, 0, 0, 0)]
    html = page.content.decode()
    for task in run.suite_version.tasks.all():
        assert f'href="/runs/{run.pk}/tasks/{task.pk}/"><title>{task.title}: ' in html
    for kind in ("passed", "failed", "open"):
        assert KINDS[kind] in html


def test_many_tasks_are_drawn_in_blocks_side_by_side(client: Client) -> None:
    client.force_login(factories.make_person("mia"))
    overview = client.get(f"/runs/{finished_run(FEWEST_ROWS + 3, 2).pk}/").context["overview"]
    assert [len(block.rows) for block in overview.blocks] == [FEWEST_ROWS, 3]
    assert [block.height for block in overview.blocks] == [8 * FEWEST_ROWS, 24]
    assert [kind for kind, _ in overview.legend] == ["passed", "failed", "open"]


@pytest.mark.parametrize(
    ("n_models", "n_tasks", "n_rows"),
    [(1, 82, FEWEST_ROWS), (1, 784, 14), (4, 784, 30), (8, 1000, MOST_ROWS), (LINE, 100, MOST_ROWS)],
)
def test_blocks_fill_one_line_of_a_wide_window_where_they_can(n_models: int, n_tasks: int, n_rows: int) -> None:
    assert _rows_of_a_block(n_models, n_tasks) == n_rows


def test_map_follows_the_filters_and_is_part_of_the_live_update(client: Client) -> None:
    client.force_login(factories.make_person("mia"))
    run = finished_run(4, 5)
    assert client.get(f"/runs/{run.pk}/?q=m1").context["overview"] is None, "four cells need no map"
    part = client.get(f"/runs/{run.pk}/?part=live", headers={"HX-Request": "true"}).content.decode()
    assert '<div id="run-overview" hx-swap-oob="true">' in part
