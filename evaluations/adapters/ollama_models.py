"""Reads an Ollama server's models: the list, models in memory, and details.

Read by HTTP: the `ollama` package drops `remote_host`, and one odd row makes it refuse the whole list.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
import ollama

from evaluations.adapters.fields import count, mapping, mappings, moment, positive_integer, text, texts
from evaluations.adapters.gguf import read_sampling_keys
from evaluations.adapters.model_names import is_embedding, remote_host, thinks_by_template
from evaluations.errors import AdapterError
from evaluations.records import ModelInfo

SHOW_BUDGET_S = 10.0  # seconds of one refresh; the next refresh asks for the other details
LONGEST_NAME, LONGEST_FAMILY, LONGEST_DIGEST = 200, 120, 128  # characters
NO_DIGEST = "none"
log = logging.getLogger(__name__)


@dataclass
class OllamaModels:
    """One refresh of one server: one request for the list, one for loaded models, one for each changed model."""

    http: httpx.Client
    base_url: str

    def rows(self) -> list[dict[str, Any]]:
        """Return rows of /api/tags that have a name. Raises AdapterError, and what the package and httpx raise."""
        response = self.http.get("/api/tags")
        if response.status_code == 404:
            raise AdapterError(
                f"{self.base_url} answered 404 to /api/tags, so it is not an Ollama server. Correct the URL, or choose "
                "the kind “OpenAI-compatible”."
            )
        if response.status_code >= 300:
            raise ollama.ResponseError(response.text, response.status_code)
        answer = response.json()
        if not isinstance(answer, dict) or not isinstance(answer.get("models", 0), list | None):
            raise AdapterError(f"{self.base_url} did not answer as Ollama does: no list of models. Correct the URL.")
        return [row for row in mappings(answer["models"]) if _name_of(row)]

    def read(self, known: Mapping[str, ModelInfo]) -> list[ModelInfo]:
        """Return all models; details come from `known` while the digest is the same."""
        rows, loaded = self.rows(), self.loaded()
        until = time.monotonic() + SHOW_BUDGET_S
        infos = []
        for row in rows:
            info = _model_info(row)
            earlier = known.get(info.name)
            if earlier and earlier.details_digest == (info.digest or NO_DIGEST):
                info = _with_details_of(earlier, info)
            elif time.monotonic() < until:
                info, is_answering = self._detailed(info)
                until = until if is_answering else 0.0
            infos.append(_with_state(info, loaded))
        return infos

    def loaded(self) -> dict[str, dict[str, Any]] | None:
        """Return rows of /api/ps by name; None if the server does not report them."""
        response = self.http.get("/api/ps")
        if response.status_code != 200:
            return None
        try:
            answer = response.json()
        except ValueError:
            return None
        if not isinstance(answer, dict) or "models" not in answer:
            return None
        return {tagged(name): row for row in mappings(answer["models"]) if (name := _name_of(row))}

    def _detailed(self, info: ModelInfo) -> tuple[ModelInfo, bool]:
        """Return the model with its details, and whether the server answered. A refusal counts as an answer."""
        try:
            response = self.http.post("/api/show", json={"model": info.name})
            if response.status_code >= 500:
                return info, False
            shown = mapping(response.json()) if response.status_code == 200 else {}
        except httpx.HTTPError:
            log.info("%s did not say what %s is.", self.base_url, info.name, exc_info=True)
            return info, False
        except ValueError:
            shown = {}
        return _described(info, shown), True


def _name_of(row: Mapping[str, Any]) -> str | None:
    name = row.get("model") or row.get("name")
    return name if isinstance(name, str) and len(name) <= LONGEST_NAME and "\0" not in name else None


def tagged(name: str) -> str:
    """Return the name with its tag: `llama3` is `llama3:latest`."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def _model_info(row: Mapping[str, Any]) -> ModelInfo:
    details, name = mapping(row.get("details")), _name_of(row) or ""
    family = text(details.get("family"), LONGEST_FAMILY)
    return ModelInfo(
        name=name,
        family=family.lower() if family else None,
        parameter_size=text(details.get("parameter_size"), 40),
        size_bytes=positive_integer(row.get("size")),
        quantisation=text(details.get("quantization_level"), 60),
        digest=text(row.get("digest"), LONGEST_DIGEST),
        remote_host=remote_host(name, row.get("remote_host"), row.get("remote_model")),
        is_embedding=is_embedding(name, family),
    )


def _described(info: ModelInfo, shown: Mapping[str, Any]) -> ModelInfo:
    """Add what /api/show says.

    family: the name the weights give themselves (`general.basename`), as it is read from a model file; their
    architecture is `llama` for many families.
    """
    keys = mapping(shown.get("model_info"))
    context = next((positive_integer(value) for key, value in keys.items() if key.endswith(".context_length")), None)
    basename = text(keys.get("general.basename"), LONGEST_FAMILY)
    family = basename.lower() if basename else info.family
    capabilities, template = texts(shown.get("capabilities")), text(shown.get("template"))
    return replace(
        info,
        family=family,
        context_tokens=context,
        template=template,
        capabilities=capabilities,
        can_insert=_can_insert(capabilities, template),
        can_think="thinking" in capabilities if capabilities else thinks_by_template(template),
        licence=text(shown.get("license")),
        parameters=text(shown.get("parameters")),
        file_options=read_sampling_keys(keys),
        remote_host=info.remote_host or remote_host("", shown.get("remote_host"), shown.get("remote_model")),
        is_embedding=is_embedding(info.name, f"{family} {info.family}", capabilities),
        details_digest=info.digest or NO_DIGEST,
    )


def _can_insert(capabilities: tuple[str, ...], template: str | None) -> bool | None:
    """Return whether the model can insert. Newer servers list capabilities; for older ones the template shows it.
    None if there is neither.
    """
    if capabilities:
        return "insert" in capabilities
    return ".Suffix" in template if template else None


def _with_details_of(earlier: ModelInfo, info: ModelInfo) -> ModelInfo:
    return replace(
        earlier,
        name=info.name,
        parameter_size=info.parameter_size,
        size_bytes=info.size_bytes,
        quantisation=info.quantisation,
        remote_host=info.remote_host or earlier.remote_host,
    )


def _with_state(info: ModelInfo, loaded: Mapping[str, Mapping[str, Any]] | None) -> ModelInfo:
    row = (loaded or {}).get(tagged(info.name), {})
    return replace(
        info,
        is_loaded=None if loaded is None else bool(row),
        memory_bytes=positive_integer(row.get("size")),
        gpu_bytes=count(row.get("size_vram")),
        loaded_context_tokens=positive_integer(row.get("context_length")),
        expires_at=moment(row.get("expires_at")),
    )
