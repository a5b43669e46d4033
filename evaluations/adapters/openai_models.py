"""Reads an OpenAI-compatible server's list of models, and the second list in which some servers say more.

`/v1/models` contains little more than names. LM Studio and llama-swap report in a second list what is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from evaluations.adapters.fields import mapping, mappings, positive_integer, text, texts
from evaluations.adapters.model_names import is_embedding, thinks_by_template
from evaluations.adapters.ollama_models import LONGEST_FAMILY, LONGEST_NAME
from evaluations.records import ModelInfo

Get = Callable[[str], dict[str, Any]]
LM_STUDIO, LLAMA_SWAP, VLLM = "organization_owner", "llama-swap", "vllm"


def read_models(answer: Mapping[str, Any], get_extra: Get) -> list[ModelInfo]:
    """Return the models in an answer of /v1/models. get_extra: reads another path; empty if there is none."""
    rows = [row for row in mappings(answer.get("data")) if _is_name(row.get("id"))]
    owners = {row.get("owned_by") for row in rows}
    capabilities = {row.get("name"): texts(row.get("capabilities")) for row in mappings(answer.get("models"))}
    infos = [_model_info(row, capabilities.get(row["id"], ())) for row in rows]
    if LM_STUDIO in owners:
        extra_rows = {row.get("id"): row for row in mappings(get_extra("/api/v0/models").get("data"))}
        return [_of_lm_studio(info, extra_rows.get(info.name, {})) for info in infos]
    if LLAMA_SWAP in owners:
        running = get_extra("/running")
        names = {row.get("model") for row in mappings(running.get("running"))}
        return [replace(info, is_loaded=info.name in names if "running" in running else None) for info in infos]
    if owners == {VLLM}:  # it lists only loaded models
        return [replace(info, is_loaded=True) for info in infos]
    return [_of_llama_cpp(info, get_extra("/props")) for info in infos]


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and "\0" not in value


def _model_info(row: Mapping[str, Any], capabilities: tuple[str, ...]) -> ModelInfo:
    meta, name = mapping(row.get("meta")), str(row["id"])
    n_params, kind = positive_integer(meta.get("n_params")), text(row.get("type")) or text(row.get("task"))
    capabilities_listed = (
        capabilities or texts(row.get("capabilities")) or ((kind,) if kind and "embed" in kind.lower() else ())
    )
    state = text(mapping(row.get("status")).get("value"))
    return ModelInfo(
        name=name,
        parameter_size=_size(n_params) if n_params else None,
        size_bytes=positive_integer(meta.get("size")),
        quantisation=text(meta.get("ftype"), 60),
        # vLLM says max_model_len; llama.cpp says what a slot has.
        context_tokens=positive_integer(row.get("max_model_len")) or positive_integer(meta.get("n_ctx")),
        capabilities=capabilities_listed,
        is_embedding=is_embedding(name, None, capabilities_listed),
        is_loaded=None if state is None else state == "loaded",
    )


def _of_llama_cpp(info: ModelInfo, props: Mapping[str, Any]) -> ModelInfo:
    """Return the model with what llama.cpp says: with one model in memory it reports its slots; a router reports for
    each model whether it is loaded.
    """
    return replace(
        info,
        context_tokens=info.context_tokens or positive_integer(props.get("n_ctx")),
        quantisation=info.quantisation or text(props.get("model_ftype"), 60),
        template=text(props.get("chat_template")),
        can_think=thinks_by_template(text(props.get("chat_template"))),
        is_loaded=True if info.is_loaded is None and "total_slots" in props else info.is_loaded,
    )


def _of_lm_studio(info: ModelInfo, row: Mapping[str, Any]) -> ModelInfo:
    kind, state = text(row.get("type")), text(row.get("state"))
    is_encoder = kind == "embeddings" if kind else info.is_embedding
    return replace(
        info,
        family=text(row.get("arch"), LONGEST_FAMILY),
        quantisation=text(row.get("quantization"), 60),
        context_tokens=positive_integer(row.get("loaded_context_length"))
        or positive_integer(row.get("max_context_length")),
        is_embedding=is_encoder,
        is_loaded=None if state is None else state == "loaded",
        loaded_context_tokens=positive_integer(row.get("loaded_context_length")),
    )


def _size(n_params: int) -> str:
    """Return 135M for 134515008."""
    return f"{n_params / 1e9:.1f}B" if n_params >= 1e9 else f"{n_params / 1e6:.0f}M"
