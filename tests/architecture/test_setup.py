"""A fresh machine gets from clone to demo with make and Python, and nothing else leaks in."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest

from . import source
from .source import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
INTERNAL = {"ready", "static"}
"""Steps of other targets, not worth a line of help."""

COMPILED = ("runtime", "dev")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def requirements(name):
    return (ROOT / "requirements" / name).read_text("utf-8")


def direct(name):
    """The packages that an ``.in`` file asks for by name."""
    return re.findall(r"^([a-z0-9][a-z0-9-]*)", requirements(f"{name}.in"), re.MULTILINE)


def run(*command, **options):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)


def test_make_alone_lists_every_target():
    targets = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
    listed = set(re.findall(r"^  make ([a-z-]+) +\S", run("make").stdout, re.MULTILINE))
    assert listed == targets - INTERNAL


@pytest.mark.parametrize("name", COMPILED)
def test_every_pin_has_hashes(name):
    text = requirements(f"{name}.txt")
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PIN.findall(text))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", COMPILED)
def test_pins_name_no_place(name):
    text = requirements(f"{name}.txt")
    assert re.findall(r"https?:|file:|@ |^--(?:extra-)?index|^--find|^/", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", COMPILED)
def test_every_package_asked_for_is_pinned(name):
    assert set(direct(name)) - {pin for pin, _ in PIN.findall(requirements(f"{name}.txt"))} == set()


def test_every_package_imported_is_asked_for_by_name():
    """What comes along with another package may be gone with its next release."""
    top = {
        name.partition(".")[0] for module in source.modules() for _, name in source.imports(module)
    }
    others = top - sys.stdlib_module_names - {"articles", "reviewflow"}
    packages = {package.lower() for name in others for package in packages_distributions()[name]}
    assert packages - set(direct("runtime")) == set()


def test_tests_run_on_the_very_packages_that_ship():
    dev = dict(PIN.findall(requirements("dev.txt")))
    runtime = dict(PIN.findall(requirements("runtime.txt")))
    assert {name: dev[name] for name in runtime} == runtime


@pytest.mark.parametrize("name", sorted({*direct("runtime"), *direct("dev")}))
def test_every_dependency_says_why_it_earns_its_place(name):
    reasons = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    assert f"| {name} |" in reasons


def test_nothing_names_a_registry_or_a_machine():
    leaks = run(".ci/leaks")
    assert (leaks.returncode, leaks.stdout, leaks.stderr) == (0, "", "")


@pytest.mark.parametrize("script", ["run", "postgres", "leaks"])
def test_scripts_are_sound_bash_and_may_be_run(script):
    assert run("bash", "-n", f".ci/{script}").stderr == ""
    assert (ROOT / ".ci" / script).stat().st_mode & 0o100


def test_postgres_refuses_to_run_nothing():
    assert run(".ci/postgres").returncode == 2


@pytest.mark.slow
def test_postgres_lives_as_long_as_its_command():
    told = run(".ci/postgres", "bash", "-c", 'echo "$REVIEWFLOW_DATABASE_URL"; exit 7')
    if told.returncode == 2:
        pytest.skip(f"no PostgreSQL here: {told.stderr}")
    port = re.search(r"@127\.0\.0\.1:(\d+)/reviewflow$", told.stdout.strip())[1]
    assert told.returncode == 7
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(port)), timeout=2)


def test_the_virtual_environment_refuses_an_old_python_in_one_sentence():
    refused = subprocess.run(
        [".ci/venv", "unused"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHON3": "false"},
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("ReviewFlow needs Python 3.11 or newer")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "left_out"),
    [
        ("sqlite:///:memory:", []),
        ("postgresql://nobody@localhost/none", ["content/test_citing.py"]),
    ],
)
def test_with_postgresql_only_what_asks_the_database_is_run(address, left_out):
    asked = ["content/test_citing.py", "workflow/test_rules.py", "races/test_ordered.py"]
    told = run(
        *(sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider"),
        *(f"tests/{each}" for each in asked),
        env={**os.environ, "REVIEWFLOW_DATABASE_URL": address},
    )
    assert told.returncode == 0, told.stderr
    found = re.findall(r"^tests/(.+): [1-9]", told.stdout, re.MULTILINE)
    assert sorted(found) == sorted(set(asked).difference(left_out))
