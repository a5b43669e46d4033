"""By how much the clock of this host differs from the database's, whose clock decides which worker is alive."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils.timezone import now

MOST_SKEW_S = 2.0
MOMENT = {
    "postgresql": "SELECT STATEMENT_TIMESTAMP()",
    "sqlite": "SELECT STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')",  # CURRENT_TIMESTAMP has no fractions of a second
}


def measure_skew_s() -> float:
    """Return by how many seconds this host's clock is ahead of the database's; below 0: behind.

    The answer takes some time, and the result is the smallest difference that explains it: a slow answer looks
    like no difference.
    """
    before = now()
    with connection.cursor() as cursor:
        cursor.execute(MOMENT[connection.vendor])
        [moment] = cursor.fetchone()
    after = now()
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    if before <= moment <= after:
        return 0.0
    return float(min((before - moment).total_seconds(), (after - moment).total_seconds(), key=abs))


def skew_words(skew_s: float | None) -> str:
    """Return "5 s ahead of the database's"; empty for a difference of up to MOST_SKEW_S seconds, or an unknown one."""
    if skew_s is None or abs(skew_s) <= MOST_SKEW_S:
        return ""
    return f"{abs(skew_s):,.0f} s {'ahead of' if skew_s > 0 else 'behind'} the database's"
