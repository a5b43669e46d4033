"""Preference pairs for training: prompt, chosen and rejected answer, and the origin of each line.

Every line has the same keys and types, so that `datasets`' JSON reader (and plain `json`) loads the file as it is. No
value is a list that may be empty: the reader settles types on the first 10 MB, and refuses a file whose lists are all
empty there and filled later (tried with 5.2.0, 2026-11).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from evaluations.records import Json
from evaluations.vote_statistics.vote_record import BOTH_BAD, Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A candidate as a line of training data needs it. text: the raw answer, or the extracted code.

    prompt: what was sent. task_prompt: what the task says; it is used when the two answers were asked differently.
    """

    candidate: int
    run: int
    model: str
    task: str
    kind: str
    tags: tuple[str, ...] = ()
    prompt: str
    task_prompt: str
    messages: tuple[Mapping[str, str], ...]
    text: str
    has_passed: bool
    score: float
    licence: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceFilters:
    """The filters of lines; an empty filter means all. models: at least one of the two answers is by one of them.

    is_blind: made of votes of reviewers who knew neither model.
    """

    kind: str = ""
    tag: str = ""
    models: tuple[str, ...] = ()
    is_blind: bool = False

    def matches(self, line: Mapping[str, Json]) -> bool:
        """Return whether a line is among them."""
        by = {str(line["chosen_model"]), str(line["rejected_model"])}
        return (
            self.kind in ("", line["kind"])
            and (not self.tag or self.tag in str(line["tags"]).split(", "))
            and (not self.models or bool(by & set(self.models)))
        )

    def words(self) -> str:
        """Return the filters in words, for the data card. Empty without filters."""
        parts = [("kind", self.kind), ("tag", self.tag), ("a model among", ", ".join(self.models))]
        words = [f"{name} {value}" for name, value in parts if value]
        return "; ".join(words + ["only votes of reviewers who knew neither model"] * self.is_blind)


def from_votes(ballots: Iterable[Ballot], answers: Mapping[int, Answer], *, ties: str = "drop") -> Iterator[Json]:
    """Yield one line for each pair with a majority for one side. Repeats and votes without weight are left out.

    ties: "drop" leaves out votes for a tie and for both bad; "half" counts them half for each side, which only
    weakens the margin. margin: (chosen - rejected) / votes, each with its reviewer's weight, in (0, 1]. A pair split
    evenly gives no line.
    """
    pairs: dict[tuple[int, int], list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        if not ballot.is_repeat and ballot.weight > 0:
            low, high = sorted((ballot.left_candidate, ballot.right_candidate))
            pairs[low, high].append(ballot)
    for (low, high), votes in sorted(pairs.items()):
        decided = [v for v in votes if v.meaning in (str(low), str(high))]
        counted = votes if ties == "half" else decided
        lead = sum(v.weight if v.meaning == str(low) else -v.weight for v in decided)
        if abs(lead) < 1e-9 or low not in answers or high not in answers:
            continue
        chosen, rejected = (low, high) if lead > 0 else (high, low)
        reasons = Counter(reason for vote in decided if vote.meaning == str(chosen) for reason in vote.reasons)
        yield _line(
            answers[chosen],
            answers[rejected],
            origin="votes",
            margin=abs(lead) / sum(v.weight for v in counted),
            n_votes=len(votes),
            n_both_bad=sum(vote.choice == BOTH_BAD for vote in votes),
            reasons=sorted(reasons),
        )


def from_tests(answers: Iterable[Answer]) -> Iterator[Json]:
    """Yield one line for each passed answer over each failed one to the same prompt; margin: the scores' difference."""
    groups: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.task, answer.prompt].append(answer)
    for _, group in sorted(groups.items(), key=lambda item: item[0]):
        for first, second in combinations(sorted(group, key=lambda a: a.candidate), 2):
            if first.has_passed != second.has_passed:
                chosen, rejected = (first, second) if first.has_passed else (second, first)
                margin = max(0.0, chosen.score - rejected.score)
                yield _line(chosen, rejected, origin="tests", margin=margin, n_votes=0, n_both_bad=0, reasons=[])


def _line(
    chosen: Answer,
    rejected: Answer,
    *,
    origin: str,
    margin: float,
    n_votes: int,
    n_both_bad: int,
    reasons: Sequence[str],
) -> Json:
    is_same = chosen.prompt == rejected.prompt
    messages = chosen.messages if is_same else ({"role": "user", "content": chosen.task_prompt},)
    return {
        "prompt": chosen.prompt if is_same else chosen.task_prompt,
        "chosen": chosen.text,
        "rejected": rejected.text,
        "messages": [dict(message) for message in messages],
        "is_same_prompt": is_same,
        "origin": origin,
        "margin": round(margin, 6),
        "n_votes": n_votes,
        "n_both_bad": n_both_bad,
        "reasons": ", ".join(reasons),
        "task": chosen.task,
        "kind": chosen.kind,
        "tags": ", ".join(chosen.tags),
        "prompt_licence": chosen.licence,
        "prompt_source": chosen.source,
        "chosen_model": chosen.model,
        "rejected_model": rejected.model,
        "chosen_candidate": chosen.candidate,
        "rejected_candidate": rejected.candidate,
        "chosen_run": chosen.run,
        "rejected_run": rejected.run,
        "chosen_passed": chosen.has_passed,
        "rejected_passed": rejected.has_passed,
    }
