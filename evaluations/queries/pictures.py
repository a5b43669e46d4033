"""Reading: why there is no picture of an answer, or only an empty one."""

from __future__ import annotations

from functools import lru_cache

from evaluations.errors import StoredFileError
from evaluations.models import Candidate, Grading, StoredFile
from evaluations.png import is_one_colour
from evaluations.records import Kind, Verdict

WITHOUT_PAGE = (Kind.FUNCTION, Kind.WRITE_TESTS, Kind.PYTHON)
REASONS = {
    Verdict.RUNTIME_ERROR: "the answer crashed",
    Verdict.OVER_LIMIT: "the answer went over its limits",
    Verdict.TIMEOUT: "the answer did not end in time",
    Verdict.BUILD_ERROR: "the code cannot be built",
    Verdict.NO_CODE: "the answer has no code",
}
MOST_BYTES = 16_384  # an empty picture of 1280 x 800 has some 3,000 bytes


def missing_picture_reason(candidate: Candidate, grading: Grading | None) -> str:
    """Return “no picture: the answer crashed” where an answer has no picture because it failed; else "".

    A picture of one colour counts as none when the answer did not run to its end.
    """
    reason = REASONS.get(Verdict(candidate.verdict)) if candidate.verdict else None
    if reason is None or candidate.task.kind in WITHOUT_PAGE:
        return ""
    picture = grading.screenshot if grading else None
    if picture and not _is_empty(picture):
        return ""
    return f"no picture: {reason}"


def _is_empty(picture: StoredFile) -> bool:
    return picture.size_bytes <= MOST_BYTES and _is_empty_file(picture.pk)


@lru_cache(maxsize=512)  # by content: most answers that crash leave the same white picture
def _is_empty_file(sha256: str) -> bool:
    try:
        return is_one_colour(StoredFile.objects.get(pk=sha256).read())
    except (OSError, StoredFileError, StoredFile.DoesNotExist):
        return False
