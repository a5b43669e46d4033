"""The annotation of a JSON column: mypy then knows the shape wherever the column is read or written."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from django.db import models

T = TypeVar("T")
# A text, because Django's fields are generic only in their stubs.
JSONColumn: TypeAlias = "models.JSONField[T, T]"
