"""The server refuses to start where the record is not guarded; ``check`` and /readyz say why."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from articles import keys, readiness, triggers

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.django_db
def test_nothing_stands_in_the_way_of_a_whole_installation(settings: Any) -> None:
    settings.PRODUCTION = True
    readiness.must_be_ready()
    call_command("check", databases=["default"], fail_level="WARNING")
    assert list(readiness.hindrances()) == []


def take_a_trigger_away(settings: Any, monkeypatch: Any) -> str:
    trigger = next(triggers.expected())
    on = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{trigger.name}"{on}')
    return f"The trigger {trigger.name} is missing."


def empty_a_trigger(settings: Any, monkeypatch: Any) -> str:
    trigger = next(triggers.expected())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{trigger.name}"')
            cursor.execute(
                trigger.sqlite().replace("BEGIN SELECT RAISE", "BEGIN SELECT 1 OR RAISE")
            )
        else:
            cursor.execute(trigger.postgresql()[0].replace("RAISE EXCEPTION", "RAISE NOTICE"))
    return f"The trigger {trigger.name} was altered."


def take_the_history_away(settings: Any, monkeypatch: Any) -> str:
    settings.SIMPLE_HISTORY_ENABLED = False
    return "The setting SIMPLE_HISTORY_ENABLED must be True: every change is a record, for good."


def open_the_history(settings: Any, monkeypatch: Any) -> str:
    settings.SIMPLE_HISTORY_EDIT = True
    return "The setting SIMPLE_HISTORY_EDIT must be False: every change is a record, for good."


def lose_the_key(settings: Any, monkeypatch: Any) -> str:
    settings.KEY_DIR = settings.KEY_DIR / "nowhere"
    try:
        keys.signing_key()
    except keys.reading.KeyMissing as error:
        return str(error)
    raise AssertionError


def show_the_key(settings: Any, monkeypatch: Any) -> str:
    path = settings.KEY_DIR / "signing.key"
    monkeypatch.setattr("articles.readiness.keys.signing_key", _with_mode(path, 0o644))
    return "signing.key can be read by others; set its mode to 0600."


def _with_mode(path: Path, mode: int) -> Callable[[], Any]:
    real = keys.signing_key

    def signing_key() -> Any:
        path.chmod(mode)
        try:
            return real()
        finally:
            path.chmod(0o600)

    return signing_key


def forget_a_migration(settings: Any, monkeypatch: Any) -> str:
    from django.db.migrations.recorder import MigrationRecorder

    newest = MigrationRecorder.Migration.objects.filter(app="articles").latest("pk")
    newest.delete()
    return f"The migration articles.{newest.name} is not applied."


SPOILS = (
    take_a_trigger_away,
    empty_a_trigger,
    take_the_history_away,
    open_the_history,
    lose_the_key,
    show_the_key,
    forget_a_migration,
)


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", SPOILS)
def test_production_does_not_start_and_says_why(
    settings: Any, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Any, Any], str]
) -> None:
    said = spoil(settings, monkeypatch)
    assert list(readiness.hindrances()) == [said]
    readiness.must_be_ready()  # a laptop starts all the same

    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured) as refused:
        readiness.must_be_ready()
    assert str(refused.value) == f"ReviewFlow does not start. {said}"


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", [take_a_trigger_away, empty_a_trigger])
def test_check_warns_of_triggers_and_leaves_migrate_the_way_to_mend_them(
    settings: Any, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Any, Any], str]
) -> None:
    said = spoil(settings, monkeypatch)
    [warning] = checks.run_checks(tags=["database"], databases=["default"])
    assert (warning.id, warning.msg, warning.level) == ("articles.W001", said, checks.WARNING)
    with pytest.raises(SystemCheckError):
        call_command("check", databases=["default"], fail_level="WARNING")

    call_command("migrate", verbosity=0, skip_checks=False)
    assert list(triggers.faults()) == []


@pytest.mark.parametrize("spoil", [take_the_history_away, open_the_history])
def test_no_command_runs_without_a_history(
    settings: Any, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Any, Any], str]
) -> None:
    said = spoil(settings, monkeypatch)
    with pytest.raises(SystemCheckError, match=said):
        call_command("check")


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a setting of SQLite")
def test_a_database_that_may_forget_is_named() -> None:
    from django.db import connections

    alias = "default"
    with pytest.MonkeyPatch.context() as patch:
        loose = connections[alias].copy()
        with loose.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
        patch.setattr("articles.readiness.triggers.faults", lambda _alias: ())
        patch.setattr("articles.readiness.connections", {alias: loose})
        found = list(readiness._unguarded(alias))
        loose.close()
    assert found == ["SQLite’s synchronous is not FULL: a power cut could take signatures away."]


@pytest.mark.parametrize(("proxies", "believed"), [("0", "None"), ("1", "HTTP_X_FORWARDED_PROTO")])
def test_who_asks_is_believed_about_https_only_behind_a_named_proxy(
    tmp_path: Path, proxies: str, believed: str
) -> None:
    told = "from reviewflow import settings; print(settings.SECURE_PROXY_SSL_HEADER)"
    named = {"REVIEWFLOW_TRUSTED_PROXIES": proxies, "REVIEWFLOW_DATA_DIR": str(tmp_path)}
    ended = _ended([sys.executable, "-c", told], {**os.environ, **named})

    assert ended.returncode == 0, ended.stderr
    assert believed in ended.stdout


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation in production, migrated, with a key."""
    home = tmp_path_factory.mktemp("production")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("REVIEWFLOW_")}
    env = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "reviewflow.settings",
        "REVIEWFLOW_PRODUCTION": "1",
        "REVIEWFLOW_SECRET_KEY": "x" * 60,
        "REVIEWFLOW_EMAIL_URL": "filemail://",
        "REVIEWFLOW_DATA_DIR": str(home),
    }
    for command in (["migrate", "-v0"], ["keys", "generate"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
    return env


@pytest.mark.slow
def test_neither_server_starts_in_production_without_a_trigger(production: dict[str, str]) -> None:
    serve = [sys.executable, "-c", "import reviewflow.wsgi"]
    run = [sys.executable, "manage.py", "runserver", "--noreload", "127.0.0.1:0"]

    assert _ended(serve, production).returncode == 0
    name = next(triggers.expected()).name
    take = f"from django.db import connection as c; c.cursor().execute('DROP TRIGGER {name}')"
    done = _ended([sys.executable, "manage.py", "shell", "-v0", "-c", take], production)
    assert done.returncode == 0, done.stderr
    for command in (serve, run):
        ended = _ended(command, production)
        assert ended.returncode != 0
        assert f"ReviewFlow does not start. The trigger {name} is missing." in ended.stderr
    laptop = {**production, "REVIEWFLOW_PRODUCTION": "0"}
    assert _ended(serve, laptop).returncode == 0


def _ended(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
