"""List the packages that generated code and common React code import, and which of them resolve here.

`python bench/imports.py FOLDER [--all]`: FOLDER as for compat.py. Counts answers (of `answers`, raw text), sources and
tests (of `react`) that import a package; a name with Node's `node:` or a path behind it counts for its package.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from evaluations.packages import CHECKS_ONLY, FOR_ALL_LANES, PAGE, PAGE_CHECKS_ONLY

IMPORT = re.compile(
    r"""(?:^|[;\n])\s*(?:import|export)\b[^;'"`\n]*?(?:\n[^;'"`]*?)?from\s*['"]([^'"\n]+)['"]"""
    r"""|(?:^|[;\n])\s*import\s*['"]([^'"\n]+)['"]|\b(?:require|import)\(\s*['"]([^'"\n]+)['"]\s*\)"""
)
NODE = {
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "crypto",
    "dgram",
    "dns",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "querystring",
    "readline",
    "stream",
    "string_decoder",
    "timers",
    "tls",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "worker_threads",
    "zlib",
}


def packages(source: str) -> set[str]:
    """Return the packages that a source imports, without its own files."""
    result = set()
    for names in IMPORT.findall(source):
        name = next(filter(None, names), "").removeprefix("node:")
        if not re.match(r"[@\w]", name) or name.startswith("@/"):
            continue
        parts = name.split("/")
        result.add("/".join(parts[: 2 if name.startswith("@") else 1]))
    return result


def answers(folder: Path) -> Iterator[str]:
    """Yield the stored raw answers of the models."""
    with gzip.open(folder / "answers/answers_open.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["raw_answer"] or ""


def react(folder: Path, *fields: str) -> Iterator[str]:
    """Yield sources or tests of the React sets."""
    for name in ("hooks", "components"):
        for line in (folder / f"react/{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            yield "\n".join(row[field] for field in fields)


def resolves(package: str) -> str:
    """Return where it resolves; "no"; or "Node only" for a module of Node that browsers lack."""
    own = {name.split("/")[0] if not name.startswith("@") else "/".join(name.split("/")[:2]) for name in PAGE}
    if package in FOR_ALL_LANES or package == "lodash":
        return "everywhere"
    if package in own:
        return "page"
    if package in (*CHECKS_ONLY, *PAGE_CHECKS_ONLY):
        return "checks"
    return "Node only" if package in NODE else "no"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="also what one source alone imports")
    options = parser.parse_args()
    counts = {
        "answers": Counter(name for text in answers(options.folder) for name in packages(text)),
        "sources": Counter(name for text in react(options.folder, "source") for name in packages(text)),
        "tests": Counter(name for text in react(options.folder, "test") for name in packages(text)),
    }
    total = sum(counts.values(), Counter())
    print(f"{'package':36}{'answers':>9}{'sources':>9}{'tests':>9}  resolves")
    for name, n in total.most_common():
        if n > 1 or options.all:
            print(f"{name:36}" + "".join(f"{count[name]:9}" for count in counts.values()) + f"  {resolves(name)}")


if __name__ == "__main__":
    main()
