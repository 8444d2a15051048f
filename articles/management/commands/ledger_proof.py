"""Prove an entry of the ledger to somebody else; judge such a proof; hold an old one to today."""

from __future__ import annotations

import email
import email.policy
import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError

from articles import durable, keys, ledger
from articles.bundles import verify
from articles.errors import InputRefused, LedgerBroken

NOT_GENUINE = (
    *(verify.NotGenuine, KeyError, TypeError),
    *(ValueError, AttributeError, RecursionError),
)
"""All that a file can do to the verifier."""

CHECKPOINT = re.compile(
    r"^(\S+)\n([0-9]{1,15})\n([A-Za-z0-9+/]{43}=)\n\n(— \1 [A-Za-z0-9+/=]+)$", re.MULTILINE
)
"""A C2SP checkpoint among other words: origin, size, root, and one signature of the origin."""


class Command(BaseCommand):
    help = (
        "Write a proof that entry SEQ stands in the ledger: one JSON file, judged with the public "
        "key alone. Exit 0; 1 when the proof does not hold or the ledger does not bear it out; 2 "
        "when there is nothing to prove or to judge."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("seq", nargs="?", type=int, metavar="SEQ", help="the entry's number")
        what.add_argument("--check", type=Path, metavar="FILE", help="judge a proof")
        what.add_argument(
            "--extends",
            type=Path,
            metavar="FILE",
            help="does today's ledger continue this older checkpoint, proof or export? With "
            "--output, the proof that it does, for `verify.py --checkpoint`",
        )
        parser.add_argument(
            "--size", type=int, help="prove against the checkpoint over SIZE entries"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: print the proof")
        parser.add_argument(
            "--key", type=Path, metavar="PEM", help="for --check; default: the keys of this house"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if path := options["check"]:
                said = _judged(path.read_bytes(), _trusted(options["key"]))
            elif path := options["extends"]:
                said = _continued(_checkpoint(path.read_bytes()), options["output"])
            else:
                said = self._prove(options["seq"], options["size"], options["output"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=2) from None
        except InputRefused as error:
            raise CommandError(str(error), returncode=2) from None
        except LedgerBroken as error:
            raise CommandError(str(error), returncode=1) from None
        if options["json"] and said:
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        elif said:
            self.stdout.write(said["says"])
        if said and not said["ok"]:
            raise SystemExit(1)

    def _prove(self, seq: int, size: int | None, output: Path | None) -> dict[str, Any]:
        proof = ledger.prove(seq, size)
        if output is None:
            self.stdout.write(proof.as_bytes().decode())
            return {}
        with durable.replaced(output) as file:
            file.write(proof.as_bytes())
        says = f"wrote {output}: entry {seq}, proven in a ledger of {proof.size} entries"
        return {"ok": True, "says": says, "seq": seq, "size": proof.size, "path": str(output)}


def _trusted(path: Path | None) -> list[Ed25519PublicKey]:
    """Raises ``InputRefused`` without a key to judge with."""
    try:
        trusted = verify.load_keys(path.read_bytes()) if path else keys.trusted()
    except ValueError as error:
        raise InputRefused("key", f"{path} is not a public key.") from error
    if not trusted:
        raise InputRefused("key", "there is none to judge with; give --key.")
    return trusted


def _judged(data: bytes, trusted: list[Ed25519PublicKey]) -> dict[str, Any]:
    """What a proof proves, by the verifier that travels in every bundle."""
    try:
        note = verify.parse(data, "the proof")["checkpoint"]
        signed = verify.check_checkpoint(note, trusted)
        verify.check_ledger(data, signed, trusted)
        entries = [_entry(each) for each in verify.parse(data, "the proof")["entries"]]
    except NOT_GENUINE as error:
        return {"ok": False, "says": f"NOT GENUINE: {error}", "problem": str(error)}
    numbers = ", ".join(str(entry["seq"]) for entry in entries)
    says = (
        f"GENUINE: entry {numbers} of {signed['origin']}, in a ledger of {signed['size']} entries"
    )
    shown = [json.dumps(entry, ensure_ascii=False, indent=2) for entry in entries]
    return {"ok": True, "says": "\n".join([says, *shown]), "ledger": signed, "entries": entries}


def _entry(proven: dict[str, Any]) -> dict[str, Any]:
    core, payload = json.loads(proven["core"]), json.loads(proven["payload"])
    said = {name: core[name] for name in ("seq", "kind", "subject", "actor", "at")}
    return {**said, "payload": payload}


def _checkpoint(data: bytes) -> str:
    """The checkpoint in an export, a proof, a receipt as it was mailed, or a file of its own."""
    try:
        if form := verify.form_of(data):
            data = verify.ledger_of(data, form)
        text = _words_of_a_mail(data) if b"Message-ID:" in data else data.decode()
        if text.startswith("{"):
            return str(json.loads(text)["checkpoint"])
        found = CHECKPOINT.search(text.replace("\r\n", "\n"))
        return "{}\n{}\n{}\n\n{}\n".format(*found.groups()) if found else text
    except NOT_GENUINE as error:
        raise InputRefused("file", f"no checkpoint can be read from it ({error}).") from None


def _words_of_a_mail(data: bytes) -> str:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def _continued(note: str, output: Path | None) -> dict[str, Any]:
    newest = ledger.newest()
    size = newest.seq + 1 if newest else 0
    faults = ledger.extension_faults({"in this file": note}, size)
    says = "; ".join(faults) if faults else f"Today's ledger of {size} entries continues it."
    if output and not faults:
        prover = ledger.Prover()
        prover.catch_up()
        with durable.replaced(output) as file:
            file.write(prover.continuation(int(note.split("\n")[1])))
    return {"ok": not faults, "says": says, "size": size, "faults": faults}
