"""The WSGI application every web server starts."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

application = get_wsgi_application()
