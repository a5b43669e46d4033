"""Draw the pictures for prompts of kind visual, fixtures/wide.png and fixtures/narrow.png, from the references.

`python -m bench.visual_pictures [FOLDER …]`; FOLDER is a suite's, by default suites/visual. The sandbox draws them
with its font. Exit 0: all are written or unchanged; 2: a folder cannot be used, or there is no browser.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evaluations.errors import EvaluationError
from evaluations.records import Kind
from evaluations.runner.draw_pictures import pictures_of
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite

USUAL = Path(__file__).parents[1] / "suites" / "visual"


def main() -> int:
    """Return the exit status; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[USUAL])
    try:
        with Sandbox(slots=1) as sandbox:
            for folder in parser.parse_args().folders:
                for spec in load_suite(folder).tasks:
                    if spec.kind is Kind.VISUAL:
                        _write(folder / spec.slug / "fixtures", pictures_of(spec, sandbox.execute))
    except EvaluationError as exc:
        print(exc, file=sys.stderr)
        return 2
    return 0


def _write(folder: Path, pictures: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in pictures.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"{path}: {len(content)} bytes")


if __name__ == "__main__":
    sys.exit(main())
