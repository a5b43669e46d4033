"""Each JSON column has one decoder, which also reads values of earlier releases."""

from __future__ import annotations

import pytest

from evaluations import stored_json


@pytest.mark.parametrize("value", [None, {}, []])
def test_row_of_an_earlier_release_without_keys_is_read(value: object) -> None:
    assert stored_json.read_prompt(value) == {"messages": [], "suffix": None, "own_from": 0}
    assert stored_json.read_extraction(value) == {"files": {}, "entry": "", "rule": "", "reason": ""}
    assert stored_json.read_details(value) == {}
    assert stored_json.read_pull(value) == {}
    assert stored_json.read_findings(value) == []


def test_round_that_waits_for_answers_has_decided_nothing() -> None:
    assert stored_json.read_decided(None) is None
    assert stored_json.read_decided([]) == []


def test_prompt_is_read_as_it_was_sent() -> None:
    stored = {"messages": [{"role": "user", "content": "a = "}], "suffix": "\nb", "own_from": 2, "strategy": "fill_in"}
    turns = [{"role": "user", "content": "a = "}]
    assert stored_json.read_prompt(stored) == {"messages": turns, "suffix": "\nb", "own_from": 2}
