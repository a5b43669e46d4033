"""Model servers and the models they serve, as last seen."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from evaluations import broker_names, encryption
from evaluations.errors import DecryptionError
from evaluations.measurements import Measurement
from evaluations.models.json_column import JSONColumn
from evaluations.models.teams import Team
from evaluations.models.workers import this_host
from evaluations.partial_dates import MAX_LENGTH
from evaluations.records import DEFAULTS, Json, Think
from evaluations.refusals import Refusals, current, place_of
from evaluations.sampling import RECOMMENDED, read_parameters
from evaluations.sampling_presets import Preset, preset_for
from evaluations.stored_json import StoredOptions, StoredPull

UNREADABLE_KEY = (
    "The API key of {slug} cannot be decrypted, because SECRET_KEY is not the one it was stored with. "
    "Type the key again, or add the earlier SECRET_KEY to SECRET_KEY_FALLBACKS."
)
ON_OTHER_HOST = (
    "{slug} is asked only by the workers of {host}, to which its address {base_url} belongs. For other hosts, "
    "set OLLAMA_HOST to an address that all of them reach, or add the server under Models with such an address."
)
KEY_REMOVED = "The key was removed because the address changed. Type it again."
# The workers make these rows; their addresses come from the settings.
EMBEDDED = "embedded"
FOUND_BY_THEMSELVES = (EMBEDDED, "ollama", "stored")
DEMONSTRATION_NOTE = "135M demonstration model, mostly fails"
PORTS = {"http": 80, "https": 443}


class ServerKind(models.TextChoices):
    """The adapter that speaks to the server. `stored` has no adapter: its answers were made elsewhere."""

    OLLAMA = "ollama"
    OPENAI = "openai"
    SCRIPTED = "scripted"
    STORED = "stored"


class ModelServerQuerySet(models.QuerySet["ModelServer"]):
    """Servers by owner, and by waiting work."""

    def visible_to(self, team: Team) -> ModelServerQuerySet:
        """Return servers that a team sees and may ask: its own and the whole site's."""
        return self.filter(Q(team=team) | Q(team=None))

    def with_work(self) -> ModelServerQuerySet:
        """Return servers for which a candidate of a running, unpaused run is queued, or that can help another one
        with it.
        """
        queued = LanguageModel.objects.filter(candidates__state="queued", candidates__run__state="running").distinct()
        own, helpers = set(queued.values_list("server", flat=True)), set[int]()
        for kind, name, digest in set(queued.exclude(digest="").values_list("server__kind", "name", "digest")):
            same = LanguageModel.objects.can_help().filter(server__kind=kind, name=name, digest=digest)
            helpers |= set(same.values_list("server", flat=True))
        candidates = apps.get_model("evaluations", "Candidate").objects
        helpers = {pk for pk in helpers - own if candidates.waiting_for_help(pk).exists()}
        return self.filter(pk__in=own | helpers)


class ModelServer(models.Model):
    """One place that answers prompts. `slug` is the first half of a model id (`ollama/mistral:7b`)."""

    Kind = ServerKind
    slug = models.SlugField(unique=True)
    team = models.ForeignKey(
        Team,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="model_servers",
        help_text="The team that added this server; no other team sees it. Empty: it belongs to the whole site.",
    )
    kind = models.CharField(max_length=10, choices=ServerKind.choices)
    base_url = models.CharField(max_length=500, blank=True)
    host = models.CharField(
        max_length=40,
        blank=True,
        default="",
        db_default="",  # processes of the release before do not know the column
        help_text="The only host whose workers ask it; empty: every host.",
    )
    encrypted_api_key = models.TextField(blank=True, editable=False)
    is_reachable = models.BooleanField(default=False)
    message = models.TextField(
        blank=True, help_text="Result of the last connection check; when the server is unreachable, what to do."
    )
    version = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    # Lease of the one worker that feeds this server: no server ever gets more requests than it has slots.
    fed_by = models.CharField(max_length=64, blank=True)
    fed_until = models.DateTimeField(null=True, blank=True)
    # How the server is asked; adapters.base.ServerSettings has the defaults and the meanings.
    keep_alive_s = models.PositiveIntegerField(default=DEFAULTS.keep_alive_s)
    unloads_between = models.BooleanField(default=True, help_text="A model is unloaded before the next one is loaded.")
    unloads_at_end = models.BooleanField(default=False, help_text="The last model is unloaded when no request is left.")
    n_requests = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Number of simultaneous requests; empty: as many as the server has slots."
    )
    n_threads = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Number of threads that Ollama uses; empty: Ollama decides."
    )
    first_token_s = models.PositiveIntegerField(default=DEFAULTS.first_token_s)
    silence_s = models.PositiveIntegerField(default=DEFAULTS.silence_s)
    allows_cloud = models.BooleanField(default=False, help_text="Models that run on another host may be asked, too.")
    measured: JSONColumn[Measurement] = models.JSONField(
        default=dict, blank=True, help_text="Result of the last measurement; see evaluations.measurements."
    )

    objects = ModelServerQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def api_key(self) -> str:
        """The key in clear text, empty for none. Raises DecryptionError with a sentence for people."""
        if not self.encrypted_api_key:
            return ""
        try:
            return encryption.decrypt(self.encrypted_api_key)
        except DecryptionError as exc:
            raise DecryptionError(UNREADABLE_KEY.format(slug=self.slug)) from exc

    @api_key.setter
    def api_key(self, key: str) -> None:
        self.encrypted_api_key = encryption.encrypt(key) if key else ""

    @property
    def is_unchecked(self) -> bool:
        """Whether no worker has looked at it yet, so that nothing is known about it."""
        return not (self.is_reachable or self.seen_at or self.message)

    @property
    def is_elsewhere(self) -> bool:
        """Whether only the workers of another host ask it."""
        return self.host not in ("", this_host())

    @property
    def route(self) -> dict[str, str]:
        """Options of a message about it: the queue of its host."""
        return {"queue": broker_names.host_queue(self.host)} if self.host else {}

    @property
    def kind_or_slug(self) -> str:
        """The name for the server's defaults: the program if its kind says it, else the server."""
        return self.kind if self.kind == ServerKind.OLLAMA else self.slug

    def set_address(self, base_url: str, api_key: str) -> bool:
        """Set address and key of the unsaved row; an empty key keeps the stored one.

        Return True when the stored one was removed.

        The stored key is for one scheme, host and port. It is never sent to another, whoever changes the address.
        """
        is_removed = bool(self.encrypted_api_key) and not api_key and _origin(base_url) != _origin(self.base_url)
        self.base_url = base_url
        if api_key or is_removed:
            self.api_key = api_key
        return is_removed


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)


