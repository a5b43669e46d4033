"""Size and quantisation of a model, read from the names that servers and people use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluations.models.servers import LanguageModel

BILLIONS = re.compile(r"(?:(\d+)\s*[x×]\s*)?(\d+(?:\.\d+)?)\s*([bm])\b", re.IGNORECASE)
# Bits a weight by the name of the format. Block formats keep scales beside the weights: llama.cpp's README of
# `quantize` lists 4.5 for Q4_0, 8.5 for Q8_0, 6.6 for Q6_K, 4.9 for Q4_K_M.
BITS_BY_FORMAT = {
    "f32": 32.0,
    "fp32": 32.0,
    "bf16": 16.0,
    "fp16": 16.0,
    "f16": 16.0,
    "fp8": 8.0,
    "int8": 8.0,
    "nf4": 4.5,
}
FOUR = ("awq", "gptq", "int4")
K_EXTRA, BLOCK_EXTRA = 0.6, 0.5
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PART = (
    r"gguf|awq|gptq|exl2|hqq|aqlm|higgs|bnb|quip|f32|fp32|bf16|fp16|f16|fp8|nf4|int\d|\d+bit|[23468]b|g\d+|h\d|main|ud|mix|"
    r"i1|imat|(?:i?q)\d(?:_[0-9a-z]+)*|\d+(?:\.\d+)?bpw|\d+x\d+|float16|quant(?:ized)?"
)
SHORTENED = re.compile(rf"(?:[-_.:](?:{PART}))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weights:
    """Memory of the weights in GB, as the server says, or estimated from parameters and bits a weight."""

    gb: float
    is_estimate: bool


def billions(model: LanguageModel) -> float | None:
    """Return the parameters in billions: 7B is 7, 135M is 0.135, 8x7B is 56. None when they are not known."""
    match = BILLIONS.search(model.parameter_size)
    if not match:
        return None
    times, number, unit = match.groups()
    return float(number) * int(times or 1) / (1 if unit.lower() == "b" else 1000)


def bits(quantisation: str) -> float | None:
    """Return about how many bits a weight takes: Q4_0 is 4.5, EXL2-4.65 is 4.65, FP16 is 16. None for an unknown
    name.
    """
    name = quantisation.lower()
    for word, wide in BITS_BY_FORMAT.items():
        if word in name:
            return wide
    match = NUMBER.search(name.replace("exl2", "").replace("gguf", "").replace("i1-", ""))
    if match and "." in match.group():
        return float(match.group())
    if match and re.search(r"\bi?q\d", name):
        return float(match.group()) + (K_EXTRA if "k" in name else BLOCK_EXTRA)
    if any(word in name for word in FOUR):
        return float(match.group()) + 0.25 if match else 4.25
    return float(match.group()) if match and 1 <= float(match.group()) <= 16 else None


def weights(model: LanguageModel) -> Weights | None:
    """Return the size of the weights; None when neither the server nor the model's name gives it."""
    if model.size_bytes:
        return Weights(model.size_bytes / 1e9, is_estimate=False)
    size, wide = billions(model), bits(model.quantisation)
    return Weights(size * wide / 8, is_estimate=True) if size and wide else None


def quantisation_group(model: LanguageModel) -> tuple[str, str, str]:
    """Return the common key of a model's quantisations: family, size, and the name without the format's words."""
    name = model.name.rpartition("/")[2]
    for word in filter(None, (model.quantisation,)):
        name = re.sub(rf"[-_.:]{re.escape(word)}$", "", name, flags=re.IGNORECASE)
    name = SHORTENED.sub("", name).lower().replace("_", "-")
    # Mirrors add the maker's name: deepseek-ai/deepseek-coder-… and deepseek-ai-deepseek-coder-… are the same model.
    family = model.family.lower()
    at = name.find(family.replace("_", "-")) if family else -1
    return family, model.parameter_size.lower(), name[at:] if at > 0 else name
