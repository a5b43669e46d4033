"""Damaged copies give a preview or a sentence, nothing else. TEST_COPIES=500 tests more of them."""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evaluations.errors import WorkbookError
from evaluations.workbooks import Limits, admit
from tests.workbooks import files
from tests.workbooks.mutations import KINDS, mutated

N_COPIES = int(os.environ.get("TEST_COPIES", "40"))
LIMITS = Limits(cpu_s=10.0)


def copies() -> list[tuple[str, bytes]]:
    chance = random.Random(20261124)
    small = sorted(path for path in files.FILES.iterdir() if path.suffix[:4] in (".xls", ".ods", ".csv"))
    chosen = [path for path in small if path.stat().st_size < 200_000]
    created = []
    for number in range(N_COPIES):
        path = chosen[number * 7 % len(chosen)]
        kind, content = mutated(path.read_bytes(), chance)
        created.append((f"{kind}-{number}-{path.name}", content))
    return created


def outcome(copy: tuple[str, bytes]) -> tuple[str, str]:
    """Return reason and sentence of the refusal; two empty texts for a copy that was read."""
    try:
        admit(*copy, limits=LIMITS)
    except WorkbookError as exc:
        return exc.reason, str(exc)
    return "", ""


def test_damaged_copies_are_read_or_refused_with_a_sentence_and_leave_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(outcome, copies()))
    refused = [(reason, sentence) for reason, sentence in outcomes if reason]
    assert 5 <= len(refused) <= N_COPIES - 5, refused
    assert not {"over_time", "over_memory"} & {reason for reason, _ in refused}
    assert all(sentence.endswith(".") for _, sentence in refused), refused
    assert list(tmp_path.iterdir()) == []
    running = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True).stdout
    assert not [
        line for line in running.splitlines() if "workbooks.reader" in line and f" {os.getpid()} " in f" {line}"
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_damage_changes_the_copy(kind: str) -> None:
    content = files.workbook([["foo", "bar"], [1, 2]])
    chance = random.Random(3)
    assert any(done == kind and created != content for done, created in (mutated(content, chance) for _ in range(80)))


def test_check_preview_and_expected_data_come_from_one_opening_of_the_file() -> None:
    from evaluations.workbooks import check_upload, propose_expected, read_preview

    content = files.workbook([["foo", "bar"], [1, 2], [3, None]])
    admission = admit("a.xlsx", content)
    assert admission.check == check_upload("a.xlsx", content)
    assert admission.preview == read_preview("a.xlsx", content)
    assert admission.expected_data == propose_expected("a.xlsx", content)
    assert admit("blank.xlsx", files.workbook([])).expected_data == propose_expected("blank.xlsx", files.workbook([]))
