"""The portal's settings with the fault that PORTAL_FAULT names."""

from safety_portal.settings import *  # noqa: F403, TID251  settings cannot be asked for settings
from safety_portal.settings import INSTALLED_APPS  # noqa: TID251

INSTALLED_APPS = [*INSTALLED_APPS, "tests.reliability.faults.Faults"]
