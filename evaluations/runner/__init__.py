"""Carries a candidate from queue to verdict; only this package uses adapters, extractors, sandbox and graders together.

generation.py  feeds one model server: queued rows → stored answers
execution.py   feeds the sandbox: stored answers → verdicts
grading.py     one answer: extract, execute, grade; no database
servers.py     looks at model servers and pulls models
workers.py     which workers are alive, and what to put back when one is dead
"""
