"""Store a model's training cut-off: comparisons can leave out tasks that were public by then."""

from __future__ import annotations

from evaluations.errors import EvaluationError
from evaluations.models import LanguageModel
from evaluations.partial_dates import HINT, span_of


def set_training_cutoff(model: LanguageModel, text: str) -> None:
    """Store the date as it was typed; empty means unknown. Raises EvaluationError for any other text."""
    text = text.strip()
    if text and span_of(text) is None:
        raise EvaluationError(f'The training cut-off "{text[:40]}" is not a date. {HINT}')
    model.training_cutoff = text
    model.save(update_fields=["training_cutoff"])
