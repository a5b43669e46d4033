#!/usr/bin/env python
"""Command-line door: `python manage.py help` lists the commands. Exit 0 done, 1 not good, 2 wrong use."""

import os
import sys


def main() -> None:
    """Hand over to Django with our settings; a wrong setting and a fault of the surroundings are a sentence each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as exc:
        print(exc, file=sys.stderr)
        sys.exit(2)
    except Exception as exc:
        from webapp.site.outages import outage_of

        if (outage := outage_of(exc)) is None:
            raise
        print(f"{outage.sentence} ({exc}) {outage.hint}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
