"""Workbooks that the site writes."""
