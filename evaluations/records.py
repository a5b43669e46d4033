"""Kind, TaskSpec, Prompt, Completion, Extraction …: the frozen records that packages pass on.

What is executed, and with which result, is in execution_records.py.

Standard library only; all of them go to JSON with `to_json`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from evaluations.verdicts import Verdict as Verdict

Lane = Literal["function", "page", "python", "spec", "visual"]
Channel = Literal["text", "thinking"]
StopReason = Literal["stop", "length", "cancelled"]
Think = Literal["off", "on", "low", "medium", "high"]
Json = Any  # what json.dumps takes: str, int, float, bool, None, list, dict


class Kind(StrEnum):
    """The kind of a task. It decides the lane and the grader."""

    FUNCTION = "function"
    COMPONENT = "component"
    HOOK = "hook"
    PAGE = "page"
    EXCEL = "excel"
    WRITE_TESTS = "write_tests"
    EDIT = "edit"
    VISUAL = "visual"
    PYTHON = "python"
    FREE = "free"


EDIT_GROUPS = ("change", "kept")  # of kind edit: describe blocks of its checks, and its two scores
VISUAL_FIGURES = (
    "blocks",
    "text",
    "position",
    "colour",
    "picture",
)  # of kind visual, in each window (graders/visual.py)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Exactly what is sent. `strategy` names the entry of `prompts.STRATEGIES` that rendered it.

    suffix: the end of a file whose beginning is the one message; the text between is asked for. None: a chat.
    own_from: where in that beginning the file itself begins; the text before it explains it.
    A suffix without text is raw completion: the file goes on to its end, and no template is put around it.
    notes: what was cut or left out so that it fits, a sentence each.
    images: data URLs that go along with the last message; where it is stored, the digest of each.
    """

    messages: tuple[Message, ...]
    strategy: str = "plain"
    suffix: str | None = None
    own_from: int = 0
    notes: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Frozen settings of one request. None leaves a choice to the model server's own default.

    max_tokens: the answer's limit; None: each task's own. think: whether, or how much, a model thinks before it
    answers. max_thinking_tokens: what the thought of a model that can think may take beside its answer.

    profile: "pinned" sends every option, so that the same weights are sampled alike on every server; the defaults are
    llama.cpp's, beside the temperature. "author" leaves each option that was not typed to the model's own parameters.
    stop: ends the answer, beside the model's own end marks. evaluations.sampling has the limits.
    """

    temperature: float | None = 0.2
    top_p: float | None = 0.95
    top_k: int | None = 40
    min_p: float | None = 0.05
    repeat_penalty: float | None = 1.0
    seed: int | None = 1
    stop: tuple[str, ...] = ()
    max_tokens: int | None = None
    context_tokens: int | None = None
    profile: Literal["pinned", "author"] = "pinned"
    think: Think | None = None
    max_thinking_tokens: int = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How one server is asked. Seconds.

    keep_alive_s: how long a model stays in memory after its last answer. n_requests: under way at once; None: as many
    as the server has slots. n_threads: of Ollama's runner; None: its own choice. first_token_s: from the request to the
    first token, with the prompt's evaluation, which takes minutes on a processor, and a load by the server itself.
    silence_s: between two tokens after that.
    """

    keep_alive_s: int = 300
    n_requests: int | None = None
    n_threads: int | None = None
    first_token_s: float = 900
    silence_s: float = 180


