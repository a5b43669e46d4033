"""Set-up and start of the site. Modules that run before `.venv` exists use the standard library alone."""
