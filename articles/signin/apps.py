from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class SigninConfig(AppConfig):
    name = "articles.signin"
    verbose_name = "Sign-in"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 (connects; needs the models)

        post_migrate.connect(make_cache_table, sender=apps.get_app_config("articles"))


def make_cache_table(using: str, **_more: Any) -> None:
    """Wrong passwords are counted in the database, for all processes together."""
    call_command("createcachetable", database=using, verbosity=0)
