"""Suites from folders and from other benchmarks' files."""
