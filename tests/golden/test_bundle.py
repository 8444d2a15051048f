"""A bundle that left the house long ago is judged today as it was then."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command

from articles import schemas

from .generations import each_generation

pytestmark = each_generation

needs_tools = pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("sha256sum")),
    reason="the recipe in VERIFY.md needs openssl and sha256sum",
)


@pytest.fixture
def bundle(golden: Path) -> Path:
    return golden / "sqlite/bundle.zip"


@pytest.fixture
def desk(bundle: Path, golden: Path, tmp_path: Path) -> Path:
    """The bundle unpacked, with the issuer's key beside it, as VERIFY.md asks for."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "desk")
    shutil.copy(golden / "sqlite/issuer.pem", tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def forged(bundle: Path, tmp_path: Path) -> Path:
    """One byte of one member is another, and the container's own checksum fits again."""
    name, old = written(bundle)
    new = old[:-3] + bytes([old[-3] ^ 1]) + old[-2:]
    data = bundle.read_bytes().replace(old, new).replace(checksum(old), checksum(new))
    (tmp_path / "forged.zip").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "forged.zip") as archive:
        assert archive.testzip() is None
        assert archive.read(name) == new
    return tmp_path / "forged.zip"


def written(bundle: Path) -> tuple[str, bytes]:
    """Name and bytes of the article as Markdown."""
    with zipfile.ZipFile(bundle) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/article.md")]
        return name, archive.read(name)


def checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little")


def command(*arguments: Path | str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_bundle", *map(str, arguments), stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def outsider(desk: Path, bundle: Path) -> tuple[int, str]:
    """The verifier that travelled with the bundle, on a Python that knows nothing of us."""
    line = [sys.executable, "-I", "verify.py", str(bundle), "--key", "issuer.pem"]
    done = subprocess.run(line, cwd=desk, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def follow(desk: Path, recipe: str) -> subprocess.CompletedProcess[str]:
    line = ["sh", "-c", recipe]
    return subprocess.run(line, cwd=desk, capture_output=True, text=True, check=False)


def recipes(desk: Path) -> list[str]:
    """The shell blocks of the VERIFY.md that travelled with the bundle."""
    return re.findall(r"```sh\n(.*?)```", (desk / "VERIFY.md").read_text(), re.DOTALL)


def test_the_command_calls_it_genuine_by_the_key_that_an_outsider_holds(bundle, golden) -> None:
    code, said = command(bundle, "--key", golden / "sqlite/issuer.pem")

    assert (code, said.split(" as of ")[0]) == (0, "GENUINE")
    assert "medical_review: " in said


@pytest.mark.req("A11-11")
def test_the_command_calls_it_genuine_by_the_ring_after_two_rotations(
    bundle, golden, settings: Any, tmp_path
) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    settings.KEY_DIR.mkdir()
    shutil.copy(golden / "sqlite/keys.json", settings.KEY_DIR)

    assert command(bundle)[0] == 0


def test_the_command_names_the_member_with_another_byte(bundle, forged, golden) -> None:
    code, said = command(forged, "--key", golden / "sqlite/issuer.pem")

    assert (code, said.splitlines()[0]) == (1, "NOT GENUINE")
    assert written(bundle)[0] in said


def test_its_own_verifier_calls_it_genuine(desk, bundle) -> None:
    code, said = outsider(desk, bundle)

    assert (code, said.split(" as of ")[0]) == (0, "GENUINE")


def test_its_own_verifier_names_the_member_with_another_byte(desk, bundle, forged) -> None:
    code, said = outsider(desk, forged)

    assert (code, said.splitlines()[0]) == (1, "NOT GENUINE")
    assert written(bundle)[0] in said


@needs_tools
def test_its_own_recipe_for_stock_tools_finds_it_genuine(desk) -> None:
    signature, files = recipes(desk)

    done = follow(desk, signature)
    assert (done.returncode, done.stdout) == (0, "Signature Verified Successfully\n")
    done = follow(desk, files)
    assert done.returncode == 0
    assert {line.rsplit(": ")[1] for line in done.stdout.splitlines()} == {"OK"}


@needs_tools
def test_its_own_recipe_for_stock_tools_names_the_member_with_another_byte(
    desk, bundle, forged
) -> None:
    _, files = recipes(desk)
    name, _ = written(bundle)
    (desk / name).write_bytes(written(forged)[1])

    done = follow(desk, files)
    assert done.returncode != 0
    assert [line for line in done.stdout.splitlines() if not line.endswith(": OK")] == [
        f"{name}: FAILED"
    ]


@needs_tools
def test_its_own_recipe_for_stock_tools_finds_a_manifest_with_another_byte(desk) -> None:
    signature, _ = recipes(desk)
    manifest = desk / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"version":1', b'"version":2', 1))

    assert follow(desk, signature).returncode != 0


def test_the_article_of_an_old_bundle_is_as_its_schema_says_today(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/article.json")]
        article = json.loads(archive.read(name))
    judge = jsonschema.Draft202012Validator(schemas.load("article@1"))
    assert list(judge.iter_errors(article)) == []
