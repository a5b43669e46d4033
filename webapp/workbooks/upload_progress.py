"""Progress of a large upload while it is checked: how much has been read, and its first rows."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.cache import cache

from evaluations import broker_names, workbooks
from evaluations.errors import WorkbookError

FROM_BYTES = 4 << 20  # a smaller file is checked before a person could read its first rows
CACHE_S = 120
TOKEN = re.compile(r"[0-9a-f]{32}")  # chosen by the page that sends the file
logger = logging.getLogger(__name__)


def watch(
    person_id: int, token: str, name: str, content: Path | bytes, size: int, limits: workbooks.Limits
) -> Callable[[float], None] | None:
    """Return a function that takes the share that has been read; None for a small file, or without a token.

    Its first rows are looked for in the background.
    """
    if size < FROM_BYTES or not TOKEN.fullmatch(token):
        return None
    order = (broker_names.upload_rows(person_id, token), name, content, limits)
    threading.Thread(target=_store_first_rows, args=order, daemon=True).start()
    key = broker_names.upload_share(person_id, token)

    def tell(share: float) -> None:
        with suppress(Exception):  # an upload does not fail because its progress cannot be shown
            cache.set(key, share, CACHE_S)

    return tell


def progress_of(person_id: int, token: str) -> dict[str, Any]:
    """Return `share` that has been read, in [0, 1], and `first` rows; None for what is not known."""
    keys = [broker_names.upload_share(person_id, token), broker_names.upload_rows(person_id, token)]
    cached = cache.get_many(keys) if TOKEN.fullmatch(token) else {}
    return dict(zip(("share", "first"), map(cached.get, keys), strict=True))


def _store_first_rows(key: str, name: str, content: Path | bytes, limits: workbooks.Limits) -> None:
    try:
        cache.set(key, workbooks.read_first_rows(name, content, limits), CACHE_S)
    except (WorkbookError, OSError):
        return  # the check of the whole file reports the reason
    except Exception:
        logger.warning("The first rows of an upload cannot be shown.", exc_info=True)
