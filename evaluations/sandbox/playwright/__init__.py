"""Playwright specs run against a page."""
