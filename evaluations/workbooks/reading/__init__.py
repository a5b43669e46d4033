"""Workbooks and CSV files as sheets of typed cells."""
