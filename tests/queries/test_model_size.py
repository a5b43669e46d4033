"""The size of a model, and which models differ only in their quantisation."""

from __future__ import annotations

import pytest

from evaluations.models import LanguageModel
from evaluations.queries.model_size import billions, bits, quantisation_group, weights


def model(name: str, quantisation: str = "", size: str = "", family: str = "", **kwargs: int) -> LanguageModel:
    return LanguageModel(name=name, quantisation=quantisation, parameter_size=size, family=family, **kwargs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7B", 7), ("1.3B", 1.3), ("135M", 0.135), ("8x7B", 56), ("6.7 b", 6.7), ("", None), ("big", None)],
)
def test_parameters_are_read_as_people_write_them(text: str, expected: float | None) -> None:
    assert billions(model("x", size=text)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Q4_0", 4.5),
        ("GGUF-Q4_K_M", 4.6),
        ("q8_0", 8.5),
        ("EXL2-4.65", 4.65),
        ("AWQ", 4.25),
        ("GPTQ-8b", 8.25),
        ("FP16", 16),
        ("GGUF-BF16", 16),
        ("BNB-NF4", 4.5),
        ("IQ2_S", 2.5),
        ("F32", 32),
        ("", None),
        ("strange", None),
    ],
)
def test_bits_are_read_from_the_format(name: str, expected: float | None) -> None:
    assert bits(name) == expected


def test_weights_are_reported_by_the_server_or_estimated_or_unknown() -> None:
    reported, estimated = weights(model("x", size_bytes=4_000_000_000)), weights(model("x", "Q8_0", "7B"))
    assert reported
    assert (reported.gb, reported.is_estimate) == (4.0, False)
    assert estimated
    assert (round(estimated.gb, 2), estimated.is_estimate) == (7.44, True)
    assert weights(model("x", size="7B")) is None


@pytest.mark.parametrize(
    "names",
    [
        [("ollama_chat/codestral:22b-q4_K_M", "GGUF-Q4_K_M"), ("ollama_chat/codestral:22b-q6_K", "GGUF-Q6_K")],
        [("deepseek-ai-deepseek-coder-6.7b-fp16", "FP16"), ("TheBloke/deepseek-coder-6.7B-AWQ", "AWQ-4b")],
        [("WizardCoder-15B-V1.0.Q4_0", "GGUF-Q4_0"), ("WizardCoder-15B-V1.0.Q8_0", "GGUF-Q8_0")],
        [("LoneStriker/CodeBooga-34B-v0.1-3.0bpw-h6-exl2-main", "EXL2-3.0"), ("oobabooga/CodeBooga-34B-v0.1", "")],
        [("quill:7b-q4_0", "Q4_0"), ("quill:7b-q8_0", "Q8_0")],
    ],
)
def test_quantisations_of_one_model_are_known_as_such(names: list[tuple[str, str]]) -> None:
    family = next(
        word
        for word in ("codestral", "deepseek-coder", "wizardcoder", "codebooga", "quill")
        if word in names[0][0].lower()
    )
    assert len({quantisation_group(model(name, quant, "x", family)) for name, quant in names}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("mistral-7b-instruct-v0.1.Q8_0", "mistral-7b-v0.1.Q8_0"),
        ("llama3:8b-instruct-q8_0", "llama3:8b-q8_0"),
        ("CodeLlama-7b-hf", "CodeLlama-7b-Python-hf"),
        ("phi-3-mini-4k", "phi-3-mini-128k"),
    ],
)
def test_other_models_of_the_family_are_not_taken_for_one(first: str, second: str) -> None:
    assert quantisation_group(model(first)) != quantisation_group(model(second))
