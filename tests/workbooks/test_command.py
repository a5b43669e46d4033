"""`manage.py workbook`: the content of a file or the reason why it is refused, with the exit codes of all commands."""

from __future__ import annotations

import json

import pytest

from tests.commands import run_command
from tests.workbooks import files


def run(*words: str) -> tuple[int, str, str]:
    return run_command("workbook", *words)


def test_workbook_is_shown_for_people_and_for_programs() -> None:
    path = str(files.FILES / "ok__calamine__temperature.xlsx")
    code, out, _ = run(path)
    assert (code, "headers in row 1" in out, "celsius" in out) == (0, True, True)
    code, out, _ = run(path, "--json", "--sheet", "Sheet1")
    (sheet,) = json.loads(out)["preview"]["sheets"]
    assert (code, sheet["n_rows"], sheet["error"], sheet["trouble"]) == (0, 3, "", "")  # trouble is the old name


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["encrypted__calamine__pass_protected.xlsx"], 1, "protected by a password"),
        (["nowhere.xlsx"], 2, "There is no file"),
        (["ok__calamine__temperature.xlsx", "--sheet", "Nope"], 2, 'It has "Sheet1"'),
    ],
)
def test_unreadable_workbook_is_a_sentence_and_an_exit_code(args: list[str], code: int, words: str) -> None:
    status, _, err = run(str(files.FILES / args[0]), *args[1:])
    assert (status, words in err) == (code, True)
