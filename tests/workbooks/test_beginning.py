"""First rows and progress of a large file while the whole file is still being checked."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest

from evaluations.workbooks import admit, read_first_rows
from evaluations.workbooks.reading import beginning
from tests.workbooks import files
from tests.workbooks.odd_workbooks import parts, zipped

ROWS: list[list[Any]] = [["name", "count"], *[[f"name {n}", n] for n in range(600)]]
TEXTS: list[list[Any]] = [["name", "count"], *[[f"name {n}", str(n)] for n in range(600)]]


@pytest.mark.parametrize("part_bytes", [2_000, 1 << 20])
def test_first_rows_are_those_of_the_whole_file(monkeypatch: pytest.MonkeyPatch, part_bytes: int) -> None:
    monkeypatch.setattr(beginning, "PART_BYTES", part_bytes)
    monkeypatch.setattr(beginning, "TEXT_BYTES", part_bytes)
    text = "".join(f"{name};{count}\n" for name, count in TEXTS).encode()
    for name, content in (("a.xlsx", files.workbook(ROWS, "Data")), ("a.csv", text)):
        beginning_rows = beginning.first_rows(io.BytesIO(content), name)
        assert beginning_rows is not None
        assert beginning_rows["rows"] == TEXTS[: beginning.N_ROWS]
    assert beginning.first_rows(io.BytesIO(files.workbook(ROWS, "Data")), "a.xlsx") == {
        "sheet": "Data",
        "rows": TEXTS[: beginning.N_ROWS],
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.xls", files.FILES.joinpath("dates__calamine__date.xls").read_bytes()),
        ("a.xlsx", zipped(parts() | {"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><sst/>'})),
        ("a.xlsx", zipped({f"{n}.xml": b"<a/>" for n in range(beginning.MAX_PARTS + 1)})),
        ("a.xlsx", files.encrypted(files.workbook(ROWS))),
    ],
    ids=["cut off", "pdf", "xls", "entities", "many parts", "encrypted"],
)
def test_file_that_cannot_be_read_quickly_gets_no_first_rows(name: str, content: bytes) -> None:
    assert read_first_rows(name, content) is None


def test_only_the_beginning_of_a_bomb_is_unpacked() -> None:
    assert read_first_rows("a.xlsx", files.honest_bomb(40)) is None


def test_share_that_has_been_read_rises_to_the_whole(tmp_path: Path) -> None:
    chance, path, shares = random.Random(1), tmp_path / "long.csv", list[float]()
    path.write_text("n,text\n" + "".join(f"{n},{chance.getrandbits(200):x}\n" for n in range(40_000)))
    admission = admit("long.csv", path, tell=shares.append)
    assert admission.preview.sheets[0].n_rows == 40_001
    assert shares
    assert shares == sorted(shares)
    assert shares[-1] == 1
