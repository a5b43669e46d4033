"""Recommendations of model authors: they are found by name or family, are within the limits, and name a source."""

from __future__ import annotations

import pytest

from evaluations.models import LanguageModel, ModelServer
from evaluations.records import Sampling
from evaluations.runner.build_request import with_recommended
from evaluations.sampling import RECOMMENDED, make_sampling, sampling_error
from evaluations.sampling_presets import BASES, all_presets, preset_for

AUTHOR = make_sampling("author")


@pytest.mark.parametrize(
    ("name", "family", "expected"),
    [
        ("qwen2.5-coder:7b", "qwen2", "Qwen2.5 Coder"),
        ("qwen2.5:0.5b", "qwen2", "Qwen2.5"),
        ("hf.co/bartowski/Qwen2.5-Coder-14B-Instruct-GGUF:Q4_K_M", "", "Qwen2.5 Coder"),
        ("Qwen/Qwen2.5-7B-Instruct", "", "Qwen2.5"),
        ("qwen3-coder:30b", "qwen3moe", "Qwen3 Coder"),
        ("deepseek-coder:6.7b-instruct-q4_0", "llama", "DeepSeek Coder"),
        ("deepseek-coder-v2:16b", "deepseek2", "DeepSeek Coder V2"),
        ("deepseek-r1:7b", "qwen2", "DeepSeek R1"),
        ("codellama:13b-code", "llama", "Code Llama"),
        ("meta-llama/Llama-3.1-8B-Instruct", "", "Llama 3"),
        ("llama3.2:1b", "llama", "Llama 3"),
        ("gemma3:4b", "gemma3", "Gemma 3"),
        ("gemma2:9b", "gemma2", "Gemma 2"),
        ("phi4-mini-reasoning:3.8b", "phi3", "Phi 4 mini reasoning"),
        ("phi4-mini", "phi3", "Phi 4 mini"),
        ("phi4:14b", "phi3", "Phi 4"),
        ("openai/gpt-oss-20b", "", "gpt-oss"),
        ("granite4:micro", "granite", None),
        ("starcoder2:3b", "starcoder2", None),
        ("codestral:22b", "llama", "Codestral"),
        ("mistralai/Devstral-Small-2507", "", "Devstral"),
        ("mistral-small3.2:24b", "mistral3", "Mistral Small"),
        ("mistral:7b", "llama", None),
        ("smollm2:135m", "smollm2", "SmolLM2"),
        ("team-tuned:1b", "Qwen3 8B", "Qwen3"),
        ("dolphin-mistral:7b", "llama", None),
        ("my-qwen3:8b", "", None),
        ("llama2:7b", "llama", None),
        ("", "", None),
    ],
)
def test_preset_of_a_family_is_found_by_name_then_by_family(name: str, family: str, expected: str | None) -> None:
    preset = preset_for(name, family, thinks=False)
    assert (preset.family if preset else None) == expected


@pytest.mark.parametrize(
    ("can_think", "think", "temperature"),
    [(True, None, 0.6), (True, "on", 0.6), (True, "off", 0.7), (False, None, 0.7), (None, None, 0.7)],
)
def test_another_set_is_recommended_for_thinking(can_think: bool | None, think: object, temperature: float) -> None:
    model = LanguageModel(name="qwen3:8b", can_think=can_think, server=ModelServer(kind="ollama"))
    preset = model.recommended(think)  # type: ignore[arg-type]
    assert preset
    assert preset.options["temperature"] == temperature


@pytest.mark.parametrize(
    ("name", "repeat_penalty"),
    [
        ("qwen2.5-coder:7b", 1.1),
        ("qwen2.5-coder:32b-instruct-q4_K_M", 1.05),
        ("hf.co/Qwen/Qwen2.5-Coder-14B-Instruct-GGUF:Q4_K_M", 1.05),
        ("qwen2.5:7b", 1.05),
        ("qwen2.5:0.5b", 1.1),
        ("Qwen/Qwen2.5-1.5B-Instruct", 1.1),
    ],
)
def test_sizes_of_a_family_may_have_other_options(name: str, repeat_penalty: float) -> None:
    preset = preset_for(name, "qwen2", thinks=False)
    assert preset
    assert preset.options["repeat_penalty"] == repeat_penalty


def test_preset_without_a_checked_source_says_so() -> None:
    preset, confirmed = preset_for("codestral:22b", "", thinks=False), preset_for("gpt-oss:20b", "", thinks=True)
    assert preset
    assert confirmed
    assert preset.basis_text == "its author's example (from memory: not confirmed)"
    assert confirmed.basis_text == "its author's recommendation"


@pytest.mark.parametrize(
    ("name", "can_think", "think", "temperature"),
    [
        ("qwen3:8b", True, None, 0.65),
        ("qwen3:8b", True, "off", 0.7),
        ("qwen3:8b", False, None, 0.7),
        ("qwen3:8b", None, None, 0.65),
        ("gpt-oss:20b", True, "off", 0.65),
        ("unknown:7b", False, "off", 0.65),
    ],
)
def test_options_of_the_file_take_precedence_unless_they_are_for_thinking(
    name: str, can_think: bool | None, think: object, temperature: float
) -> None:
    server = ModelServer(kind="ollama")
    model = LanguageModel(name=name, can_think=can_think, server=server, file_options={"temperature": 0.65})
    preset = model.recommended(think)  # type: ignore[arg-type]
    assert preset
    assert preset.options["temperature"] == temperature


def test_each_preset_has_a_source_and_options_within_the_limits() -> None:
    for preset in all_presets():
        assert preset.source.startswith("https://"), preset.family
        assert set(preset.options) <= set(RECOMMENDED)
        assert not sampling_error(preset.options), preset.family
        assert (preset.basis == "none") == (not preset.options)
        assert preset.basis in BASES
        for name in preset.names:
            assert name.isalnum()
            assert name == name.lower()
    modes = [(name, preset.thinks) for preset in all_presets() for name in preset.names]
    assert len(set(modes)) == len(modes)


def test_only_empty_options_are_filled_in() -> None:
    model = LanguageModel(name="qwen2.5-coder:7b", server=ModelServer(kind="openai"))
    typed = with_recommended(model, make_sampling("author", temperature=0.1))
    assert (typed.temperature, typed.top_p, typed.top_k, typed.min_p, typed.repeat_penalty) == (
        0.1,
        0.8,
        20,
        None,
        1.1,
    )
    assert with_recommended(model, Sampling()) == Sampling(), "pinned options are nobody's recommendation"
    model.parameters = 'stop "<|im_end|>"\ntemperature 0.9'
    assert with_recommended(model, AUTHOR) == AUTHOR, "the server applies the model's own parameters"
    preset = model.recommended()
    assert preset
    assert (preset.basis, preset.options) == ("model", {"temperature": 0.9})
    model.file_options = {"temperature": 0.65, "top_k": 30}
    assert model.recommended() == preset, "the model's own parameters win"
    model.parameters = ""
    from_file = with_recommended(model, make_sampling("author", temperature=0.1))
    assert (from_file.temperature, from_file.top_k, from_file.repeat_penalty) == (0.1, 30, None)
    recommended = model.recommended()
    assert recommended
    assert recommended.basis_text == "its author's recommendation in the model's file"
    model.file_options, model.parameters = {}, 'stop "<|im_end|>"'
    assert with_recommended(model, AUTHOR).top_k == 20, "a stop mark is no sampling option"
    assert with_recommended(LanguageModel(name="unknown:7b"), AUTHOR) == AUTHOR
