"""A package from elsewhere brings a format; one that clashes or breaks is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PACKAGE = Path(__file__).parent / "reviewflow_titles"
BUILT_IN = ["html", "jats", "json", "jsonl", "markdown"]
WRITE = """
import io, json, sys
import django
django.setup()
from articles import exporters
from tests.exporters import samples
out = io.BytesIO()
exporters.get(sys.argv[1]).write(samples.hostile(), out)
known = sorted(each.slug for each in exporters.registered())
print(json.dumps({"known": known, "written": out.getvalue().decode()}))
"""


@pytest.fixture
def installed(tmp_path: Path):
    """Builds the example package, changed or not, and installs it in a folder of its own."""

    def install(*changes: tuple[str, str]) -> Path:
        source = tmp_path / "source"
        shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
        for path in source.iterdir():
            text = path.read_text("utf-8")
            for old, new in changes:
                text = text.replace(old, new)
            path.write_text(text, "utf-8")
        options = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet"]
        command = [sys.executable, "-m", "pip", "install", *options]
        folder = tmp_path / "packages"
        done = subprocess.run(
            [*command, "--target", str(folder), str(source)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return folder

    return install


def run(packages: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A process that finds the packages of a folder beside ours, with data of its own."""
    place = {
        "PYTHONPATH": os.pathsep.join([str(packages), str(ROOT)]),
        "REVIEWFLOW_DATA_DIR": str(packages.parent),
        "DJANGO_SETTINGS_MODULE": "reviewflow.settings",
    }
    kept = {k: v for k, v in os.environ.items() if k != "REVIEWFLOW_DATABASE_URL"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**kept, **place},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_an_installed_package_adds_its_format(installed):
    packages = installed()
    ran = run(packages, "-c", WRITE, "titles")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["known"] == sorted([*BUILT_IN, "titles"])
    assert told["written"].startswith('hostile,"\'=1+1 ""quoted""')
    assert told["written"].endswith("\r\n")
    choices = run(packages, "manage.py", "export_articles", "--help").stdout
    assert "titles" in choices


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('= "titles"', '= "json"', "Two exporters are called 'json'."),
        ('= "csv"', '= "html"', "The exporters 'html' and 'titles' both write “.html” files."),
    ],
)
def test_a_clash_is_an_error_that_names_the_plug_in(installed, old, new, why):
    packages = installed((old, new))
    output = f"--output={packages.parent / 'out'}"
    ran = run(packages, "manage.py", "export_articles", "--format=json", output)
    assert ran.returncode != 0
    named = "the plug-in 'titles' (reviewflow_titles:Titles) cannot be used:"
    assert f"(articles.E201) {named} {why}" in ran.stderr
    ran = run(packages, "-c", WRITE, "json")
    assert json.loads(ran.stdout)["known"] == BUILT_IN
    assert json.loads(json.loads(ran.stdout)["written"])["slug"] == "hostile"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("import csv\n", "import csv_of_nowhere\n", "ModuleNotFoundError: No module named"),
        ("import csv\n", "import csv\n\n1 / 0\n", "ZeroDivisionError: division by zero."),
        (":Titles", ":Nothing", "AttributeError: "),
        ('    slug: ClassVar[str] = "titles"\n', "", "AttributeError: "),
    ],
)
def test_a_plug_in_that_breaks_is_named_and_takes_no_other_format_with_it(installed, old, new, why):
    packages = installed((old, new))
    ran = run(packages, "-c", WRITE, "markdown")
    assert json.loads(ran.stdout)["known"] == BUILT_IN
    checked = run(packages, "manage.py", "check")
    assert checked.returncode == 0
    assert "(articles.W201) the plug-in 'titles' (reviewflow_titles:" in checked.stderr
    asked = run(packages, "-c", WRITE, "titles")
    assert asked.returncode == 1
    said = asked.stderr.splitlines()[-1]
    named = "articles.errors.InputRefused: format: the plug-in 'titles' (reviewflow_titles:"
    assert said.startswith(named)
    assert why in said
