"""Prompts to begin with: on the dashboard and on the prompt page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptExample:
    """One prompt. checks: “call → value” lines for a function; language empty: the kind's own."""

    slug: str
    label: str
    prompt: str
    kind: str = "component"
    language: str = ""
    examples: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Return initial values of the prompt page."""
        names = ("prompt", "kind", "language", "examples")
        return {name: getattr(self, name) for name in names}


EXAMPLES = (
    PromptExample(
        slug="stopwatch",
        label="stopwatch",
        prompt="A stopwatch with buttons Start, Stop and Reset. It shows tenths of a second.",
    ),
    PromptExample(
        slug="csv-table",
        label="CSV → table",
        prompt=(
            "A text area for CSV and a table below it that shows the rows while I type. The first line has the "
            "headers; a click on a header sorts by that column. Start with three rows of example data."
        ),
    ),
    PromptExample(
        slug="slugify",
        label="a function with checks",
        kind="function",
        prompt=(
            "Write a function slugify(text) that turns a title into a part of a URL: lower case, words joined with a "
            "hyphen, everything else but letters and digits left out."
        ),
        examples='slugify("Hello, World!") → "hello-world"\nslugify("  a  b  ") → "a-b"\nslugify("") → ""',
    ),
    PromptExample(
        slug="page",
        label="plain page",
        kind="page",
        prompt="A page that asks for a number of minutes and counts them down in large digits, with a button to pause.",
    ),
    PromptExample(
        slug="python",
        label="Python",
        kind="python",
        prompt="Write a function roman(n) that returns the Roman numeral of a number from 1 to 3999.",
    ),
)
BY_SLUG = {example.slug: example for example in EXAMPLES}
