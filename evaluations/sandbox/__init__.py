"""Runs generated code in headless Chromium: a Case in, a Report out. Plain data only; knows nothing of Django.

sandbox.py       the class: cases in, reports out          pool.py          threads, slots, one browser and its compiler
slot.py          one case at a time, in its lane          retry.py         second runs; whose fault it was
report.py        what a raw execution means               type_checker.py  what TypeScript's compiler says
jsonl.py         cases and reports as lines of JSON       isolation.py     each layer of isolation, tried for `doctor`
browser/         Chromium: process, protocol, network, memory, processor time
lanes/           one way each to run a case in a fresh realm, and the evidence
playwright/      Playwright specs: a realm for the spec, a second browser for what it looks at
visual/          pages that are compared with a reference: one font, lines of text, pictures
harness/         the TypeScript that runs in the page with the candidate, built into dist/
"""

from evaluations.sandbox.browser.chromium import find_chromium, is_sandbox_off
from evaluations.sandbox.browser.server import harness_version
from evaluations.sandbox.isolation_trials import Layer, try_layers
from evaluations.sandbox.sandbox import Sandbox

__all__ = ["Layer", "Sandbox", "find_chromium", "harness_version", "is_sandbox_off", "try_layers"]
