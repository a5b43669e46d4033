"""Result files of benches: rows are on the disk as they come, and the next run finds them."""

from __future__ import annotations

from pathlib import Path

from bench.result_lines import ResultLines


def test_next_run_finds_the_rows_and_appends(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    first = ResultLines(path)
    assert first.before == []
    first.add({"case": "one", "cause": "Überlauf\n"})
    second = ResultLines(path)
    assert second.before == [{"case": "one", "cause": "Überlauf\n"}]
    second.add({"case": "two"})
    assert [row["case"] for row in ResultLines(path).before] == ["one", "two"]


def test_without_a_file_results_are_not_kept() -> None:
    lines = ResultLines(None)
    lines.add({"case": "one"})
    assert lines.before == []
