"""`make client`: writes bakeoff_client.py, the Python client of this version's API.

`python -m scripts.api_client FILE` writes another file. A running site serves the same text
at /api/v1/bakeoff_client.py.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scripts.console import SetupError, echo, fail


def main() -> int:
    """Exit status: 0 written, 2 the settings are wrong or the file cannot be written, as the message explains."""
    parser = argparse.ArgumentParser(description="Write the Python client of the API to a file.")
    parser.add_argument("file", nargs="?", type=Path, default=Path("bakeoff_client.py"), help="bakeoff_client.py")
    path: Path = parser.parse_args().file
    try:
        path.write_text(source())
    except OSError as exc:
        return fail(SetupError(f"{path} cannot be written ({exc.strerror}). Name a file in a folder that you own."))
    except SetupError as exc:
        return fail(exc)
    echo(f"Wrote {path}. It needs Python 3.10 or newer and nothing else.")
    return 0


def source() -> str:
    """Return the client's source. Raises SetupError when a setting is wrong."""
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    try:
        import django

        django.setup()
    except ImproperlyConfigured as exc:
        raise SetupError(str(exc)) from exc
    from webapp.api.python_client import generate
    from webapp.api_urls import api

    return generate(api.document())


if __name__ == "__main__":
    sys.exit(main())
