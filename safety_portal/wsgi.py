"""The WSGI application every web server starts."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

application = get_wsgi_application()

from safety_portal import production  # noqa: E402 - Django has to be set up first

production.refuse_to_serve()
