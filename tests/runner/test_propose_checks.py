"""A model proposes checks: only tests that pass on the reference and refuse a mutant are offered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluations import job_data
from evaluations.actions.proposed_checks import add_checks, prompt_for, question_error, task_to_check
from evaluations.actions.task_drafts import has_checks, new_draft, read_draft
from evaluations.errors import SuiteError
from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.graders.conditions import try_answer
from evaluations.job_results import ProposedChecks
from evaluations.models import Candidate, Generation, LanguageModel, ModelServer, Suite, TaskDraft
from evaluations.records import Kind, to_json
from evaluations.runner import servers
from evaluations.runner.propose_checks import ask, try_proposed
from evaluations.runner.workers import take_lease
from evaluations.sandbox import Sandbox
from tests import factories
from tests.task_drafts import COMPONENT, FUNCTION

pytestmark = pytest.mark.django_db
TWICE_TESTS = """```js
import { pickExport } from "bakeoff";
import * as answer from "./answer";

const twice = pickExport(answer, { name: "twice", like: /^[a-z]/ });
test("of two", () => { expect(twice(2)).toBe(4); });
test("of five", () => { expect(twice(5)).toBe(10); });
test("is a function", () => { expect(typeof twice).toBe("function"); });
test("of text", () => { expect(twice("a")).toBe("aa"); });
test.skip("later", () => { expect(twice(1)).toBe(3); });
```"""
COUNTER_TESTS = """```tsx
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { pickExport } from "bakeoff";
import * as answer from "./answer";

const Counter: any = pickExport(answer, { like: /^[A-Z]/ });
test("counts one press", async () => {
  render(<Counter start={4} />);
  await userEvent.click(screen.getByRole("button"));
  expect(screen.getByRole("button")).toHaveTextContent("Pressed 5 times");
});
test("has a heading", () => {
  render(<Counter />);
  expect(screen.getByRole("heading")).toBeVisible();
});
```"""
PAGE = "<!doctype html><title>Lamp</title><button onclick=\"this.textContent = 'on'\">off</button>"
LAMP: dict[str, Any] = {
    "slug": "lamp",
    "title": "Lamp",
    "kind": "page",
    "language": "html",
    "prompt": "A page with a button off that says on once it is pressed.",
    "reference": [["index.html", PAGE]],
    "entry": "index.html",
    "mutants": [["dead", "index.html", PAGE.replace("'on'", "'off'")]],
}
LAMP_TESTS = """```ts
import { test, expect } from "@playwright/test";
test("is pressed", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "off" }).click();
  await expect(page.getByRole("button")).toHaveText("on");
});
test("is there", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("button")).toBeVisible();
});
```"""


def draft_of(fields: dict[str, Any]) -> TaskDraft:
    suite = Suite.objects.create(team=factories.make_team("Writers"), slug="own", title="Own")
    return new_draft(suite, fields, None)


@pytest.fixture
def model(tmp_path: Path) -> LanguageModel:
    return scripted(tmp_path, [TWICE_TESTS])


def scripted(folder: Path, answers: list[Any], **fields: Any) -> LanguageModel:
    path = folder / "script.json"
    path.write_text(json.dumps({"models": ["m"], "answers": answers, **fields}))
    server = factories.make_server(slug="box", kind="scripted", base_url=str(path))
    servers.refresh(server)
    return LanguageModel.objects.select_related("server").get(name="m")


def asked_for(draft: TaskDraft, model: LanguageModel) -> str:
    """Start a question as the page does; return its token."""
    spec = task_to_check(draft)
    spec_json = {name: value for name, value in to_json(spec).items() if name != "fixtures"}
    order = {"spec": spec_json, "fixtures": {}, "has_checks": has_checks(draft), "model": model.pk}
    return job_data.store_input(order)


def proposal_by(draft: TaskDraft, model: LanguageModel, sandbox: Any) -> Any:
    token = asked_for(draft, model)
    ask(token)
    try_proposed(token, sandbox, n_threads=3)
    proposal = job_data.answer_of(token, ProposedChecks)
    assert proposal is not None
    assert proposal["is_done"]
    return proposal


def by_name(proposal: Any) -> dict[str, Any]:
    return {test["name"]: test for test in proposal["tests"]}


def test_tests_that_notice_a_mutant_are_offered_and_the_others_say_why(sandbox: Sandbox, model: LanguageModel) -> None:
    weak = FUNCTION | {"checks": 'import { twice } from "./answer";\ntest("nought", () => expect(twice(0)).toBe(0));\n'}
    draft = draft_of(weak)
    proposal = proposal_by(draft, model, sandbox)
    assert proposal["error"] == ""
    tests = by_name(proposal)
    assert tests["of five"]["catches"] == ["m0", "m1", "m2", "m3", "m4"]
    assert tests["of two"]["catches"] == ["m0", "m2", "m4"]  # 2 + 2 and 2 ** 2 are 4
    assert tests["of two"]["missed"] == ["m0", "m4"]  # -2 * 0 is -0, which is refused already
    assert tests["of five"]["missed"] == ["m0", "m3", "m4"]
    assert tests["is a function"]["why_not"].startswith("It passes on the reference, and on each of the 5 mutants")
    assert tests["of text"]["why_not"].startswith("On the reference: failed.")
    assert tests["later"]["why_not"] == "On the reference: failed. Every test is skipped."
    assert [test["name"] for test in proposal["tests"]][:2] == ["of five", "of two"]
    assert weak["checks"].strip() in proposal["prompt"]
    assert not Candidate.objects.exists()
    assert not Generation.objects.exists()
    assert ModelServer.objects.get().fed_by == ""
    saved = add_checks(draft, proposal, {tests["of five"]["at"], tests["of text"]["at"]}, None)
    checks = saved.draft.fields["checks"]
    assert "// Proposed by box/m." in checks
    assert "of five" in checks
    assert "of text" not in checks  # it was not offered
    assert passes(saved.draft, sandbox)


def passes(draft: TaskDraft, sandbox: Sandbox) -> bool:
    """Return whether the draft's reference passes its checks."""
    spec = read_draft(draft).spec
    assert spec is not None
    return try_answer(spec, spec.reference, sandbox.execute).verdict == "passed"


