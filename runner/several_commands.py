"""Runs several commands of Django in one process: starting Django takes longer than most of them."""

import json
import os
import sys

import django
from django.core.management import CommandError, call_command
from django.db import Error


def main() -> None:
    """Run the commands, given as a JSON list of lists; the first that fails ends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
    django.setup()
    for name, *words in json.loads(sys.argv[1]):
        try:
            call_command(name, *words)
        except (CommandError, Error, OSError) as error:
            sys.exit(f"{name}: {str(error).strip().splitlines()[0]}")


if __name__ == "__main__":
    main()
