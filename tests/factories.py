"""Make rows for tests: people, models, suites, and runs with answers and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.utils.timezone import now

from evaluations.actions.apply_bulk_change import change_run
from evaluations.models import (
    Candidate,
    EntryCheck,
    Generation,
    Grading,
    LanguageModel,
    Membership,
    ModelServer,
    Run,
    State,
    StoredFile,
    Suite,
    SuiteVersion,
    Task,
    Team,
)
from evaluations.models.changes import ChangeKind
from evaluations.records import Checks, Kind, Sampling, TaskSpec, Verdict
from evaluations.stored_json import StoredBlock, StoredCondition, StoredExtraction, StoredPrompt
from evaluations.task_digests import verdict_digest

COMPONENT = """import React, { useState } from "react";

// counts clicks </script><script>alert(1)</script>
export default function Answer({ onDone }: { onDone?: (n: number) => void }) {
  const [n, setN] = useState(0);
  return <button onClick={() => { setN(n + 1); onDone?.(n + 1); }}>{`clicked ${n} times`}</button>;
}
"""
CAUSES = {
    Verdict.UNCHECKED: "Builds, loads and renders; no checks given.",
    Verdict.FAILED: "1 of 2 checks failed: expected 12 rows, got 11: the last is missing.",
    Verdict.RUNTIME_ERROR: "TypeError: Cannot read properties of undefined (reading 'Sheets')",
    Verdict.TIMEOUT: "It did not end within 10 s, twice.",
    Verdict.OVER_LIMIT: "The page crashed: more than 512 MB.",
    Verdict.BUILD_ERROR: "answer.tsx, line 3: Unexpected token.",
    Verdict.NO_CODE: "The answer has no code block and is no code itself.",
    Verdict.UNSCORED: "No browser could be started. Run: manage.py doctor",
}


def make_team(name: str = "") -> Team:
    """The default team, or another one by name."""
    return Team.objects.create(name=name, slug=name.lower()) if name else Team.objects.default()


def make_person(name: str, team: Team | None = None, role: str = "member", password: str = "") -> User:
    """A member of a team; password: none unless given."""
    person = User.objects.create_user(name, password=password or None)
    Membership.objects.create(user=person, team=team or make_team(), role=role)
    return person


def make_server(**values: Any) -> ModelServer:
    """A stored server. Its key is a property: Django takes it as an argument, and Django's type stubs do not."""
    return ModelServer.objects.create(**values)


def make_model(model_id: str = "box/small:1b", **kwargs: Any) -> LanguageModel:
    """A model on a server that answers."""
    slug, _, name = model_id.partition("/")
    server, _ = ModelServer.objects.get_or_create(
        slug=slug, defaults={"kind": "stored" if slug == "stored" else "ollama", "is_reachable": True}
    )
    return LanguageModel.objects.create(server=server, name=name, quantisation="Q4_0", digest="sha256:ab", **kwargs)


def make_spec(slug: str = "add", title: str = "", **kwargs: Any) -> TaskSpec:
    """A small component task."""
    fields: dict[str, Any] = {
        "kind": Kind.COMPONENT,
        "prompt": "Write a React component that counts clicks.",
        "checks": Checks(path="answer.test.tsx", source="test('counts', () => {});"),
        "tags": ("basics",),
    }
    return TaskSpec(slug=slug, title=title or slug.replace("-", " "), **(fields | kwargs))


def unchecked_spec(slug: str = "a-todo-list") -> TaskSpec:
    """A task without checks."""
    return make_spec(slug, kind=Kind.FREE, checks=None, prompt="A todo list with a filter")


def make_suite(
    specs: Sequence[TaskSpec] = (), team: Team | None = None, slug: str = "starter", number: int = 1
) -> SuiteVersion:
    """A version of a suite. Makes the suite if there is none of that name."""
    suite, _ = Suite.objects.get_or_create(team=team or make_team(), slug=slug, defaults={"title": slug.title()})
    specs = specs or [make_spec("add"), make_spec("logging-hook")]
    # Of the content, as everywhere: one test's entries in the cache must not be used by another test.
    digest = sha256(repr((slug, number, specs)).encode()).hexdigest()
    version = SuiteVersion.objects.create(suite=suite, number=number, digest=digest)
    for position, spec in enumerate(specs):
        Task.objects.add(version, position, spec)
    return version


def store_conditions(task: Task, *, is_met: bool, name: str = "reference passes", **kwargs: Any) -> EntryCheck:
    """The result of trying the conditions of entry of the task's content."""
    digest = verdict_digest(task.to_spec(with_files=False), task.fixtures)
    row: StoredCondition = {"name": name, "is_met": is_met, "message": "passed" if is_met else "failed"}
    return EntryCheck.objects.create(pk=digest, is_met=is_met, conditions=[row], **kwargs)


def make_run(version: SuiteVersion, models: Sequence[LanguageModel], title: str = "", **kwargs: Any) -> Run:
    """A run with queued candidates."""
    sampling = kwargs.pop("sampling", Sampling())
    return Run.objects.start(
        version, models, sampling, team=version.suite.team, title=title or f"{version.suite.title} run", **kwargs
    )


