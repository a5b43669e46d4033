"""JSON that is stored compressed. Rows that are not packed can be read too."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

from django.db import models

MARK = "z1:"
LEAST_CHARS = 80  # below it, packing saves next to nothing, and the value stays readable by people
PACKED_KEY = "packed"
# Text that almost every value contains. It must not change, because stored values refer to it; a new one needs another
# mark.
DICTIONARY = Path(__file__).with_suffix(".dictionary").read_bytes()


def pack(value: Any) -> Any:
    """Return the value, or a text of MARK and its compressed JSON where that is shorter."""
    text = json.dumps(
        value, ensure_ascii=False
    )  # with the blanks that the dictionary has: without them the result is 15 % longer
    if len(text) < LEAST_CHARS:
        return value
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=DICTIONARY)
    compressed = compressor.compress(text.encode("utf-8", "surrogatepass")) + compressor.flush()
    packed = MARK + base64.b85encode(compressed).decode()
    return packed if len(packed) < len(text) else value


def unpack(value: Any) -> Any:
    """Return the packed value; return anything else unchanged."""
    if not isinstance(value, str) or not value.startswith(MARK):
        return value
    decompressor = zlib.decompressobj(-15, zdict=DICTIONARY)
    packed = base64.b85decode(value.removeprefix(MARK))
    return json.loads((decompressor.decompress(packed) + decompressor.flush()).decode("utf-8", "surrogatepass"))


class PackedJSONField(models.JSONField):
    """A JSON field whose values are packed. unpacked_keys: stay outside, because SQL reads them."""

    def __init__(self, *args: Any, unpacked_keys: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unpacked_keys = unpacked_keys

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Pack objects and lists."""
        return super().get_db_prep_value(self._packed(value), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Unpack what is packed."""
        value = super().from_db_value(value, expression, connection)
        if self.unpacked_keys and isinstance(value, dict) and PACKED_KEY in value:
            packed = value.pop(PACKED_KEY)
            return {**value, **unpack(packed)}
        return unpack(value)

    def deconstruct(self) -> Any:
        """Return a plain JSON field, because the database has no other type."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def _packed(self, value: Any) -> Any:
        if not isinstance(value, list | dict):
            return value
        if not self.unpacked_keys or not isinstance(value, dict):
            return pack(value)
        packed = pack({name: item for name, item in value.items() if name not in self.unpacked_keys})
        if not isinstance(packed, str):
            return value
        return {**{name: value[name] for name in self.unpacked_keys if name in value}, PACKED_KEY: packed}
