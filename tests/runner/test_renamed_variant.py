"""Renamed variants: the reference of a renamed task still passes, and results of both tasks are compared."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from evaluations.errors import SuiteError
from evaluations.graders.conditions import entry_conditions
from evaluations.models import LanguageModel, Run, SuiteVersion
from evaluations.queries.variant_difference import variant_differences
from evaluations.records import Checks, Kind, Sampling, TaskSpec, Verdict
from evaluations.runner.renamed_variant import make_variant, renamed_prompt, renamed_tasks
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite, load_task
from evaluations.tasks import suite_jobs
from tests import factories
from tests.environment import needs_time
from tests.webapp.api_client import body_of, caller

JS_BASICS = Path(settings.BASE_DIR) / "suites" / "js-basics"
SLICE = ("group-by", "lru-cache", "debounce")  # a function, a class, and one with time


def task(slug: str = "add", **kwargs: Any) -> TaskSpec:
    """A function of two numbers, described in prose and code."""
    fields: dict[str, Any] = {
        "kind": Kind.FUNCTION,
        "language": "js",
        "entry": "answer.js",
        "entry_point": "add",
        "prompt": "Write add(a, b). `add(a, b)` gives a sum: `add(1, 2)` is 3, `{ a: 1 }` and `x.a` and "
        '`"a"` are no numbers.',
        "checks": Checks(
            path="checks.test.js",
            source='import { add } from "./answer";\ntest("one", () => expect(add(1, 2)).toBe(3));\n'
            'test("two", () => { const add2 = { add }; expect(add2.add(2, 2)).toBe(4); });\n',
        ),
        "reference": {"answer.js": "export const add = (a, b) => ({ a, b: 1 }).a + b;\n"},
        "mutants": {"minus": {"answer.js": "export function add(a, b) {\n  return a - b;\n}\n"}},
        "published": "2021",
    }
    return factories.make_spec(slug, **(fields | kwargs))


def variants(*specs: TaskSpec, seed: int = 1) -> list[TaskSpec]:
    return list(renamed_tasks(specs, seed).tasks)


def test_names_change_in_prompt_reference_mutants_and_checks_alike() -> None:
    [created] = variants(task())
    name = created.entry_point or ""
    match = re.search(rf"`{name}\((\w+), (\w+)\)`", created.prompt)
    assert match is not None
    a, b = match.groups()
    assert {name, a, b}.isdisjoint({"add", "a", "b"})
    assert created.prompt == (
        f"Write {name}(a, b). `{name}({a}, {b})` gives a sum: `{name}(1, 2)` is 3, `{{ a: 1 }}` and `x.a` and "
        '`"a"` are no numbers.'
    )
    assert created.reference["answer.js"] == f"export const {name} = ({a}, {b}) => ({{ a: {a}, b: 1 }}).a + {b};\n"
    assert created.mutants["minus"]["answer.js"].startswith(f"export function {name}({a}, {b})")
    assert created.checks is not None
    assert f"import {{ {name} }}" in created.checks.source
    assert f"{{ add: {name} }}; expect(add2.add(2, 2))" in created.checks.source  # a property keeps its name
    assert created.published == ""
    assert "renamed" in created.tags


def test_same_seed_gives_the_same_variant_and_another_seed_a_different_one() -> None:
    created = variants(task())
    assert variants(task()) == created
    assert variants(task(), seed=2)[0].entry_point != created[0].entry_point
    assert variants(task("add"))[0].entry_point != variants(task("sum"))[0].entry_point


def test_tests_are_reordered_unless_one_may_depend_on_another() -> None:
    tests = "".join(f'test("t{n}", () => expect(add({n}, 0)).toBe({n}));\n' for n in range(8))
    head = 'import { add } from "./answer";\n'

    def order(source: str) -> list[str]:
        [created] = variants(task(checks=Checks(path="checks.test.js", source=source)))
        assert created.checks is not None
        return re.findall(r'test\("(t\d)"', created.checks.source)

    in_order = [f"t{n}" for n in range(8)]
    reordered = order(head + tests)
    assert reordered != in_order
    assert sorted(reordered) == in_order
    assert order(f"{head}let last = 0;\n{tests}") == in_order
    assert order(f"{head}beforeEach(() => {{}});\n{tests}") == in_order


def test_task_that_cannot_be_renamed_gives_its_reason() -> None:
    component = factories.make_spec("counter")
    default = task("default", reference={"answer.js": "export default function (a, b) { return a + b; }"})
    wordless = task("wordless", prompt="Adds two numbers.")
    left_out = renamed_tasks([component, default, wordless], 1).left_out
    assert left_out == {
        "counter": "only functions in js and ts are renamed",
        "default": "the reference does not declare add at its top",
        "wordless": "the prompt does not show add as code alone",
    }


def test_prose_keeps_its_words() -> None:
    text = renamed_prompt("Retry: `retry(fn, n)` calls `fn` again; retry later.", "retry", {"retry": "x", "fn": "y"})
    assert text == "Retry: `x(y, n)` calls `y` again; retry later."


def unmet(specs: list[TaskSpec], sandbox: Sandbox, times: int) -> dict[str, list[str]]:
    """Map each task to its entry conditions that are not met."""
    conditions = {spec.slug: entry_conditions(spec, sandbox.execute, times=times) for spec in specs}
    return {slug: [row.name for row in rows if not row.is_met] for slug, rows in conditions.items()}


def test_variants_meet_the_conditions_of_entry(sandbox: Sandbox) -> None:
    created = variants(*[load_task(JS_BASICS / slug) for slug in SLICE])
    assert unmet(created, sandbox, 1) == {slug: [] for slug in SLICE}


@needs_time
def test_variants_of_all_functions_meet_the_conditions_of_entry(sandbox: Sandbox) -> None:
    specs = [spec for spec in load_suite(JS_BASICS).tasks if spec.kind is Kind.FUNCTION]
    created = renamed_tasks(specs, 1)
    assert created.left_out == {}
    assert unmet(list(created.tasks), sandbox, 1) == {spec.slug: [] for spec in specs}


def answered(version: SuiteVersion, model: LanguageModel, n_passed: int, temperature: float = 0.2) -> None:
    run = factories.make_run(version, [model], sampling=Sampling(temperature=temperature))
    for at, candidate in enumerate(run.candidates.order_by("task__position")):
        factories.finish(candidate, Verdict.PASSED if at < n_passed else Verdict.FAILED)
    Run.objects.filter(pk=run.pk).update(state="done")


@pytest.mark.django_db
def test_original_and_variant_are_compared_task_by_task(monkeypatch: pytest.MonkeyPatch) -> None:
    original = factories.make_suite([task(f"add-{n}") for n in range(12)], slug="sums")
    variant = make_variant(original, 3)
    assert variant.suite.slug == "sums-renamed-3"
    assert make_variant(original, 3) == variant  # the same content is the same version
    variant.refresh_from_db()
    a, b = factories.make_model("box/a"), factories.make_model("box/b")
    answered(original, a, 12)
    answered(variant, a, 3)
    answered(original, b, 6)
    answered(variant, b, 6, temperature=0.9)
    first, second = variant_differences(original.suite.team, variant)
    assert first.comparison is not None
    assert (first.comparison.a_rate, first.comparison.b_rate, first.comparison.n_tasks) == (1.0, 0.25, 12)
    assert first.comparison.difference.low > 0
    assert second.comparison is None
    assert "temperature" in " ".join(second.differs)
    assert variant_differences(original.suite.team, original) == []
    rows = body_of(caller("viewer", name="vera").get("suites/sums-renamed-3/renamed"))
    assert (rows[0]["model"], rows[0]["difference"], rows[0]["n_tasks"]) == ("box/a", 0.75, 12)
    started: list[tuple[int, int]] = []
    monkeypatch.setattr(suite_jobs.make_renamed_variant, "delay", lambda *words: started.append(words))
    client = Client()
    client.force_login(factories.make_person("mia"))
    page = " ".join(client.get("/suites/sums-renamed-3/").content.decode().split())
    assert "+75" in page
    assert "not comparable:" in page
    client.post("/suites/sums/renamed/", {"seed": "5"})
    assert started == [(original.pk, 5)]
    assert "is a renamed variant itself" in client.post("/suites/sums-renamed-3/renamed/", follow=True).content.decode()


@pytest.mark.django_db
def test_command_makes_the_variant_and_names_what_it_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[int] = []
    monkeypatch.setattr(suite_jobs.execute_conditions, "delay", tried.append)
    factories.make_suite([task(), task("wordless", prompt="Adds two numbers.")], slug="sums")
    with pytest.raises(SystemExit) as ended:
        call_command("rename_suite", "sums", seed=4, as_json=True)
    output = capsys.readouterr()
    reason = "the prompt does not show add as code alone"
    assert (ended.value.code, output.err) == (1, f"wordless: left out: {reason}.\n")
    assert json.loads(output.out) == {
        "suite": "sums-renamed-4",
        "version": 1,
        "original": "sums v1",
        "n_tasks": 1,
        "left_out": {"wordless": reason},
    }
    variant = SuiteVersion.objects.get(suite__slug="sums-renamed-4")
    assert tried == [variant.pk]
    assert f"Left out: wordless ({reason})." in variant.suite.description


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("suite", "seed", "sentence"),
    [
        ("none", 1, 'There is no suite "none" with tasks. There is sums.'),
        ("sums", 10_000, "The seed is 10000. Choose a whole number from 0 to 9999."),
    ],
)
def test_command_refuses_what_it_cannot_rename(
    suite: str, seed: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.make_suite([task()], slug="sums")
    with pytest.raises(SystemExit) as ended:
        call_command("rename_suite", suite, seed=seed)
    assert (ended.value.code, capsys.readouterr().err.strip()) == (2, sentence)


@pytest.mark.django_db
def test_suite_without_functions_has_no_variant() -> None:
    with pytest.raises(SuiteError, match="has no functions"):
        make_variant(factories.make_suite([factories.make_spec("counter")]), 1)