def retry(run: Run) -> int:
    """Do what the run page's “Retry” does, without waking a worker. Return the number of candidates."""
    change = change_run(run, ChangeKind.AGAIN, by=None)
    return change.n_asked + change.n_regraded if change else 0


def regrade(run: Run) -> int:
    """Do what the run page's “Regrade” does, without waking a worker. Return the number of candidates."""
    change = change_run(run, ChangeKind.REGRADE, by=None)
    return change.n_regraded if change else 0


def finish(candidate: Candidate, verdict: Verdict, **kwargs: Any) -> Grading | None:
    """Store answer and verdict as the workers do. kwargs: text, console, details, screenshot, is_flaky."""
    text = kwargs.get("text", f"Here it is:\n```tsx\n{COMPONENT}```\nDone.")
    if verdict is not Verdict.UNSCORED:
        answer(candidate, text)
    Candidate.objects.filter(pk=candidate.pk).update(
        state=State.DONE,
        verdict=verdict,
        score=score_of(verdict),
        cause=CAUSES.get(verdict, ""),
        is_flaky=kwargs.get("is_flaky", False),
        finished_at=now(),
        is_truncated=kwargs.get("is_truncated", False),
    )
    return grade(candidate, verdict, text, kwargs) if verdict is not Verdict.UNSCORED else None


def score_of(verdict: Verdict) -> float | None:
    """The score that a grader of checks gives; None where nothing was measured."""
    return None if verdict in (Verdict.UNSCORED, Verdict.UNCHECKED) else float(verdict == Verdict.PASSED)


def answer(candidate: Candidate, text: str) -> Generation:
    """Store an answer of a model."""
    return Generation.objects.create(
        candidate=candidate,
        text=text,
        stop_reason="stop",
        model_digest="sha256:ab",
        quantisation="Q4_0",
        prompt=StoredPrompt(messages=[{"role": "user", "content": candidate.task.spec["prompt"]}], strategy="plain"),
        options={"temperature": 0.2, "seed": 1},
        prompt_tokens=40,
        completion_tokens=128,
        load_ms=1830.0,
        first_token_ms=95.0,
        generation_ms=2000.0,
    )


def grade(candidate: Candidate, verdict: Verdict, text: str, more: Mapping[str, Any]) -> Grading:
    """Add a grading and make it the current one."""
    has_code = verdict is not Verdict.NO_CODE
    Grading.objects.filter(candidate=candidate, is_current=True).update(is_current=False)
    picture = more.get("screenshot")
    return Grading.objects.create(
        candidate=candidate,
        extraction=extraction_from(text, has_code=has_code),
        reports=[report_of(candidate, verdict, more)] if has_code else [],
        verdict=verdict,
        score=score_of(verdict),
        cause=CAUSES.get(verdict, ""),
        details=more.get("details", {}),
        screenshot=StoredFile.objects.store(picture, "image/png") if picture else None,
        duration_ms=52.0,
        extractor_version="1",
        harness_version="h1",
        grader_version="1",
    )


def extraction_from(text: str, *, has_code: bool) -> StoredExtraction:
    """Return the extraction of the component from an answer. has_code: False: no code was found."""
    start = text.find(COMPONENT)
    block: StoredBlock = {
        "path": None,
        "language": "tsx",
        "source": COMPONENT,
        "start": start,
        "end": start + len(COMPONENT),
        "is_terminated": True,
    }
    has_block = has_code and start >= 0
    return {
        "files": {"answer.tsx": COMPONENT} if has_code else {},
        "entry": "answer.tsx",
        "rule": "last_fence",
        "reason": "The last block that defines the component." if has_code else "There is no code.",
        "blocks": [block] if has_block else [],
        "chosen": [0] if has_block else [],
        "version": "1",
    }


def report_of(candidate: Candidate, verdict: Verdict, more: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report of the sandbox with two checks that fits the verdict."""
    second = "passed" if verdict in (Verdict.PASSED, Verdict.UNCHECKED) else "failed"
    message = "" if second == "passed" else "expected 12 rows, got 11: the last is missing"
    # The sandbox does not know whether a task has checks, so it never reports "unchecked".
    sandbox_verdict = Verdict.PASSED if verdict is Verdict.UNCHECKED else verdict
    return {
        "id": str(candidate.pk),
        "verdict": str(sandbox_verdict),
        "cause": CAUSES.get(verdict, ""),
        "captured": {},
        "checks": [
            {"name": "renders a button", "verdict": "passed", "message": "", "duration_ms": 4.0},
            {"name": "returns foo and bar", "verdict": second, "message": message, "duration_ms": 31.0},
        ],
        "console": more.get("console", [{"level": "log", "text": "mounted"}, {"level": "error", "text": "<b>no</b>"}]),
        "duration_ms": 48.0,
        "attempts": 1,
        "is_flaky": False,
        "harness_version": "h1",
    }


def finish_run(run: Run, verdicts: Sequence[Verdict]) -> None:
    """Give the candidates these verdicts in turn, and end the run."""
    for number, candidate in enumerate(run.candidates.select_related("task")):
        finish(candidate, verdicts[number % len(verdicts)])
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.DONE, finished_at=now(), created_at=now() - timedelta(minutes=3)
    )
