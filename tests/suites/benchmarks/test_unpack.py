"""Hostile archives write nothing outside of the folder, do not fill the disk, and get a clear error."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from evaluations.errors import SuiteError
from evaluations.suites.benchmarks import unpack
from evaluations.suites.benchmarks.unpack import unpack_zip


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, method)
    target.seek(0)
    return target


def refused(file: io.BytesIO, folder: Path) -> str:
    with pytest.raises(SuiteError) as caught:
        unpack_zip(file, "evil.zip", folder)
    assert str(folder) not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "a/../../outside.txt",
        "/etc/outside.txt",
        "a\\..\\..\\outside.txt",
        "C:outside.txt",
        "a/./../../../outside.txt",
        "~/outside\n.txt",
        "a/" * 40 + "deep.txt",
        "n" * 300,
    ],
)
def test_path_that_leaves_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    message = refused(zipped(("ok.txt", b"fine"), (name, b"gotcha")), folder)
    assert "Zip the suite's folder again" in message
    assert [path.name for path in tmp_path.rglob("*") if "outside" in path.name] == []
    assert not Path("/etc/outside.txt").exists()


def test_name_with_a_nul_byte_stays_inside(tmp_path: Path) -> None:
    content = zipped(("aXb.txt", b"x")).getvalue().replace(b"aXb.txt", b"a\0b.txt")
    unpack_zip(io.BytesIO(content), "evil.zip", tmp_path)  # zipfile cuts the name at the NUL
    assert all(path.is_relative_to(tmp_path) for path in tmp_path.rglob("*"))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (kind | 0o777) << 16
    assert "is not a plain file" in refused(zipped((info, b"/etc/passwd")), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_link_cannot_be_written_through(tmp_path: Path) -> None:
    """A link in place of a folder would lead outside. So each file is made new and never written through a link."""
    outside, folder = tmp_path / "outside", tmp_path / "in"
    outside.mkdir()
    folder.mkdir()
    os.symlink(outside, folder / "sub")
    refused(zipped(("sub/x.txt", b"gotcha")), folder)
    assert list(outside.iterdir()) == []


def test_zip_bomb_is_refused_by_its_stated_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_BYTES", 1 << 20)
    assert "unpacks to 2.0 MB; the limit is 1 MB" in refused(zipped(("zeros", b"\0" * (2 << 20))), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_zip_bomb_with_a_false_size_is_refused_while_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MOST_BYTES", 1 << 20)
    honest = zipped(("zeros", b"\0" * (8 << 20))).getvalue()
    lying = honest.replace(struct.pack("<L", 8 << 20), struct.pack("<L", 100))
    assert lying != honest
    message = refused(io.BytesIO(lying), tmp_path)
    assert "damaged" in message or "unpacks to" in message
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 2 << 20


def test_overlapping_parts_count_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred names for one stream: the limit counts the written bytes, not the stored ones."""
    monkeypatch.setattr(unpack, "MOST_BYTES", 1 << 20)
    files = [(f"f{n}", b"\0" * 100_000) for n in range(100)]
    assert "unpacks to" in refused(zipped(*files), tmp_path)


def test_too_many_parts_encrypted_parts_and_doubles_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MOST_ENTRIES", 3)
    assert "contains 4 files; the limit is 3" in refused(zipped(*((f"f{n}", b"") for n in range(4))), tmp_path)
    content = bytearray(zipped(("a", b"x")).getvalue())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    assert "password" in refused(io.BytesIO(bytes(content)), tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = zipped(("a", b"1"), ("a", b"2"))
    assert "twice" in refused(doubled, tmp_path)
    # The same name on a file system that ignores case.
    assert "twice" in refused(zipped(("A.txt", b"1"), ("a.txt", b"2")), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(method: int, tmp_path: Path) -> None:
    assert "compressed in a way" in refused(zipped(("a", b"x" * 100), method=method), tmp_path)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04", zipped(("a", b"x")).getvalue()[:-10]])
def test_broken_or_cut_zip_is_reported(content: bytes, tmp_path: Path) -> None:
    assert "evil.zip is not a zip archive, or is damaged" in refused(io.BytesIO(content), tmp_path)


def test_file_where_a_folder_is_needed_is_refused(tmp_path: Path) -> None:
    assert "evil.zip" in refused(zipped(("a", b"x"), ("a/b", b"y")), tmp_path)


def test_good_archive_is_unpacked_without_system_files(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("suite/run.sh")
    info.external_attr = (stat.S_IFREG | 0o4777) << 16
    entries: list[tuple[str | zipfile.ZipInfo, bytes]] = [("suite/", b""), ("suite/a.txt", b"one")]
    entries += [("suite/sub/b.txt", b"two"), (info, b"#!/bin/sh")]
    unpack_zip(zipped(*entries, ("__MACOSX/suite/._a.txt", b"x"), ("suite/.DS_Store", b"x")), "ok.zip", tmp_path)
    unpacked = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert unpacked == {"suite/a.txt": b"one", "suite/sub/b.txt": b"two", "suite/run.sh": b"#!/bin/sh"}
    assert not (tmp_path / "suite/run.sh").stat().st_mode & 0o111
