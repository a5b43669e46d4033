"""JSON that is stored compressed is read as it was written, also beside old rows that are not compressed."""

from __future__ import annotations

import hashlib
import json
import string
from random import Random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from evaluations.execution_records import Outcome, Report
from evaluations.extractors import extract
from evaluations.models import Grading
from evaluations.models.packed_json import LEAST_CHARS, MARK, PACKED_KEY, pack, unpack
from evaluations.records import Extraction, Kind, Verdict
from evaluations.runner.grading import GradedAnswer
from evaluations.runner.grading_fields import grading_fields
from tests.factories import finish, make_model, make_run, make_spec, make_suite
from webapp.site.code_view import marked_answer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)

CHECKED = [
    {"name": name, "verdict": "passed", "message": "", "duration_ms": 0.1}
    for name in ("adds", "adds nothing", "adds text", "adds lists", "adds more lists")
]


@given(st.dictionaries(st.text(), JSON) | st.lists(JSON))
def test_packed_value_is_read_back_unchanged(value: object) -> None:
    assert unpack(json.loads(json.dumps(pack(value)))) == value


def test_lone_surrogate_comes_back() -> None:
    value = ["\ud800" * LEAST_CHARS]
    assert unpack(pack(value)) == value


def test_short_values_stay_readable_and_long_ones_shrink() -> None:
    assert pack({"n": 1}) == {"n": 1}
    long = [{"name": f"check {n}", "verdict": "passed", "message": "", "duration_ms": 0.1} for n in range(20)]
    assert len(pack(long)) < len(json.dumps(long)) / 3


def test_options_of_one_answer_shrink_and_what_would_grow_stays() -> None:
    options = {"max_tokens": 1024, "min_p": 0.0, "repetition_penalty": 1.0, "temperature": 0.0, "top_k": -1}
    assert len(pack(options)) < len(json.dumps(options)) * 0.75
    assert len(pack(CHECKED)) < len(json.dumps(CHECKED)) * 0.2, "written like the dictionary"
    noise = "".join(Random(1).choices(string.ascii_letters + string.digits + string.punctuation, k=2 * LEAST_CHARS))
    assert pack([noise]) == [noise]


def graded() -> Grading:
    run = make_run(make_suite(), [make_model()])
    candidate = run.candidates.first()
    assert candidate is not None
    grading = finish(candidate, Verdict.PASSED)
    assert grading is not None
    return Grading.objects.get(pk=grading.pk)


def raw(grading: Grading, name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM evaluations_grading WHERE id = %s", [grading.pk])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_row_is_packed_in_the_database_and_whole_on_reading() -> None:
    grading = graded()
    assert MARK in raw(grading, "extraction")
    assert "export default" not in raw(grading, "extraction")
    assert "export default function Answer" in next(iter(grading.files.values()))
    assert grading.rule in raw(grading, "extraction"), "what SQL reads stays outside"
    [reports] = Grading.objects.values_list("reports", flat=True)
    assert reports == grading.reports


@pytest.mark.django_db
def test_extraction_is_read_without_its_packed_text() -> None:
    """Written again with other files, it would keep the packed ones beside them where packing both is no shorter."""
    grading = graded()
    assert PACKED_KEY in raw(grading, "extraction")
    assert PACKED_KEY not in grading.extraction


@pytest.mark.django_db
def test_rows_of_earlier_releases_are_read_as_they_are() -> None:
    grading = graded()
    with connection.cursor() as cursor:
        old = {"extraction": {"files": {"a.js": "1"}, "rule": "r"}, "reports": [{"verdict": "passed"}]}
        for name, value in old.items():
            statement = f"UPDATE evaluations_grading SET {name} = %s WHERE id = %s"
            cursor.execute(statement, [json.dumps(value), grading.pk])
    grading.refresh_from_db()
    assert (grading.files, grading.rule) == ({"a.js": "1"}, "r")
    assert grading.reports == [{"verdict": "passed"}]


@pytest.mark.django_db
def test_captured_rows_of_a_large_workbook_are_stored_as_a_digest() -> None:
    rows = [{"order": number, "customer": f"customer {number}"} for number in range(20_000)]
    report = Report(id="1", verdict=Verdict.PASSED, captured={"calls": rows, "n_calls": 1, "way": "chosen"})
    graded = GradedAnswer(
        extraction=Extraction(files={"a.tsx": "x"}, entry="a.tsx", rule="only", reason=""),
        reports=(report,),
        outcome=Outcome(verdict=Verdict.PASSED, score=1.0),
        duration_ms=1.0,
    )
    [stored] = grading_fields(graded)["reports"]
    assert stored["captured"]["n_calls"] == 1
    assert stored["captured"]["calls"] == {
        "sha256": hashlib.sha256(json.dumps(rows).encode()).hexdigest(),
        "chars": len(json.dumps(rows)),
    }
    assert "screenshot" not in stored
    assert len(json.dumps(stored)) < 1000


def test_stored_extraction_contains_no_text_twice() -> None:
    text = "Here:\n```js\nexport const one = 1;\n```"
    extraction = extract(text, make_spec("one", kind=Kind.FUNCTION, entry="answer.js", entry_point="one"))
    outcome = Outcome(verdict=Verdict.PASSED, score=1.0)
    fields = grading_fields(GradedAnswer(extraction=extraction, reports=(), outcome=outcome, duration_ms=1.0))
    [block] = fields["extraction"]["blocks"]
    assert text[block["start"] : block["end"]].strip() == extraction.blocks[0].source.strip()
    assert "source" not in block
    assert "version" not in fields["extraction"]
    assert fields["extractor_version"] == extraction.version
    assert fields["extraction"]["files"] == extraction.files
    assert "<mark class='chosen'>" in marked_answer(text, fields["extraction"])
