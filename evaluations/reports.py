"""placeholder"""

from typing import IO

from evaluations.models import Run


def write(run: Run, target: IO[bytes]) -> None:
    """Nothing yet."""
