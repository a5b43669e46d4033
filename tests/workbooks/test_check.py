"""Accepted and refused files: each refusal has its own sentence, and none takes more than its limits."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from evaluations.errors import WorkbookError
from evaluations.workbooks import Limits, check_upload, propose_expected, read_preview
from evaluations.workbooks.reading import archive
from tests.processes import ROOT
from tests.workbooks import files

OLD = (files.FILES / "dates__calamine__date.xls").read_bytes()
FOO_BAR = files.workbook([["foo", "bar"], [1, 2], [3, 4]])
WORD = files.archive(
    {
        "[Content_Types].xml": b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.document.main+xml"/></Types>',
        "word/document.xml": b"<w:document/>",
    }
)


def refusal(name: str, content: bytes, limits: Limits | None = None) -> WorkbookError:
    with pytest.raises(WorkbookError) as caught:
        check_upload(name, content, limits or Limits())
    assert str(caught.value).startswith(name)
    return caught.value


def test_a_plain_workbook_is_let_in_from_bytes_and_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    path.write_bytes(FOO_BAR)
    check = check_upload("plain.xlsx", FOO_BAR)
    assert (check.format, check.sheets, check.flags) == ("xlsx", ("Sheet1",), ())
    assert check_upload("plain.xlsx", path) == check


@pytest.mark.parametrize(
    ("name", "content", "reason", "words"),
    [
        ("a.xlsx", b"", "empty", "0 bytes"),
        ("a.xlsx", WORD, "wrong_type", "is a Word document"),
        ("a.xlsx", b"%PDF-1.7\n", "wrong_type", "is a PDF document"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "wrong_type", "is a PNG picture"),
        ("a.xls", b"<!DOCTYPE html><html><table></table></html>", "wrong_type", "is an HTML page"),
        ("a.xlsx", b"Dear all,\nplease look at\nthis, that, and more\n", "wrong_type", "ends in .csv"),
        ("a.xlsx", b"foo,bar\n", "wrong_type", "ends in .csv"),
        ("a.csv", bytes(range(256)), "wrong_type", "binary data"),
        ("a.xls", b'{\n "a": 1,\n "b": 2,\n "c": 3,\n}\n', "wrong_type", "plain text"),
        ("a.xls", b"From: x\r\nMIME-Version: 1.0\r\n\r\n<table>", "wrong_type", "web page archive"),
        ("a.txt", b"foo,bar\n1,2\n", "wrong_type", "does not end in .csv"),
        ("a.xlsx", files.archive({"readme.txt": b"hello"}), "wrong_type", "is a zip archive"),
        ("noending", FOO_BAR, "mismatch", "ends in .xlsx"),
        ("a.xlsx", FOO_BAR[: len(FOO_BAR) // 2], "corrupt", "cut off"),
        ("a.xlsx", b"PK\x03\x04", "corrupt", "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "corrupt", "damaged"),
    ],
)
def test_other_file_than_a_workbook_is_reported(name: str, content: bytes, reason: str, words: str) -> None:
    exc = refusal(name, content)
    assert exc.reason == reason
    assert words in str(exc)


@pytest.mark.parametrize(
    ("name", "content", "real"),
    [
        ("a.csv", FOO_BAR, "xlsx"),
        ("a.xls", FOO_BAR, "xlsx"),
        ("a.ods", FOO_BAR, "xlsx"),
        *((f"a.{ending}", OLD, "xls") for ending in ("xlsx", "ods", "csv")),
        ("a.xls", b"foo\tbar\n1\t2\n", "csv"),
        ("a.xlsx", b"foo;bar\n1;2\n", "csv"),
        ("a.xls", b"Report, 2024\n\nfoo\tbar\n1\t2\n3\t4\n", "csv"),
    ],
)
def test_a_mislabelled_workbook_is_read_as_what_it_is(name: str, content: bytes, real: str) -> None:
    check, expected_data = check_upload(name, content), propose_expected(name, content)
    assert (check.format, expected_data.format, expected_data.file) == (real, real, name)
    assert f"its content is .{real}" in check.notes[0]
    right = propose_expected(f"a.{real}", content)
    assert (expected_data.columns, expected_data.rows) == (right.columns, right.rows)


def test_too_large_names_size_and_limit() -> None:
    exc = refusal("big.xlsx", b"x" * (2 << 20), Limits(size_mb=1))
    assert (exc.reason, "2.0 MB; the limit is 1 MB" in str(exc)) == ("too_large", True)


@pytest.mark.parametrize("name", ["protected.xlsx", "protected.xls"])
def test_password_protected_asks_for_a_copy_without(name: str) -> None:
    exc = refusal(name, files.encrypted(FOO_BAR))
    assert exc.reason == "encrypted"
    assert "copy without a password" in str(exc)


def test_encrypted_old_xls_is_reported() -> None:
    content = (files.FILES / "encrypted__poi__xor-encryption-abc.xls").read_bytes()
    assert refusal("old.xls", content).reason == "encrypted"


@pytest.mark.parametrize("make", [files.honest_bomb, files.lying_bomb])
def test_zip_bomb_of_300_mb_is_refused_quickly_whatever_its_headers_say(make: object) -> None:
    assert callable(make)
    content = make(300)
    assert len(content) < 1 << 20
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    exc = refusal("bomb.xlsx", content)
    assert exc.reason == "bomb"
    assert "zip bomb" in str(exc)
    assert time.monotonic() - begun < 10
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(before, 200 * 1024)


def test_too_many_parts_and_nested_archives_are_bombs() -> None:
    many = files.archive({f"xl/part{i}.bin": b"" for i in range(10_001)})
    assert "10,001 parts" in str(refusal("many.xlsx", many))
    nested = files.archive({"a.txt": b"hello"})
    for _ in range(4):
        nested = files.archive({"inner.zip": nested, "[Content_Types].xml": files.CONTENT_TYPES})
    assert "archives inside archives" in str(refusal("nested.xlsx", nested))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(encoding: str) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    exc = refusal("lol.xlsx", files.with_part(FOO_BAR, "xl/sharedStrings.xml", xml.encode(encoding)))
    assert exc.reason == "entities"
    assert "xl/sharedStrings.xml" in str(exc)


def test_damaged_part_is_named() -> None:
    exc = refusal("torn.xlsx", files.flipped(FOO_BAR, "xl/workbook.xml"))
    assert exc.reason == "corrupt"
    assert "xl/workbook.xml" in str(exc)


def test_macros_and_external_links_are_flagged_and_let_in() -> None:
    path = files.FILES / "macro__calamine__vba.xlsm"
    check = check_upload(path.name, path)
    assert "macros" in check.flags
    assert any("never run" in sentence for sentence in check.warnings)
    linked = files.with_part(FOO_BAR, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert check_upload("a.xlsx", linked).flags == ("external_links",)


LINKS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="a" Type="http://x/hyperlink" Target="http://harmless.example/" TargetMode="External"/>
<Relationship Id="b" Type="http://x/image" Target="http://far.example/pixel.png" TargetMode="External"/>
</Relationships>"""
ODS = b"""<office:document-content><table:table>
<table:table-source xlink:type="simple" xlink:href="file:///tmp/prices.ods"/>
<table:table-cell table:formula="of:=['file:///tmp/rates.ods'#$Sheet1.A1]"/></table:table></office:document-content>"""


