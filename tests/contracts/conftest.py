"""One server for each adapter: a script, the embedded model, and a proxy that offers it in Ollama's protocol."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from evaluations.adapters import Adapter, make_adapter
from evaluations.errors import AdapterError
from tests.adapters.ollama_server import ollama_serving
from tests.contracts.report import ContractReport
from tests.environment import HOME, free_ports
from tests.processes import ROOT, running, wait_until

ANSWER = "```js\nexport function add(a, b) { return a + b; }\n```"


@pytest.fixture(scope="session")
def ollama_server(embedded_server: str) -> Iterator[str]:
    """ollama-proxy-plus: real HTTP in Ollama's protocol, answered by the embedded model."""
    (port,) = free_ports(1)
    command: list[str | Path] = [ROOT / ".venv/bin/ollama-proxy", "serve", "--host", "127.0.0.1", "--port", str(port)]
    env = {
        **os.environ,
        "PROVIDERS_LOCAL_BASE_URL": f"{embedded_server}/v1",
        "EXTRA_MODELS": "local/smollm2:135m",
    }
    with running(command, HOME / "logs" / "ollama-proxy.log", env, cwd=HOME):
        url = f"http://127.0.0.1:{port}"

        def is_ready() -> bool:
            try:
                with urllib.request.urlopen(f"{url}/api/tags", timeout=5) as answer:
                    return bool(answer.status == 200)
            except OSError:
                return False

        wait_until(is_ready, 60, 0.2)
        yield url


# Real servers, named by `make contract OLLAMA_HOST=… OPENAI_BASE_URL=… MODEL=…`.
REAL = {"ollama": "CONTRACT_OLLAMA", "openai": "CONTRACT_OPENAI"}
CHOSEN = [kind for kind, name in REAL.items() if os.environ.get(name)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With a named server, run only its tests. A server that cannot be tested is reported in one sentence."""
    if not CHOSEN:
        return
    tried = [item for item in items if {"served", "real"} & set(getattr(item, "fixturenames", ()))]
    heads = []
    for kind in CHOSEN:
        with closing(_real_adapter(kind)) as adapter:
            try:
                name, version = _model_of(adapter), adapter.version()
            except (AdapterError, LookupError) as exc:
                raise pytest.UsageError(str(exc.args[0])) from exc
        where = f"{os.environ[REAL[kind]]} ({kind}{f' {version}' if version else ''})"
        heads.append(f"Contract of {where}, asked with {name}: {len(tried) // len(CHOSEN)} parts.")
    config.hook.pytest_deselected(items=[item for item in items if item not in tried])
    items[:] = tried
    config.pluginmanager.register(ContractReport(config, "\n".join(heads)))


def _real_adapter(kind: str) -> Adapter:
    return make_adapter(kind, os.environ[REAL[kind]], os.environ.get("CONTRACT_KEY", ""))


def _model_of(adapter: Adapter) -> str:
    """The named model, else the one that answers fastest. Raises LookupError with a sentence."""
    models = [info for info in adapter.list_models() if not info.is_embedding and not info.remote_host]
    url = getattr(adapter, "base_url", "The server")
    names = [info.name for info in models]
    if not names:
        raise LookupError(f"{url} has no model to ask. Pull one (`ollama pull qwen2.5-coder:1.5b`), or load one in it.")
    named = os.environ.get("CONTRACT_MODEL")
    if named and named not in names:
        raise LookupError(f'{url} has no model "{named}". It has: {", ".join(names[:20])}.')
    return named or min(models, key=lambda info: info.size_bytes or 2**62).name


@pytest.fixture(params=CHOSEN or ["openai", "ollama"])
def real(request: pytest.FixtureRequest) -> Iterator[tuple[Adapter, str]]:
    """The named server, else llama.cpp with the embedded model and the scripted Ollama."""
    kind = request.param
    with ExitStack() as stack:
        if CHOSEN:
            adapter = stack.enter_context(closing(_real_adapter(kind)))
            name = _model_of(adapter)
        elif kind == "openai":
            url, name = request.getfixturevalue("embedded_server"), "smollm2:135m"
            adapter = stack.enter_context(closing(make_adapter(kind, url)))
        else:
            server, name = stack.enter_context(ollama_serving(n_pieces=8)), "m:1b"
            server.add(name)
            server.shown[name] = {"model_info": {"llama.context_length": 8192}}
            adapter = stack.enter_context(closing(make_adapter(kind, server.url)))
        yield adapter, name


@pytest.fixture(params=CHOSEN or ["scripted", "openai", "ollama"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Adapter, str]]:
    """An adapter and the name of a model it serves."""
    kind = request.param
    if CHOSEN:
        adapter = _real_adapter(kind)
        yield adapter, _model_of(adapter)
        adapter.close()
        return
    if kind == "scripted":
        path = tmp_path / "script.json"
        path.write_text(json.dumps({"models": ["m"], "answers": [{"text": ANSWER * 20, "delay_s": 0.005}]}))
        url, name = str(path), "m"
    elif kind == "openai":
        url, name = request.getfixturevalue("embedded_server"), "smollm2:135m"
    else:
        url, name = request.getfixturevalue("ollama_server"), "local/smollm2:135m"
    adapter = make_adapter(kind, url)
    yield adapter, name
    adapter.close()
