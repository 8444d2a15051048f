"""`keys`: each act is on record once, whatever it was interrupted by; old bundles and new keys."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import transaction

from articles import checkpoints, keys, ledger
from articles.errors import LedgerBroken
from articles.models import LedgerEntry
from articles.stages import Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KEY_DIR = tmp_path / "keys"
    return settings.KEY_DIR


def pem() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def on_record() -> list[tuple[str, str]]:
    """Kind and key of each entry about keys, in order."""
    entries = LedgerEntry.objects.filter(kind__startswith="key.").order_by("seq")
    return [
        (kind, subject.removeprefix("key:"))
        for kind, subject in entries.values_list("kind", "subject")
    ]


class Killed(BaseException):
    pass


STEPS = ("link", "rename", "replace", "unlink", "fsync")


@contextmanager
def killed_before(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let a process die before its so-manieth step: on files, or on the ledger (before, after)."""
    taken: list[str] = []

    def step(name: str) -> None:
        taken.append(name)
        if len(taken) == number:
            raise Killed

    def dying(name: str, act: Any) -> Any:
        def acting(*args: Any, **options: Any) -> Any:
            step(name)
            return act(*args, **options)

        return acting

    append = ledger.append

    def recording(*args: Any, **options: Any) -> Any:
        step("append")
        entry = append(*args, **options)
        step("appended")
        return entry

    with monkeypatch.context() as patched:
        for name in STEPS:
            patched.setattr(os, name, dying(name, getattr(os, name)))
        patched.setattr(ledger, "append", recording)
        yield taken


@contextmanager
def forgotten(settings: Any, folder: Path) -> Iterator[None]:
    """A key folder of its own, and a ledger that is as it was afterwards."""
    settings.KEY_DIR = folder
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def each_death(run, settings: Any, tmp_path: Path, monkeypatch: Any) -> Any:
    """Kill an act before each of its steps in turn, run it again, and hand over what came of it.

    Dead after its last step it is done, and running it again would be another act.
    """

    def each_death(acts: Callable[[], list[Any]]) -> Iterator[int]:
        with forgotten(settings, tmp_path / "whole"):
            *before, act = acts()
            assert [run("keys", *each).code for each in before] == [0] * len(before)
            with killed_before(0, monkeypatch) as taken:
                assert run("keys", *act()).code == 0
        assert len(taken) > 4
        for number in range(1, len(taken)):
            with forgotten(settings, tmp_path / str(number)):
                *before, act = acts()
                for each in before:
                    run("keys", *each)
                with pytest.raises(Killed), killed_before(number, monkeypatch):
                    run("keys", *act())
                assert run("keys", *act()).code == 0, taken[:number]
                yield number

    return each_death


def test_the_first_key_is_there_and_on_record_once_wherever_a_crash_came(run, each_death) -> None:
    for number in each_death(lambda: [lambda: ["generate"]]):
        [key] = keys.ring()
        assert (keys.in_use(), on_record()) == (key, [("key.generate", key.thumbprint)]), number
        assert ledger.walk(every_checkpoint=True).faults == ()
        assert run("keys", "generate").code == 1


@pytest.mark.slow
def test_a_rotation_is_done_and_on_record_once_wherever_a_crash_came(each_death) -> None:
    for number in each_death(lambda: [["generate"], lambda: ["rotate"]]):
        old, new = keys.ring()
        assert keys.in_use() == new, number
        assert (bool(old.valid_to), new.valid_to) == (True, ""), number
        assert on_record() == [
            ("key.generate", old.thumbprint),
            ("key.rotate", new.thumbprint),
            ("key.generate", new.thumbprint),
        ], number
        assert ledger.walk(every_checkpoint=True).faults == (), number


def test_a_rotation_to_the_environments_key_is_too(settings, each_death) -> None:
    given = [pem(), pem()]

    def with_the_second() -> list[str]:
        settings.SIGNING_KEY = given[1]
        return ["rotate"]

    def acts() -> list[Any]:
        settings.SIGNING_KEY = given[0]
        return [["generate"], with_the_second]

    for number in each_death(acts):
        old, new = keys.ring()
        assert keys.in_use() == new, number
        assert (bool(old.valid_to), new.valid_to) == (True, ""), number
        assert on_record()[1:] == [
            ("key.rotate", new.thumbprint),
            ("key.generate", new.thumbprint),
        ], number


