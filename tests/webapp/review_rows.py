"""Rows for tests of review: a finished run with answers, and a campaign on it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from django.contrib.auth.models import User

from evaluations.actions.assign_pairs import assign_pairs, make_pairs
from evaluations.models import (
    Campaign,
    Candidate,
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
    Thought,
    Vote,
)
from evaluations.models.teams import Role
from evaluations.records import Checks, Kind, Sampling, TaskSpec
from evaluations.stored_json import StoredExtraction, StoredPrompt
from evaluations.vote_statistics import LEFT, RIGHT

MODELS = ("deepseek-coder:6.7b-instruct-q4_0", "codellama:7b", "smollm2:135m")


def even(_one: int, _other: int, n_votes: int) -> float:
    """A worth for which all models are equal, and pairs with fewer votes are worth more."""
    return 1 / (1 + n_votes)


def person(name: str, role: Role = Membership.Role.REVIEWER, team: Team | None = None) -> User:
    user = User.objects.create_user(name)
    Membership.objects.create(user=user, team=team or Team.objects.default(), role=role)
    return user


def component(label: str) -> str:
    """A component that shows its label. Its comment names the author."""
    return (
        f"// Written by {label}\nimport React from 'react';\n\n"
        f"export default function Greeting() {{\n  return <button>Hello {len(label)}</button>;\n}}\n"
    )


def finish(candidate: Candidate, source: str, *, verdict: str = "passed", score: float = 1.0, **kwargs: Any) -> None:
    """Store an answer and its grading, as the runner does."""
    Generation.objects.create(
        candidate=candidate,
        prompt=StoredPrompt(messages=[{"role": "user", "content": "Write it."}], strategy="plain"),
        text=kwargs.pop("text", f"Sure, here:\n```tsx\n{source}```\n"),
        stop_reason="stop",
        generation_ms=1234.5,
        model_digest=f"sha256:{candidate.model_id:064d}",
    )
    Thought.objects.update_or_create(
        candidate=candidate, defaults={"text": f"I am {candidate.model.name}, so I answer."}
    )
    extraction = StoredExtraction(
        files={"answer.tsx": source}, entry="answer.tsx", rule="last_fence", reason="the only"
    )
    reports = [
        {
            "verdict": verdict,
            "console": [{"level": "log", "text": f"hello from {candidate.model.name}"}],
            "checks": [{"name": "greets", "verdict": verdict, "message": "", "duration_ms": 1.0}],
        }
    ]
    Grading.objects.create(
        candidate=candidate,
        extraction=extraction,
        reports=reports,
        verdict=verdict,
        score=score,
        extractor_version="1",
        harness_version="1",
        grader_version="1",
        **kwargs,
    )
    Candidate.objects.filter(pk=candidate.pk).update(state=State.DONE, verdict=verdict, score=score)


def make_run(
    n_tasks: int = 3,
    models: tuple[str, ...] = MODELS,
    *,
    source: Callable[[str], str] = component,
    team: Team | None = None,
    fixtures: dict[str, bytes] | None = None,
) -> Run:
    """A finished run with an answer of every model to every task. The first model passes, the others fail."""
    team = team or Team.objects.default()
    suite, _ = Suite.objects.get_or_create(team=team, slug="starter", defaults={"title": "Starter", "licence": "MIT"})
    number = suite.versions.count() + 1
    version = SuiteVersion.objects.create(suite=suite, number=number, digest=f"{number:064d}")
    for n in range(n_tasks):
        spec = TaskSpec(
            slug=f"greet-{n}",
            title=f"Greet {n}",
            kind=Kind.COMPONENT,
            prompt=f"A React component that greets {n}.",
            checks=Checks(path="c.test.tsx", source="test('greets', () => {})"),
            tags=("react",),
            licence="MIT",
            fixtures=fixtures or {},
        )
        Task.objects.add(version, n, spec)
    server, _ = ModelServer.objects.get_or_create(slug="ollama", kind="ollama")
    chosen = [LanguageModel.objects.get_or_create(server=server, name=name)[0] for name in models]
    run = Run.objects.start(version, chosen, Sampling(), team=team, title="r")
    for candidate in run.candidates.select_related("model", "task"):
        good = candidate.model.name == models[0]
        finish(
            candidate,
            source(f"{candidate.model.name} for {candidate.task.slug}"),
            verdict="passed" if good else "failed",
            score=1.0 if good else 0.5,
            screenshot=StoredFile.objects.store(b"\x89PNG\r\n\x1a\n" + candidate.model.name.encode(), "image/png"),
        )
    Run.objects.filter(pk=run.pk).update(state="done")
    return run


def make_campaign(run: Run | None = None, **kwargs: Any) -> Campaign:
    """A campaign with its pairs on a run. Without a run it makes one of three tasks and three models."""
    run = run or make_run()
    campaign = Campaign.objects.create(team=run.team, title="Which is nicer?", **kwargs)
    campaign.runs.add(run)
    campaign.chosen.set(run.chosen.all())
    make_pairs(campaign)
    return campaign


def vote_by_taste(campaign: Campaign, name: str, *, reasons: tuple[str, ...] = ()) -> None:
    """Vote like a reviewer who prefers models in the order of MODELS."""
    user = person(name)
    while held_votes := assign_pairs(campaign, user.pk, even, is_repeat_due=lambda n: False):
        vote = Vote.objects.select_related("pair__first__model", "pair__second__model").get(pk=held_votes[0].pk)
        left, right = (MODELS.index(candidate.model.name) for candidate in vote.sides())
        vote.store(LEFT if left < right else RIGHT, list(reasons), "")


def never(_n: int) -> bool:
    return False


def take(campaign: Campaign, user: User, *, most: int = 1, seed: int = 1, repeats: bool = False) -> list[Vote]:
    due = (lambda n: n == 8) if repeats else never
    return assign_pairs(campaign, user.pk, even, is_repeat_due=due, most=most, draw=Random(seed))


def vote_all(campaign: Campaign, user: User, choice: str = "left", *, repeats: bool = False) -> list[Vote]:
    """Vote until no pair is left. Return the votes."""
    done: list[Vote] = []
    for n in range(1000):
        held_votes = take(campaign, user, seed=n, repeats=repeats)
        if not held_votes:
            return done
        assert held_votes[0].store(choice, [], "")
        done.append(held_votes[0])
    raise AssertionError("the queue never ends")
