"""What was freed, as a sentence for the page Storage."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat

from evaluations.actions.free_space import Space

NOTHING = "There was nothing to free: these rules remove nothing any more."
THE_REST = "There is more than one press can remove: press again, or leave the rest to the daily clean-up."


def freed_sentence(freed: Space) -> str:
    """Say what was removed, and whether more is left."""
    if not (freed.n_older or freed.n_evidence or freed.n_runs):
        return NOTHING if freed.is_all else THE_REST
    gradings, runs = ("" if n == 1 else "s" for n in (freed.n_older, freed.n_runs))
    parts = f"{freed.n_older:,} older grading{gradings} and the evidence of {freed.n_runs:,} run{runs}"
    size = f", about {filesizeformat(freed.n_bytes)}" if freed.n_bytes else ""
    return f"Removed {parts}{size}. Verdicts, answers and code stay.{'' if freed.is_all else f' {THE_REST}'}"
