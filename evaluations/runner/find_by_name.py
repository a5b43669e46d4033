"""Finds suites, models and strategies by the names that are typed on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from evaluations import prompts
from evaluations.errors import AdapterError, SuiteError
from evaluations.models import LanguageModel, ModelServer, OwnStrategy, Suite, SuiteVersion, Team
from evaluations.runner import servers
from evaluations.runner.found_servers import ensure_servers
from evaluations.runner.imports import SUITES, import_suite


def find_suite(team: Team, slug: str) -> SuiteVersion:
    """Return the newest version of the team's suite; one that ships is imported when it is not there yet. Raises
    SuiteError.
    """
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
    """Return models that the team may ask, by `server/name`. Servers are looked at again for those not known.

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
            ensure_servers()
        for server in named.all():
            if not servers.refresh(server) and servers.wait_until_loaded(server):
                servers.refresh(server)
    server_slug, _, name = model_id.partition("/")
    return can_generate.filter(server__slug=server_slug, name=name).select_related("server").first()


def _why_not_offered(model_id: str, team: Team) -> str:
    """Return the sentence for a listed model that may not be asked; empty for an unlisted one."""
    server_slug, _, name = model_id.partition("/")
    rows = LanguageModel.objects.visible_to(team).filter(server__slug=server_slug, name=name, is_present=True)
    model = rows.select_related("server").first()
    return model.why_not_offered if model else ""


def check_strategies(names: Sequence[str], team: Team) -> None:
    """Raise SuiteError for a strategy that does not exist, nor is one of the team's own."""
    for name in names:
        if name not in prompts.STRATEGIES and OwnStrategy.objects.named(team, name) is None:
            raise SuiteError(f'No prompt strategy "{name}". There are: {", ".join(prompts.STRATEGIES)}.')