@pytest.mark.parametrize(
    ("fields", "answer", "offered", "refused"),
    [
        (COMPONENT, COUNTER_TESTS, "counts one press", "has a heading"),
        (LAMP, LAMP_TESTS, "is pressed", "is there"),
    ],
    ids=["component", "page"],
)
def test_proposed_tests_work_for_components_and_pages(
    sandbox: Sandbox, tmp_path: Path, fields: dict[str, Any], answer: str, offered: str, refused: str
) -> None:
    draft = draft_of(fields | {"checks": ""})
    proposal = proposal_by(draft, scripted(tmp_path, [answer]), sandbox)
    tests = by_name(proposal)
    assert tests[offered]["why_not"] == ""
    assert tests[offered]["catches"]
    assert tests[refused]["why_not"]
    saved = add_checks(draft, proposal, {tests[offered]["at"]}, None)
    assert passes(saved.draft, sandbox)


CART = "export const total = (prices) => prices.reduce((sum, price) => sum + price, 0);\nexport const unit = 'EUR';\n"
ROUNDED = CART.replace("+ price, 0)", "+ price, 0) * (prices.length > 9 ? 0.9 : 1)")
REBATE: dict[str, Any] = {
    "slug": "rebate",
    "title": "Rebate",
    "kind": "edit",
    "language": "js",
    "entry": "cart.js",
    "prompt": "Ten prices and more get a rebate of 10 %.",
    "context": [["cart.js", CART]],
    "reference": [["cart.js", ROUNDED]],
    "mutants": [
        ["early", "cart.js", ROUNDED.replace("> 9", "> 8")],
        ["unit", "cart.js", ROUNDED.replace("EUR", "USD")],
    ],
}
REBATE_TESTS = """```js
import * as answer from "./cart";

const nine = Array(9).fill(1);
test("ten get a rebate", () => { expect(answer.total([...nine, 1])).toBe(9); });
test("nine get none", () => { expect(answer.total(nine)).toBe(9); });
test("the unit stays", () => { expect(answer.unit).toBe("EUR"); });
```"""


def test_tests_of_a_change_are_separated_from_tests_of_what_is_kept(sandbox: Sandbox, tmp_path: Path) -> None:
    rebate = REBATE | {"mutants": [*REBATE["mutants"], ["none", "cart.js", CART]]}
    draft = draft_of(rebate)
    proposal = proposal_by(draft, scripted(tmp_path, [REBATE_TESTS]), sandbox)
    assert ROUNDED.strip() in proposal["prompt"]
    assert 'import * as answer from "./cart";' in proposal["prompt"]
    tests = by_name(proposal)
    assert {name: (test["group"], test["catches"]) for name, test in tests.items()} == {
        "ten get a rebate": ("change", ["none"]),
        "nine get none": ("kept", ["early"]),
        "the unit stays": ("kept", ["unit"]),
    }
    saved = add_checks(draft, proposal, {test["at"] for test in tests.values()}, None)
    checks = saved.draft.fields["checks"]
    assert checks.count('describe("change", ') == checks.count('describe("kept", ') == 1
    spec = read_draft(saved.draft).spec
    assert spec is not None
    outcome = try_answer(spec, spec.reference, sandbox.execute)
    assert (outcome.verdict, outcome.details["kept"]["n_checks"]) == ("passed", 2)


