"""Carries a candidate through the rooms; the only place where rooms meet.

generation.py  feeds one model server: queued rows → stored answers
execution.py   feeds the sandbox: stored answers → verdicts
grading.py     one answer: extract, execute, grade; no database
servers.py     looks at model servers and pulls models
workers.py     who is alive, and what to put back when somebody is not
"""
