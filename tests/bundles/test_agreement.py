"""verify.py, the command and stock tools say the same; what stock tools cannot see is known."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from articles.bundles.verify import form_of, members
from tests.exporters import samples as dossiers

from . import file_mutations, mutations, samples, sealing
from .outsiders import alone, command, needs_tools, stock_bundle, stock_file
from .test_outsider import pem
from .zips import packed

pytestmark = needs_tools

SEEN_BY_ALL = {
    *("flip_and_mend", "drop", "swap", "truncate", "resign", "transplant"),
    *("edit_manifest", "edit_signature"),
}
"""Classes that change what is signed. Mutants of the others may unpack to the signed files."""


@pytest.fixture
def key(tmp_path) -> Path:
    path = tmp_path / "issuer.pem"
    path.write_bytes(pem(samples.KEY))
    return path


def unpacked(path: Path, folder: Path) -> bool:
    """What a person gets who unpacks it; whether that went through."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > 10**7:
                return False
            archive.extractall(folder)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError, RuntimeError):
        return False
    return True


def same_signed_files(genuine: bytes, folder: Path) -> bool:
    return all(
        (folder / name).is_file() and (folder / name).read_bytes() == data
        for name, data in members(genuine).items()
    )


@pytest.mark.slow
@pytest.mark.req("CX-02")
def test_three_ways_to_judge_a_bundle_agree(genuine, key, tmp_path):
    """Stock tools may only pass a bundle that unpacks to the very files that were signed."""
    path, folder = tmp_path / "bundle.zip", tmp_path / "bundle"
    seen_less = set()
    for name, mutant in [("none", genuine), *mutations.of(genuine, 2)]:
        path.write_bytes(mutant)
        verdict = alone(path, key)
        assert command(path, key) == verdict, name
        assert (verdict == 0) is (name == "none"), name
        stock = unpacked(path, folder)
        if stock:
            shutil.copy(key, folder)
            stock = stock_bundle(folder)
            assert not stock or same_signed_files(genuine, folder), name
        assert stock or name != "none"
        if stock and verdict:
            seen_less.add(name)
    assert seen_less
    assert not seen_less & SEEN_BY_ALL


@pytest.mark.slow
@pytest.mark.req("CX-02")
@pytest.mark.parametrize("form", sealing.FORMS)
def test_three_ways_to_judge_a_file_agree(form, key, tmp_path):
    genuine = sealing.sealed(dossiers.hostile(), form)
    path = tmp_path / {"markdown": "article.md", "html": "article.html"}[form]
    for name, mutant in [
        ("none", genuine),
        *mutations.of(genuine, 1, file_mutations.CLASSES),
    ]:
        path.write_bytes(mutant)
        verdict = alone(path, key)
        assert command(path, key) == verdict, name
        assert (verdict == 0) is (name == "none"), name
        assert stock_file(tmp_path, form) is (verdict == 0), name


@pytest.mark.parametrize("form", sealing.FORMS)
@pytest.mark.parametrize("make", [dossiers.plain, dossiers.two_reviewers, dossiers.hostile])
def test_the_recipe_for_a_single_file_works_as_written(form, make, key, tmp_path):
    data = sealing.sealed(make(), form)
    path = tmp_path / {"markdown": "article.md", "html": "article.html"}[form]
    path.write_bytes(data)
    assert form_of(data) == form
    assert stock_file(tmp_path, form)
    for old, new in ((b"sha256:", b"sha255:"), (b'"seal":"ey', b'"seal":"eY'), (b"\n", b"\n\n")):
        path.write_bytes(data.replace(old, new, 1))
        assert not stock_file(tmp_path, form)


@pytest.mark.parametrize("form", sealing.FORMS)
def test_text_that_looks_like_a_receipt_disturbs_neither(form, key, tmp_path, keys):
    """An article about this very format."""
    line = 'receipt: {"receipt":{},"seal":"x"}'
    script = '<script type="application/json" id="reviewflow-receipt">{"a":1,"seal":"x"}</script>'
    body = (
        f"{line}\n\n---\n\n{line}\n\n```\n{line}\n    {script}\n---\n\n{script}\n```\n\n`{script}`"
    )
    words, slug = dossiers.content(body=body), "stiff-mornings"
    said = dossiers.signature(dossiers.statement(words, slug, "ruth"))
    data = sealing.sealed(dossiers.dossier(slug, words, said), form)
    path = tmp_path / {"markdown": "article.md", "html": "article.html"}[form]
    path.write_bytes(data)
    assert alone(path, key) == 0
    assert stock_file(tmp_path, form)


UNSEEN = (b"\0", b"\0\0", b"\0.signed by nobody", b"\n", b"\0\n", b"\n\0", b".", b"\r")
"""Bytes that a shell drops or takes for an end; none of them stands in a signature."""


@pytest.mark.slow
@pytest.mark.parametrize("added", UNSEEN)
def test_nothing_rides_along_with_the_signature_of_a_bundle(added, genuine, key, tmp_path):
    files = members(genuine)
    jws = files["manifest.json.jws"]
    path, folder = tmp_path / "bundle.zip", tmp_path / "bundle"
    for at in (0, 3, jws.index(b"."), len(jws) - 3, len(jws)):
        path.write_bytes(packed(files | {"manifest.json.jws": jws[:at] + added + jws[at:]}))
        assert unpacked(path, folder)
        shutil.copy(key, folder)
        assert (alone(path, key), stock_bundle(folder)) == (1, False), (at, added)


@pytest.mark.slow
@pytest.mark.parametrize("added", UNSEEN)
@pytest.mark.parametrize("form", sealing.FORMS)
def test_nothing_rides_along_with_the_seal_of_a_file(form, added, key, tmp_path):
    data = sealing.sealed(dossiers.plain(), form)
    path = tmp_path / {"markdown": "article.md", "html": "article.html"}[form]
    start = data.rindex(b'"seal":"') + len(b'"seal":"')
    end = data.index(b'"', start)
    for at in (start, start + 3, data.index(b".", start), end - 3, end):
        path.write_bytes(data[:at] + added + data[at:])
        assert (alone(path, key), stock_file(tmp_path, form)) == (1, False), (at, added)


READERS = {
    "unzip": ["unzip", "-q", "../bundle.zip"],
    "7z": ["7z", "x", "-bd", "../bundle.zip"],
    "jar": ["jar", "xf", "../bundle.zip"],
    "bsdtar": ["bsdtar", "-xf", "../bundle.zip"],
}


@pytest.mark.req("CX-04")
@pytest.mark.parametrize("reader", READERS)
def test_other_readers_of_zips_find_the_same_members_and_bytes(reader, genuine, tmp_path):
    """Whoever unpacks a genuine bundle has the files that were verified, and no others."""
    if not shutil.which(reader):
        pytest.skip(f"`{reader}` is not installed on this machine")
    (tmp_path / "bundle.zip").write_bytes(genuine)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    done = subprocess.run(READERS[reader], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if not p.is_dir()}
    assert not any(p.is_symlink() or p.stat().st_mode & 0o111 for p in found.values())
    assert {name: p.read_bytes() for name, p in found.items()} == members(genuine)
