"""Schedules: suites that new or changed models of a server run by themselves."""
