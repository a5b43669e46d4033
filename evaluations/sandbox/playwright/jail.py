"""Connects to the unix socket that waits for it and becomes browser/jail.py, with that socket as its channel.

Usage: python -I -S jail.py SOCKET [other arguments of browser/jail.py…]. Playwright's driver starts the browser and
hands on no descriptor but the two of its pipe.
"""

import runpy
import socket
import sys
from pathlib import Path

channel = socket.socket(socket.AF_UNIX)
channel.connect(sys.argv[1])
sys.argv[1] = str(channel.detach())
BROWSER_JAIL = Path(__file__).parents[1] / "browser" / "jail.py"
runpy.run_path(str(BROWSER_JAIL), run_name="__main__")
