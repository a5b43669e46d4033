"""Python packages for the Python lane: a folder of wheels that a team downloaded itself (`PYTHON_WHEELS`).

Nothing is downloaded, and a wheel is not trusted. One that is byte by byte the file of Pyodide's own release is as
trusted as the interpreter: it may contain compiled code, and is imported before the answer. Any other must be pure
Python and has the rights of an answer. Which wheels a case gets follows from what its files import.
"""

from __future__ import annotations

import json
import os
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from email.parser import HeaderParser
from functools import cache, lru_cache
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from evaluations.errors import SandboxError

RELEASE = (
    Path(__file__).parent / "sandbox" / "dist" / "python-packages.json"
)  # of Pyodide's release, made by build-python.mjs
MOST_WHEELS, MOST_FILES = 200, 20_000
LARGEST_WHEEL, LARGEST_UNPACKED = 100 * 2**20, 400 * 2**20  # bytes
LARGEST_DIRECTORY = MOST_FILES * 400  # bytes of the archive's list of files, which zipfile reads at once
END, END_64 = b"PK\5\6", b"PK\6\7"  # marks of the record at a zip file's end
COMPILED = (".so", ".pyd", ".dll", ".dylib", ".a", ".wasm")
IMPORTS = re.compile(r"^[ \t]*(?:>>> )?(?:from[ \t]+([^\W\d]\w*)|import[ \t]+([\w.,\t ]+))", re.MULTILINE)
ITS_ENVIRONMENT = {
    **dict.fromkeys(("sys_platform", "os_name"), "emscripten"),
    "platform_system": "Emscripten",
    "python_version": "3.14",
    "python_full_version": "3.14.2",
    "extra": "",
}
LINK = 0o120000 << 16  # of a zip entry's attributes
RESERVED = sys.stdlib_module_names | {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "micropip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A wheel that may be used. is_trusted: it is the file of Pyodide's release. depends: names as PyPI writes them."""

    path: Path
    name: str
    version: str
    digest: str
    is_trusted: bool
    modules: tuple[str, ...]
    depends: tuple[str, ...]

    @property
    def address(self) -> str:
        """Its address at the harness's server, for the host page."""
        return f"/wheel-{self.digest}.whl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheels:
    """The wheels of a folder. by_module: the wheel of each top-level module. refused: a sentence for each."""

    by_name: Mapping[str, Wheel] = field(default_factory=dict)
    by_module: Mapping[str, Wheel] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


class InvalidWheel(ValueError):
    """Why a file is not used, without a full stop."""


def folder() -> Path | None:
    """Return the folder that `PYTHON_WHEELS` names; None when it is not set."""
    named = os.environ.get("PYTHON_WHEELS", "").strip()
    return Path(named).expanduser() if named else None


def wheels() -> Wheels:
    """Return the wheels of the folder as it is now."""
    directory = folder()
    if directory is None:
        return Wheels()
    try:
        files = sorted(path for path in directory.iterdir() if path.suffix == ".whl" and path.is_file())
        signature = tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in files[:MOST_WHEELS])
    except OSError as exc:
        return Wheels(refused=(f"PYTHON_WHEELS={directory} cannot be read ({exc.strerror}). Correct it or unset it.",))
    signed = _read_wheels(signature)
    if len(files) > MOST_WHEELS:
        left_out = f"{directory} contains more than {MOST_WHEELS} wheels. The last ones are left out."
        signed = replace(signed, refused=(*signed.refused, left_out))
    return signed


@lru_cache(maxsize=2)
def _read_wheels(signature: tuple[tuple[Path, int, int], ...]) -> Wheels:
    readable: list[Wheel] = []
    refused: list[str] = []
    for path, *_ in signature:
        try:
            readable.append(read_wheel(path))
        except InvalidWheel as exc:
            refused.append(f"{path.name}: {exc}.")
    by_name: dict[str, Wheel] = {}
    by_module: dict[str, Wheel] = {}
    for wheel in sorted(readable, key=lambda wheel: not wheel.is_trusted):
        rivals = [by_name.get(wheel.name), *map(by_module.get, wheel.modules)]
        if rival := next((rival for rival in rivals if rival), None):
            refused.append(f"{wheel.path.name}: {rival.path.name} brings the same. Remove one of them.")
            continue
        by_name[wheel.name] = wheel
        by_module |= dict.fromkeys(wheel.modules, wheel)
    while incomplete := {name: missing for name, wheel in by_name.items() if (missing := _missing(wheel, by_name))}:
        for name, missing in incomplete.items():
            refused.append(f"{by_name.pop(name).path.name}: it needs {', '.join(missing)}. Put that beside it.")
    by_module = {module: wheel for module, wheel in by_module.items() if wheel.name in by_name}
    return Wheels(by_name=by_name, by_module=by_module, refused=tuple(refused))


def _missing(wheel: Wheel, installed: Mapping[str, Wheel]) -> list[str]:
    """Return missing requirements of a wheel. A wheel of the release gets only wheels of the release."""
    return [
        name for name in wheel.depends if name not in installed or (wheel.is_trusted and not installed[name].is_trusted)
    ]


@cache
def release() -> dict[str, dict[str, object]]:
    """Return Pyodide's own list: of each package its wheel's file name, digest, modules and dependencies."""
    try:
        packages: dict[str, dict[str, object]] = json.loads(RELEASE.read_text(encoding="utf-8"))
    except OSError as exc:
        raise SandboxError(f"The harness is not built ({exc}). Run `make setup`.") from exc
    return packages


