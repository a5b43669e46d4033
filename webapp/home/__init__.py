"""Dashboard, search, component patterns, error pages."""
