#!/usr/bin/env python
"""Command-line door: `python manage.py help` lists the commands. Exit 0 done, 1 not good, 2 wrong use."""

import os
import sys


def execute() -> None:
    """Run `execute` without the site's settings and apps, which it does not use: that saves a third of its start."""
    from django.conf import settings

    from evaluations.management.commands.execute import Command

    settings.configure()
    Command().run_from_argv(sys.argv)


def main() -> None:
    """Hand over to Django with our settings; a wrong setting and a fault of the surroundings are a sentence each."""
    if sys.argv[1:2] == ["execute"]:
        return execute()
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
