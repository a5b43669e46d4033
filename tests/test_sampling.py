"""Sampling options: limits, values of older runs, effective values, and differences of two settings."""

from __future__ import annotations

import pytest

from evaluations.records import Sampling, to_json
from evaluations.sampling import COMPARED, LIMITS, differences, effective, make_sampling, read_sampling, sampling_error


def test_empty_option_gets_the_fixed_or_the_authors_default() -> None:
    pinned = make_sampling(temperature=None, top_k=7, seed=None)
    assert (pinned.temperature, pinned.top_k, pinned.top_p, pinned.seed) == (0.2, 7, 0.95, None)
    author = make_sampling("author", temperature=None, top_k=7, max_tokens=9)
    assert (author.temperature, author.top_k, author.min_p, author.max_tokens) == (None, 7, None, 9)
    assert read_sampling(to_json(author)) == author


def test_older_runs_keep_their_settings() -> None:
    stored = {"temperature": 0.2, "top_p": None, "top_k": None, "seed": 1, "max_tokens": 512, "context_tokens": None}
    old = read_sampling(stored)
    assert (old.top_p, old.top_k, old.min_p, old.repeat_penalty, old.stop) == (None, None, None, None, ())
    assert read_sampling({}).temperature is None
    assert differences(effective(stored, server="ollama"), effective(to_json(Sampling(max_tokens=512)))) == [
        "top_p server's default (ollama) against 0.95",
        "top_k server's default (ollama) against 40",
        "min_p server's default (ollama) against 0.05",
        "repeat_penalty server's default (ollama) against 1.0",
    ]


def test_refused_option_counts_as_the_servers_default() -> None:
    defaults = to_json(Sampling())
    assert differences(effective(defaults, {"min_p": "refused"}, "box"), effective(defaults)) == [
        "min_p server's default (box) against 0.05"
    ]
    assert differences(effective(defaults, {"stop": "refused"}, "box"), effective(defaults)) == [], "none was asked for"


def test_settings_that_sample_alike_do_not_differ() -> None:
    greedy = to_json(Sampling(temperature=0.0, top_p=0.5))
    assert differences(effective(greedy), effective(to_json(Sampling(temperature=0, top_k=9)))) == []
    assert differences(effective(greedy), effective(to_json(Sampling(top_k=1)))) == []
    assert differences(effective(greedy), effective(to_json(Sampling()))) == ["temperature 0.0 against 0.2"]
    seeds = [to_json(Sampling(seed=seed)) for seed in (1, 2)]
    assert differences(*map(effective, seeds)) == []


def test_recommended_settings_count_as_one_setting() -> None:
    author = to_json(make_sampling("author"))
    assert differences(effective(author, server="a"), effective(author, server="b")) == []
    assert "temperature the author's against 0.2" in differences(effective(author), effective(to_json(Sampling())))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"temperature": 2.5}, "Temperature 2.5 is not between 0 and 2."),
        ({"top_p": -0.1}, "Top p -0.1 is not between 0 and 1."),
        ({"repeat_penalty": 0.1}, "Repeat penalty 0.1 is not between 0.5 and 2."),
        ({"stop": ("a", "b", "c", "d", "e")}, "5 stop sequences are more than 4."),
        ({"stop": ("",)}, "A stop sequence has 1 to 100 characters, this one 0."),
        ({"temperature": float("nan")}, "Temperature nan is not between 0 and 2."),
        ({"temperature": 1, "top_k": 0, "stop": ("END",)}, ""),
    ],
)
def test_sampling_options_outside_their_limits_are_refused(values: dict[str, object], sentence: str) -> None:
    assert sampling_error(values).startswith(sentence)
    assert bool(sampling_error(values)) == bool(sentence)


def test_every_compared_option_is_one_of_the_settings() -> None:
    assert set(COMPARED) <= {*LIMITS, "stop", "think"} <= set(Sampling.__dataclass_fields__)