class LanguageModelQuerySet(models.QuerySet["LanguageModel"]):
    """Models by id, by use, and by the owner of their server."""

    def visible_to(self, team: Team) -> LanguageModelQuerySet:
        """Return models that a team sees and may ask: on its own servers and on the whole site's.

        Of models with answers made elsewhere only those of the team, because their names may be confidential.
        """
        chosen = apps.get_model("evaluations", "RunModel").objects.filter(model=OuterRef("pk"), run__team=team)
        may_see = ~Q(server__kind=ServerKind.STORED) | Exists(chosen)
        return self.filter(Q(server__team=team) | Q(server__team=None), may_see)

    def can_help(self) -> LanguageModelQuerySet:
        """Return models that can answer in another server's place: their weights are known, and they did not fail
        last.
        """
        return self.filter(is_present=True, remote_host="", is_embedding=False, last_error="").exclude(digest="")

    def twins_of(self, server: ModelServer) -> LanguageModelQuerySet:
        """Return models on other servers of its kind that this server has too, under the same name and with these
        weights.
        """
        same_models = LanguageModel.objects.can_help().filter(
            server=server, name=OuterRef("name"), digest=OuterRef("digest")
        )
        return self.filter(Exists(same_models), server__kind=server.kind).exclude(server=server)

    def on_server(self, server_id: int, model: LanguageModel) -> LanguageModel:
        """Return the model itself, or the one of its name on the server that answers in its place."""
        if model.server_id == server_id:
            return model
        return self.select_related("server").get(server=server_id, name=model.name)

    def by_id(self, model_id: str) -> LanguageModel:
        """Return model for `server/name`; raises DoesNotExist."""
        server, _, name = model_id.partition("/")
        return self.select_related("server").get(server__slug=server, name=name)

    def can_generate(self, *, or_wait: bool = False) -> LanguageModelQuerySet:
        """Return models that can be asked: present on a reachable server, made to answer, and on this machine or
        allowed.

        or_wait: also models of unreachable servers; their candidates are asked when the server is back.
        """
        on_a_server = self.filter(is_present=True).exclude(server__kind=ServerKind.STORED)
        if not or_wait:
            on_a_server = on_a_server.filter(server__is_reachable=True)
        return on_a_server.filter(Q(remote_host="") | Q(server__allows_cloud=True), is_embedding=False)


