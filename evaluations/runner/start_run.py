"""Starts runs by name: suite slug and model ids, as typed on the command line; and prepares a new site."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from evaluations import prompts
from evaluations.actions.import_answers import StoredAnswer, import_answers
from evaluations.actions.keep_suite import keep_version
from evaluations.errors import AdapterError, SuiteError
from evaluations.models import LanguageModel, ModelServer, OwnStrategy, Run, Suite, SuiteVersion, Team
from evaluations.queries.demonstrations import DEMONSTRATION_MODEL, DEMONSTRATIONS
from evaluations.records import Sampling
from evaluations.runner import servers
from evaluations.runner.answers import read_answers
from evaluations.runner.imports import import_suite, keep_shipped_conditions, shipped_suites
from evaluations.suites import folders

SUITES = Path(settings.BASE_DIR) / "suites"
EMBEDDED_ID = "embedded/smollm2:135m"
FIRST_RUN_KEY = "first-run-starter"
BY_NO_MODEL = "These answers were written by hand for this demonstration, not by a model."


def find_suite(team: Team, slug: str) -> SuiteVersion:
    """Newest version of the team's suite; one that ships is imported when it is not there yet. Raises SuiteError."""
    suite = Suite.objects.filter(team=team, slug=slug).first()
    version = suite.latest() if suite else None
    if version is None and (SUITES / slug / "suite.toml").exists():
        return import_suite(team, SUITES / slug)
    if version is None:
        known = ", ".join(Suite.objects.filter(team=team).values_list("slug", flat=True)) or "none"
        raise SuiteError(
            f'No suite "{slug}". Known: {known}. Import one: manage.py import_suite folder PATH --name NAME'
        )
    return version


def find_models(ids: Sequence[str], team: Team) -> list[LanguageModel]:
    """Models that the team may ask, by `server/name`. Servers are looked at again for those not known.

    Waits for a server that is still loading its model. Raises AdapterError.
    """
    models = []
    for model_id in ids:
        model = _lookup(model_id, team)
        if model is None and (reason := _why_not_offered(model_id, team)):
            raise AdapterError(f"{model_id} cannot be asked. {reason}")
        if model is None:
            rows = LanguageModel.objects.can_generate().visible_to(team).select_related("server")
            known = ", ".join(row.model_id for row in rows)
            raise AdapterError(f'No model "{model_id}" on a reachable server. Reachable: {known or "none"}.')
        models.append(model)
    return models


def _lookup(model_id: str, team: Team) -> LanguageModel | None:
    can_generate = LanguageModel.objects.can_generate().visible_to(team)
    try:
        return can_generate.by_id(model_id)
    except LanguageModel.DoesNotExist:
        named = ModelServer.objects.visible_to(team).filter(slug=model_id.partition("/")[0])
        if not named.exists():  # a running site may have another port than this process: its address is right
            servers.ensure_servers()
        for server in named.all():
            if not servers.refresh(server) and servers.wait_until_loaded(server):
                servers.refresh(server)
    server_slug, _, name = model_id.partition("/")
    return can_generate.filter(server__slug=server_slug, name=name).select_related("server").first()


def _why_not_offered(model_id: str, team: Team) -> str:
    """The sentence for a listed model that may not be asked; empty for an unlisted one."""
    server_slug, _, name = model_id.partition("/")
    rows = LanguageModel.objects.visible_to(team).filter(server__slug=server_slug, name=name, is_present=True)
    model = rows.select_related("server").first()
    return model.why_not_offered if model else ""


def check_strategies(names: Sequence[str], team: Team) -> None:
    """Raises SuiteError for a strategy that does not exist, nor is one of the team's own."""
    for name in names:
        if name not in prompts.STRATEGIES and OwnStrategy.objects.named(team, name) is None:
            raise SuiteError(f'No prompt strategy "{name}". There are: {", ".join(prompts.STRATEGIES)}.')


def check_conditions(version: SuiteVersion, models: Sequence[LanguageModel], strategies: Sequence[str]) -> None:
    """Raises SuiteError when a model or every task does not support a strategy."""
    for strategy in strategies:
        if reason := prompts.unsupported_models(strategy, models):
            raise SuiteError(reason)
        tasks = list(version.tasks.order_by("position")) if strategy in prompts.CONDITIONS else []
        if tasks and all(prompts.skips(task, strategy) for task in tasks):
            why = prompts.NO_TASK[strategy]
            raise SuiteError(f"No task of {version} can be asked by {strategy}: {why}. Leave this strategy out.")


def prepare(say: Callable[[str], None]) -> None:
    """Servers, shipped suites and the demonstration answers; safe to repeat."""
    servers.ensure_servers()
    team = Team.objects.default()
    for folder in shipped_suites(SUITES):
        version = import_suite(team, folder)
        keep_shipped_conditions(folder)
        say(f"suite {version}")
        if (answers := folder / "answers.jsonl.gz").exists():
            title = f"{version.suite.title}: stored answers of well-known models"
            report = import_answers(version, read_answers(answers, say), title=title)
            say(f"{report.n_answers} stored answers of {report.n_models} models")
    # Last: the newest run is executed first, and these are on the first page.
    for slug, name in DEMONSTRATIONS.items():
        import_demonstration(team, slug, SUITES / "demonstrations" / name)


@transaction.atomic
def import_demonstration(team: Team, slug: str, folder: Path) -> Run | None:
    """A conversation with answers of our own, each called after its file; once. Raises SuiteError."""
    spec = folders.load_task(folder)
    values = {"title": spec.title, "origin": Suite.Origin.PROMPT, "description": BY_NO_MODEL}
    suite, _ = Suite.objects.get_or_create(team=team, slug=slug, defaults=values)
    version = keep_version(suite, [spec])
    answers = [
        StoredAnswer(
            line=line,
            model=f"{DEMONSTRATION_MODEL}{path.stem}",
            family="demonstration",
            task_id=f"{slug}/{spec.slug}",
            raw_answer=path.read_text(encoding="utf-8"),
        )
        for line, path in enumerate(sorted(folder.glob("answers/*.md")), 1)
    ]
    return import_answers(version, answers, title=spec.title).run


def start_first_run(say: Callable[[str], None], *, patience_s: float) -> Run | None:
    """The starter suite on the embedded model, once ever; None when it was started before or no model answers."""
    team = Team.objects.default()
    if not settings.EMBEDDED_MODEL or Run.objects.filter(team=team, import_key=FIRST_RUN_KEY).exists():
        return None
    server = ModelServer.objects.get(slug="embedded")
    deadline = time.monotonic() + patience_s
    while not servers.refresh(server):
        if time.monotonic() > deadline:
            say(f"The embedded model does not answer: {server.message}")
            return None
        time.sleep(0.2)
    try:
        return Run.objects.start(
            find_suite(team, "starter"),
            find_models([EMBEDDED_ID], team),
            Sampling(),
            team=team,
            title="starter: first run",
            import_key=FIRST_RUN_KEY,
        )
    except IntegrityError:  # another start was quicker
        return None
