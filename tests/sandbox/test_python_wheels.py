"""Own Python packages: what a folder of wheels may contain, and what a wheel may do in a case."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from evaluations import wheels
from evaluations.execution_records import Case
from evaluations.management.health_checks.machine import python_packages
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox
from webapp import env

COMPILED = Path(__file__).parents[1] / "fixtures/python/msgpack-1.2.4-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
Pack = Callable[..., Path]


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """Write a wheel into the folder that PYTHON_WHEELS names."""
    monkeypatch.setenv("PYTHON_WHEELS", str(tmp_path))

    def write(name: str, files: Mapping[str, str], *, tags: str = "py3-none-any", needs: tuple[str, ...] = ()) -> Path:
        path = tmp_path / f"{name}-1.0-{tags}.whl"
        metadata = "".join(f"Requires-Dist: {need}\n" for need in needs)
        with zipfile.ZipFile(path, "w") as archive:
            for place, source in files.items():
                archive.writestr(place, source)
            archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\nVersion: 1.0\n{metadata}")
        return path

    return write


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Treat a wheel as one of Pyodide's own release."""

    def add(path: Path) -> None:
        name = path.name.partition("-")[0]
        row = {"file_name": path.name, "sha256": sha256(path.read_bytes()).hexdigest(), "depends": []}
        monkeypatch.setattr(wheels, "release", lambda: {name: row})

    return add


def case(source: str, checks: str) -> Case:
    return Case(
        id="x",
        lane="python",
        files={"answer.py": source},
        entry="answer.py",
        checks=Checks(path="checks.py", source=checks),
    )


def refused() -> str:
    return " ".join(wheels.wheels().refused)


def test_answer_and_checks_import_a_pure_package_and_what_it_needs(sandbox: Sandbox, pack: Pack) -> None:
    pack(
        "shapes",
        {"shapes/__init__.py": "from units import CM\n\ndef area(a, b):\n    return a * b * CM\n"},
        needs=("units",),
    )
    pack("units", {"units.py": "CM = 100\n"})
    report = sandbox.execute(case("import shapes\n\ndef f(n):\n    return shapes.area(n, 2)\n", "assert f(3) == 600"))
    assert (report.verdict, report.cause) == (Verdict.PASSED, "")
    checks = "from shapes import area\n\ndef test_area():\n    assert f(3) == area(3, 2)\n"
    assert sandbox.execute(case("def f(n):\n    return n * 200\n", checks)).verdict is Verdict.PASSED
    assert sandbox.execute(case("def f(n):\n    return n\n", checks)).verdict is Verdict.FAILED


def test_only_cases_that_import_a_package_have_it(sandbox: Sandbox, pack: Pack) -> None:
    pack("shapes", {"shapes.py": ""})
    name = "'sha' + 'pes'"
    report = sandbox.execute(case(f"import importlib\nimportlib.import_module({name})\n", "pass"))
    assert report.verdict is Verdict.BUILD_ERROR


