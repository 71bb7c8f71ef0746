#!/usr/bin/env python
"""Django's commands, in the environment that `./portal manage` prepares."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
    execute_from_command_line(sys.argv)
