"""Which answers of two versions can be compared: the first of each model that answered both."""

from __future__ import annotations

from evaluations.models import Candidate, LanguageModel
from evaluations.queries.conversations import Conversation, VersionLine


def code_pairs(
    conversation: Conversation, a: VersionLine, b: VersionLine
) -> list[tuple[LanguageModel, Candidate, Candidate]]:
    """Return model, its answer in version a, its answer in version b."""
    return [
        (model, a.answers[model.pk][0], b.answers[model.pk][0])
        for model in conversation.models
        if model.pk in a.answers and model.pk in b.answers
    ]
