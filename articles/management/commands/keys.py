"""The organisation's signing key. Only this command ever writes one."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import keys, ledger
from articles.errors import InputRefused, KeyMissing, ReviewFlowError
from articles.keys import IssuerKey
from articles.models import LedgerEntry, LedgerHead
from articles.stages import Event


class Command(BaseCommand):
    help = (
        "Make, rotate, revoke and list the Ed25519 keys that sign the ledger and bundles. After a "
        "crash, the same command goes on where it was cut off. Exit 1 when it is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser(
            "generate",
            help="make the first key (mode 0600, never overwrites), or take the one in "
            "REVIEWFLOW_SIGNING_KEY into the ring",
        )
        acts.add_parser(
            "rotate",
            help="put a new key in use, or the new one in REVIEWFLOW_SIGNING_KEY; "
            "old signatures stay valid",
        )
        revoke = acts.add_parser("revoke", help="trust a key no longer")
        revoke.add_argument("thumbprint")
        revoke.add_argument("--reason", required=True)
        listing = acts.add_parser("list", help="every public key ever used")
        listing.add_argument(
            "--json", action="store_true", help="a JWK set of the trusted keys, and the history"
        )
        listing.add_argument("--pem", action="store_true", help="the key in use, as PEM")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            LedgerHead.objects.get()  # no key before there is a ledger to name it
            match options["act"]:
                case "generate":
                    self._generate()
                case "rotate":
                    self._rotate()
                case "revoke":
                    self._revoke(options["thumbprint"], options["reason"])
                case _:
                    self._list(as_json=options["json"], as_pem=options["pem"])
        except ReviewFlowError as error:
            raise CommandError(str(error)) from None

    def _generate(self) -> None:
        try:
            key = keys.generate(timezone.now())
        except InputRefused:
            key = keys.in_use()
            if _recorded(key):  # else a crash came between key and entry
                raise
        self._record(Event.KEY_GENERATE, key)

    def _rotate(self) -> None:
        """One entry names the new key, by the old one where we hold it; one by the new confirms."""
        key = _unconfirmed() or keys.prepare(timezone.now())
        self._record(Event.KEY_ROTATE, key)
        keys.promote(timezone.now())
        self._record(Event.KEY_GENERATE, key)

    def _revoke(self, mark: str, reason: str) -> None:
        try:
            key = keys.revoke(mark, reason, timezone.now())
        except InputRefused as error:
            found = keys.known(mark)
            if error.code != "revoked" or found is None or Event.KEY_REVOKE in _recorded(found):
                raise
            key = found
        self._record(Event.KEY_REVOKE, key)

    def _record(self, event: Event, key: IssuerKey) -> None:
        """Once: a crash may have come after the entry."""
        if event not in _recorded(key):
            ledger.append(
                event,
                actor="system",
                subject=f"key:{key.thumbprint}",
                at=timezone.now(),
                payload={"thumbprint": key.thumbprint, "x": key.x, "reason": key.reason},
            )
        self.stdout.write(f"{event.label}: {key.thumbprint}")

    def _list(self, *, as_json: bool, as_pem: bool) -> None:
        ring = keys.ring()
        if as_pem:
            self.stdout.write(keys.pem(keys.signing_key().public_key()), ending="")
        elif as_json:
            trusted = [key.jwk for key in ring if not key.revoked_at]
            history = [asdict(key) for key in ring]
            self.stdout.write(json.dumps({"keys": trusted, "history": history}, indent=2))
        else:
            for key in ring:
                self.stdout.write(f"{key.thumbprint}  {_story(key)}")
            if not ring:
                self.stdout.write("No key yet; run “keys generate”.")


def _recorded(key: IssuerKey) -> set[str]:
    """What the ledger says was done with a key."""
    about = LedgerEntry.objects.about(f"key:{key.thumbprint}")
    return set(about.values_list("kind", flat=True))


def _unconfirmed() -> IssuerKey | None:
    """The key in use, where a crash came before the last entry of its rotation."""
    try:
        key = keys.in_use()
    except KeyMissing:
        return None
    return key if _recorded(key) == {Event.KEY_ROTATE} else None


def _story(key: IssuerKey) -> str:
    until = f" until {key.valid_to}" if key.valid_to else ""
    trust = f"revoked {key.revoked_at}: {key.reason}" if key.revoked_at else "trusted"
    return f"since {key.valid_from}{until}  {trust}"
