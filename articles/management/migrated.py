"""What every command asks of the database before it begins."""

from __future__ import annotations

import pkgutil

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from articles import migrations


class MigratedCommand(BaseCommand):
    """A command that works on our tables, and says in one sentence that they are not there."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        try:
            applied = MigrationRecorder(connection).applied_migrations()
        except OperationalError as error:
            said = f"The database cannot be reached: {error}"
            raise CommandError(said.strip(), returncode=2) from error
        ours = {("articles", module.name) for module in pkgutil.iter_modules(migrations.__path__)}
        if missing := ours.difference(applied):
            raise CommandError(
                f"The database lacks {len(missing)} migrations; “manage.py migrate” makes them.",
                returncode=2,
            )
