"""Figures in docs/reference/measurements.md agree with the results that the benches wrote."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEASUREMENTS = (ROOT / "docs/reference/measurements.md").read_text()


def cells_of(page: str) -> list[list[str]]:
    """The cells of all rows of all tables of a page in bench/."""
    rows = [line for line in (ROOT / "bench" / page).read_text().splitlines() if line.startswith("|")]
    return [[cell.strip(" *") for cell in row.strip("|").split("|")] for row in rows]


def measured(name: str) -> str:
    """The figure of a measurement whose first cell begins with the name."""
    row = next(line for line in MEASUREMENTS.splitlines() if line.startswith(f"| {name}"))
    return row.split("|")[2].strip()


def test_slowest_page_over_a_million_answers() -> None:
    rows = [cells for cells in cells_of("results-pages.md") if len(cells) == 10 and cells[2].isdigit()]
    sqlite, postgres = (max(int(cells[column]) for cells in rows) for column in (2, 6))
    figure = f"SQLite at most {sqlite} ms, PostgreSQL at most {postgres} ms"
    assert measured("any page over 1,000,000 answers") == figure


def test_memory_of_the_web_process_at_its_peak() -> None:
    peaks = [cells[5] for cells in cells_of("results-pages.md") if cells[0] in ("sqlite", "postgres")]
    assert measured("web process at its peak") == ", ".join(peaks)


def test_time_to_a_verdict_and_to_the_page() -> None:
    times = {cells[0]: cells[1:3] for cells in cells_of("results-latency.md")}
    stored, shown = times["verdict stored"], times["verdict on the open page"]
    assert measured("answer stored → verdict stored").startswith("p50 {}, p95 {}".format(*stored))
    assert measured("the same → verdict on the open run page").startswith("p50 {}, p95 {}".format(*shown))


def test_ratios_to_other_test_runners() -> None:
    rows = cells_of("results.md")
    ratios = {cells[0]: round(float(cells[1].split()[0]), 1) for cells in rows if " : " in cells[0]}
    figures = [float(text) for text in re.findall(r"([\d.]+)×", measured("page lane beside vitest"))[:2]]
    assert figures == [round(ratios["page lane : vitest, jsdom"]), round(ratios["page lane : vitest, browser mode"])]
    assert float(measured("function lane beside").split("×")[0]) == ratios["function lane : a node process each"]


def test_rate_of_the_whole_line() -> None:
    rates = {cells[0]: cells[1] for cells in cells_of("results-line.md")}
    median, least, most = (round(float(text)) for text in re.findall(r"[\d.]+", rates["the whole line"]))
    ratio = rates["the whole line : the bare sandbox"]
    figure = measured("400 stored answers graded again")
    assert figure.startswith(f"{median} a second ({least}–{most}), {ratio} of the bare")