class LanguageModel(models.Model):
    """A model on a server. Rows are never deleted: runs point to them. is_present: the server lists it now."""

    server = models.ForeignKey(ModelServer, on_delete=models.CASCADE, related_name="models")
    name = models.CharField(max_length=200)
    family = models.CharField(max_length=120, blank=True)
    parameter_size = models.CharField(max_length=40, blank=True)
    size_bytes = models.BigIntegerField(null=True, blank=True)
    quantisation = models.CharField(max_length=60, blank=True)
    context_tokens = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=128, blank=True)
    template = models.TextField(blank=True)
    licence = models.TextField(blank=True)
    parameters = models.TextField(blank=True, help_text="Parameters of the Modelfile: a name and a value per line.")
    file_options: JSONColumn[StoredOptions] = models.JSONField(
        default=dict, blank=True, help_text="Sampling options that the weights' file recommends, under Bakeoff's names."
    )
    capabilities: JSONColumn[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Capabilities in the server's words, such as completion or tools."
    )
    details_digest = models.CharField(
        max_length=128, blank=True, help_text="Digest of the weights whose details were read."
    )
    remote_host = models.CharField(
        max_length=200,
        blank=True,
        help_text="The host that runs the model for its server; empty: the server itself runs it.",
    )
    is_embedding = models.BooleanField(
        default=False, help_text="The model only makes embeddings and cannot answer prompts."
    )
    can_insert = models.BooleanField(
        null=True, blank=True, help_text="The model can fill in the middle; empty: unknown."
    )
    can_think = models.BooleanField(
        null=True, blank=True, help_text="The model thinks before it answers; empty: unknown."
    )
    is_loaded = models.BooleanField(null=True, blank=True, help_text="The model is in memory now; empty: unknown.")
    memory_bytes = models.BigIntegerField(
        null=True, blank=True, help_text="Memory that the loaded model takes, including that of the GPU."
    )
    gpu_bytes = models.BigIntegerField(null=True, blank=True)
    loaded_context_tokens = models.PositiveBigIntegerField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Time when its server will unload it.")
    training_cutoff = models.CharField(
        max_length=MAX_LENGTH,
        blank=True,
        help_text="End of the period that its training data cover, as a person entered it.",
    )
    is_present = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, help_text="Why the last load or request failed; empty after an answer.")
    last_error_at = models.DateTimeField(null=True, blank=True)
    refusals: JSONColumn[Refusals] = models.JSONField(
        default=dict, blank=True, help_text="What its server refused or ignored; see evaluations.refusals."
    )
    # Running pull: {"status", "completed", "total"} in bytes; empty when none.
    pull: JSONColumn[StoredPull] = models.JSONField(default=dict, blank=True)

    objects = LanguageModelQuerySet.as_manager()

    class Meta:
        ordering = ["server__slug", "name"]
        constraints = [models.UniqueConstraint(fields=["server", "name"], name="one_row_per_model")]

    def __str__(self) -> str:
        return self.model_id

    @property
    def is_demonstration(self) -> bool:
        """Whether it is the embedded model, which only shows that everything works."""
        return self.server.slug == EMBEDDED

    @property
    def demonstration_note(self) -> str:
        """A sentence about the embedded model; empty for every other model."""
        return DEMONSTRATION_NOTE if self.is_demonstration else ""

    @property
    def own_options(self) -> dict[str, Json]:
        """Sampling options that the model brings along, by the server's names; `stop` is a list."""
        return read_parameters(self.parameters)

    def recommended(self, think: Think | None = None) -> Preset | None:
        """Return the options that the model's author recommends; None if unknown.

        The model's own parameters, where it names any, else those that its file recommends, else those of its family.
        think: as the run asks for it.
        """
        named = ((name, self.own_options.get(name)) for name in RECOMMENDED)
        own = {name: value for name, value in named if value is not None}
        if own:
            return Preset(family=self.family, basis="model", options=own)
        preset = preset_for(self.name, self.family, thinks=bool(self.can_think) and think != "off")
        # A file contains one set. If its author has another set for answers without a thought, the file's is for
        # thinking.
        is_for_thinking = preset is not None and preset.thinks is False and (think == "off" or self.can_think is False)
        if self.file_options and not is_for_thinking:
            return Preset(family=self.family, basis="file", options=self.file_options)
        return preset

    @property
    def model_id(self) -> str:
        """`server/name`, as typed on the command line."""
        return f"{self.server.slug}/{self.name}"

    @property
    def place(self) -> str:
        """The key of refusals: server, version and weights."""
        return place_of(self.server.base_url, self.server.version, self.digest)

    @property
    def known_refusals(self) -> Refusals:
        """Options that its server refused or ignored. They are tried again after a change of server or weights."""
        return current(self.refusals, self.place, now())

    @property
    def why_not_offered(self) -> str:
        """Why a model that its server lists may not be asked; empty when it may."""
        if self.is_embedding:
            return "It makes embeddings and cannot answer."
        if self.remote_host and not self.server.allows_cloud:
            return (
                f"It asks {self.remote_host}: prompts would leave this machine. "
                f"An admin can allow that in the settings of {self.server.slug}."
            )
        return ""

    @property
    def can_be_loaded(self) -> bool:
        """Whether a person can load and unload it: it is on an Ollama that answers, and it may be asked."""
        is_here = self.server.kind == ModelServer.Kind.OLLAMA and self.is_present and self.server.is_reachable
        return is_here and not self.why_not_offered

    @property
    def why_not_asked(self) -> str:
        """`why_not_offered` as a sentence that names the model; empty when it may be asked."""
        return f"{self.model_id} is not asked. {self.why_not_offered}" if self.why_not_offered else ""


class ModelAction(models.Model):
    """A load, unload or deletion that a person requested: who, when, and the result."""

    class Kind(models.TextChoices):
        """The kind of action."""

        LOAD = "load"
        UNLOAD = "unload"
        DELETE = "delete"

    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    duration_ms = models.FloatField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.model}"
