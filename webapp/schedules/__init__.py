"""Schedules: suites that run automatically for new or changed models of a server."""