def test_a_revocation_is_done_and_on_record_once_wherever_a_crash_came(run, each_death) -> None:
    def of_the_first() -> list[str]:
        return ["revoke", keys.ring()[0].thumbprint, "--reason=Laptop lost"]

    for number in each_death(lambda: [["generate"], ["rotate"], of_the_first]):
        old, _ = keys.ring()
        assert (bool(old.revoked_at), old.reason) == (True, "Laptop lost"), number
        assert on_record()[3:] == [("key.revoke", old.thumbprint)], number
        again = run("keys", "revoke", old.thumbprint, "--reason=Again")
        assert (again.code, len(on_record())) == (1, 4)


def test_the_old_key_signs_that_it_hands_over_and_the_new_one_that_it_took_over(run) -> None:
    run("keys", "generate")
    run("keys", "rotate")
    old, new = (key.key for key in keys.ring())
    signers = []
    for entry in LedgerEntry.objects.order_by("seq"):
        for name, key in (("old", old), ("new", new)):
            try:
                checkpoints.open_checkpoint(entry.checkpoint, [key])
            except LedgerBroken:
                continue
            signers.append((entry.kind, name))

    assert signers == [("key.generate", "old"), ("key.rotate", "old"), ("key.generate", "new")]


def test_the_environments_key_is_taken_into_the_ring_and_on_record(run, settings, folder) -> None:
    settings.SIGNING_KEY = pem()
    assert run("keys", "generate").code == 0
    assert run("keys", "generate").code == 1
    first = keys.in_use()
    settings.SIGNING_KEY = pem()
    assert run("keys", "rotate").code == 0
    second = keys.in_use()
    assert run("keys", "rotate").code == 1

    assert on_record() == [
        ("key.generate", first.thumbprint),
        ("key.rotate", second.thumbprint),
        ("key.generate", second.thumbprint),
    ]
    assert ledger.walk(every_checkpoint=True).faults == ()


def test_no_command_shows_the_environments_key(run, settings) -> None:
    settings.SIGNING_KEY = pem()
    secret = settings.SIGNING_KEY.splitlines()[1]
    said = [run("keys", "generate"), run("keys", "list"), run("keys", "list", "--json")]
    said += [run("keys", "list", "--pem"), run("keys", "rotate")]

    assert not any(secret in ran.out + ran.err for ran in said)
    assert not any(secret in entry.payload for entry in LedgerEntry.objects.all())


def test_what_is_listed_for_machines_as_a_key_is_trusted_and_the_rest_is_history(run) -> None:
    """Whoever reads a JWK set believes every key in it."""
    run("keys", "generate")
    run("keys", "rotate")
    old, new = keys.ring()
    run("keys", "revoke", old.thumbprint, "--reason=Laptop lost")

    listed = json.loads(run("keys", "list", "--json").out)

    assert listed["keys"] == [new.jwk]
    assert [key["thumbprint"] for key in listed["history"]] == [old.thumbprint, new.thumbprint]
    assert listed["history"][0]["reason"] == "Laptop lost"
    assert f"since {old.valid_from} until {old.valid_to}  revoked" in run("keys", "list").out


def test_a_bundle_outlives_a_rotation_and_not_a_revocation(run, tmp_path) -> None:
    """Nobody can tell any more when a stolen key signed; so its bundles are made anew."""
    run("keys", "generate")
    Cast.assemble().article_in(Stage.PUBLISHED)
    old, again = tmp_path / "old.zip", tmp_path / "again.zip"
    run("export_articles", "--format=json", f"--output={old}", "--bundle")
    [first] = keys.ring()

    run("keys", "rotate")
    assert run("verify_bundle", str(old)).code == 0

    run("keys", "revoke", first.thumbprint, "--reason=Laptop lost")
    assert run("verify_bundle", str(old)).code == 1
    run("export_articles", "--format=json", f"--output={again}", "--bundle")
    assert run("verify_bundle", str(again)).code == 0
    assert run("verify_ledger", "--every-checkpoint").code == 0
