"""A thread sends messages to open pages, and it ends with its process."""

from __future__ import annotations

import subprocess
import sys

from evaluations.events import Publisher
from tests.processes import ROOT


def test_thread_of_messages_is_ended_before_python_ends() -> None:
    publisher = Publisher()
    publisher.send_throttled("group", {"type": "x"})
    publisher.close()
    assert not publisher._thread.is_alive()
    publisher.close()  # as at exit


def test_process_that_sent_messages_ends_its_thread_by_itself() -> None:
    code = "import atexit, threading\n"
    code += "atexit.register(lambda: print([t.name for t in threading.enumerate() if t.name == 'events']))\n"
    code += "from evaluations.events import Publisher\nPublisher()\n"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr[-1000:]
