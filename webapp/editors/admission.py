"""Checks who may ask which model through the endpoint: token, role, the team's switch, and only models of the team's
servers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, QuerySet

from evaluations.errors import DecryptionError, LimitReached
from evaluations.models import ApiToken, EditorEndpoint, EditorRecording, LanguageModel, Membership, ModelServer, Team
from evaluations.models.servers import FOUND_BY_THEMSELVES, ON_OTHER_HOST
from evaluations.models.tokens import ROLE_OF, Scope
from webapp.site.request_limits import count_refusal, requests_of_minute

if TYPE_CHECKING:
    from evaluations.relay import Target

SPEAKS = {"ollama": [ModelServer.Kind.OLLAMA], "openai": [ModelServer.Kind.OLLAMA, ModelServer.Kind.OPENAI]}
VERSION = "0.0.0"  # reported if the team has no Ollama that reports its own
MODELS_NAMED = 20  # models that an error names


class RequestRefused(Exception):
    """Ends a request with an HTTP status and a sentence. wait_s: after which it may work again; 0: not known."""

    def __init__(self, status: int, sentence: str, *, wait_s: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.wait_s = status, wait_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A member with a token for editors. is_recording: they switched it on."""

    membership: int
    team: Team
    is_recording: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A request to pass on. fields: its body as received; body: as it is sent to the server."""

    caller: Caller
    model: int
    target: Target
    path: str
    fields: dict[str, Any]
    body: bytes


def admit(secret: str) -> Caller:
    """Return the member of this token. Raises Refused."""
    token = ApiToken.objects.find(secret) if secret else None
    if token is None:
        raise RequestRefused(401, "The request has no valid token. Make one with the scope editor.")
    member = token.membership
    if Scope.EDITOR not in token.scopes:
        raise RequestRefused(403, f"The token “{token.name}” does not have the scope editor. Make one that has.")
    if not member.may(ROLE_OF[Scope.EDITOR]):
        raise RequestRefused(403, f"You are a {member.role} of {member.team}; asking models needs the role member.")
    try:
        requests_of_minute.count(member.user_id, member.team_id)
    except LimitReached as exc:
        count_refusal(exc)
        raise RequestRefused(exc.status, str(exc), wait_s=exc.wait_s) from exc
    if not EditorEndpoint.is_open_for(member.team):
        raise RequestRefused(
            403, f"The endpoint for editors is off in {member.team}. An admin switches it on at /editors/."
        )
    return Caller(membership=member.pk, team=member.team, is_recording=is_recording(member))


def is_recording(member: Membership) -> bool:
    """Return whether the member has switched recording on."""
    return EditorRecording.objects.filter(membership=member).exists()


def models_for(team: Team, protocol: str) -> QuerySet[LanguageModel]:
    """Return models of the team's servers that can be asked by a protocol now."""
    rows = LanguageModel.objects.visible_to(team).can_generate().select_related("server")
    return rows.filter(server__kind__in=SPEAKS[protocol]).order_by("server__slug", "name")


def plan(caller: Caller, path: str, body: bytes) -> Plan:
    """Return the request to pass on, and its server. Raises Refused."""
    from evaluations.relay import REQUEST_FORMS, RefusedRequest, read_request
    from evaluations.relay.forms import written

    if path not in REQUEST_FORMS:
        raise RequestRefused(404, f"There is nothing at {path[:100]}. There are: {', '.join(REQUEST_FORMS)}.")
    try:
        name, fields = read_request(body)
        model = _model_named(caller.team, REQUEST_FORMS[path].protocol, name)
        sent = written(fields, model.name)
    except RefusedRequest as exc:
        raise RequestRefused(exc.status, str(exc)) from exc
    return Plan(caller=caller, model=model.pk, target=_target(model), path=path, fields=fields, body=sent)


def _model_named(team: Team, protocol: str, name: str) -> LanguageModel:
    """Return the model with this id, or with this name if only one server has it. Raises Refused."""
    rows = models_for(team, protocol)
    server, _, rest = name.partition("/")
    matches = list(rows.filter(server__slug=server, name=rest)) or list(rows.filter(_same_name(name)))
    if len(matches) == 1:
        return matches[0]
    if matches:
        several = ", ".join(row.model_id for row in matches)
        raise RequestRefused(404, f"“{name[:100]}” is on several servers. Name one: {several}.")
    names = [row.model_id for row in rows[: MODELS_NAMED + 1]]
    known = ", ".join(names[:MODELS_NAMED]) + (", …" if len(names) > MODELS_NAMED else "") or "none that answers now"
    raise RequestRefused(404, f"There is no model “{name[:100]}” that can be asked here. There are: {known}.")


def _same_name(name: str) -> Q:
    """Return whether the names are equal; Ollama's clients omit the tag if it is “latest”."""
    return Q(name=name) | Q(name=f"{name}:latest")


def _target(model: LanguageModel) -> Target:
    from evaluations.relay import Target

    server = model.server
    if server.is_elsewhere:
        raise RequestRefused(503, ON_OTHER_HOST.format(slug=server.slug, host=server.host, base_url=server.base_url))
    try:
        key = server.api_key
    except DecryptionError as exc:
        raise RequestRefused(502, str(exc)) from exc
    is_found = server.slug in FOUND_BY_THEMSELVES  # its address comes from the settings, not from a team
    return Target(
        base_url=server.base_url.rstrip("/").removesuffix("/v1"),
        model=model.name,
        api_key=key,
        first_token_s=server.first_token_s,
        silence_s=server.silence_s,
        networks=() if is_found else tuple(settings.MODEL_SERVER_NETWORKS),
    )


def listing(caller: Caller, path: str) -> dict[str, Any]:
    """Return the answer to a GET: lists of models, in the form of the protocol. Raises Refused."""
    if path == "/api/version":
        known = ModelServer.objects.visible_to(caller.team).filter(kind=ModelServer.Kind.OLLAMA).exclude(version="")
        return {"version": known.values_list("version", flat=True).first() or VERSION}
    if path == "/api/tags":
        return {"models": [_tag(row) for row in models_for(caller.team, "ollama")]}
    if path == "/v1/models":
        return {"object": "list", "data": [_entry(row) for row in models_for(caller.team, "openai")]}
    if path.startswith("/v1/models/"):
        return _entry(_model_named(caller.team, "openai", path.removeprefix("/v1/models/")))
    raise RequestRefused(
        404, f"There is nothing at {path[:100]} to GET. There are: /api/tags, /api/version, /v1/models."
    )


def _tag(row: LanguageModel) -> dict[str, Any]:
    details = {
        "format": "gguf",
        "family": row.family,
        "families": [row.family] if row.family else [],
        "parameter_size": row.parameter_size,
        "quantization_level": row.quantisation,
    }
    seen = row.seen_at.isoformat() if row.seen_at else "1970-01-01T00:00:00Z"
    digest = row.digest.removeprefix("sha256:")
    names = {"name": row.model_id, "model": row.model_id}
    return {**names, "modified_at": seen, "size": row.size_bytes or 0, "digest": digest, "details": details}


def _entry(row: LanguageModel) -> dict[str, Any]:
    created = int(row.seen_at.timestamp()) if row.seen_at else 0
    return {"id": row.model_id, "object": "model", "created": created, "owned_by": row.server.slug}
