"""Connects to the unix socket that waits for it and becomes jail.py, with that socket as its channel.

Usage: python -I -S spec_jail.py SOCKET [jail.py's other arguments…]. Playwright's driver starts the browser, and hands
on no descriptor but the two of its pipe.
"""

import runpy
import socket
import sys
from pathlib import Path

channel = socket.socket(socket.AF_UNIX)
channel.connect(sys.argv[1])
sys.argv[1] = str(channel.detach())
runpy.run_path(str(Path(__file__).with_name("jail.py")), run_name="__main__")
