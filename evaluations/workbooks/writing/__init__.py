"""Workbooks made here."""
