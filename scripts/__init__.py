"""Set-up and start of the site. Modules that run before `.venv` exists use only the standard library."""
