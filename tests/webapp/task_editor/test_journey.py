"""From an empty suite to a compared run of three own tasks: by mouse alone, on a phone too, then by API alone.

One function, one component whose checks are recorded by clicking, and one workbook; workers and sandbox are real.
JOURNEY_PICTURES=FOLDER keeps a picture of each step.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, Page, expect

from evaluations.models import LanguageModel, ModelServer, Run, Suite
from evaluations.runner.servers import refresh
from evaluations.workbooks import ExpectedData, reference_of
from tests.environment import needs_time
from tests.processes import wait_until
from tests.runner.conftest import Start, start_worker
from tests.webapp.api_client import Caller, body_of

__all__ = ["start_worker"]  # a fixture
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(420)]
PATIENCE_MS = 60_000
TOTAL = "export function total(prices) {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n"
TOTAL_CHECKS = """import { total } from "./answer";

test("adds", () => expect(total([2, 3])).toBe(5));
test("of nothing", () => expect(total([])).toBe(0));
"""
LAMP = """import { useState } from "react";

export default function Lamp() {
  const [isOn, setOn] = useState(false);
  return <button onClick={() => setOn(!isOn)}>{isOn ? "Switch off" : "Switch on"}</button>;
}
"""
LAMP_CHECKS = """import userEvent from "@testing-library/user-event";
import { render, screen } from "@testing-library/react";
import Lamp from "./answer";

test("switches", async () => {
  render(<Lamp />);
  await userEvent.click(screen.getByRole("button", { name: "Switch on" }));
  expect(screen.getByRole("button", { name: "Switch off" })).toBeTruthy();
});
"""
SALES = b"region,amount\nNorth,12\nSouth,7\nEast,30\n"
SIZES = {"computer": (1280, 900), "phone": (390, 844)}


def fenced(code: str, language: str = "tsx") -> str:
    return f"```{language}\n{code}```"


@pytest.fixture
def models(tmp_path: Path, transactional_db: None) -> dict[str, LanguageModel]:
    """One model that is right, one that is wrong in the function and the workbook."""

    def made(name: str, answers: dict[str, str]) -> LanguageModel:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"models": [name], "by_prompt": answers, "answers": ["I do not know."]}))
        server = ModelServer.objects.create(slug=name, kind="scripted", base_url=str(path))
        assert refresh(server)
        return server.models.get()

    return {"right": made("right", {}), "wrong": made("wrong", {})}


def teach(models: dict[str, LanguageModel], workbook: str) -> None:
    """What the two models answer; workbook: the component that reads it."""
    prompts = {"total": "sum of all prices", "lamp": "a lamp", "book": "region"}
    right = {prompts["total"]: fenced(TOTAL, "js"), prompts["lamp"]: fenced(LAMP), prompts["book"]: fenced(workbook)}
    wrong = {
        prompts["total"]: fenced(TOTAL.replace("sum + price", "sum - price"), "js"),
        prompts["lamp"]: fenced(LAMP),
        prompts["book"]: fenced(workbook.replace("row <= lastRow", "row < lastRow")),
    }
    for name, answers in (("right", right), ("wrong", wrong)):
        path = Path(models[name].server.base_url)
        path.write_text(json.dumps(json.loads(path.read_text()) | {"by_prompt": answers}))


class Journey:
    """A person with a mouse and a keyboard."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name, self.n = page, name, 0
        self.folder = os.environ.get("JOURNEY_PICTURES", "")

    def picture(self, step: str) -> None:
        """Keep a picture where they are asked for; nothing is wider than the window."""
        self.n += 1
        self.page.wait_for_load_state()
        self.page.locator("main").wait_for()
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{step}: {wide} px wider than the window"
        if self.folder:
            path = Path(self.folder) / f"{self.name}-{self.n:02}-{step}.png"
            self.page.screenshot(path=path, full_page=True)

    def write(self, place: str, text: str) -> None:
        """Click into a code editor, and put a text there as pasting does."""
        self.page.locator(f"{place} .cm-content").first.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def saved(self) -> None:
        expect(self.page.locator("[data-saved]")).to_have_text("Saved", timeout=PATIENCE_MS)

    def begin_task(self, title: str, kind: str, language: str, prompt: str) -> None:
        self.press("New task")
        self.picture(f"{title.lower()}-empty")
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("Kind").select_option(label=kind)
        self.page.get_by_label("Language").select_option(label=language)
        self.page.get_by_label("Prompt").fill(prompt)

    def add_mutants(self) -> None:
        """Two of the proposed mistakes."""
        self.press("Propose mutants")
        boxes = self.page.locator("#mutants-result input[name=mutant]")
        expect(boxes.first).to_be_attached(timeout=PATIENCE_MS)
        self.picture("mutants")
        for summary in self.page.locator("#mutants-result details:not([open]) > summary").all():
            summary.click()
        for at in range(min(2, boxes.count())):
            boxes.nth(at).check()
        self.press("Add selected")
        expect(self.page.locator('[data-list="mutants"] [data-file-row]').first).to_be_visible(timeout=PATIENCE_MS)

    def try_and_keep(self, step: str) -> None:
        self.page.locator("[data-try-button]").click()
        met = self.page.get_by_text("All conditions of entry are met")
        expect(met).to_be_visible(timeout=PATIENCE_MS)
        self.picture(f"{step}-tried")
        self.press("Keep in the suite")
        expect(self.page.get_by_role("status").filter(has_text="is in the suite")).to_be_visible()