DEFAULTS = ServerSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """A model as its server describes it. None where the server does not say.

    family: what the weights call themselves, else their architecture. remote_host: the host that really answers.
    is_loaded: in memory now, with its size there, the part of that on a GPU, the context it was loaded with, and when
    the server unloads it. details_digest: the digest for which the details were read. file_options: sampling options
    that the weights' file recommends, by our names.
    """

    name: str
    family: str | None = None
    parameter_size: str | None = None
    size_bytes: int | None = None
    quantisation: str | None = None
    context_tokens: int | None = None
    digest: str | None = None
    template: str | None = None
    can_insert: bool | None = None
    can_think: bool | None = None
    capabilities: tuple[str, ...] = ()
    licence: str | None = None
    parameters: str | None = None
    file_options: Mapping[str, Json] = field(default_factory=dict)
    remote_host: str | None = None
    is_embedding: bool = False
    is_loaded: bool | None = None
    memory_bytes: int | None = None
    gpu_bytes: int | None = None
    loaded_context_tokens: int | None = None
    expires_at: datetime | None = None
    details_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an answer as it streams in: of its text, or of the thought that the server sends beside it."""

    channel: Channel
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A call of a tool that the model made. arguments: JSON text, or what the model wrote in its place."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Raw text returned by a model, kept untouched, with what the server said about it.

    thinking: what the server sends as thought, beside the text. Thought that the model marks inside its text
    (`<think>`, harmony's channels) stays in the text; `extractors.thinking` knows the marks.
    stop_reason: "stop" (the model ended), "length" (token limit: truncated), "cancelled".
    prompt_tokens, completion_tokens, thinking_tokens as counted by the server; completion_tokens includes thought and
    answer. Times in ms; None if unknown. first_token_ms: to the first piece of any channel. first_text_ms: to
    the first piece of the answer. generation_ms: the time of all completion_tokens, so thought and answer.
    options: what was sent, by the server's names. not_taken: options of Sampling that the server could not take, with
    the reason. refused: fields that the server refused, by its names. context_tokens: the context that the server used.
    """

    text: str
    thinking: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    stop_reason: StopReason = "stop"
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    thinking_tokens: int | None = None
    load_ms: float | None = None
    first_token_ms: float | None = None
    first_text_ms: float | None = None
    generation_ms: float | None = None
    model_digest: str | None = None
    options: Mapping[str, Json] = field(default_factory=dict)
    not_taken: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    context_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of an answer that may be code. start and end: character offsets into the raw answer."""

    path: str | None
    language: str | None
    source: str
    start: int
    end: int
    is_terminated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The code chosen from an answer. `files` is empty when there is none (verdict no_code).

    files: path to source; entry: the path among them that the checks import; rule: name of the rule that chose;
    reason: one sentence for a person; blocks: everything that was considered, in order of appearance;
    chosen: indexes into blocks.
    """

    files: Mapping[str, str]
    entry: str
    rule: str
    reason: str
    blocks: tuple[Block, ...] = ()
    chosen: tuple[int, ...] = ()
    version: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """A check file: Vitest/Jest style, or a script whose exception or failed console.assert is the failure.

    files: path to source of the files beside it: helpers that see `expect` and the test packages, as it does.
    versions: package to major version, where the checks were written for another than the usual one
    (evaluations.packages.VERSIONS).
    clears_mocks: before each test, as Jest's setting clearMocks has it.
    """

    path: str
    source: str
    files: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    clears_mocks: bool = False


# In a check file: `// @time-zones America/New_York Europe/Berlin`.
TIME_ZONES = re.compile(r"@time-zones((?:[ \t]+[A-Z][\w+/-]*)+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSpec:
    """A task as its folder says it; everything that grading needs to know, without a database.

    entry: path under which the chosen code is filed and imported by the checks ("answer.tsx").
    entry_point: name the code must define, None when any export will do. checks: None for kind "free".
    context, reference: path to source. mutants: name to (path to source). fixtures: file name to bytes.
    truth: for kind "excel": the expected data, see evaluations.workbooks.ExpectedData.to_json(); for kind "visual":
    {"threshold": score that passes}, None for the usual one.
    turns: the conversation before the prompt, where an answer is followed up; its first turn has the context files.
    alternatives: name to (path to source): right answers that are written differently from the reference.
    published: since when the task is public (evaluations.partial_dates); empty if unknown.
    """

    slug: str
    title: str
    kind: Kind
    prompt: str
    language: str = "tsx"
    entry: str = "answer.tsx"
    entry_point: str | None = None
    checks: Checks | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    reference: Mapping[str, str] = field(default_factory=dict)
    mutants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixtures: Mapping[str, bytes] = field(default_factory=dict)
    truth: Json = None
    timeout_ms: int = 10_000
    memory_mb: int = 512
    max_tokens: int = 1024
    tags: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""
    turns: tuple[Message, ...] = ()
    alternatives: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    published: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether something decides if an answer is right. Answers of other tasks count in no rate."""
        if self.kind in (Kind.EXCEL, Kind.WRITE_TESTS, Kind.VISUAL):
            return True
        return self.checks is not None and self.kind is not Kind.FREE

    @property
    def lane(self) -> Lane:
        """Pure functions run in a frame, Python in an interpreter; whatever needs React or a document in a page.

        A plain page (language "html") is looked at by a Playwright spec.
        """
        if self.kind is Kind.PYTHON:
            return "python"
        if self.kind is Kind.VISUAL:
            return "visual"
        if self.language == "html":
            return "spec"
        return "function" if self.kind is Kind.FUNCTION else "page"

    @property
    def time_zones(self) -> list[str]:
        """The time zones besides UTC in which the checks must pass, if the check file names any."""
        if self.checks is None or self.lane not in ("function", "page"):
            return []
        match = TIME_ZONES.search(self.checks.source)
        return match[1].split() if match else []


def to_json(record: Any) -> Json:
    """Return a record, or a container of records, as JSON-ready data. Bytes are not carried: take them out first."""
    if record is None or isinstance(record, str | int | float):
        return record
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: to_json(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, Mapping):
        return {str(key): to_json(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [to_json(value) for value in record]
    return record


def storable(value: Any) -> Json:
    """Return `to_json`, and text that every database takes: NUL becomes ␀, a lone surrogate �."""
    return _storable(to_json(value))


def _storable(value: Json) -> Json:
    if isinstance(value, str):
        if value.isascii() and "\0" not in value:
            return value
        return value.replace("\0", "\u2400").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value
