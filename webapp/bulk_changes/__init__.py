"""Bulk changes of answers: regrade, retry, add samples or models; preview, apply, undo."""