@pytest.fixture(params=["computer", "phone"])
def journey(
    request: pytest.FixtureRequest, browser: Browser, enter: Callable[..., str], mia: User
) -> Iterator[tuple[Journey, str]]:
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if request.param == "phone" else "light"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Journey(page, request.param), enter(page, mia)
    context.close()
    assert not errors


@needs_time
def test_three_own_tasks_are_made_and_compared_by_mouse(
    journey: tuple[Journey, str], models: dict[str, LanguageModel], start_worker: Start, tmp_path: Path
) -> None:
    person, site = journey
    page = person.page
    start_worker("generate")
    start_worker("execute")
    page.goto(f"{site}/suites/")
    person.picture("suites")
    page.get_by_role("link", name="New suite").click()
    page.get_by_label("Title").fill("Our tasks")
    person.press("Make the suite")
    person.picture("empty-suite")
    _make_function(person)
    _make_component(person)
    _make_workbook(person, tmp_path)
    person.picture("suite-of-three")
    version = Suite.objects.get(slug="our-tasks").latest()
    assert version is not None
    book = version.tasks.get(kind="excel")
    teach(models, book.spec["reference"]["answer.tsx"])
    _run_and_compare(person)


def _make_function(person: Journey) -> None:
    person.begin_task("Total", "Function", "JavaScript", "A function total(prices) that gives the sum of all prices.")
    person.page.get_by_label("Function name").fill("total")
    person.write('[data-list="reference"]', TOTAL)
    person.write('[data-field="checks"]', TOTAL_CHECKS)
    person.saved()
    person.add_mutants()
    person.try_and_keep("total")


def _make_component(person: Journey) -> None:
    page = person.page
    person.begin_task("Lamp", "Component", "TSX", "A React component that shows a lamp with a switch.")
    person.write('[data-list="reference"]', LAMP)
    person.saved()
    page.get_by_text("Record checks in the running reference").click()
    frame = page.frame_locator(".recorder-stage iframe")
    frame.get_by_role("button", name="Switch on").click(timeout=PATIENCE_MS)
    offer = page.locator("[data-offers] button").filter(has_text="Switch off").first
    offer.click()
    person.picture("lamp-recorded")
    page.get_by_label("Name of the test").fill("switches on")
    person.press("Add to the checks")
    person.saved()
    person.add_mutants()
    person.try_and_keep("lamp")


def _make_workbook(person: Journey, folder: Path) -> None:
    book = folder / "sales.csv"
    book.write_bytes(SALES)
    files = person.page.locator("details.from-files")
    files.locator("summary").click()
    files.locator("input[type=file]").set_input_files(book)
    person.press("Make drafts")
    person.picture("workbook-draft")
    person.try_and_keep("workbook")


