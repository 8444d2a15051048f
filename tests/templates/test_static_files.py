"""Every stylesheet that another one names is there when the files are collected."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "articles/static/reviewflow"
SHEETS = sorted((STATIC / "css").rglob("*.css"))


def test_collecting_resolves_every_address(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    environment = {**os.environ, "REVIEWFLOW_DATA_DIR": str(tmp_path)}
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    collected = tmp_path / "static/reviewflow"
    assert (collected / "css/app.css").read_bytes() == (STATIC / "css/app.css").read_bytes()
    assert (collected / "js/ui.js").exists()
    (hashed,) = (collected / "css").glob("admin.????????????.css")
    imports, named = (
        re.findall(r'@import url\("([^"]+)"\)', sheet.read_text())
        for sheet in (hashed, STATIC / "css/admin.css")
    )
    assert len(imports) == len(named) > 10
    assert all((hashed.parent / name).resolve().is_file() for name in imports)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_fits_its_budget(sheet: Path) -> None:
    assert len(sheet.read_text().splitlines()) <= 200


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_only_the_token_file_names_a_colour(sheet: Path) -> None:
    colours = re.findall(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", sheet.read_text())
    assert sheet.name == "tokens.css" or colours == []
