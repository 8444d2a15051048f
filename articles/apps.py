from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles import notifications, outbox, readiness, roles, triggers  # needs the models
        from articles.exporters import plug_ins

        pre_migrate.connect(triggers.put_aside_before_migrate, sender=self)
        post_migrate.connect(triggers.install_after_migrate, sender=self)
        post_migrate.connect(roles.create_after_migrate, sender=self)
        outbox.owed.connect(notifications.hand_on)
        checks.register(readiness.check_settings)
        checks.register(plug_ins.check, plug_ins.TAG)
        checks.register(readiness.check_database, checks.Tags.database)
