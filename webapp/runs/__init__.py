"""Runs: list, matrix, report, actions."""
