"""Preference pairs made elsewhere, as the votes of a campaign of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.reviews import Campaign, Pair, Vote
from evaluations.models.teams import Team

VOTER = "imported"


@dataclass(slots=True)
class PreferenceReport:
    """What an import brought. left_out: why lines did not become votes, and how many."""

    campaign: Campaign | None = None
    n_votes: int = 0
    is_known: bool = False
    left_out: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def import_preferences(team: Team, lines: Iterable[Mapping[str, Any]], *, title: str) -> PreferenceReport:
    """One vote a line, in a closed campaign with this title; the same title is imported once.

    A line fits when both its answers are stored here: same task, same model, and the very text. Votes of an import
    take no place of a pair and have no reviewer.
    """
    report = PreferenceReport(campaign=Campaign.objects.filter(team=team, title=title).first())
    if report.campaign:
        report.is_known = True
        return report
    found = []
    for line in lines:
        chosen, rejected = (_candidate(team, line, side) for side in ("chosen", "rejected"))
        if chosen is None or rejected is None:
            report.left_out["an answer is not stored here: import it first with manage.py import_answers"] += 1
        elif chosen.pk == rejected.pk or chosen.task_id != rejected.task_id:
            report.left_out["the two answers are not two answers to one task"] += 1
        else:
            found.append((chosen, rejected, [str(reason) for reason in line.get("reasons") or []]))
    if found:
        report.campaign = Campaign.objects.create(team=team, title=title, state=Campaign.State.CLOSED, votes_per_pair=1)
        report.n_votes = _write(report.campaign, found)
    return report


def _candidate(team: Team, line: Mapping[str, Any], side: str) -> Candidate | None:
    server, _, name = str(line.get(f"{side}_model", "")).partition("/")
    rows = Candidate.objects.filter(
        run__team=team, task__slug=str(line.get("task", "")), model__server__slug=server, model__name=name
    )
    return rows.filter(generation__text=str(line.get(side, ""))).select_related("run").order_by("pk").first()


def _write(campaign: Campaign, found: list[tuple[Candidate, Candidate, list[str]]]) -> int:
    campaign.runs.set({candidate.run_id for both in found for candidate in both[:2]})
    campaign.chosen.set({candidate.model_id for both in found for candidate in both[:2]})
    votes = []
    for chosen, rejected, reasons in found:
        first, second = sorted((chosen.pk, rejected.pk))
        pair, _ = Pair.objects.get_or_create(
            campaign=campaign, first_id=first, second_id=second,
            defaults={"task_id": chosen.task_id, "shuffle": 0, "n_given": 1},
        )  # fmt: skip
        votes.append(
            Vote(
                campaign=campaign, pair=pair, voter=VOTER, is_swapped=chosen.pk == second, reasons=reasons,
                choice=Vote.Choice.LEFT, chosen_by=Vote.ChosenBy.IMPORTED, voted_at=now(),
            )
        )  # fmt: skip
    return len(Vote.objects.bulk_create(votes, batch_size=500))
