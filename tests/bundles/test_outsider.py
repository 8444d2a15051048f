"""What someone outside does: run the file that came along, or use stock tools only."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from articles.bundles import verify as verifier

from . import samples
from .outsiders import follow, needs_tools, recipes


def pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def desk(tmp_path, genuine):
    """A folder with the bundle, unpacked too, and the issuer's key from elsewhere."""
    (tmp_path / "bundle.zip").write_bytes(genuine)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        archive.extractall(tmp_path / "bundle")
    (tmp_path / "bundle" / "issuer.pem").write_bytes(pem(samples.KEY))
    (tmp_path / "other.pem").write_bytes(pem(samples.OTHER_KEY))
    return tmp_path


def run(desk, *arguments):
    command = [sys.executable, "-I", "bundle/verify.py", *arguments]
    return subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)


def test_the_file_in_the_bundle_judges_the_bundle(desk):
    done = run(desk, "bundle.zip", "--key", "bundle/issuer.pem")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("GENUINE as of 2026-11-26T08:00:00.000000Z")
    assert "medical_review: Omar Weiß-O’Neil, DO" in done.stdout


def test_for_machines_it_speaks_json(desk):
    done = run(desk, "bundle.zip", "--key", "bundle/issuer.pem", "--json")
    report = json.loads(done.stdout)
    assert report["genuine"] is True
    assert report["articles"][0]["signatures"][0]["printed_name"] == "Ruth Amsel, MD"
    assert report["key"] == verifier.thumbprint(samples.KEY.public_key())


@pytest.mark.req("P11-13")
def test_a_forgery_is_1_and_says_what_is_wrong(desk):
    done = run(desk, "bundle.zip", "--key", "other.pem")
    assert done.returncode == 1
    assert done.stdout.startswith("NOT GENUINE\n  - the bundle is signed with another key")
    assert json.loads(run(desk, "bundle.zip", "--key", "other.pem", "--json").stdout) == {
        "genuine": False,
        "problems": [done.stdout.split("  - ")[1].strip()],
    }


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["bundle.zip"],
        ["missing.zip", "--key", "bundle/issuer.pem"],
        ["bundle", "--key", "bundle/issuer.pem"],
        ["bundle.zip", "--key", "missing.pem"],
        ["bundle.zip", "--key", "bundle.zip"],
        ["bundle.zip", "--key", "bundle/issuer.pem", "--no-such-option"],
    ],
)
def test_without_file_key_or_sense_it_does_not_judge(desk, arguments):
    done = run(desk, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


def test_without_cryptography_it_says_so_and_does_not_judge(desk):
    script = "import sys; sys.modules['cryptography'] = None; sys.argv = ['verify.py']\n" + (
        desk / "bundle" / "verify.py"
    ).read_text().replace("from __future__ import annotations\n", "")
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == 'Could not judge: this needs the Python package "cryptography".\n'


@needs_tools
@pytest.mark.req("CX-02")
def test_the_recipe_in_verify_md_works_as_written(desk):
    signature, files = recipes()[:2]
    done = follow(desk / "bundle", signature)
    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully")
    done = follow(desk / "bundle", files)
    listed = json.loads((desk / "bundle" / "manifest.json").read_bytes())["files"]
    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"{entry['path']}: OK" for entry in listed]


@pytest.mark.req("P11-13")
@needs_tools
def test_the_recipe_finds_a_changed_manifest_and_a_changed_file(desk):
    signature, files = recipes()[:2]
    changed = desk / "bundle" / "articles" / "stiff-mornings" / "article.md"
    changed.write_text(changed.read_text() + "Take 3 g.\n")
    done = follow(desk / "bundle", files)
    assert done.returncode != 0
    assert "articles/stiff-mornings/article.md: FAILED" in done.stdout
    manifest = desk / "bundle" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("Health", "Wealth").replace("health", "h"))
    assert follow(desk / "bundle", signature).returncode != 0
