"""What servers list: cloud and embedding models, loaded models, families; and how many requests one look makes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import pytest

from evaluations.adapters import make_adapter
from evaluations.adapters.gguf import ModelFile
from evaluations.adapters.model_names import is_embedding, remote_host
from evaluations.models import LanguageModel, ModelServer
from evaluations.records import ModelInfo
from evaluations.runner import servers
from tests.adapters.ollama_server import ollama_serving
from tests.adapters.page_server import serving

SMOL = {
    "capabilities": ["completion"],
    "license": "Apache License 2.0",
    "parameters": 'stop "<|im_end|>"\ntemperature 0.7',
    "template": "{{ .Prompt }}",
    "model_info": {"general.architecture": "llama", "general.basename": "SmolLM2", "llama.context_length": 8192},
}
EMBEDDERS = [
    "nomic-embed-text:latest",
    "mxbai-embed-large",
    "snowflake-arctic-embed2:568m",
    "all-minilm:33m",
    "bge-m3:567m",
    "BAAI/bge-large-en-v1.5",
    "text-embedding-3-small",
    "intfloat/e5-mistral-7b-instruct",
    "gte-qwen2-7b-instruct",
    "paraphrase-multilingual-MiniLM-L12-v2",
    "bge-reranker-v2-m3",
    "embeddinggemma:300m",
    "google-bert/bert-base",
    "text-embedding-nomic-embed-text-v1.5",
    "sentence-transformers/all-MiniLM-L6-v2",
]
CHATS = [
    "qwen2.5-coder:7b",
    "deepseek-coder:6.7b-instruct-q4_0",
    "gemma3:27b",
    "gpt-oss:20b",
    "phi4-mini",
    "big-e5x:7b",
    "meta-llama/Llama-3.1-8B-Instruct",
    "albertina:7b",
    "minilma:1b",
    "hf.co/x/roberto-7b:Q4_K_M",
    "codestral:22b",
]


@pytest.mark.parametrize(("name", "expected"), [*((n, True) for n in EMBEDDERS), *((n, False) for n in CHATS)])
def test_embedding_models_are_known_by_their_names(name: str, expected: bool) -> None:
    assert is_embedding(name) is expected


@pytest.mark.parametrize(
    ("family", "capabilities", "expected"),
    [
        ("nomic-bert", (), True),
        ("bert", (), True),
        ("xlm-roberta", (), True),
        ("qwen3", ("embedding",), True),
        ("llama", ("completion", "embedding"), False),
        ("bert", ("completion",), False),
        ("llama", (), False),
    ],
)
def test_family_and_capabilities_tell_embedding_models(
    family: str, capabilities: tuple[str, ...], expected: bool
) -> None:
    assert is_embedding("odd:1b", family, capabilities) is expected


@pytest.mark.parametrize(
    ("name", "host", "model", "expected"),
    [
        ("big:671b-cloud", "https://ollama.com:443", "big:671b", "ollama.com"),
        ("gpt-oss:120b-cloud", None, None, "ollama.com"),
        ("glm-4.6:cloud", None, None, "ollama.com"),
        ("mine", None, "big:671b", "ollama.com"),
        ("mine", "http://10.0.0.7:11434", None, "10.0.0.7"),
        ("mine", ["odd"], None, "ollama.com"),
        ("cloud-coder:7b", None, None, None),
        ("cloudy:latest", "", "", None),
    ],
)
def test_models_that_another_host_answers(name: str, host: object, model: object, expected: str | None) -> None:
    assert remote_host(name, host, model) == expected


def listed(kind: str, url: str, known: Mapping[str, ModelInfo] | None = None) -> list[ModelInfo]:
    """Look at a server once and return its models."""
    with closing(make_adapter(kind, url)) as adapter:
        return adapter.list_models(known or {})


def test_kind_of_each_model_is_read_from_ollama() -> None:
    with ollama_serving(expires_at="2031-01-02T03:04:05.123456789Z") as server:
        server.add("smol:135m")
        server.add("other:1b")
        server.shown["smol:135m"] = SMOL
        server.runner({"model": "smol:135m", "options": {"num_ctx": 8192}})
        smol, other = listed("ollama", server.url)
    assert (smol.family, smol.context_tokens, smol.licence) == ("smollm2", 8192, "Apache License 2.0")
    assert smol.parameters == SMOL["parameters"]
    assert smol.capabilities == ("completion",)
    assert smol.can_insert is False
    assert (smol.is_loaded, smol.memory_bytes, smol.loaded_context_tokens) == (True, 5_000_000, 8192)
    assert smol.expires_at
    assert smol.expires_at.isoformat() == "2031-01-02T03:04:05.123456+00:00"
    assert (other.family, other.is_loaded, other.memory_bytes, other.can_insert) == ("llama", False, None, None)


def test_one_file_has_one_family_on_two_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "evaluations.adapters.openai_compatible"
    monkeypatch.setattr(f"{module}.local_file", lambda *_: "m.gguf")
    monkeypatch.setattr(f"{module}.describe_file", lambda _: ModelFile(family="smollm2", name=None))
    monkeypatch.setattr(f"{module}.digest_of", lambda _: "ab")
    row = {"id": "m", "owned_by": "llamacpp"}
    with (
        serving({"/v1/models": {"data": [row]}, "/props": {"model_path": "m.gguf"}}) as page,
        ollama_serving() as server,
    ):
        server.add("smol:135m")
        server.shown["smol:135m"] = SMOL
        families = {listed(kind, url)[0].family for kind, url in (("openai", page.url), ("ollama", server.url))}
    assert families == {"smollm2"}


def test_odd_rows_do_not_hide_the_others() -> None:
    rows = [
        None,
        5,
        {},
        {"name": 7},
        {"model": "x" * 300},
        {"model": "odd", "details": 5, "size": "big", "digest": 9},
        {"name": "good:1b", "modified_at": "", "size": -1},
    ]
    with serving({"/api/tags": {"models": rows}, "/api/ps": {"models": None}, "/api/show": {"model_info": []}}) as page:
        assert [info.name for info in listed("ollama", page.url)] == ["odd", "good:1b"]
    empty: dict[str, Any]
    for empty in ({"models": None}, {"models": []}):
        with serving({"/api/tags": empty}) as page:
            assert listed("ollama", page.url) == []
    with serving({"/v1/models": {"data": None}}) as page:
        assert listed("openai", page.url) == []


LM_STUDIO = {
    "/v1/models": {"data": [{"id": i, "owned_by": "organization_owner"} for i in ("a", "b", "text-embed", "plain")]},
    "/api/v0/models": {
        "data": [
            {
                "id": "a",
                "type": "llm",
                "state": "loaded",
                "arch": "llama",
                "max_context_length": 4096,
                "loaded_context_length": 2048,
                "quantization": "Q4_K_M",
            },
            {"id": "b", "type": "vlm", "state": "not-loaded", "max_context_length": 32768},
            {"id": "text-embed", "type": "embeddings", "state": "not-loaded"},
            {"id": "plain", "type": "embeddings"},
        ]
    },
}


def loaded_of(answers: dict[str, Any]) -> dict[str, bool | None]:
    with serving(answers) as page:
        infos = listed("openai", page.url)
        assert len(page.requests) <= 2
    return {info.name: info.is_loaded for info in infos}


def test_loaded_models_are_those_that_the_server_lists() -> None:
    assert loaded_of(LM_STUDIO) == {"a": True, "b": False, "text-embed": False, "plain": None}
    single_model = {"data": [{"id": "m", "owned_by": "llamacpp"}]}
    assert loaded_of({"/v1/models": single_model, "/props": {"n_ctx": 5}}) == {"m": None}
    router = {
        "data": [
            {"id": "m", "owned_by": "llamacpp", "status": {"value": "unloaded"}},
            {"id": "n", "status": {"value": "loaded"}},
        ]
    }
    assert loaded_of({"/v1/models": router}) == {"m": False, "n": True}
    swap = {"data": [{"id": "m", "owned_by": "llama-swap"}, {"id": "n", "owned_by": "llama-swap"}]}
    assert loaded_of({"/v1/models": swap, "/running": {"running": [{"model": "n"}]}}) == {"m": False, "n": True}
    assert loaded_of({"/v1/models": {"data": [{"id": "m", "owned_by": "vllm"}]}}) == {"m": True}
    assert loaded_of({"/v1/models": {"data": [{"id": "m"}]}}) == {"m": None}


def test_embedding_models_are_read_from_lm_studio() -> None:
    with serving(LM_STUDIO) as page:
        infos = listed("openai", page.url)
    assert [info.name for info in infos if info.is_embedding] == ["text-embed", "plain"]
    assert (infos[0].quantisation, infos[0].context_tokens, infos[1].context_tokens) == ("Q4_K_M", 2048, 32768)


@pytest.mark.django_db
def test_refresh_of_sixty_models_takes_two_requests_and_one_for_each_change() -> None:
    with ollama_serving() as server:
        for i in range(60):
            server.add(f"m{i}:1b")
            server.shown[f"m{i}:1b"] = SMOL
        row = ModelServer.objects.create(slug="box", kind="ollama", base_url=server.url)
        assert servers.refresh(row)
        assert server.requests.total() == 62
        for changed in (0, 1, 3):
            for i in range(changed):
                server.add(f"m{i}:1b", digest=f"new-{changed}")
            server.requests.clear()
            assert servers.refresh(row)
            assert server.requests.total() == 2 + changed
    assert row.models.filter(family="smollm2", context_tokens=8192, is_present=True).count() == 60


@pytest.mark.django_db
def test_rows_of_earlier_releases_get_their_details_once() -> None:
    """Rows of an older version have a digest but no details."""
    with ollama_serving() as server:
        server.add("m:1b")
        server.shown["m:1b"] = SMOL
        row = ModelServer.objects.create(slug="box", kind="ollama", base_url=server.url)
        model = LanguageModel.objects.create(server=row, name="m:1b", digest="m:1b-1", family="llama", is_loaded=True)
        servers.refresh(row)
        servers.refresh(row)
        assert server.requests["/api/show"] == 1
    model.refresh_from_db()
    assert (model.family, model.licence, model.is_loaded) == ("smollm2", "Apache License 2.0", False)


def test_server_that_closes_the_connection_at_show_is_asked_once_per_refresh() -> None:
    rows = {"models": [{"name": f"m{i}", "digest": str(i)} for i in range(9)]}
    with serving({"/api/tags": rows, "/api/show": (500, {}, "")}) as page:
        infos = listed("ollama", page.url)
        assert [path for path, _ in page.requests].count("/api/show") == 1
    assert len(infos) == 9
    assert infos[0].details_digest is None


def test_known_details_are_kept_while_the_digest_is_the_same() -> None:
    known = ModelInfo(name="m:1b", digest="m:1b-1", details_digest="m:1b-1", family="own", licence="MIT")
    with ollama_serving() as server:
        server.add("m:1b", remote_host="https://far.example")
        (info,) = listed("ollama", server.url, {"m:1b": known})
        assert server.requests["/api/show"] == 0
    assert (info.family, info.licence, info.remote_host, info.is_loaded) == ("own", "MIT", "far.example", False)


@pytest.mark.django_db
def test_only_models_that_their_own_server_answers_are_offered() -> None:
    with ollama_serving() as server:
        server.add("local:1b")
        server.add("big:671b-cloud", remote_host="https://ollama.com:443", size=381)
        server.add("embed-only", details={"family": "nomic-bert"})
        row = ModelServer.objects.create(slug="box", kind="ollama", base_url=server.url)
        servers.refresh(row)
    offered = LanguageModel.objects.can_generate()
    assert [model.name for model in offered] == ["local:1b"]
    assert {model.name: bool(model.why_not_offered) for model in row.models.select_related("server")} == {
        "local:1b": False,
        "big:671b-cloud": True,
        "embed-only": True,
    }
    ModelServer.objects.update(allows_cloud=True)
    assert {model.name for model in offered.all()} == {"local:1b", "big:671b-cloud"}
