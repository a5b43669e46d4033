"""The fonts of a browser whose pictures are compared: Inter for every family, and no font of the machine."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.sax.saxutils import escape

from evaluations.errors import SandboxError
from evaluations.sandbox.browser.server import DIST

FAMILY = "Inter"
# Grey levels, no hinting: with colours at the edges a picture would depend on the machine's settings.
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <match target="pattern"><edit name="family" mode="append" binding="strong"><string>{family}</string></edit></match>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="embeddedbitmap" mode="assign"><bool>false</bool></edit>
  </match>
</fontconfig>
"""


def put_fonts(folder: Path) -> Path:
    """Put the fonts where the browser's user can read them; return the configuration that names them.

    Raises SandboxError when the harness is not built.
    """
    files = sorted((DIST / "fonts").glob("*.ttf"))
    if not files:
        raise SandboxError("The harness is not built (there are no fonts). Run `make setup`.")
    folder.mkdir()
    for path in files:
        shutil.copyfile(path, folder / path.name)
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(folder=escape(str(folder)), family=FAMILY))
    # Whatever the umask: what the browser's user cannot read it passes over, and draws with the machine's fonts.
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)
    return config
