"""The rules of a quality profile: names, labels, and the columns of their tallies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One figure of a profile. is_flaw: a value above 0 is a flaw; else it is a size, and less is better."""

    name: str
    label: str
    unit: str
    help: str
    is_flaw: bool = True


RULES = (
    Rule(
        name="n_access", label="Accessibility", unit="rules", help="Rules of WCAG 2.1 A and AA that axe finds broken."
    ),
    Rule(name="n_console_errors", label="Console errors", unit="lines", help="Errors and uncaught exceptions."),
    Rule(name="n_console_warnings", label="Console warnings", unit="lines", help="Lines of the level warning."),
    Rule(name="n_type_errors", label="Type errors", unit="errors", help="What TypeScript's compiler says."),
    Rule(name="n_react_lint", label="Rules of React", unit="findings", help="Hooks, keys and effects, by oxlint."),
    Rule(name="overflow_px", label="Wider than a phone", unit="px", help="What sticks out of a window of 390 px."),
    Rule(name="n_unreachable", label="Out of the keyboard's reach", unit="things", help="To click, but not with Tab."),
    Rule(name="n_no_dark", label="No dark theme", unit="", help="Its colours do not follow the reader's dark theme."),
    Rule(name="n_unused_imports", label="Unused imports", unit="names", help="Imported and never used, by oxlint."),
    Rule(
        name="n_invented_imports", label="Invented imports", unit="", help="Packages or names that do not exist here."
    ),
    Rule(name="weight_bytes", label="Weight", unit="B", help="Bytes of the answer's own code.", is_flaw=False),
    Rule(name="n_elements", label="Elements", unit="", help="Elements of the page it shows.", is_flaw=False),
    Rule(
        name="first_paint_ms",
        label="First paint",
        unit="ms",
        help="From the start of the execution, on a machine that does other work too.",
        is_flaw=False,
    ),
)
RULE_NAMES = tuple(rule.name for rule in RULES)
BY_NAME = {rule.name: rule for rule in RULES}
COUNTS = ("measured", "flawed", "sum")


def count_column(rule: Rule, count: str) -> str:
    """Return the column of a tally: how many were measured, how many of them are flawed, or the sum of their
    figures.
    """
    return f"{rule.name}_{count}"
