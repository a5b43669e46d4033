"""Imports preference pairs made elsewhere as the votes of a new campaign."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from evaluations.errors import PreferenceError
from evaluations.exports.answers import code_text
from evaluations.jsonl import InvalidLine, parse_object
from evaluations.models.candidates import Candidate
from evaluations.models.reviews import Campaign, Pair, Vote
from evaluations.models.teams import Team
from evaluations.vote_statistics import REASONS

VOTER = "imported"
NEEDED = ("chosen", "rejected", "task", "chosen_model", "rejected_model")


def parse(content: bytes) -> list[dict[str, Any]]:
    """Return lines of a file as export_run writes it. Raises PreferenceError naming the first bad line."""
    try:
        texts = content.decode().split("\n")
    except UnicodeDecodeError as exc:
        raise PreferenceError("It is not UTF-8 text. Write it with manage.py export_run --format dpo.") from exc
    return [_line(text, number) for number, text in enumerate(texts, 1) if text.strip()]


def _line(text: str, number: int) -> dict[str, Any]:
    try:
        line = parse_object(text)
    except InvalidLine as exc:
        raise PreferenceError(f"Line {number}: {exc}. Each line must be one object.") from exc
    missing = [name for name in NEEDED if not isinstance(line.get(name), str)]
    if missing:
        raise PreferenceError(f"Line {number}: no text for {', '.join(missing)}. Write the file as export_run does.")
    return line


def title_of(name: str, content: bytes) -> str:
    """Return the title of a file's campaign: it identifies a file that was imported before."""
    return f"Imported: {name[:120]} ({hashlib.sha256(content).hexdigest()[:12]})"


@dataclass(slots=True)
class PreferenceReport:
    """Result of an import. left_out: reasons why lines did not become votes, with counts."""

    campaign: Campaign | None = None
    n_votes: int = 0
    is_known: bool = False
    left_out: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def import_preferences(team: Team, lines: Iterable[Mapping[str, Any]], *, title: str) -> PreferenceReport:
    """Store one vote per line in a closed campaign with this title; the same title is imported once.

    A line is accepted if both its answers are stored here: same task, same model, and the same raw text or code. Lines
    made from tests are left out. Imported votes use no place of a pair and have no reviewer.
    """
    report = PreferenceReport(campaign=Campaign.objects.filter(team=team, title=title).first())
    if report.campaign:
        report.is_known = True
        return report
    matches = []
    for line in lines:
        chosen, rejected = (_candidate(team, line, side) for side in ("chosen", "rejected"))
        if line.get("origin") == "tests":
            report.left_out["it comes from tests, not from people, so it is no vote"] += 1
        elif chosen is None or rejected is None:
            report.left_out["an answer is not stored here: import it first with manage.py import_answers"] += 1
        elif chosen.pk == rejected.pk or chosen.task_id != rejected.task_id:
            report.left_out["the two answers are not two answers to one task"] += 1
        else:
            matches.append((chosen, rejected, _reasons(line)))
    if matches:
        report.campaign = Campaign.objects.create(team=team, title=title, state=Campaign.State.CLOSED, votes_per_pair=1)
        report.n_votes = _write(report.campaign, matches)
    return report


def _reasons(line: Mapping[str, Any]) -> list[str]:
    """Return the reasons that a vote can have. value: words with commas, or a list."""
    reasons = line.get("reasons") or []
    words = reasons.split(",") if isinstance(reasons, str) else [str(word) for word in reasons]
    return [word.strip() for word in words if word.strip() in REASONS]


def _candidate(team: Team, line: Mapping[str, Any], side: str) -> Candidate | None:
    server, _, name = str(line.get(f"{side}_model", "")).partition("/")
    rows = Candidate.objects.filter(
        run__team=team, task__slug=str(line.get("task", "")), model__server__slug=server, model__name=name
    )
    text = str(line.get(side, ""))
    candidate = rows.filter(generation__text=text).select_related("run").order_by("pk").first()
    return candidate or next((row for row in rows.order_by("pk") if code_text(row) == text), None)


def _write(campaign: Campaign, matches: list[tuple[Candidate, Candidate, list[str]]]) -> int:
    campaign.runs.set({candidate.run_id for both in matches for candidate in both[:2]})
    campaign.chosen.set({candidate.model_id for both in matches for candidate in both[:2]})
    votes = []
    for chosen, rejected, reasons in matches:
        first, second = sorted((chosen.pk, rejected.pk))
        pair, _ = Pair.objects.get_or_create(
            campaign=campaign,
            first_id=first,
            second_id=second,
            defaults={"task_id": chosen.task_id, "shuffle": 0, "n_given": 1},
        )
        votes.append(
            Vote(
                campaign=campaign,
                pair=pair,
                voter=VOTER,
                is_swapped=chosen.pk == second,
                reasons=reasons,
                choice=Vote.Choice.LEFT,
                chosen_by=Vote.ChosenBy.IMPORTED,
                voted_at=now(),
            )
        )
    return len(Vote.objects.bulk_create(votes, batch_size=500))
