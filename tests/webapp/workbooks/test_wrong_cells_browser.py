"""Wrong cells in Chromium: they are coloured, show the expected and the actual value, and W goes to the next one."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.webapp.rows_for_pages import make_person
from tests.webapp.workbooks.test_workbooks_browser import keep_workbook
from tests.webapp.workbooks.test_workbooks_expected import run_with_answers

pytestmark = pytest.mark.django_db(transaction=True)
N_ROWS = 150  # more than one page of rows, so the table scrolls


@pytest.fixture
def mia() -> User:
    return make_person("mia")


def test_wrong_cells_are_coloured_and_visited_by_key(page: Page, enter: Callable[..., str], mia: User) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["name", "share"])
    for n in range(N_ROWS):
        sheet.append([f"row {n}", n / 100])
        sheet.cell(sheet.max_row, 2).number_format = '0.0" %"'
    stream = io.BytesIO()
    book.save(stream)
    row = keep_workbook("shares.xlsx", stream.getvalue())
    rows = [{"name": f"row {n}", "share": n / 100} for n in range(N_ROWS)]
    near, far = [{**cells} for cells in rows], [{**cells} for cells in rows]
    near[1]["share"], far[140]["name"] = 7, "other"
    run_with_answers(row, {"near": near, "far": far, "good": rows})
    page.goto(f"{enter(page, mia)}/workbooks/{row.pk}/")
    wrong = page.locator(".sheet td.is-wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_have_attribute("title", 'near: expected 0.01, got 7 (other number)\nstored 0.01 · format 0.0" %"')
    page.keyboard.press("w")
    expect(page.locator("[data-wrong-said]")).to_contain_text("1 of 2 · B3")
    page.keyboard.press("w")
    expect(page.locator("[data-wrong-said]")).to_contain_text("2 of 2 · A142 · far: expected row 140, got other")
    expect(page.locator(".sheet td.is-wrong.is-current")).to_contain_text("row 140")
    page.keyboard.press("Shift+W")
    expect(page.locator("[data-wrong-said]")).to_contain_text("1 of 2")
    page.get_by_label("Wrong cells of").select_option("far")
    expect(page.locator(".sheet td.is-wrong").filter(has_text="0.0 %")).to_have_count(0)


def test_a_short_sheet_is_coloured_too(page: Page, enter: Callable[..., str], mia: User) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["name", "share"])
    for n in range(20):
        sheet.append([f"row {n}", n])
    stream = io.BytesIO()
    book.save(stream)
    row = keep_workbook("short.xlsx", stream.getvalue())
    rows = [{"name": f"row {n}", "share": n} for n in range(20)]
    wrong = [{**cells} for cells in rows]
    wrong[1]["share"] = 7
    run_with_answers(row, {"wrong": wrong, "good": rows})
    page.goto(f"{enter(page, mia)}/workbooks/{row.pk}/")
    expect(page.locator(".sheet td.is-wrong")).to_have_count(1, timeout=20_000)
    with page.expect_response(
        "**/workbooks/*/*"
    ):  # a model goes on working: the results are reloaded, and the colours stay
        page.evaluate(
            "document.querySelector('[hx-trigger*=every]').dispatchEvent(new Event('run-changed', {bubbles: true}))"
        )
    page.keyboard.press("w")
    expect(page.locator("[data-wrong-said]")).to_contain_text("1 of 1 · B3")
    expect(page.locator(".sheet td.is-wrong")).to_have_count(1)
