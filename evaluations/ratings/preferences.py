"""Preference pairs for training: prompt, chosen, rejected, and where each line comes from.

Every line has the same keys and types, so that `datasets`' JSON reader (and plain `json`) loads the file as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from evaluations.ratings.ballots import BOTH_BAD, Ballot
from evaluations.records import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A candidate as a line of training data needs it. text: the raw answer, or the extracted code.

    prompt: what was sent. task_prompt: what the task says; it stands in when the two answers were asked differently.
    """

    candidate: int
    run: int
    model: str
    task: str
    kind: str
    prompt: str
    task_prompt: str
    messages: tuple[Mapping[str, str], ...]
    text: str
    has_passed: bool
    score: float
    licence: str
    source: str = ""


def from_votes(ballots: Iterable[Ballot], answers: Mapping[int, Answer], *, ties: str = "drop") -> Iterator[Json]:
    """One line a pair on which the votes lean to one side; repeats are left out.

    ties: "drop" leaves out votes for a tie and for both bad; "half" counts them half for each side, which only
    weakens the margin. margin: (chosen - rejected) / votes, in (0, 1]. A pair split evenly gives no line.
    """
    pairs: dict[tuple[int, int], list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        if not ballot.is_repeat:
            low, high = sorted((ballot.left_candidate, ballot.right_candidate))
            pairs[low, high].append(ballot)
    for (low, high), votes in sorted(pairs.items()):
        decided = [v for v in votes if v.meaning in (str(low), str(high))]
        counted = votes if ties == "half" else decided
        lead = sum(1 if v.meaning == str(low) else -1 for v in decided)
        if lead == 0 or low not in answers or high not in answers:
            continue
        chosen, rejected = (low, high) if lead > 0 else (high, low)
        reasons = Counter(reason for vote in decided if vote.meaning == str(chosen) for reason in vote.reasons)
        yield _line(
            answers[chosen], answers[rejected], origin="votes", margin=abs(lead) / len(counted), n_votes=len(votes),
            n_both_bad=sum(vote.choice == BOTH_BAD for vote in votes), reasons=sorted(reasons),
        )  # fmt: skip


def from_tests(answers: Iterable[Answer]) -> Iterator[Json]:
    """One line for each passed answer over each failed one to the same prompt; margin: the scores' difference."""
    groups: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.task, answer.prompt].append(answer)
    for _, group in sorted(groups.items(), key=lambda item: item[0]):
        for one, other in combinations(sorted(group, key=lambda a: a.candidate), 2):
            if one.has_passed != other.has_passed:
                chosen, rejected = (one, other) if one.has_passed else (other, one)
                margin = max(0.0, chosen.score - rejected.score)
                yield _line(chosen, rejected, origin="tests", margin=margin, n_votes=0, n_both_bad=0, reasons=[])


def _line(chosen: Answer, rejected: Answer, *, origin: str, margin: float, n_votes: int, n_both_bad: int,
          reasons: Sequence[str]) -> Json:  # fmt: skip
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
        "reasons": list(reasons),
        "task": chosen.task,
        "kind": chosen.kind,
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
