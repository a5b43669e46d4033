"""Number formats as a spreadsheet program shows them: 80 formats are compared with LibreOffice's display."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluations.workbooks import read_preview
from evaluations.workbooks.reading import display
from tests.workbooks import files

STORED = json.loads(Path(__file__).with_name("number_formats.json").read_text())


def test_formats_are_shown_as_libreoffice_shows_them() -> None:
    texts = display.display_texts([(row["value"], row["format"]) for row in STORED])
    different = [(row["format"], row["value"], row["shown"], text) for row, text in zip(STORED, texts, strict=True)]
    different = [line for line in different if line[2].strip() != line[3]]
    assert len(STORED) == 80
    assert different == []


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ({"date": "2024-01-01"}, "dd.mm.yyyy", "01.01.2024"),
        ({"date": "2024-01-01"}, "General", "2024-01-01"),
        ({"date": "1900-01-31"}, "d mmm yy", "31 Jan 00"),
        ({"date": "2024-03-05T14:30:00"}, "d.m.yy h:mm", "5.3.24 14:30"),
        ({"time": "14:30:00"}, "h:mm AM/PM", "2:30 PM"),
        ({"duration": 129600}, "[h]:mm", "36:00"),
        ({"error": "#N/A"}, "0.00", "#N/A"),
        (True, "0.00", "TRUE"),
        (None, "0.00", ""),
        (1e21, "General", "1E+21"),
        (5, "nonsense [[[", "5"),
        (3, 'General" pcs"', "3 pcs"),
        (-2, 'General;-General;"nil"', "-2"),
        (0, 'General;-General;"nil"', "nil"),
        ({"date": "2024-01-01"}, "mm-dd-yy", "2024-01-01"),
        (1234.5, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-', "1,234.50 €"),
        (1234.5, "[$-409]#,##0.00", "1,234.50"),
        ({"date": "2024-03-05"}, "[$-F800]dddd\\, mmmm dd\\, yyyy", "Tuesday, March 05, 2024"),
        ({"date": "2024-03-05"}, "yyyy年m月d日", "2024年3月5日"),
        (45, "0°", "45°"),
        (1234, "#,##0.-", "1,234.-"),
    ],
    ids=str,
)
def test_dates_and_other_kinds_are_shown_by_their_format(value: Any, form: str, text: str) -> None:
    assert display.display_texts([(value, form)]) == [text]


def test_hostile_formats_end_and_others_are_shown_by_the_simple_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = ["?" * 250 + "/" + "?" * 250, "[" * 255, '"' * 255, "0" * 255, "# ?/" + "9" * 200, "@" * 255]
    texts = display.display_texts([(1234.5678, form) for form in hostile])
    assert all(len(text) <= display.MAX_TEXT for text in texts)
    monkeypatch.setattr(display, "_node", lambda: "/bin/false")
    assert display.display_texts([(5, '0 "pcs"'), (0.05, "0%")]) == ["5", "5%"]


def test_preview_shows_the_text_and_keeps_the_value() -> None:
    content = files.workbook([["code", "day"], [501, 45292]])
    styled = files.restyled(content, {"A2": "00000", "B2": "mmm-yy"})
    code, day = read_preview("codes.xlsx", styled).sheets[0].rows[1]
    assert (code.text, code.value) == ("00501", 501)
    assert (day.text, day.value) == ("Jan-24", {"date": "2024-01-01"})