def test_external_references_are_named_but_hyperlinks_are_not() -> None:
    check = check_upload("a.xlsx", files.with_part(FOO_BAR, "xl/worksheets/_rels/sheet1.xml.rels", LINKS))
    assert (check.flags, check.links) == (("external_links",), ("http://far.example/pixel.png",))
    assert "far.example/pixel.png" in check.warnings[0]
    hyperlink = LINKS.replace(b"image", b"hyperlink")
    assert check_upload("a.xlsx", files.with_part(FOO_BAR, "xl/worksheets/_rels/s.xml.rels", hyperlink)).flags == ()


def test_links_and_scripts_of_open_documents_are_flagged() -> None:
    path = files.FILES / "merged__calamine__merged_cells.ods"
    inspection = archive.inspect(io.BytesIO(files.with_part(path.read_bytes(), "content.xml", ODS)), path.name)
    assert list(inspection.links) == ["file:///tmp/prices.ods", "file:///tmp/rates.ods"]
    scripted = files.with_part(path.read_bytes(), "Scripts/python/a.py", b"import os")
    assert "macros" in check_upload(path.name, scripted).flags


def test_damaged_parts_that_are_not_needed_are_named() -> None:
    picture = files.flipped(files.with_part(FOO_BAR, "xl/media/chart.bin", b"abc" * 500), "xl/media/chart.bin")
    check = check_upload("a.xlsx", picture)
    assert check.damaged_parts == ("xl/media/chart.bin",)
    assert "xl/media/chart.bin" in " ".join(check.warnings)