HOSTILE = {
    "finds JavaScript": "import js\n",
    "loads the bridge by its core": "import importlib\nimportlib.import_module('_pyodide_core')\n",
    "reads the checks' frame": "import sys\nframe = sys._getframe(1)\n",
    "looks through all objects": "import gc\nfound = gc.get_objects()\n",
    "makes bytecode": "import marshal\nmarshal.loads(b'x')\n",
    "replaces a built-in": "import builtins\nbuiltins.abs = lambda value: 1\n",
    "replaces unittest": "import unittest\nunittest.TestCase.assertEqual = lambda *_: None\n",
    "replaces json": "import json\njson.dumps = lambda *_: '1'\n",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_package_has_no_more_rights_than_an_answer(sandbox: Sandbox, pack: Pack, source: str) -> None:
    """This is true when the answer imports the package, and when the checks do, which are read first."""
    pack("hostile", {"hostile.py": source})
    right = "def f():\n    return 1\n"
    for answer, checks in (
        (f"import hostile\n{right}", "assert f() == 1"),
        (right, "import hostile\nassert f() == 1"),
    ):
        assert sandbox.execute(case(answer, checks)).verdict is not Verdict.PASSED


def test_objects_of_a_package_do_not_judge_themselves(sandbox: Sandbox, pack: Pack) -> None:
    pack("yes", {"yes.py": "class Yes:\n    def __eq__(self, other):\n        return True\n"})
    report = sandbox.execute(case("import yes\n\ndef f():\n    return yes.Yes()\n", "assert f() == 1"))
    assert report.verdict is Verdict.FAILED


def test_package_of_the_release_is_watched_like_the_library(
    sandbox: Sandbox, pack: Pack, trust: Callable[[Path], None]
) -> None:
    trust(pack("asserting", {"asserting.py": "def equal(a, b):\n    assert a == b\n"}))
    checks = "import asserting\n\ndef test_f():\n    asserting.equal(f(), 1)\n"
    assert sandbox.execute(case("def f():\n    return 1\n", checks)).verdict is Verdict.PASSED
    assert sandbox.execute(case("def f():\n    return 2\n", checks)).verdict is Verdict.FAILED
    forged = "import asserting\nasserting.equal = lambda a, b: None\n\ndef f():\n    return 2\n"
    report = sandbox.execute(case(forged, checks))
    assert report.verdict is Verdict.FAILED
    assert "asserting.equal" in report.cause


def test_compiled_package_of_the_release_works(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trust: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("PYTHON_WHEELS", str(tmp_path))
    (tmp_path / COMPILED.name).write_bytes(COMPILED.read_bytes())
    answer = "import msgpack\n\ndef f(value):\n    return msgpack.unpackb(msgpack.packb(value))\n"
    checks = "import msgpack\n\ndef test_f():\n    assert f([1, 'a']) == [1, 'a']\n"
    checks += "    assert 'cmsgpack' in msgpack.Packer.__module__\n"
    assert sandbox.execute(case(answer, checks)).verdict is Verdict.BUILD_ERROR
    assert "it contains compiled code" in refused()
    trust(COMPILED)
    wheels._read_wheels.cache_clear()
    report = sandbox.execute(case(answer, checks))
    assert (report.verdict, report.cause) == (Verdict.PASSED, "")
    again = "import importlib, sys\nfor name in [n for n in sys.modules if n.startswith('msgpack')]:\n"
    again += "    del sys.modules[name]\nimportlib.import_module('msgpack._cmsgpack')\n"
    assert sandbox.execute(case(f"import msgpack\n{again}", "pass")).verdict is not Verdict.PASSED


def test_invalid_wheel_is_refused_with_its_reason(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "LARGEST_UNPACKED", 2**20)
    pack("native", {"native.py": ""}, tags="cp314-cp314-linux_x86_64")
    pack("escaping", {"../../lib/escaping.py": ""})
    pack("shadowing", {"json/__init__.py": ""})
    pack("lonely", {"lonely.py": ""}, needs=("numpy>=2", 'other; extra == "test"'))
    pack("bomb", {"bomb.py": "0" * (2**20 + 1)})
    link = zipfile.ZipInfo("link.py")
    link.external_attr = wheels.LINK
    with zipfile.ZipFile(pack("linked", {}), "a") as archive:
        archive.writestr(link, "/etc/passwd")
    broken = pack("broken", {"broken.py": ""})
    broken.write_bytes(broken.read_bytes()[:40])
    pack("nameless", {}).rename(broken.with_name("nameless.whl"))
    assert wheels.wheels().by_name == {}
    for part in (
        "Pyodide's release has no native",
        'path "../../lib/escaping.py" leaves it',
        "it brings json, a module of Python itself",
        "it needs numpy. Put that beside it",
        "it unpacks to more than 1 MB",
        '"link.py" is a link',
        "broken-1.0-py3-none-any.whl: it cannot be read",
        "nameless.whl: its name is not that of a wheel",
    ):
        assert part in refused()


def test_list_of_files_is_measured_before_it_is_read(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "MOST_FILES", 20)
    monkeypatch.setattr(wheels, "LARGEST_DIRECTORY", 20 * 400)
    pack("few", {f"few/m{n}.py": "" for n in range(19)})
    pack("many", {f"many/m{n}.py": "" for n in range(20)})
    long = pack("long", {f"long/{'m' * 60}{n}.py": "" for n in range(70)})
    with zipfile.ZipFile(pack("commented", {f"commented/{'m' * 60}{n}.py": "" for n in range(70)}), "a") as archive:
        archive.comment = b"x" * 500
    monkeypatch.setattr(zipfile, "ZipFile", opened_but_for(long, zipfile.ZipFile))
    assert set(wheels.wheels().by_name) == {"few"}
    assert "many-1.0-py3-none-any.whl: it has more than 20 files." in refused()
    for name in ("long", "commented"):
        assert f"{name}-1.0-py3-none-any.whl: its list of files has more than 20 entries." in refused()


def opened_but_for(path: Path, opens: type[zipfile.ZipFile]) -> Callable[..., zipfile.ZipFile]:
    """Replaces zipfile.ZipFile and fails when this file is opened."""

    def open_wheel(file: Path) -> zipfile.ZipFile:
        assert file != path
        return opens(file)

    return open_wheel


def test_wheel_that_changed_since_it_was_read_is_not_served(pack: Pack) -> None:
    path = pack("shapes", {"shapes.py": ""})
    wheel = wheels.wheels().by_name["shapes"]
    assert wheels.content(wheel.digest) == path.read_bytes()
    pack("shapes", {"shapes.py": "1"})
    assert wheels.content(wheel.digest) is None


def test_imports_are_found_in_code_and_in_text_that_contains_code() -> None:
    sources = [
        "import numpy as np, os.path\n",
        'CONTEXT = """\nfrom pandas.testing import x\n    import scipy\n"""\n',
        "x = 'import no'",
    ]
    assert wheels.imported(sources) == {"numpy", "os", "pandas", "scipy"}


def test_docs_name_the_files_of_the_release() -> None:
    text = (Path(__file__).parents[2] / "docs/how-to/python-packages.md").read_text()
    for name in ("numpy", "pandas", "python-dateutil", "pytz", "six", "scipy"):
        assert f"`{wheels.release()[name]['file_name']}`" in text


def test_doctor_lists_packages_and_refused_wheels(pack: Pack, tmp_path: Path, settings: Any) -> None:
    settings.PYTHON_WHEELS = None
    assert [part.state for part in python_packages()] == ["note"]
    settings.PYTHON_WHEELS = tmp_path
    pack("shapes", {"shapes.py": ""})
    pack("lonely", {"lonely.py": ""}, needs=("numpy",))
    good, bad = python_packages()
    assert good.found == "shapes 1.0, with an answer's rights"
    assert bad.found == "lonely-1.0-py3-none-any.whl: it needs numpy. Put that beside it."


def test_setting_that_names_no_folder_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHON_WHEELS", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="is not a folder"):
        env.folder("PYTHON_WHEELS")
