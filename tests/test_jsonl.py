"""Files of JSON lines from any program. One reader reads suites, answers and preferences."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluations.errors import SuiteError
from evaluations.jsonl import LONGEST_LINE, InvalidLine, objects_of, read_objects
from evaluations.runner.answers import read_answers
from evaluations.suites.benchmarks.fields import rows

ANSWER = '{"model": "m", "task_id": "suite/1", "raw_answer": "x"}'
READERS = {"answers": read_answers, "tasks": rows, "objects": read_objects}


def read(reader: Callable[..., object], path: Path) -> tuple[int, list[str]]:
    """Return the number of accepted lines, and the complaints about the others."""
    complaints: list[str] = []
    return len(list(reader(path, complaints.append))), complaints  # type: ignore[call-overload]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("bad", ["{", "[1]", '{"a": ' + "[" * 200_000], ids=["cut", "list", "deep"])
def test_bad_line_is_named_and_left_out(tmp_path: Path, reader: Callable[..., object], bad: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{ANSWER}\n{bad}\n\n{ANSWER}\n")
    n, complaints = read(reader, path)
    assert n == 2
    assert [complaint.partition(": not")[0] for complaint in complaints] == ["a.jsonl, line 2"]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_line_without_end_is_not_read_into_memory(tmp_path: Path, reader: Callable[..., object]) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt") as lines:
        lines.write(ANSWER + "\n" + "x" * (3 * LONGEST_LINE))
    n, complaints = read(reader, path)
    assert n == 1
    assert "line 2: more than 4000000 characters" in complaints[0]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_byte_order_mark_is_removed_from_the_first_line(tmp_path: Path, reader: Callable[..., object]) -> None:
    for path in (tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"):
        content = ANSWER.encode("utf-8-sig")
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
        assert read(reader, path) == (1, [])


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_file_whose_content_does_not_match_its_ending_is_an_error(
    tmp_path: Path, reader: Callable[..., object]
) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_text(ANSWER)
    with pytest.raises(SuiteError, match="cannot be read"):
        read(reader, path)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b"{", "a.jsonl, line 2: not JSON"),
        (b"[1]", "a.jsonl, line 2: not a JSON object"),
        (b'{"a": ' + b"[" * 200_000, "a.jsonl, line 2: "),
        (b"x" * 300, "a.jsonl, line 2: more than 200 bytes"),
    ],
    ids=["cut", "list", "deep", "long"],
)
def test_bad_line_of_an_own_file_ends_the_reading(bad: bytes, words: str) -> None:
    longest = 200 if bad[:1] == b"x" else LONGEST_LINE
    lines = objects_of("a.jsonl", io.BytesIO(ANSWER.encode() + b"\n" + bad + b"\n"), longest)
    assert next(lines)["model"] == "m"
    with pytest.raises(InvalidLine, match=words):
        next(lines)
