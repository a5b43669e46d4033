"""The prompt that a workbook suggests."""

from __future__ import annotations

from typing import Literal

from evaluations import workbooks
from evaluations.models import Workbook


def wording_of(workbook: Workbook, wording: str = "seed", max_chars: int = 6000) -> str:
    """Return the prompt that a workbook suggests. wording: seed (short, shape left open), contract (exact) or layout.

    layout: only what is in the workbook, to go under the person's own words.
    """
    if not workbook.truth:
        return ""
    preview, expected_data = (
        workbooks.Preview.from_json(workbook.preview),
        workbooks.ExpectedData.from_json(workbook.truth),
    )
    forms: dict[str, Literal["seed", "contract", "layout"]] = {"contract": "contract", "layout": "layout"}
    return workbooks.excel_prompt(preview, expected_data, forms.get(wording, "seed"), max_chars=max_chars)


def own_words(text: str, layout: str) -> str:
    """Return a person's own words followed by the workbook's layout, which replaces an earlier layout."""
    own = text.partition(workbooks.LAYOUT)[0].rstrip()
    return f"{own}\n\n{layout}" if own else layout
