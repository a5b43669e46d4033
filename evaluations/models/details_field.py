"""The JSON of a grader's findings. The compared rows of a workbook, nearly all of its size, are stored packed."""

from __future__ import annotations

from typing import Any

from evaluations.models.packed_json import PACKED_KEY, PackedJSONField, pack, unpack


class DetailsField(PackedJSONField):
    """A JSON field that packs `comparison.rows` under a key of its own; SQL can read all other keys.

    The rows leave an empty list behind, so that a process of the release before shows a comparison without rows.
    """

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Put packed rows back; a row that was stored unpacked is returned as it is."""
        value = super().from_db_value(value, expression, connection)
        if not isinstance(value, dict) or PACKED_KEY not in value:
            return value
        rows = unpack(value.pop(PACKED_KEY))
        return {**value, "comparison": {**value["comparison"], "rows": rows}}

    def _packed(self, value: Any) -> Any:
        comparison = value.get("comparison") if isinstance(value, dict) else None
        if not isinstance(comparison, dict) or not isinstance(comparison.get("rows"), list | tuple):
            return value
        packed = pack(comparison["rows"])
        if not isinstance(packed, str):
            return value
        return {**value, "comparison": {**comparison, "rows": []}, PACKED_KEY: packed}
