"""An archive of a backup is checked before any of its content is used."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluations.backup.archive import Manifest, new_archive, verify
from evaluations.errors import BackupError

CONTENT = b"a picture"
SHA = hashlib.sha256(CONTENT).hexdigest()
FILE = f"files/{SHA[:2]}/{SHA}"


def manifest(**fields: Any) -> Manifest:
    values = {"version": "0", "made_at": "2026-01-01", "database": "sqlite", "migrations": [], "rows": {}}
    return Manifest(**(values | fields))


def write(path: Path) -> Path:
    with new_archive(path) as archive:
        archive.add("database/bakeoff.sqlite3", io.BytesIO(b"rows"), 4)
        archive.add(FILE, io.BytesIO(CONTENT), len(CONTENT))
        archive.finish(manifest(n_files=1))
    return path


def forge(path: Path, members: Mapping[str, bytes | tarfile.TarInfo]) -> Path:
    """An archive that somebody else wrote."""
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            if isinstance(content, tarfile.TarInfo):
                tar.addfile(content)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("name", ["backup.tar", "backup.tar.gz"])
def test_archive_is_complete_and_readable_by_its_owner_only(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    assert verify(path).n_files == 1
    assert path.stat().st_mode & 0o077 == 0
    assert [child.name for child in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["backup.tar", "backup.tar.gz"])
def test_changed_byte_is_detected(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    content = path.read_bytes()
    for position in range(0, len(content), max(1, len(content) // 97)):
        path.write_bytes(content[:position] + bytes([content[position] ^ 0x55]) + content[position + 1 :])
        try:
            verification = verify(path)
        except BackupError:
            continue
        # The other bytes are padding, or a field that does not describe the content (a time, an owner).
        assert (verification.n_files, len(verification.members)) == (1, 2)


@pytest.mark.parametrize("name", ["backup.tar", "backup.tar.gz"])
def test_archive_that_was_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    content = path.read_bytes()
    for share in (0, 0.1, 0.2):  # a tar file ends in padding
        path.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(BackupError, match=r"cut off|cannot be read"):
            verify(path)


def link(name: str, target: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, target
    return info


@pytest.mark.parametrize(
    "members",
    [
        {"../../etc/passwd": b"x"},
        {"/etc/passwd": b"x"},
        {"files/aa/../../secret_key": b"x"},
        {"database/../secret_key": b"x"},
        {FILE: link(FILE, "/etc/passwd")},
        {"database/x;drop": b"x"},
    ],
    ids=["up", "absolute", "files", "database", "link", "sql"],
)
def test_unknown_members_of_an_archive_are_refused(tmp_path: Path, members: dict[str, Any]) -> None:
    with pytest.raises(BackupError, match="which no backup has"):
        verify(forge(tmp_path / "forged.tar", members))


def listed(**members: list[Any]) -> bytes:
    fields = {"version": "0", "made_at": "", "database": "sqlite", "migrations": [], "rows": {}, "members": members}
    return json.dumps(fields | {"format": 1}).encode()


def test_file_whose_bytes_do_not_match_its_digest_is_refused(tmp_path: Path) -> None:
    other = hashlib.sha256(b"other").hexdigest()
    forged = {FILE: b"other", "manifest.json": listed(**{FILE: [other, 5]})}
    with pytest.raises(BackupError, match="has other bytes than its name says"):
        verify(forge(tmp_path / "forged.tar", forged))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": 9}', b"\xff", listed(**{FILE: [SHA, 9]})])
def test_invalid_manifest_or_one_that_lists_missing_members_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BackupError):
        verify(forge(tmp_path / "forged.tar", {"manifest.json": content}))


def test_unfinished_archive_is_removed_and_the_older_one_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "backup.tar")
    before = path.read_bytes()
    with pytest.raises(BackupError, match="ended before"), new_archive(path) as archive:
        archive.add(FILE, io.BytesIO(b"short"), 100)
    assert path.read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["backup.tar"]


def test_unknown_file_name_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"neither \.tar nor \.tar\.gz"), new_archive(tmp_path / "backup.zip"):
        pass
