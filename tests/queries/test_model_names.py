"""Models in one line: the short name keeps everything that distinguishes the weights."""

from __future__ import annotations

import pytest

from evaluations.models import LanguageModel
from evaluations.queries.model_names import short_name, short_names
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "size", "quantisation", "expected"),
    [
        ("codestral:22b-v0.1-q6_K", "", "", ("codestral-v0.1", "22b", "q6_K")),
        ("ollama_chat/codestral:22b-v0.1-q6_K", "22.2B", "Q6_K", ("codestral-v0.1", "22.2B", "Q6_K")),
        ("smollm2:135m", "134.52M", "F16", ("smollm2", "134.52M", "F16")),
        ("TheBloke/deepseek-coder-33B-instruct-AWQ", "33B", "AWQ", ("deepseek-coder-instruct", "33B", "AWQ")),
        (
            "LoneStriker/CodeLlama-70b-Instruct-hf-4.65bpw-h6-exl2",
            "",
            "",
            ("CodeLlama-Instruct-hf", "70b", "4.65bpw-h6-exl2"),
        ),
        ("mixtral-8x7b-instruct-v0.1.Q3_K_M.gguf", "", "", ("mixtral-instruct-v0.1", "8x7b", "Q3_K_M.gguf")),
        ("gpt-4o", "", "", ("gpt-4o", "", "")),
        ("7b", "", "", ("7b", "7b", "")),
    ],
)
def test_family_size_and_quantisation_are_read_from_a_name(
    name: str, size: str, quantisation: str, expected: tuple[str, ...]
) -> None:
    model = LanguageModel(name=name, parameter_size=size, quantisation=quantisation)
    short = short_name(model)
    assert (short.family, short.size, short.quantisation) == expected


def test_two_models_never_get_the_same_short_name() -> None:
    ids = ("one/maker/good:7b", "one/other/good:7b", "two/maker/good:7b", "one/good:7b-q8_0")
    models = [factories.make_model(model_id) for model_id in ids]
    names = short_names(models)
    assert len({str(name) for name in names.values()}) == len(models)
