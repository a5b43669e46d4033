"""The advisor on scripted models with recorded sizes, speeds and times: what fits, what is best, how certain it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.management import CommandError

from evaluations.errors import EvaluationError
from evaluations.models import Candidate, Generation, LanguageModel, Run, SuiteVersion, Team
from evaluations.queries.advice import Advice, AdviceLimits, advise
from evaluations.queries.advice_json import advice_to_json
from evaluations.queries.advice_text import advice_text, money
from evaluations.records import Sampling, Verdict
from tests import factories
from tests.commands import run_command

pytestmark = pytest.mark.django_db
V = Verdict
GB = 1_000_000_000


def scripted(name: str, gb: float | None = None, **kwargs: Any) -> LanguageModel:
    """A model with weights of this size in GB; None: unknown."""
    return factories.make_model(f"box/{name}", size_bytes=int(gb * GB) if gb else None, **kwargs)


def answered(
    run: Run, model: LanguageModel, passed: Iterable[int], tokens_per_s: float | None = None, tokens: int = 100
) -> None:
    """Let the model pass the tasks at these positions. Each answer has this many tokens and the time that they take."""
    places = set(passed)
    for candidate in run.candidates.filter(model=model).select_related("task"):
        factories.finish(candidate, V.PASSED if candidate.task.position in places else V.FAILED)
    ms = 1000 * tokens / tokens_per_s if tokens_per_s else None
    counted = tokens if tokens_per_s else None
    Generation.objects.filter(candidate__run=run, candidate__model=model).update(
        completion_tokens=counted, generation_ms=ms, load_ms=None, first_token_ms=None
    )
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)


def suite(n_tasks: int, slug: str = "react", **kwargs: Any) -> SuiteVersion:
    return factories.make_suite([factories.make_spec(f"{slug}-{n}", **kwargs) for n in range(n_tasks)], slug=slug)


def run_of(version: SuiteVersion, **models: tuple[LanguageModel, Iterable[int], float | None]) -> Run:
    run = factories.make_run(version, [model for model, _, _ in models.values()])
    for model, passed, speed in models.values():
        answered(run, model, passed, speed)
    return run


def ask(**limits: Any) -> Advice:
    return advise(Team.objects.default(), AdviceLimits(**limits))


def names(advice: Advice) -> list[str]:
    return [option.name for option in advice.options]


@pytest.fixture
def three() -> Run:
    """large passes 18 of 20 and is slow; small passes 16 and is quick; tiny passes 2."""
    return run_of(
        suite(20),
        large=(scripted("large", 13.5), range(18), 9.0),
        small=(scripted("small", 4.7), range(16), 60.0),
        tiny=(scripted("tiny", 0.7), range(2), 200.0),
    )


def test_limits_leave_out_models_with_the_reason(three: Run) -> None:
    assert names(ask()) == ["large", "small", "tiny"]
    advice = ask(memory_gb=8)
    assert names(advice) == ["small", "tiny"]
    assert [(row.model.name, row.why) for row in advice.left_out] == [("large", "its weights take more than 8 GB")]
    advice = ask(tokens_per_s=20, memory_gb=4)
    assert names(advice) == ["tiny"]
    whys = {row.model.name: row.why for row in advice.left_out}
    assert whys["small"] == "its weights take more than 4 GB"


def test_frontier_has_only_models_that_fit(three: Run) -> None:
    fronts = {option.name: (option.in_memory_front, option.in_speed_front) for option in ask().options}
    assert fronts == {"large": (True, True), "small": (True, True), "tiny": (True, True)}
    beaten = scripted("beaten", 5.0)
    answered(factories.make_run(three.suite_version, [beaten]), beaten, range(10), 30.0)
    fronts = {option.name: (option.in_memory_front, option.in_speed_front) for option in ask(memory_gb=8).options}
    assert fronts == {"small": (True, True), "beaten": (False, False), "tiny": (True, True)}


def test_certain_and_uncertain_differences_follow_the_rule_of_all_pages(three: Run) -> None:
    advice = ask()
    assert [rival.is_sure for rival in advice.rivals] == [False, True]
    text = advice_text(advice)
    assert text.choice.startswith("Recommended: large. It passes 90 % (")
    assert "the most of the 3 that fit" in text.choice
    assert text.sure == (
        "It is significantly better than 1 of the next 2. There is no significant difference to small. "
        "Corrected for 2 pairs that are compared together (Holm)."
    )
    assert text.settle.startswith("To make it sure: about ")
    assert text.settle.endswith(" would show whether it differs from small.")
    assert (
        text.instead
        == "Of those that may be as good small is the smallest (4.7 GB) and small the quickest (60 tokens per second)."
    )
    only_sure = ask(memory_gb=8)
    assert advice_text(only_sure).sure == "That is sure: it is significantly better than the other one."
    assert advice_text(only_sure).settle == ""
    assert advice_to_json(only_sure)["is_sure"] is True


def test_equal_models_are_not_ordered_and_no_number_of_tasks_is_named() -> None:
    run_of(suite(10), a=(scripted("a", 2), range(5), 10.0), b=(scripted("b", 1), range(5), 10.0))
    text = advice_text(ask())
    assert text.sure == "That is not sure: there is no significant difference to b."
    assert text.settle.startswith(
        "Its results are like those of b: more tasks of this kind may never show a difference."
    )


def test_price_of_an_answer_and_of_a_passed_one(three: Run) -> None:
    advice = ask(memory_gb=8, price_per_hour=3.6)
    small, tiny = advice.options
    # 100 tokens at 60 a second: 1.667 s an answer; 16 of 20 pass. 3.6 an hour is 0.001 a second.
    assert small.seconds_per_answer == pytest.approx(100 / 60)
    assert small.seconds_per_pass == pytest.approx(100 / 60 * 20 / 16)
    assert tiny.seconds_per_pass == pytest.approx(0.5 * 20 / 2)
    assert advice_text(advice).price == (
        "One answer costs 0.00167, one that passes 0.00208, at 3.6 per server-hour and one answer at a time."
    )
    options: Any = advice_to_json(advice)["options"]
    assert options[0]["price_per_pass"] == pytest.approx(0.001 * 100 / 60 * 20 / 16)
    assert options[0]["price_per_answer"] == pytest.approx(0.001 * 100 / 60)
    for unit in ("answer", "pass"):
        for value in ("price", "seconds"):
            old = f"{value}_{'an' if unit == 'answer' else 'a'}_{unit}"
            assert options[0][old] == options[0][f"{value}_per_{unit}"], "the old name"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (12.5, "12.50"), (1.0, "1.00"), (0.5, "0.500"), (0.000414, "0.000414")]
)
def test_money_has_three_digits_that_count(value: float, text: str) -> None:
    assert money(value) == text


def test_unknown_sizes_and_times_are_reasons_not_guesses() -> None:
    nameless = scripted("nameless")
    LanguageModel.objects.filter(pk=nameless.pk).update(quantisation="", parameter_size="")
    run_of(suite(4), a=(nameless, range(4), None), b=(scripted("known", 2.0), range(3), 40.0))
    assert names(ask()) == ["nameless", "known"]
    advice = ask(memory_gb=8)
    assert [(row.model.name, row.why) for row in advice.left_out] == [
        ("nameless", "the size of its weights is not known")
    ]
    advice = ask(tokens_per_s=1)
    assert [(row.model.name, row.why) for row in advice.left_out] == [("nameless", "no times are recorded for it")]
    advice = ask(price_per_hour=1)
    assert advice_text(advice).price == "What an answer costs is not known: no times are recorded for nameless."
    nothing = ask(memory_gb=1, tokens_per_s=1)
    assert nothing.best is None
    assert advice_text(nothing).choice.startswith("No model fits. Of 2 left out: 1 × ")


def test_a_model_that_another_host_answers_has_no_known_memory(three: Run) -> None:
    cloud = scripted("cloud", 0.001, remote_host="ollama.com")
    answered(factories.make_run(three.suite_version, [cloud]), cloud, range(20), 90.0)
    assert "cloud" in names(ask())
    advice = ask(memory_gb=8)
    assert "cloud" not in names(advice)
    assert {row.model.name: row.why for row in advice.left_out}["cloud"].startswith("ollama.com answers for it")


def test_several_suites_count_together_and_need_results_over_each(three: Run) -> None:
    small, large = (LanguageModel.objects.get(name=name) for name in ("small", "large"))
    run_of(suite(10, "excel"), small=(small, range(10), 30.0), large=(large, range(2), 9.0))
    assert names(ask(suites=("react",))) == ["large", "small", "tiny"]
    advice = ask(suites=("react", "excel"))
    assert names(advice) == ["small", "large"]  # 26 and 20 of 30
    assert advice.n_tasks == 30
    assert [(row.model.name, row.why) for row in advice.left_out] == [("tiny", "no results over Excel")]
    best = advice.best
    assert best is not None
    assert len(best.runs) == 2
    assert best.speed.tokens_per_s == pytest.approx(3000 / (20 * 100 / 60 + 10 * 100 / 30))


def test_only_tasks_that_all_fitting_models_were_asked_count(three: Run) -> None:
    version = three.suite_version
    late = scripted("late", 3.0)
    run = factories.make_run(version, [late])
    Candidate.objects.filter(run=run, task__position__gte=12).delete()
    answered(run, late, range(12), 50.0)
    advice = ask(memory_gb=8)
    assert (advice.n_tasks, advice.is_common) == (12, True)
    assert names(ask(memory_gb=2)) == ["tiny"]
    assert ask(memory_gb=2).n_tasks == 20  # `late` does not fit, so it does not reduce the common tasks


def test_answers_sampled_with_other_settings_are_left_out(three: Run) -> None:
    hot = scripted("hot", 1.0)
    run = factories.make_run(three.suite_version, [hot], sampling=Sampling(temperature=1.5))
    answered(run, hot, range(20), 50.0)
    advice = ask()
    assert "hot" not in names(advice)
    assert {row.model.name: row.why for row in advice.left_out}["hot"].startswith("sampled with other settings: ")


def test_unknown_suite_is_named_and_results_of_other_teams_do_not_count(three: Run) -> None:
    with pytest.raises(EvaluationError, match=r"No suite “nope” has results\. There are: react\."):
        ask(suites=("nope",))
    other = advise(factories.make_team("Other"), AdviceLimits())
    assert other.options == []
    assert advice_text(other).choice == "No suite has results yet. Run a suite on several models."


def test_the_suite_with_most_models_is_taken_where_none_is_named(three: Run) -> None:
    only = scripted("only", 1.0)
    run_of(suite(3, "later"), only=(only, range(3), 20.0))
    assert [version.suite.slug for version in ask().versions] == ["react"]


def command(*words: str) -> tuple[int, str, str]:
    return run_command("advise", *words)


def test_command_says_the_same_as_the_query(three: Run) -> None:
    code, text, _ = command("--suite", "react", "--memory-gb", "8", "--tokens-per-s", "20", "--price-per-hour", "3.6")
    assert code == 0
    assert text.startswith(advice_text(ask(memory_gb=8, tokens_per_s=20, price_per_hour=3.6)).choice)
    assert "* small: 80 % (" in text
    assert "left out: box/large: its weights take more than 8 GB" in text
    code, text, _ = command("--memory-gb", "8", "--json")
    assert json.loads(text) == json.loads(json.dumps(advice_to_json(ask(memory_gb=8))))
    assert command("--memory-gb", "0.1")[0] == 1
    assert command("--suite", "nope")[0] == 2
    code, _, errors = command("--memory-gb", "-3")
    assert (code, errors) == (2, "--memory-gb -3 is not a number above 0.\n")
    with pytest.raises(CommandError):
        command("--memory-gb", "much")
