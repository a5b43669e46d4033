"""Runs generated code in headless Chromium: a Case in, a Report out. Plain data only; knows nothing of Django.

sandbox.py           the class: cases in, reports out
pool.py              threads, slots, one browser and its compiler
slot.py              runs one case at a time, in its lane
retry.py             second runs: they show whose fault a failure was
report.py            verdict and cause from a raw execution
type_checker.py      type errors, found by TypeScript's compiler
jsonl.py             cases and reports as lines of JSON
isolation_trials.py  tests each layer of isolation, for `doctor`

browser/         Chromium: process, protocol, network, memory, processor time
lanes/           the ways to run a case in a fresh realm, and the evidence
playwright/      Playwright specs: a realm for the spec, a second browser for the page
visual/          pages that are compared with a reference: one font, lines of text, pictures
harness/         the TypeScript that runs in the page with the candidate, built into dist/
"""

from evaluations.sandbox.browser.chromium import find_chromium, is_sandbox_off
from evaluations.sandbox.browser.server import harness_version
from evaluations.sandbox.isolation_trials import Layer, try_layers
from evaluations.sandbox.sandbox import Sandbox

__all__ = ["Layer", "Sandbox", "find_chromium", "harness_version", "is_sandbox_off", "try_layers"]
