#!/usr/bin/env python
"""Command-line door: `python manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    """Hand over to Django with our settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
