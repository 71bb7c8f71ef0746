#!/usr/bin/env python
"""Django's commands, in the environment that `./portal manage` prepares."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main(words: list[str]) -> None:
    """Run one command, where the environment is whole and production is safe."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))

    from safety_portal import production

    production.refuse_command(words[1] if len(words) > 1 else "help")
    execute_from_command_line(words)


if __name__ == "__main__":
    main(sys.argv)
