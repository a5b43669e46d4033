"""A run as JUnit XML, for CI servers: one suite per model, one case per candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from evaluations.exports.run_rows import Row, printable
from evaluations.records import Verdict
from evaluations.verdicts import RATED


def to_junit(rows: Iterable[Row], title: str) -> Iterator[str]:
    """Yield the document; nothing without rows.

    Unscored and unfinished candidates are skipped: they are not the model's fault. Unchecked ones are skipped too.
    """
    root = ElementTree.Element("testsuites", name=printable(title))
    suites: dict[str, ElementTree.Element] = {}
    licences: dict[str, set[str]] = {}
    for row in rows:
        licences.setdefault(row["model"], set()).add(row["licence"])
        if row["model"] not in suites:
            suites[row["model"]] = ElementTree.SubElement(root, "testsuite", name=printable(row["model"]))
        _add_case(suites[row["model"]], row)
    for model, suite in suites.items():
        _add_totals(suite, licences[model])
    if suites:
        yield ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def graded_to_junit(results: Iterable[Mapping[str, Any]], title: str) -> str:
    """Return the document of what `manage.py grade` wrote: a case for each answer, named by its id."""
    root = ElementTree.Element("testsuites", name=printable(title))
    suite = ElementTree.SubElement(root, "testsuite", name=printable(title))
    for result in results:
        case = ElementTree.SubElement(suite, "testcase", name=printable(str(result["id"])), classname="grade")
        _add_verdict(case, result["verdict"], result["cause"])
    _add_totals(suite, ())
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_case(suite: ElementTree.Element, row: Row) -> None:
    name = f"{row['task']} [{row['strategy']}, sample {row['sample']}]"
    seconds = f"{(row['generation_ms'] or 0) / 1000:.3f}"
    of_case = {"name": printable(name), "classname": printable(row["model"]), "time": seconds}
    case = ElementTree.SubElement(suite, "testcase", of_case)
    _add_verdict(case, row["verdict"], row["cause"] or row["state"])


def _add_verdict(case: ElementTree.Element, verdict: str, cause: str) -> None:
    if verdict not in RATED:
        ElementTree.SubElement(case, "skipped", message=printable(cause))
    elif verdict != Verdict.PASSED:
        ElementTree.SubElement(case, "failure", type=verdict, message=printable(cause))


def _add_totals(suite: ElementTree.Element, licences: Iterable[str]) -> None:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    properties = ElementTree.Element("properties")
    for licence in sorted(licences):
        ElementTree.SubElement(properties, "property", name="licence of prompts", value=printable(licence))
    suite.insert(0, properties)
