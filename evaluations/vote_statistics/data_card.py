"""The data card beside a file of preference pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evaluations.records import Json

TIES = {
    "drop": "Votes for a tie and for both bad are left out; a pair split evenly gives no line.",
    "half": "Votes for a tie and for both bad count half for each side: they weaken the margin. A pair split evenly "
    "gives no line.",
}


def card(
    lines: Iterable[Mapping[str, Json]],
    *,
    title: str,
    made_on: str,
    ties: str = "drop",
    origin: str,
    weights: str = "",
    filters: str = "",
    knew: str = "",
) -> str:
    """Return Markdown text: contents of the lines, their origin and licences, and what they should not be used for.

    origin: "votes" or "tests". made_on: a date, as text. weights, filters: what an admin and the person chose, in
    words. knew: in how many votes the reviewer knew a model, as a sentence; empty when in none.
    """
    rows, is_voted = list(lines), origin == "votes"
    return "\n".join(
        [
            f"# Preference pairs: {title}",
            "",
            f"{len(rows)} pair{'' if len(rows) == 1 else 's'} from {origin}, made on {made_on}.",
            "One JSON object a line, UTF-8; every line has the same",
            'keys, so `datasets.load_dataset("json", data_files=…)` and plain `json` read it as it is.',
            "",
            *_rule(ties if is_voted else "", weights if is_voted else "", filters),
            "",
            *_contents(rows),
            "",
            *_limits(knew if is_voted else ""),
            "",
        ]
    )


def knew_sentence(n_votes: int, n_knew: int) -> str:
    """Return in how many votes the reviewer knew a model; empty when in none."""
    return f"In {n_knew} of {n_votes} votes the reviewer knew a model." if n_knew else ""


def _rule(ties: str, weights: str, filters: str) -> list[str]:
    """Return how a pair came about. ties: empty when tests decided."""
    return [
        "## Rule",
        TIES[ties] if ties else "A passed answer over a failed one to the same prompt; nobody voted.",
        *([f"Weights of reviewers: {weights}."] if weights else []),
        *([f"Filtered: {filters}."] if filters else []),
        "`margin` is in (0, 1]; `prompt` is what both models were sent, or the task's own words where",
        "they were asked differently (`is_same_prompt` is false). `reasons` and `tags` are words with commas",
        "between: a list that is empty in the first lines would be read as a list of nothing.",
    ]


def _contents(rows: Sequence[Mapping[str, Json]]) -> list[str]:
    """Return how many pairs there are of each task, model and licence."""
    return [
        "## What is in it",
        *_table("task", (row["task"] for row in rows)),
        *_table("chosen model", (row["chosen_model"] for row in rows)),
        *_table("rejected model", (row["rejected_model"] for row in rows)),
        "",
        "## Licences of the prompts",
        *_table("licence", (row["prompt_licence"] for row in rows)),
        "",
        "The answers were written by models, each under the terms of its maker:",
        "read them before training.",
    ]


def _limits(knew: str) -> list[str]:
    """Return what the pairs should not be used for."""
    return [
        "## Limits",
        "Votes are the taste of this team's reviewers on these tasks.",
        "The models' names were hidden until the vote.",
        *([knew] if knew else []),
        "Longer and better formatted answers tend to be preferred:",
        "hold length constant before drawing conclusions.",
    ]


def _table(heading: str, values: Iterable[str]) -> list[str]:
    counts = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    rows = [f"| {value.replace('|', '/')} | {n} |" for value, n in counts]
    return ["", f"| {heading} | pairs |", "| --- | ---: |", *rows]
