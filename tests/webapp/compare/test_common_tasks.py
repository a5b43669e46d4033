"""Models are compared over their common tasks, or over all tasks on request. The order follows the marked column."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from evaluations.models import LanguageModel, Run, Task
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from webapp.site.task_filters import matches, tasks_text

pytestmark = pytest.mark.django_db
V = Verdict
LUCKY, BROAD = "lucky:3b", "broad:7b"


@pytest.fixture
def run() -> Run:
    """broad was asked 9 tasks and passes 7. lucky was asked 6 easy ones and passes 5. broad passes all of these 6."""
    models = [factories.make_model(f"a/{name}") for name in (LUCKY, BROAD)]
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(9)])
    new_run = factories.make_run(version, models)
    new_run.candidates.filter(model__name=LUCKY, task__position__gte=6).delete()
    for candidate in new_run.candidates.select_related("task", "model"):
        n_passed = 5 if candidate.model.name == LUCKY else 7
        factories.finish(candidate, V.PASSED if candidate.task.position < n_passed else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    return new_run


def board(client: Client, query: str = "") -> dict[str, tuple[int, int]]:
    rows = client.get(f"/compare/leaderboard/{query}").context["rows"]
    return {entry.model.name: (entry.counts.n_passed, entry.counts.n_scored) for entry, _, _ in rows}


def dashboard(client: Client, query: str = "") -> dict[str, tuple[int, int]]:
    standings = client.get(f"/{query}").context["standings"]
    return {s.model.name: (s.counts.n_passed, s.counts.n_scored) for s in standings}


def words(client: Client, address: str) -> str:
    return html.unescape(" ".join(html_of(client.get(address)).split()))


@pytest.mark.parametrize(("counts_on_page", "address"), [(board, "/compare/leaderboard/"), (dashboard, "/")])
def test_common_tasks_are_the_default_and_all_tasks_the_option(
    client: Client, run: Run, counts_on_page: Any, address: str
) -> None:
    assert list(counts_on_page(client).items()) == [(BROAD, (6, 6)), (LUCKY, (5, 6))]
    text = words(client, address)
    assert "Common tasks: only the 6 tasks that all of these models were asked count, of 9." in text
    assert '<a href="?common=0">Compare over all tasks</a>' in text
    assert list(counts_on_page(client, "?common=0").items()) == [(LUCKY, (5, 6)), (BROAD, (7, 9))]
    text = words(client, f"{address}?common=0")
    assert "All tasks: not every model was asked every task, so the rates are over different tasks." in text
    assert "Compare over the 6 they share</a>" in text


def test_models_without_a_common_task_stay_and_the_page_says_so(client: Client, run: Run) -> None:
    run.candidates.filter(model__name=BROAD, task__position__lt=6).delete()
    assert board(client) == {LUCKY: (5, 6), BROAD: (1, 3)}
    for address in ("/", "/compare/leaderboard/"):
        assert "They have no task in common: choose fewer models." in words(client, address)


@pytest.fixture
def three(run: Run) -> Run:
    """A third model was asked one task and passed it."""
    rare = factories.make_model("a/rare:14b")
    new_run = factories.make_run(run.suite_version, [rare])
    new_run.candidates.filter(task__position__gte=1).delete()
    factories.finish(new_run.candidates.get(), V.PASSED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    return new_run


@pytest.mark.parametrize(("figures", "address"), [(board, "/compare/leaderboard/"), (dashboard, "/")])
def test_a_model_asked_hardly_any_task_does_not_shorten_the_comparison(
    client: Client, three: Run, figures: Any, address: str
) -> None:
    assert figures(client) == {BROAD: (6, 6), LUCKY: (5, 6)}
    text = words(client, address)
    assert "One model was asked too few of them to be compared." in text
    everybody = figures(client, "?common=0")
    assert everybody["rare:14b"] == (1, 1)
    assert "Compare over common tasks</a>" in words(client, f"{address}?common=0")
    chosen = three.chosen.get()
    other = LanguageModel.objects.get(name=BROAD)
    if address != "/":
        assert "<summary>Left out</summary>" in text
        assert board(client, f"?model={chosen.pk}&model={other.pk}") == {BROAD: (1, 1), "rare:14b": (1, 1)}


def test_api_names_who_was_asked_too_few_tasks(three: Run) -> None:
    mia = caller("viewer")
    row = {"run": three.pk, "model": "a/rare:14b", "n_tasks": 1}
    assert body_of(mia.get("figures/leaderboard"))["asked_fewer"] == [row]
    advice = body_of(mia.get("figures/advice"))
    assert [(left["model"], left["why"]) for left in advice["left_out"]] == [
        ("a/rare:14b", "asked only 1 of the tasks that the others share")
    ]
    assert advice["options"][0]["n_tasks"] == 6


def test_models_that_were_asked_the_same_tasks_get_no_note(client: Client, run: Run) -> None:
    run.candidates.filter(task__position__gte=6).delete()
    for address in ("/", "/compare/leaderboard/", "/compare/"):
        assert "common tasks:" not in words(client, address).lower()


@pytest.mark.parametrize("address", ["/", "/compare/leaderboard/", "/compare/"])
def test_figures_over_common_tasks_lead_to_the_answers_they_were_made_of(
    client: Client, run: Run, address: str
) -> None:
    broad = run.chosen.get(name=BROAD)
    links = re.findall(rf'href="(/candidates/\?run={run.pk}&model={broad.pk}&[^"]+)"', words(client, address))
    assert links
    for link in links:
        assert client.get(link).context["page"].paginator.count == 6, link


def test_filter_form_keeps_the_choice_of_all_tasks(client: Client, run: Run) -> None:
    assert '<input type="hidden" name="common" value="0">' in words(client, "/compare/leaderboard/?common=0")
    assert "/compare/?common=0" in words(client, "/compare/leaderboard/?common=0")  # links keep the choice


def test_history_of_a_task_that_not_all_were_asked(client: Client, run: Run) -> None:
    assert "There is no task" not in words(client, "/compare/history/?task=t8")


def test_api_says_over_which_tasks(run: Run) -> None:
    mia = caller("viewer")
    default = body_of(mia.get("figures/leaderboard"))
    assert (default["is_common"], default["n_common"], default["n_tasks"], default["n_all_tasks"]) == (True, 6, 6, 9)
    assert [(row["name"], row["n_scored"]) for row in default["items"]] == [(BROAD, 6), (LUCKY, 6)]
    over_all = body_of(mia.get("figures/leaderboard?common=0"))
    assert (over_all["is_common"], over_all["n_tasks"]) == (False, 9)
    assert [(row["name"], row["n_scored"]) for row in over_all["items"]] == [(LUCKY, 6), (BROAD, 9)]


def test_api_of_named_runs_counts_the_same_tasks_as_the_pages(run: Run) -> None:
    mia = caller("viewer")
    default = body_of(mia.get(f"figures?run={run.pk}"))
    assert (default["is_common"], default["n_common"]) == (True, 6)
    assert [(side["model"], side["passes"]["pass@1"]["share"]) for side in default["sides"]] == [
        (f"a/{BROAD}", 1.0),
        (f"a/{LUCKY}", 5 / 6),
    ]
    over_all = body_of(mia.get(f"figures?run={run.pk}&common=0"))
    assert (over_all["is_common"], over_all["n_common"]) == (False, 6)
    assert [(side["model"], side["n_tasks"]) for side in over_all["sides"]] == [(f"a/{LUCKY}", 6), (f"a/{BROAD}", 9)]


def test_tasks_in_an_address_are_ranges() -> None:
    assert tasks_text({9, 3, 5, 4}) == "3-5.9"
    assert tasks_text(range(0, 900, 2)) == ""  # too long for an address
    for text, expected in (("3-5.9", [3, 4, 5, 9]), ("7", [7]), ("", []), ("x.3-.-4.5", [5]), ("9" * 99, [])):
        assert [n for n in range(12) if matches(Task(pk=n), {"tasks": text})] == expected


def sorted_heads(text: str) -> list[tuple[str, str]]:
    heads = re.findall(r'<th scope="col"[^>]*aria-sort="(\w+)"[^>]*>(.*?)</th>', text)
    return [(order, re.sub("<[^>]+>", "", head).removesuffix("how?").strip()) for order, head in heads]


@pytest.mark.parametrize("address", ["/", "/compare/leaderboard/", "/compare/", "/compare/leaderboard/?sort=nonsense"])
def test_rows_are_sorted_by_the_marked_column(client: Client, address: str) -> None:
    models = [factories.make_model(f"a/m{n}") for n in range(5)]
    new_run = factories.make_run(factories.make_suite([factories.make_spec(f"t{n}") for n in range(12)]), models)
    for candidate in new_run.candidates.select_related("task", "model"):
        n_passed = (4, 10, 7, 12, 7)[int(candidate.model.name[1:])]
        if candidate.model.name == "m1" and candidate.task.position in (0, 1, 2, 11):
            factories.finish(candidate, V.UNSCORED)  # fewer tasks give a wider interval and a higher share
        else:
            factories.finish(candidate, V.PASSED if candidate.task.position < n_passed else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    response = client.get(address)
    assert sorted_heads(html_of(response)) == [("descending", "pass@1 ▾")]
    rows = response.context.get("standings") or response.context["page"]
    shares = [row.figures.pass_1.share for row in rows]
    assert shares == sorted(shares, reverse=True)


def test_another_order_is_marked_with_its_direction(client: Client, run: Run) -> None:
    for sort, expected in (("model", ("ascending", "Model ▴")), ("flaky", ("descending", "Flaky ▾"))):
        assert sorted_heads(html_of(client.get(f"/compare/leaderboard/?sort={sort}"))) == [expected]


def test_ranks_agree_with_the_order(client: Client) -> None:
    models = [factories.make_model(f"a/m{n}") for n in range(6)]
    new_run = factories.make_run(factories.make_suite([factories.make_spec(f"t{n}") for n in range(20)]), models)
    for candidate in new_run.candidates.select_related("task", "model"):
        ok = (7 * candidate.task.position + 3 * candidate.model.pk) % 20 < 3 * (1 + int(candidate.model.name[1:]))
        factories.finish(candidate, V.PASSED if ok else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    ranks = [rank for _, _, rank in client.get("/compare/leaderboard/").context["rows"]]
    assert ranks == sorted(ranks)
