"""The WSGI entry point. In production it refuses to start where the record is not guarded."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewflow.settings")

application = get_wsgi_application()

from articles import readiness  # noqa: E402 (needs the settings)

readiness.must_be_ready()
connections.close_all()  # workers that are forked from here open their own
