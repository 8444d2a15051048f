"""Any backend of django-tasks may keep the jobs: named by a setting, looked at when we start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

BROKER = '''
import json
from pathlib import Path

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus


class Broker(BaseTaskBackend):
    """Writes each job into the file that its options name; its worker is another's affair."""

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        with Path(self.options["file"]).open("a") as jobs:
            jobs.write(json.dumps([task.name, list(args)]) + "\\n")
        return TaskResult(
            task=task, id="1", status=TaskResultStatus.READY, enqueued_at=timezone.now(),
            started_at=None, last_attempted_at=None, finished_at=None, args=list(args),
            kwargs=kwargs, backend=self.alias, errors=[], worker_ids=[],
        )


no_class = Broker.enqueue
'''
TOLD = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
print(settings.TASKS, apps.is_installed("broker"))
"""
OWE_ONE = """
import django
django.setup()
from django.contrib.auth.models import User
from django.utils import timezone
from articles import outbox
from articles.stages import DeliveryKind
nora = User.objects.create_user("nora", "nora@example.org")
outbox.owe(DeliveryKind.PASSWORD_SET, nora, "1", timezone.now())
"""
CHOICE = "write database, immediate or the dotted path of a django-tasks backend class."


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation that has a package with a backend beside it."""
    (tmp_path / "broker").mkdir()
    (tmp_path / "broker" / "__init__.py").touch()
    (tmp_path / "broker" / "backend.py").write_text(BROKER)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("REVIEWFLOW_")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "reviewflow.settings",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "REVIEWFLOW_DATA_DIR": str(tmp_path),
        "REVIEWFLOW_TASKS": "broker.backend.Broker",
        "REVIEWFLOW_TASKS_APPS": "broker",
        "REVIEWFLOW_TASKS_OPTIONS": json.dumps({"file": str(tmp_path / "jobs")}),
    }


def ended(place: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=place,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.slow
def test_a_broker_gets_the_jobs_and_our_worker_only_sweeps(
    place: dict[str, str], tmp_path: Path
) -> None:
    for command in (["manage.py", "migrate", "-v0"], ["-c", OWE_ONE]):
        done = ended(place, *command)
        assert done.returncode == 0, done.stderr
    jobs = tmp_path / "jobs"
    assert [json.loads(line) for line in jobs.read_text().splitlines()] == [["deliver", [1]]]
    swept = ended(place, "manage.py", "worker", "--once", "--json")
    assert (swept.returncode, swept.stderr) == (0, "")
    told = [(line["job"], line["outcome"]) for line in map(json.loads, swept.stdout.splitlines())]
    assert told[0] == ("worker", "only sweeps: jobs are for the worker of broker.backend.Broker")
    assert "deliver" not in dict(told)
    assert not (tmp_path / "mail").exists()
    assert len(jobs.read_text().splitlines()) == 1


def test_options_and_apps_of_a_backend_are_handed_on(place: dict[str, str], tmp_path: Path) -> None:
    done = ended(place, "-c", TOLD)
    assert done.returncode == 0, done.stderr
    options = {"file": str(tmp_path / "jobs")}
    tasks = {"default": {"BACKEND": "broker.backend.Broker", "OPTIONS": options}}
    assert done.stdout == f"{tasks} True\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TASKS", "databse", f"names “databse”, which cannot be imported (databse*); {CHOICE}"),
        ("TASKS", "broker.nowhere.Broker", f"cannot be imported (No module named *); {CHOICE}"),
        ("TASKS", "broker.backend.Missing", f"cannot be imported (Module *); {CHOICE}"),
        ("TASKS", "broker.backend.json", f"names “broker.backend.json”, which is no *; {CHOICE}"),
        ("TASKS", "broker.backend.no_class", f"which is no such backend; {CHOICE}"),
        ("TASKS", "broker.backend.BaseTaskBackend", f"which is no such backend; {CHOICE}"),
        ("TASKS", "pathlib.Path", f"which is no such backend; {CHOICE}"),
        ("TASKS_OPTIONS", "{", "REVIEWFLOW_TASKS_OPTIONS is no JSON object; write one *."),
        ("TASKS_OPTIONS", "[1]", "REVIEWFLOW_TASKS_OPTIONS is no JSON object; write one *."),
        ("TASKS_APPS", "nobody", "names “nobody”, which is not installed here."),
    ],
)
def test_what_is_no_backend_stops_the_start_with_one_sentence(
    place: dict[str, str], name: str, value: str, said: str
) -> None:
    done = ended({**place, f"REVIEWFLOW_{name}": value}, "-c", "import reviewflow.wsgi")
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: REVIEWFLOW_TASKS")
    for part in said.split("*"):
        assert part in last
