"""Suites and their tasks."""
