"""Pages and API for decisions: the advisor, the model in use, this week's changes, one model, one task."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Campaign, Candidate, Grading, InUse, LanguageModel, Pair, Run, SuiteVersion, Vote
from evaluations.records import Verdict
from tests import factories
from tests.queries.test_advice import answered, scripted
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


@pytest.fixture
def mia() -> Any:
    return factories.make_person("mia")


@pytest.fixture
def client(mia: Any) -> Client:
    signed_in = Client()
    signed_in.force_login(mia)
    return signed_in


@pytest.fixture
def api(mia: Any) -> Caller:
    return Caller(token_for(mia))


@pytest.fixture
def version() -> SuiteVersion:
    return factories.make_suite([factories.make_spec(f"t{n}", title=f"Task {n}") for n in range(20)], slug="react")


@pytest.fixture
def run(version: SuiteVersion) -> Run:
    """A run in which large passes 18 of 20 tasks, small 16 and tiny 2."""
    models = [scripted("large", 13.5), scripted("small", 4.7), scripted("tiny", 0.7)]
    new_run = factories.make_run(version, models)
    for model, n, speed in zip(models, (18, 16, 2), (9.0, 60.0, 200.0), strict=True):
        answered(new_run, model, range(n), speed)
    return new_run


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(html.unescape(html_of(response)).split())


def test_advice_has_an_address_that_can_be_shared(client: Client, api: Caller, run: Run) -> None:
    query = "suite=react&memory_gb=8&tokens_per_s=20&price_per_hour=3.6"
    page = client.get(f"/compare/advisor/?{query}")
    text = " ".join(html.unescape(html_of(page)).split())
    body = body_of(api.get(f"figures/advice?{query}"))
    assert body["recommended"] == "box/small"
    for sentence in body["sentences"]:
        assert sentence in text
    assert page.context["advice_request"].query == query
    assert f'href="?{query}"' in text
    assert "its weights take more than 8 GB" in text
    assert "0.00208" in text


def test_invalid_parameters_are_named_and_the_others_are_used(client: Client, api: Caller, run: Run) -> None:
    text = text_of(client, "/compare/advisor/?memory_gb=much&suite=nope&tokens_per_s=-1")
    assert "“much” is not a valid number (GB of memory)." in text
    assert "No suite “nope” has results. There are: react." in text
    assert "Recommended: large." in text
    assert api.get("figures/advice?suite=nope").status_code == 422
    assert api.get("figures/advice?memory_gb=0").status_code == 422


def test_advisor_of_an_empty_team_says_what_to_do(run: Run) -> None:
    otto = Client()
    otto.force_login(factories.make_person("otto", factories.make_team("Other")))
    text = text_of(otto, "/compare/advisor/")
    assert "No suite has results yet. Run a suite on several models." in text
    assert "large" not in text


def test_choice_keeps_its_evidence_and_shows_later_results(client: Client, api: Caller, run: Run) -> None:
    small = LanguageModel.objects.get(name="small")
    data = {"model": small.pk, "purpose": "components", "evidence": "suite=react&memory_gb=8"}
    assert client.post("/compare/in-use/", data)["Location"] == "/compare/in-use/"
    row = InUse.objects.get()
    assert row.evidence == "suite=react&memory_gb=8"
    assert row.reason.startswith("Recommended: small. It passes 80 % (")
    text = text_of(client, "/compare/in-use/")
    assert row.reason in text
    assert 'href="/compare/advisor/?suite=react&memory_gb=8"' in text
    assert "No model is significantly better. 0 models added since then." in text  # large is ahead but not new
    newer = scripted("newer", 4.0)
    better = factories.make_run(run.suite_version, [newer])
    answered(better, newer, range(20), 50.0)
    InUse.objects.update(created_at=now() - timedelta(days=3))
    Run.objects.filter(pk=run.pk).update(created_at=now() - timedelta(days=9))
    (used,) = [row for row in body_of(api.get("figures/in-use")) if row["model"]]
    assert {row["model"]: row["is_new"] for row in used["since_then"]} == {"box/newer": True, "box/large": False}
    text = text_of(client, "/compare/in-use/")
    assert "1 model added since then." in text
    for counts in ("16 of 20", "18 of 20", "20 of 20"):  # of the chosen model, of one ahead, of the new one
        assert counts in text
    # Chosen again by API with another reason. The date stays.
    body = {"model": "box/small", "reason": "fits beside the editor"}
    again = body_of(api.send("in-use/models/components", body, method="PUT"))
    assert again["reason"] == "fits beside the editor"
    assert again["created_at"][:10] == (now() - timedelta(days=3)).date().isoformat()


def test_choice_counts_only_tasks_of_its_purpose(client: Client, run: Run) -> None:
    specs = [factories.make_spec(f"f{n}", kind="function") for n in range(3)]
    small = LanguageModel.objects.get(name="small")
    answered(factories.make_run(factories.make_suite(specs, slug="functions"), [small]), small, [0], 30.0)
    client.post("/compare/in-use/", {"model": small.pk, "purpose": "functions"})
    rows = {row.purpose.value: row for row in client.get("/compare/in-use/").context["rows"]}
    assert rows["functions"].n_tasks == 3
    assert rows["functions"].figures.pass_1.share == pytest.approx(1 / 3)
    assert rows["excel"].choice is None


def test_viewers_cannot_choose_a_model(run: Run) -> None:
    viewer = Client()
    viewer.force_login(factories.make_person("vera", role="viewer"))
    small = LanguageModel.objects.get(name="small")
    data = {"model": small.pk, "purpose": "tests"}
    assert viewer.post("/compare/in-use/", data).status_code == 403
    assert "We use this one</button>" not in text_of(viewer, "/compare/advisor/")


def rerun(run: Run, name: str, n_passed: int, days_ago: int = 0) -> Run:
    model = LanguageModel.objects.get(name=name)
    later = factories.make_run(run.suite_version, [model])
    answered(later, model, range(n_passed), 50.0)
    Run.objects.filter(pk=later.pk).update(created_at=now() - timedelta(days=days_ago))
    return later


def test_this_week_lists_new_models_regressions_and_flips(client: Client, api: Caller, run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(created_at=now() - timedelta(days=20))
    assert "No suite was run in these days." in text_of(client, "/compare/week/")
    rerun(run, "small", 15)
    worse = rerun(run, "large", 4)
    fresh = scripted("fresh", 2.0)
    answered(factories.make_run(run.suite_version, [fresh]), fresh, range(7), 50.0)
    body = body_of(api.get("figures/recent"))
    assert [row["model"] for row in body["new_models"]] == ["box/fresh"]
    assert (body["n_regressions"], body["n_flips"], body["n_compared"]) == (1, 15, 2)
    first, second = body["changed"]
    assert (first["model"], first["run"], first["is_regression"]) == ("box/large", worse.pk, True)
    assert len(first["worse"]) == 14
    assert (second["model"], second["is_sure"], second["worse"]) == ("box/small", False, ["Task 15"])
    text = text_of(client, "/compare/week/")
    assert "1 new model, 1 regression, 15 tasks that flipped." in text
    for counts in ("7 of 20", "4 of 20", "15 of 20"):
        assert counts in text
    assert "Corrected for 2 pairs that are compared together." in text
    assert [row["model"] for row in body_of(api.get("figures/recent?days=30"))["new_models"]][-1] == "box/tiny"
    assert "“x” is not a number of days from 1 to 90." in text_of(client, "/compare/week/?days=x")


def test_this_week_shows_only_the_own_team(run: Run) -> None:
    otto = Client()
    otto.force_login(factories.make_person("otto", factories.make_team("Other")))
    assert "No suite was run in these days." in text_of(otto, "/compare/week/")
    assert "No model is chosen." in text_of(otto, "/compare/in-use/")


def test_page_of_a_model_has_everything_about_it(client: Client, api: Caller, run: Run) -> None:
    small = LanguageModel.objects.get(name="small")
    client.post(f"/models/{small.pk}/use/", {"purpose": "tests"})
    rerun(run, "small", 15)
    text = text_of(client, f"/models/{small.pk}/")
    for part in ("4.7 GB", "75 %", "15 of 20", "checks failed: expected", "for tests since", "History over React"):
        assert part in text, part
    body = body_of(api.get(f"figures/models/{small.pk}"))
    assert body["suites"][0]["n_passed"] == 15
    assert body["purposes"] == ["tests"]
    assert body["failures"][0]["n"] == 5
    assert client.get("/models/999999/").status_code == 404


def test_a_models_votes_are_those_of_closed_campaigns(client: Client, api: Caller, mia: Any, run: Run) -> None:
    small, large = (LanguageModel.objects.get(name=name) for name in ("small", "large"))
    a, b = Candidate.objects.filter(run=run, model__in=(small, large), task__slug="t0").order_by("pk")
    campaign = Campaign.objects.create(team=run.team, title="Round")
    pair = Pair.objects.create(campaign=campaign, task=a.task, first=a, second=b, shuffle=1)
    Vote.objects.create(
        campaign=campaign,
        pair=pair,
        reviewer=mia,
        voter="1",
        is_swapped=a.model == small,
        chosen_by="random",
        choice="right",
        voted_at=now(),
    )
    assert body_of(api.get(f"figures/models/{small.pk}"))["votes"]["n"] == 0
    assert "No votes in a closed campaign." in text_of(client, f"/models/{small.pk}/")
    Campaign.objects.update(state=Campaign.State.CLOSED)
    votes = {
        name: body_of(api.get(f"figures/models/{model.pk}"))["votes"]
        for name, model in (("small", small), ("large", large))
    }
    assert {name: (row["n"], row["n_won"]) for name, row in votes.items()} == {"small": (1, 1), "large": (1, 0)}
    at_task = {row["model"]: row["votes"] for row in body_of(api.get("figures/task?suite=react&task=t0"))["rows"]}
    assert at_task["box/small"]["n_won"] == 1
    assert at_task["box/tiny"] is None


def test_page_of_a_task_has_every_model(client: Client, api: Caller, run: Run) -> None:
    text = text_of(client, "/suites/react/tasks/t17/")
    assert "1 of 3 pass it" in text
    assert "Most frequent errors" in text
    body = body_of(api.get("figures/task?suite=react&task=t17"))
    assert (body["rows"][0]["model"], body["rows"][0]["n_passed"]) == ("box/large", 1)
    assert body["rows"][0]["seconds_per_answer"] == pytest.approx(100 / 9)
    assert body["rows"][0]["seconds_an_answer"] == body["rows"][0]["seconds_per_answer"], "the old name"
    assert api.get("figures/task?suite=react&task=nope").status_code == 404


def test_other_teams_models_and_tasks_do_not_exist(run: Run) -> None:
    olga = factories.make_person("olga", factories.make_team("Other"), "admin")
    stored = factories.make_model("stored/secret")
    factories.finish_run(factories.make_run(run.suite_version, [stored]), [V.PASSED])
    outsider, api = Client(), Caller(token_for(olga))
    outsider.force_login(olga)
    assert outsider.get(f"/models/{stored.pk}/").status_code == 404
    assert api.get(f"figures/models/{stored.pk}").status_code == 404
    assert api.get("figures/task?suite=react&task=t0").status_code == 404
    small = LanguageModel.objects.get(name="small")  # on a server of the whole site, used by another team
    assert "18 of 20" not in text_of(outsider, f"/models/{small.pk}/")
    assert body_of(api.get(f"figures/models/{small.pk}"))["suites"] == []


def test_text_of_models_is_escaped(client: Client, run: Run) -> None:
    bad = factories.make_model("box/</script><img src=x onerror=alert(1)>")
    new_run = factories.make_run(run.suite_version, [bad])
    factories.finish_run(new_run, [V.FAILED])
    Grading.objects.update(cause="<img src=x>")
    Candidate.objects.filter(run=new_run).update(cause="<img src=x>")
    for address in (
        "/compare/",
        "/compare/advisor/",
        "/compare/week/",
        f"/models/{bad.pk}/",
        "/suites/react/tasks/t0/",
    ):
        assert "<img src=x" not in client.get(address).content.decode(), address
