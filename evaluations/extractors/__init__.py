"""Finds the code in an answer. A function of the stored answer: a better one regrades old answers.

EXTRACTOR_VERSION changes whenever a stored answer could give other code.
"""

from __future__ import annotations

from evaluations.extractors.choose import choose
from evaluations.extractors.edit import choose_edit
from evaluations.extractors.fill import Gap, fill
from evaluations.extractors.find import find_blocks
from evaluations.extractors.page import choose_page
from evaluations.extractors.python import choose_python
from evaluations.extractors.vue import choose_vue
from evaluations.records import Extraction, Kind, TaskSpec

EXTRACTOR_VERSION = "9"


def extract(text: str, spec: TaskSpec, gap: Gap | None = None) -> Extraction:
    """Return the code of a raw answer that the task needs; no files if the answer has no code.

    gap: the text around the answer, if the model was asked to fill in.
    """
    if gap is not None:
        return fill(text, gap, spec, EXTRACTOR_VERSION)
    if spec.kind is Kind.EDIT:
        return choose_edit(text, find_blocks(text), spec, EXTRACTOR_VERSION)
    if spec.kind is Kind.PYTHON:
        return choose_python(text, find_blocks(text), spec, EXTRACTOR_VERSION)
    if spec.language == "html":
        return choose_page(text, find_blocks(text), spec, EXTRACTOR_VERSION)
    if spec.language == "vue":
        return choose_vue(text, find_blocks(text), spec, EXTRACTOR_VERSION)
    return choose(text, find_blocks(text), spec, EXTRACTOR_VERSION)


__all__ = ["EXTRACTOR_VERSION", "Gap", "extract"]
