"""Each JSON column has one decoder, which also reads values of earlier releases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import JSONField, Model

from evaluations import stored_json
from evaluations.models.json_column import JSONColumn


@pytest.mark.parametrize("value", [None, {}, []])
def test_row_of_an_earlier_release_without_keys_is_read(value: object) -> None:
    assert stored_json.read_prompt(value) == {"messages": [], "suffix": None, "own_from": 0}
    assert stored_json.read_extraction(value) == {"files": {}, "entry": "", "rule": "", "reason": ""}
    assert stored_json.read_details(value) == {}
    assert stored_json.read_pull(value) == {}
    assert stored_json.read_findings(value) == []


def test_undecided_round_is_read_as_none() -> None:
    assert stored_json.read_decided(None) is None
    assert stored_json.read_decided([]) == []


def test_prompt_is_read_as_it_was_sent() -> None:
    stored = {"messages": [{"role": "user", "content": "a = "}], "suffix": "\nb", "own_from": 2, "strategy": "fill_in"}
    turns = [{"role": "user", "content": "a = "}]
    assert stored_json.read_prompt(stored) == {"messages": turns, "suffix": "\nb", "own_from": 2}


def columns_of(model: type[Model]) -> list[JSONField[Any, Any]]:
    return [field for field in model._meta.local_fields if isinstance(field, JSONField)]


def annotation_of(model: type[Model], name: str) -> str:
    """As it is written in the class, or in the abstract class that the column comes from."""
    return next(
        (str(notes[name]) for each in model.__mro__ if name in (notes := vars(each).get("__annotations__", {}))), ""
    )


def untyped_columns(models: Iterable[type[Model]]) -> list[str]:
    return [
        f"{model.__name__}.{field.name}"
        for model in models
        for field in columns_of(model)
        if not annotation_of(model, field.name).startswith("JSONColumn[") or "Any" in annotation_of(model, field.name)
    ]


def test_every_json_column_names_its_shape() -> None:
    models = list(apps.get_app_config("evaluations").get_models())
    assert sum(len(columns_of(model)) for model in models) > 40
    assert untyped_columns(models) == []


def test_column_without_a_shape_is_named() -> None:
    class Untyped(Model):
        good: JSONColumn[list[str]] = JSONField()
        bare = JSONField()
        loose: JSONColumn[Any] = JSONField()

        class Meta:
            abstract = True

    assert untyped_columns([Untyped]) == ["Untyped.bare", "Untyped.loose"]