def test_python_tests_are_proposed_too(sandbox: Sandbox, tmp_path: Path) -> None:
    twice = "def twice(n):\n    return n * 2\n"
    python = {
        "slug": "twice",
        "kind": "python",
        "language": "py",
        "prompt": "A function twice(n).",
        "checks": "from answer import twice\n\ndef test_nought():\n    assert twice(0) == 0\n",
        "entry_point": "twice",
        "reference": [["answer.py", twice]],
        "mutants": [["square", "answer.py", twice.replace("n * 2", "n * n")]],
    }
    answer = (
        "```python\nfrom answer import twice\n\nFIVE = 5\n\n\ndef test_nought():\n    assert twice(FIVE) == 10\n\n\n"
        "def test_two():\n    assert twice(2) == 4\n\n\ndef test_cut():\n    assert twice(\n```"
    )
    draft = draft_of(python)
    proposal = proposal_by(draft, scripted(tmp_path, [answer]), sandbox)
    assert "from answer import twice" in proposal["prompt"]
    tests = by_name(proposal)
    assert (tests["nought"]["catches"], tests["nought"]["missed"]) == (["square"], ["square"])
    assert "on the mutant too" in tests["two"]["why_not"]
    assert "cut" not in tests
    saved = add_checks(draft, proposal, {tests["nought"]["at"]}, None)
    checks = saved.draft.fields["checks"]
    assert "# Proposed by box/m.\ndef test_nought_2():" in checks
    assert checks.count("from answer import twice") == 1
    assert passes(saved.draft, sandbox)


class _NoSandbox:
    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        raise AssertionError("nothing is to be executed")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ({"answers": ["I cannot do that."]}, "box/m wrote no test that can be read."),
        ({"answers": [{"text": "", "error": "The server is on fire."}]}, "The server is on fire."),
        ({"answers": [TWICE_TESTS], "context_tokens": 512}, "the context of box/m only 512"),
    ],
)
def test_reason_for_no_proposal_is_shown(tmp_path: Path, script: dict[str, Any], words: str) -> None:
    proposal = proposal_by(draft_of(FUNCTION), scripted(tmp_path, **script), _NoSandbox())
    assert words in proposal["error"]
    assert proposal["prompt"]


def test_server_that_answers_a_run_is_not_asked(model: LanguageModel) -> None:
    assert take_lease(model.server, "somebody")
    proposal = proposal_by(draft_of(FUNCTION), model, _NoSandbox())
    assert proposal["error"].startswith("box is answering a run.")


def test_without_a_usable_test_each_test_shows_its_failure(sandbox: Sandbox, tmp_path: Path) -> None:
    bad = '```js\nimport { twice } from "./answer";\ntest("odd", () => expect(twice(1)).toBe(3));\n```'
    proposal = proposal_by(draft_of(FUNCTION), scripted(tmp_path, [bad]), sandbox)
    assert proposal["error"].startswith("The one proposed test cannot be used.")
    assert "3" in proposal["tests"][0]["why_not"]
    with pytest.raises(SuiteError, match="No test is chosen"):
        add_checks(TaskDraft.objects.get(), proposal, {0}, None)


def test_cancelled_proposal_ends_without_a_trial(tmp_path: Path) -> None:
    draft, model = draft_of(FUNCTION), scripted(tmp_path, [{"text": TWICE_TESTS, "delay_s": 0.05}])
    token = asked_for(draft, model)
    job_data.cancel(token)
    ask(token)
    try_proposed(token, _NoSandbox(), n_threads=1)
    proposal = job_data.answer_of(token, ProposedChecks)
    assert proposal is not None
    assert (proposal["is_done"], proposal["error"]) == (True, "Cancelled. Nothing was changed.")
    assert ModelServer.objects.get().fed_by == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mutants": []}, "Press Propose mutants first"),
        ({"reference": [], "mutants": []}, "There is no reference yet"),
        ({"prompt": ""}, "The prompt is empty"),
        ({"kind": "free"}, "People judge a free task"),
        ({"kind": "excel"}, "expected data decide"),
        ({"kind": "write_tests"}, "the answer is the tests"),
        ({"kind": "visual", "language": "html"}, "the pages are compared"),
        (
            {
                "language": "vue",
                "kind": "component",
                "entry": "answer.vue",
                "mutants": [],
                "reference": [["answer.vue", "<template></template>"]],
            },
            "Add some under Mutants",
        ),
    ],
)
def test_unsuitable_draft_is_refused_with_its_reason(change: dict[str, Any], words: str) -> None:
    with pytest.raises(SuiteError, match=words):
        task_to_check(draft_of(FUNCTION | change))


def test_unreachable_model_is_reported(model: LanguageModel) -> None:
    assert question_error(model) == ""
    model.server.is_reachable = False
    assert question_error(model).startswith("box/m cannot be reached")


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (FUNCTION, ['const twice = pickExport(answer, { name: "twice", like: /^[a-z]/ });']),
        (COMPONENT, ["const Counter: any = pickExport(answer, { like: /^[A-Z]/ });", "userEvent", "role and name"]),
        (LAMP, ['import { test, expect } from "@playwright/test";', 'page.goto("/")', "role and name"]),
    ],
    ids=["function", "component", "page"],
)
def test_prompt_says_how_the_answer_is_reached(fields: dict[str, Any], lines: list[str]) -> None:
    spec = task_to_check(draft_of(fields | {"checks": ""}))
    assert spec.kind is Kind(fields["kind"])
    text = prompt_for(spec, shows_checks=False).messages[-1].content
    for line in (*lines, fields["prompt"], fields["reference"][0][1].strip()):
        assert line in text
    assert "there already" not in text
    assert "No checks yet" not in text
