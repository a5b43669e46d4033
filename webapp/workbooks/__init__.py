"""Uploaded workbooks: sheets, expected data, how models read them."""
