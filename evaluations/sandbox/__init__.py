"""Runs generated code in headless Chromium: a Case in, a Report out. Plain data only; knows nothing of Django.

pool.py      the sandbox: threads in, reports out                 crew.py      one browser, its compiler, its slots
referee.py   whose fault it was: second runs, known-good case      judge.py     what a raw execution means
slots.py     one case at a time, in its lane                       *_lane.py    one way to run a case in a fresh realm
target.py    one page: commands, navigation, trouble               raw.py       what goes into a realm and comes out
compiler.py  TypeScript and JSX, in a page of its own              uploads.py   files chosen in a file input
chromium.py  finds and starts the browser                          cdp.py       speaks to it over a pipe
jail.py      gives it a network and a profile of its own           layers.py    each layer of isolation, tried
server.py    serves the harness over loopback                      memory.py    kills renderers that take too much
lines.py     cases and reports as lines of JSON               type_checker.py  what TypeScript's compiler says
spec_*.py    Playwright specs: a realm for the spec (_lane), a second browser for what it looks at (_browser, _jail),
             its driver (_driver), one case at it (_session), what may be asked (_gate), what the site answers (_files)
harness/     the TypeScript that lives in the page with the candidate, built into dist/
"""

from evaluations.sandbox.browser.chromium import find_chromium, is_sandbox_off
from evaluations.sandbox.browser.server import harness_version
from evaluations.sandbox.isolation import Layer, try_layers
from evaluations.sandbox.sandbox import Sandbox

__all__ = ["Layer", "Sandbox", "find_chromium", "harness_version", "is_sandbox_off", "try_layers"]
