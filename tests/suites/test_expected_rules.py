"""The rule for expected data of a workbook takes exactly the shape of the record that is compared with."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from evaluations import workbooks
from evaluations.suites import expected_rules
from evaluations.suites.expected_rules import expected_data_fault
from evaluations.workbooks.cells.values import TAGGED

BOOKS = sorted((Path(__file__).parents[2] / "suites" / "excel").glob("*/fixtures/*"))


def test_rule_knows_the_fields_of_the_record() -> None:
    known = {field.name: field for field in fields(workbooks.ExpectedData)}
    assert {*expected_rules.REQUIRED, *expected_rules.OPTIONAL} == set(known)
    defaults = {
        name for name, field in known.items() if field.default is not MISSING or field.default_factory is not MISSING
    }
    assert set(expected_rules.OPTIONAL) == defaults
    columns = [field.name for field in fields(workbooks.ExpectedColumn)]
    assert columns == [*expected_rules.COLUMN, "written"]
    assert expected_rules.TAGGED == TAGGED


@pytest.mark.parametrize("name", ["blanks", "dates", "shape"])
def test_rule_knows_the_values_of_each_choice(name: str) -> None:
    is_right, what = expected_rules.OPTIONAL[name]
    values = get_args(get_type_hints(workbooks.ExpectedData)[name])
    assert all(map(is_right, values))
    assert what == f"{', '.join(values[:-1])} or {values[-1]}"
    assert not is_right("other")


@pytest.mark.parametrize("path", BOOKS[::4], ids=lambda path: str(path.name))
def test_proposals_of_real_workbooks_are_accepted(path: Path) -> None:
    proposed: Any = workbooks.propose_expected(path.name, path).to_json()
    assert expected_data_fault(proposed) == ""
    assert workbooks.ExpectedData.from_json(proposed).file == path.name
