"""People outside: the file that travels, the command of the house, and stock tools by VERIFY.md."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.bundles import verify as verifier

VERIFIER = Path(verifier.__file__)

needs_tools = pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("sha256sum")),
    reason="the recipes in VERIFY.md need openssl and sha256sum",
)


def recipes() -> list[str]:
    """The shell blocks of VERIFY.md, as written.

    Of a bundle: signature, files; of a single file: seal out of Markdown, out of HTML, and judged.
    """
    text = VERIFIER.with_name("VERIFY.md").read_text()
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def follow(folder: Path, recipe: str) -> subprocess.CompletedProcess[str]:
    line = ["sh", "-c", recipe]
    return subprocess.run(
        line, cwd=folder, capture_output=True, text=True, errors="replace", check=False
    )


def stock_bundle(folder: Path) -> bool:
    """Whether the recipe for a bundle, unpacked in this folder beside issuer.pem, finds it good."""
    signature, files = recipes()[:2]
    signed = follow(folder, signature)
    listed = follow(folder, files)
    verdicts = {line.rpartition(": ")[2] for line in listed.stdout.splitlines()}
    return (
        signed.returncode == listed.returncode == 0
        and signed.stdout == "Signature Verified Successfully\n"
        and verdicts == {"OK"}
    )


def stock_file(folder: Path, form: str) -> bool:
    """Whether the recipe for article.md or article.html in this folder finds it good."""
    markdown, html, judge = recipes()[2:]
    follow(folder, {"markdown": markdown, "html": html}[form])
    done = follow(folder, judge)
    return (done.returncode, done.stdout) == (0, "Signature Verified Successfully\n")


def alone(path: Path, key: Path) -> int:
    """The exit status of verify.py, on a Python that knows nothing of us."""
    line = [sys.executable, "-I", str(VERIFIER), str(path), "--key", str(key)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode


def command(path: Path, key: Path) -> int:
    """The exit status of ``verify_bundle``."""
    try:
        call_command("verify_bundle", str(path), "--key", str(key), stdout=StringIO())
    except SystemExit as end:
        return int(end.code or 0)
    except CommandError as error:
        return error.returncode
    return 0
