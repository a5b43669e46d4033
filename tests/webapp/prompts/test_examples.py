"""Examples that are typed as “call → expected”."""

import pytest

from webapp.prompts import examples


def test_each_line_becomes_a_test_of_its_own() -> None:
    source = examples.to_checks("add(2, 3) → 5\n\n# a note\nadd(-1, 1) => 0", "./answer")
    assert 'import { add } from "./answer";' in source
    assert source.count("test(") == 2
    assert "expect(add(-1, 1)).toEqual(0);" in source


def test_last_arrow_separates_so_that_calls_may_contain_functions() -> None:
    parsed = examples.parse("map([1, 2], x => x * 2) → [2, 4]")
    assert parsed == [examples.Example("map", "map([1, 2], x => x * 2)", "[2, 4]")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("add(2, 3)", 'Line 1: "add(2, 3)" has no arrow'),
        ("\n2 + 3 → 5", 'Line 2: "2 + 3" is not a function call'),
        ("add([2, 3) → 5", "Line 1: ) in add([2, 3) is never closed"),
        ('shout("hi) → "HI"', "Line 1"),
        ("add(2, 3) → {a: 1", "Line 1: { in {a: 1 is never closed"),
        ("add(2, 3) →", "Line 1: nothing comes after the arrow"),
    ],
)
def test_a_bad_line_is_named(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="Line") as caught:
        examples.parse(text)
    assert says in str(caught.value)


def test_titles_with_quotes_stay_one_string() -> None:
    assert r'test("f(\"a\") → \"b\""' in examples.to_checks('f("a") → "b"', "./answer")


def test_entry_point_is_the_one_name_called() -> None:
    assert examples.entry_point("add(1, 2) → 3\nadd(0, 0) → 0") == "add"
    assert examples.entry_point("add(1, 2) → 3\nsub(0, 0) → 0") is None
    assert examples.entry_point("") is None
