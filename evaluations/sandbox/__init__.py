"""Runs generated code in headless Chromium: a Case in, a Report out. Plain data only; knows nothing of Django.

pool.py      the sandbox: threads in, slots, second runs          slots.py     one page, one Worker host: runs one case
judge.py     what a raw execution means                           compiler.py  TypeScript and JSX, in a page of its own
chromium.py  finds and starts the browser                         cdp.py       speaks to it over a pipe
server.py    serves the harness over loopback                     memory.py    kills renderers that take too much
harness/     the TypeScript that lives in the page with the candidate, built into dist/
"""

from evaluations.sandbox.chromium import Layer, find_chromium, is_sandbox_off, isolation_layers
from evaluations.sandbox.pool import Sandbox
from evaluations.sandbox.server import harness_version

__all__ = ["Layer", "Sandbox", "find_chromium", "harness_version", "is_sandbox_off", "isolation_layers"]
