"""Changes of several rows, one function per action, one transaction each.

A bulk change regrades, retries, adds samples or adds models: plan_bulk_change.py, apply_bulk_change.py.
"""