def read_wheel(path: Path) -> Wheel:
    """Read a wheel's name and its list of files. Raises InvalidWheel."""
    try:
        name, version, _, tags = parse_wheel_filename(path.name)
        if path.stat().st_size > LARGEST_WHEEL:
            raise InvalidWheel(f"it has more than {LARGEST_WHEEL // 2**20} MB")
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            _refuse_long_directory(file)
        with zipfile.ZipFile(path) as archive:
            modules, requirements = _contents(archive)
    except InvalidWheelFilename as exc:
        raise InvalidWheel("its name is not that of a wheel") from exc
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError) as exc:
        raise InvalidWheel(f"it cannot be read ({exc})") from exc
    official = release().get(name, {})
    is_trusted = official.get("sha256") == digest
    if not is_trusted:
        if not any(tag.abi == "none" and tag.platform == "any" for tag in tags):
            raise InvalidWheel(_not_the_release_s(name, official))
        if any(module in RESERVED for module in modules):
            raise InvalidWheel(
                f"it brings {', '.join(sorted(RESERVED.intersection(modules)))}, a module of Python itself"
            )
    depends = official.get("depends") if is_trusted else requirements
    return Wheel(
        path=path,
        name=name,
        version=str(version),
        digest=digest,
        is_trusted=is_trusted,
        modules=tuple(modules),
        depends=tuple(map(canonicalize_name, depends if isinstance(depends, list) else ())),
    )


def _refuse_long_directory(file: BinaryIO) -> None:
    """Raise InvalidWheel when the list of files is too long to be read. Looks for its size where zipfile does."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 65557 - 20, 0))
    tail = file.read()
    has_no_comment = tail[-22:-18] == END and tail[-2:] == b"\0\0"
    offset = len(tail) - 22 if has_no_comment else tail.rfind(END)
    if offset < 0:
        return  # zipfile says that it is no zip file
    length = int.from_bytes(tail[offset + 12 : offset + 16], "little")
    if length > LARGEST_DIRECTORY or tail[max(offset - 20, 0) : offset][:4] == END_64:
        raise InvalidWheel(f"its list of files has more than {MOST_FILES:,} entries")


def _not_the_release_s(name: str, official: Mapping[str, object]) -> str:
    if not official:
        return f"it contains compiled code, and Pyodide's release has no {name}"
    return f"it contains compiled code, and is not Pyodide's {official['file_name']} (sha256 {official['sha256']})"


def _contents(archive: zipfile.ZipFile) -> tuple[list[str], list[str]]:
    """Return top-level modules, and names of needed packages. Raises InvalidWheel for forbidden content."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise InvalidWheel(f"it has more than {MOST_FILES} files")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise InvalidWheel(f"it unpacks to more than {LARGEST_UNPACKED // 2**20} MB")
    modules: set[str] = set()
    metadata = ""
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or "\0" in entry.orig_filename:
            raise InvalidWheel(f'path "{entry.filename[:80]}" leaves it')
        if entry.external_attr & (0o170000 << 16) == LINK or entry.flag_bits & 1:
            raise InvalidWheel(f'"{entry.filename[:80]}" is a link or encrypted')
        if path.suffix == ".py" or path.name.endswith(COMPILED):
            modules.add(path.parts[0].partition(".")[0])
        if len(path.parts) == 2 and path.parts[0].endswith(".dist-info") and path.name == "METADATA":
            if entry.file_size > 2**20:
                raise InvalidWheel("its METADATA has more than 1 MB")
            metadata = archive.read(entry).decode()
    if not metadata:
        raise InvalidWheel("it has no METADATA")
    return sorted(module for module in modules if module.isidentifier()), _requirements(metadata)


def _requirements(metadata: str) -> list[str]:
    names = []
    for text in HeaderParser().parsestr(metadata).get_all("Requires-Dist", []):
        try:
            requirement = Requirement(text)
        except InvalidRequirement as exc:
            raise InvalidWheel(f'its METADATA asks for "{text[:80]}", which cannot be read') from exc
        if requirement.marker is None or requirement.marker.evaluate(dict(ITS_ENVIRONMENT)):
            names.append(requirement.name)
    return names


def imported(sources: Iterable[str]) -> set[str]:
    """Return top-level modules that the sources import, also in code that they contain as text."""
    modules = set()
    for source in sources:
        for name, names in IMPORTS.findall(source):
            modules |= (
                {name} if name else {part.split()[0].partition(".")[0] for part in names.split(",") if part.strip()}
            )
    return modules


def needed(sources: Iterable[str]) -> list[Wheel]:
    """Return wheels for these sources, each after those that it needs."""
    if folder() is None:
        return []
    installed = wheels()
    ordered: dict[str, Wheel] = {}

    def add(wheel: Wheel, path: tuple[str, ...] = ()) -> None:
        if wheel.name in ordered or wheel.name in path:
            return
        for name in wheel.depends:
            add(installed.by_name[name], (*path, wheel.name))
        ordered[wheel.name] = wheel

    for module in sorted(imported(sources) & installed.by_module.keys()):
        add(installed.by_module[module])
    return list(ordered.values())


def content(digest: str) -> bytes | None:
    """Return the wheel of this digest, as it was read; None when there is none, or the file has changed since."""
    wheel = next((wheel for wheel in wheels().by_name.values() if wheel.digest == digest), None)
    if wheel is None:
        return None
    try:
        read = wheel.path.read_bytes()
    except OSError:
        return None
    return read if sha256(read).hexdigest() == digest else None
