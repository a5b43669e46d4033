"""What a value of OLLAMA_HOST means. The cases are those of Ollama's own documentation and tests."""

from __future__ import annotations

import pytest

from evaluations.adapters.addresses import ollama_url
from evaluations.adapters.ollama import OllamaAdapter
from evaluations.management.health_checks import services
from evaluations.models import ModelServer
from evaluations.runner.found_servers import ensure_servers
from tests.adapters.page_server import serving

CASES = {
    "": "http://127.0.0.1:11434",
    "0.0.0.0": "http://127.0.0.1:11434",
    "0.0.0.0:11434": "http://127.0.0.1:11434",
    "127.0.0.1": "http://127.0.0.1:11434",
    "1.2.3.4:1234": "http://1.2.3.4:1234",
    "localhost": "http://localhost:11434",
    "gpu-box": "http://gpu-box:11434",
    "example.com:1234": "http://example.com:1234",
    ":1234": "http://127.0.0.1:1234",
    ":11434": "http://127.0.0.1:11434",
    ":66000": "http://127.0.0.1:11434",
    ":-1": "http://127.0.0.1:11434",
    "host:": "http://host:11434",
    "[::1]": "http://[::1]:11434",
    "::1": "http://[::1]:11434",
    "[::]": "http://[::1]:11434",
    "[::]:1337": "http://[::1]:1337",
    "[fd00::5]:1337": "http://[fd00::5]:1337",
    ' " 1.2.3.4 " ': "http://1.2.3.4:11434",
    "'1.2.3.4'": "http://1.2.3.4:11434",
    "http://1.2.3.4": "http://1.2.3.4",
    "http://0.0.0.0:11434": "http://127.0.0.1:11434",
    "http://1.2.3.4:4321": "http://1.2.3.4:4321",
    "http://host:11434/": "http://host:11434",
    "https://1.2.3.4": "https://1.2.3.4",
    "https://1.2.3.4:4321": "https://1.2.3.4:4321",
    "https://example.com/ollama": "https://example.com/ollama",
    "https://example.com:8443/ollama/": "https://example.com:8443/ollama",
    "host/behind/a/proxy": "http://host:11434/behind/a/proxy",
    "ollama.com": "https://ollama.com",
}


@pytest.mark.parametrize(("value", "url"), CASES.items())
def test_ollama_host_is_read_as_ollama_reads_it(value: str, url: str) -> None:
    assert ollama_url(value) == url
    assert ollama_url(url) == url


def test_adapter_sends_requests_to_that_address() -> None:
    with serving({"/behind/api/tags": {"models": []}, "/behind/api/ps": {"models": []}}) as page:
        adapter = OllamaAdapter(f"{page.url.removeprefix('http://')}/behind")
        assert adapter.status().n_models == 0
        adapter.close()


@pytest.mark.django_db
def test_set_up_and_doctor_read_ollama_host_the_same_way(settings: pytest.FixtureRequest) -> None:
    with serving({"/api/version": {"version": "1"}}) as page:
        settings.OLLAMA_HOST = page.url.removeprefix("http://").replace("127.0.0.1", "0.0.0.0")  # type: ignore[attr-defined]
        ollama = next(part for part in services.model_servers() if part.name == "Model server ollama")
        ensure_servers()
    assert ollama.state == "ok", ollama
    assert ModelServer.objects.get(slug="ollama").base_url == page.url