def _run_and_compare(person: Journey) -> None:
    page = person.page
    page.get_by_role("link", name="Run it on models").click()
    for name in ("right/right", "wrong/wrong"):
        page.locator(f'input[name=models][data-id="{name}"]').check()
    person.picture("before-the-run")
    page.locator("#suite-run [data-run]").click()
    page.wait_for_url("**/runs/*/")
    run = Run.objects.get()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, 120)
    page.reload()
    person.picture("run")
    verdicts = {
        row.model.name: row.verdict for row in run.candidates.filter(task__kind="excel").select_related("model")
    }
    assert verdicts == {"right": "passed", "wrong": "failed"}
    assert run.candidates.filter(verdict="passed").count() == 4
    page.get_by_role("link", name="Compare", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("right", timeout=PATIENCE_MS)
    person.picture("compared")


def tried(api: Caller, address: str) -> Any:
    """A draft's try, to its end."""
    token = body_of(api.send(f"{address}/try", {}), 202)["token"]
    for _ in range(600):
        result = body_of(api.get(f"{address}/try?token={token}"))
        if result["is_done"]:
            return result
        time.sleep(0.1)
    raise AssertionError("the try does not end")


@needs_time
def test_three_own_tasks_are_made_and_compared_by_api(
    api: Caller, models: dict[str, LanguageModel], start_worker: Start
) -> None:
    start_worker("generate")
    start_worker("execute")
    body_of(api.send("suites/new", {"title": "Our tasks"}), 201)
    total = {"title": "Total", "slug": "total", "kind": "function", "language": "js", "entry_point": "total"}
    total |= {"prompt": "A function total(prices) that gives the sum of all prices.", "checks": TOTAL_CHECKS}
    lamp = {"title": "Lamp", "slug": "lamp", "kind": "component", "language": "tsx", "checks": LAMP_CHECKS}
    lamp |= {"prompt": "A React component that shows a lamp with a switch."}
    references = {"total": [["answer.js", TOTAL]], "lamp": [["answer.tsx", LAMP]]}
    mutants = {
        "total": [["minus", "answer.js", TOTAL.replace("sum + price", "sum - price")]],
        "lamp": [["stays", "answer.tsx", LAMP.replace("!isOn)", "isOn)")]],
    }
    drafts = [
        body_of(
            api.send("suites/our-tasks/drafts", {"fields": fields | {"reference": files, "mutants": mutants[name]}}),
            201,
        )
        for name, fields, files in (("total", total, references["total"]), ("lamp", lamp, references["lamp"]))
    ]
    upload = api.upload("workbooks", file=SimpleUploadedFile("sales.csv", SALES))
    book = body_of(upload, 201)
    drafts.append(body_of(api.send("suites/our-tasks/drafts", {"workbook": book["id"]}), 201))
    for draft in drafts:
        address = f"suites/our-tasks/drafts/{draft['id']}"
        result = tried(api, address)
        assert [row for row in result["conditions"] if not row["is_met"]] == []
        version = body_of(api.send(f"{address}/keep"))
    assert version == {"suite": "our-tasks", "version": 3, "n_tasks": 3}
    task = body_of(api.get("suites/our-tasks/tasks/sales"))
    teach(models, reference_of(ExpectedData.from_json(task["spec"]["truth"])))
    run = body_of(api.send("runs", {"suite": "our-tasks", "models": ["right/right", "wrong/wrong"]}), 201)
    wait_until(lambda: Run.objects.get(pk=run["id"]).state == Run.State.DONE, 120)
    pair = body_of(api.get(f"figures/compare?a={run['id']}:right/right&b={run['id']}:wrong/wrong"))
    assert (pair["n_tasks"], pair["a_rate"], round(pair["b_rate"], 2)) == (3, 1.0, 0.33)
    assert sorted(pair["a_flips"]) == ["sales", "total"]
