"""Two versions of a suite: tasks, fields, and both texts of each field."""

from __future__ import annotations

import pytest

from evaluations.models import SuiteVersion
from evaluations.queries.version_changes import changes_of, text_changes
from evaluations.records import Checks
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions() -> tuple[SuiteVersion, SuiteVersion]:
    old = [factories.make_spec("gone"), factories.make_spec("same"), factories.make_spec("add", tags=("basics",))]
    new = [
        factories.make_spec("same"),
        factories.make_spec(
            "add",
            prompt="Write a better one.",
            checks=Checks(path="answer.test.tsx", source="test('more', () => {});"),
            reference={"answer.tsx": "export {};\n"},
            mutants={"m0": {"answer.tsx": "export const a = 1;\n"}},
            tags=("basics", "hard"),
            fixtures={"rows.csv": b"a,b"},
        ),
        factories.make_spec("fresh"),
    ]
    return factories.make_suite(old, number=1), factories.make_suite(new, number=2)


def test_tasks_and_fields_that_differ(versions: tuple[SuiteVersion, SuiteVersion]) -> None:
    old, new = versions
    changes = changes_of(new)
    assert changes is not None
    assert (changes.number, changes.before) == (2, 1)
    assert (changes.added, changes.removed, changes.is_reordered) == (["fresh"], ["gone"], False)
    assert changes.changed == {"add": ["checks", "mutants", "prompt", "reference", "tags", "fixtures"]}
    assert changes_of(old) is None
    back = changes_of(old, new)
    assert back is not None
    assert (back.added, back.removed) == (["gone"], ["fresh"])


def test_both_texts_of_each_field_the_prompt_first(versions: tuple[SuiteVersion, SuiteVersion]) -> None:
    old, new = (version.tasks.get(slug="add") for version in versions)
    texts = {text.name: (text.before, text.after) for text in text_changes(old, new)}
    assert list(texts) == [
        "prompt",
        "checks: answer.test.tsx",
        "reference: answer.tsx",
        "fixtures",
        "mutants, m0: answer.tsx",
        "tags",
    ]
    assert texts["prompt"] == ("Write a React component that counts clicks.", "Write a better one.")
    assert texts["reference: answer.tsx"] == ("", "export {};\n")
    assert texts["tags"][1] == '[\n "basics",\n "hard"\n]'
    assert texts["fixtures"][1].startswith("rows.csv: SHA-256 ")
    assert text_changes(old, old) == []
