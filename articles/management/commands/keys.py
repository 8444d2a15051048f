"""The organisation's signing key. Only this command ever writes one."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import keys, ledger
from articles.errors import ReviewFlowError
from articles.keys import PublicKey
from articles.models import LedgerHead
from articles.stages import Event


class Command(BaseCommand):
    help = "Make, rotate, revoke and list the Ed25519 keys that sign the ledger and bundles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("generate", help="make the first key (mode 0600, never overwrites)")
        acts.add_parser("rotate", help="put a new key in use; old signatures stay valid")
        revoke = acts.add_parser("revoke", help="trust a key no longer")
        revoke.add_argument("thumbprint")
        revoke.add_argument("--reason", required=True)
        listing = acts.add_parser("list", help="every public key ever used")
        listing.add_argument("--json", action="store_true", help="a JWK set for machines")
        listing.add_argument("--pem", action="store_true", help="the key in use, as PEM")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            match options["act"]:
                case "generate":
                    LedgerHead.objects.get()  # no key before there is a ledger to name it
                    self._record(Event.KEY_GENERATE, keys.generate(now))
                case "rotate":
                    self._rotate()
                case "revoke":
                    key = keys.revoke(options["thumbprint"], options["reason"], now)
                    self._record(Event.KEY_REVOKE, key, options["reason"])
                case _:
                    self._list(as_json=options["json"], as_pem=options["pem"])
        except ReviewFlowError as error:
            raise CommandError(str(error)) from None

    def _rotate(self) -> None:
        """One entry by the old key names the new one; one by the new key confirms it."""
        prepared = keys.prepare(timezone.now())
        self._record(Event.KEY_ROTATE, prepared)
        keys.promote()
        self._record(Event.KEY_GENERATE, prepared)

    def _record(self, event: Event, key: PublicKey, reason: str = "") -> None:
        ledger.append(
            event,
            actor="system",
            subject=f"key:{key.thumbprint}",
            at=timezone.now(),
            payload={"thumbprint": key.thumbprint, "x": key.x, "reason": reason},
        )
        self.stdout.write(f"{event.label}: {key.thumbprint}")

    def _list(self, *, as_json: bool, as_pem: bool) -> None:
        ring = keys.ring()
        if as_pem:
            self.stdout.write(keys.pem(keys.signing_key().public_key()), ending="")
        elif as_json:
            self.stdout.write(json.dumps({"keys": [key.jwk for key in ring]}, indent=2))
        else:
            for key in ring:
                state = f"revoked {key.revoked}: {key.reason}" if key.revoked else "trusted"
                self.stdout.write(f"{key.thumbprint}  since {key.created}  {state}")
            if not ring:
                self.stdout.write("No key yet; run “keys generate”.")
