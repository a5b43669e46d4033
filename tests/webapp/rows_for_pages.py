"""Rows for tests of the prompt, models, workbooks and suites pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from evaluations.models import LanguageModel, Membership, ModelServer, Suite, SuiteVersion, Task, Team
from evaluations.models.teams import Role
from evaluations.records import Checks, Kind, TaskSpec


def make_person(name: str, team: Team | None = None, role: Role = Membership.Role.MEMBER) -> User:
    """A person in a team (without one, in the default team)."""
    user = User.objects.create_user(name)  # no password: hashing one takes longer than most tests
    Membership.objects.create(user=user, team=team or Team.objects.default(), role=role)
    return user


def sign_in(user: User) -> Client:
    """A signed-in client that sends a browser's headers."""
    client = Client()
    client.force_login(user)
    return client


def make_model(model_id: str = "box/small:1b", **kwargs: Any) -> LanguageModel:
    """A model on a reachable server; is_reachable=False for an unreachable one."""
    slug, _, name = model_id.partition("/")
    server, _ = ModelServer.objects.get_or_create(
        slug=slug,
        defaults={"kind": kwargs.pop("kind", "ollama"), "base_url": "http://127.0.0.1:9", "is_reachable": True},
    )
    if not kwargs.pop("is_reachable", True):
        server.is_reachable, server.message = False, "Connection refused. Start it with: ollama serve"
        server.save()
    fields = {"context_tokens": 2048, "family": "llama", "digest": "sha256:" + "a1" * 32, **kwargs}
    return LanguageModel.objects.create(server=server, name=name, **fields)


def make_suite(team: Team | None = None, slug: str = "basics", n_tasks: int = 2, **kwargs: Any) -> SuiteVersion:
    """A suite of small function tasks with reference and mutants."""
    suite = Suite.objects.create(team=team or Team.objects.default(), slug=slug, title=slug.title(), **kwargs)
    version = SuiteVersion.objects.create(suite=suite, number=1, digest=f"{slug}-1")
    for n in range(n_tasks):
        Task.objects.add(version, n, make_spec(slug=f"task-{n}", title=f"Add number {n}"))
    return version


def make_spec(**kwargs: Any) -> TaskSpec:
    """Add two numbers."""
    fields: dict[str, Any] = {
        "slug": "add",
        "title": "Add",
        "kind": Kind.FUNCTION,
        "prompt": "Write add(a, b).",
        "language": "ts",
        "entry": "answer.ts",
        "entry_point": "add",
        "tags": ("numbers",),
        "checks": Checks(path="answer.test.ts", source="test('adds', () => expect(add(2, 3)).toBe(5));"),
        "reference": {"answer.ts": "export const add = (a: number, b: number) => a + b;"},
        "mutants": {"minus": {"answer.ts": "export const add = (a, b) => a - b; // </script><b>"}},
    }
    return TaskSpec(**fields | kwargs)