def test_entities_are_found_whatever_the_part_is_called_and_pictures_may_declare_theirs() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
    assert (
        refusal("a.xlsx", files.with_part(FOO_BAR, "xl/worksheets/sheet1.dat", b"  " + declared)).reason == "entities"
    )
    assert check_upload("a.xlsx", files.with_part(FOO_BAR, "xl/media/image1.svg", declared)).flags == ()


def test_hidden_sheets_are_flagged() -> None:
    path = files.FILES / "hidden__calamine__any_sheets.xlsb"
    assert "hidden_sheets" in check_upload(path.name, path).flags


def test_reaching_a_limit_is_a_sentence_and_leaves_no_process() -> None:
    before = _children()
    with pytest.raises(WorkbookError, match="of memory") as caught:
        check_upload("a.xlsx", FOO_BAR, Limits(memory_mb=16))
    assert caught.value.reason == "over_memory"
    rows = files.workbook([[i, str(i), i * 2, i * 3, i / 7] for i in range(6000)])
    with pytest.raises(WorkbookError, match="of work") as caught:
        read_preview("slow.xlsx", rows, n_rows=6000, limits=Limits(cpu_s=0.2))
    assert caught.value.reason == "over_time"
    assert _children() == before


def _children() -> set[str]:
    path = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return set(path.read_text().split()) if path.exists() else set()


def test_the_reader_does_not_get_the_secrets_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    original = subprocess.Popen

    def spy(*args: Any, **kwargs: Any) -> object:
        seen.update(kwargs)
        return original(*args, **kwargs)

    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setattr(subprocess, "Popen", spy)
    check_upload("a.xlsx", FOO_BAR)
    assert "SECRET_KEY" not in str(seen["env"])


def test_the_reader_loads_nothing_that_it_does_not_need() -> None:
    """It starts for each file: what it loads takes longer than reading a small file."""
    modules = [f"evaluations.workbooks.reading.{name}" for name in ("reader", "beginning", "book", "row_pages")]
    loads = "".join(f"import {name}; " for name in modules)
    needless = ["evaluations.workbooks.public", "evaluations.records", "django", "openpyxl"]
    code = f"import sys; {loads} print([name for name in {needless} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_workbook_without_its_list_of_sheets_says_which_part_is_missing() -> None:
    with zipfile.ZipFile(io.BytesIO(FOO_BAR)) as opened:
        parts = {e.filename: opened.read(e) for e in opened.infolist() if e.filename != "xl/workbook.xml"}
    exc = refusal("a.xlsx", files.archive(parts | {"[Content_Types].xml": b"<Types/>"}))
    assert (exc.reason, "xl/workbook.xml" in str(exc)) == ("corrupt", True)


def test_an_old_workbook_that_breaks_off_says_where() -> None:
    content = bytearray((Path(__file__).parent.parent / "fixtures/marks/marks.xls").read_bytes())
    second = content.index(b"\x09\x08\x10\x00") + 20  # the second record; the first one begins the stream
    content[second + 2 : second + 4] = b"\xff\xff"
    exc = refusal("torn.xls", bytes(content))
    assert exc.reason == "corrupt"
    assert "the stream Workbook breaks off in a record at byte 20 of" in str(exc)
