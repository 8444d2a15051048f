"""One signed zip, or several of at most 1,000 articles, numbered before their ending."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from django.utils import timezone

from articles import collecting
from articles.bundles import manifest
from articles.bundles.assemble import Assembly
from articles.bundles.container import OnDisk
from articles.ledger import Prover
from articles.selection import Candidate

from .ordering import Order, Refused
from .sealing import issuer_key, origin
from .staging import Staging


class _Bound(NamedTuple):
    """What is kept of a signature until its ledger entry is looked for."""

    article_id: str
    statement_digest: str


class _Shard:
    """One bundle. What is full lies on the disk until it is sealed."""

    def __init__(self, assembly: Assembly, index: OnDisk, number: int) -> None:
        self.assembly, self._index, self._name = assembly, index, str(number)
        self.bound: list[_Bound] = []

    def put_down(self) -> None:
        self._index[self._name] = self.assembly.put_down()
        self._index[f"{self._name} bound"] = json.dumps(self.bound).encode()
        self.bound = []

    def take_up(self) -> None:
        self.assembly.take_up(self._index[self._name])
        self.bound = [_Bound(*each) for each in json.loads(self._index[f"{self._name} bound"])]


class Shards:
    """Collects articles on the disk, and seals them when all are there: one checkpoint for all."""

    def __init__(self, order: Order, staging: Staging, stack: ExitStack) -> None:
        self._order, self._staging, self._stack = order, staging, stack
        self._formats = order.exporters()
        self._index = OnDisk(stack.enter_context(staging.scratch()))
        self._shards: list[_Shard] = []

    def add(self, chunk: Sequence[Candidate]) -> None:
        for candidate, dossier in zip(chunk, collecting.dossiers(chunk), strict=True):
            shard = self._open()
            shard.assembly.add(dossier)
            shard.bound += [
                _Bound(str(signature.article_id), signature.statement_digest)
                for signature in candidate.signatures
            ]

    def _open(self) -> _Shard:
        """The bundle that takes the next article."""
        if self._shards and not self._shards[-1].assembly.is_full:
            return self._shards[-1]
        if self._shards:
            self._shards[-1].put_down()
        scratch = self._stack.enter_context(self._staging.scratch())
        assembly = Assembly(scratch, self._formats)
        self._shards.append(_Shard(assembly, self._index, len(self._shards)))
        return self._shards[-1]

    def seal(self, refused: Sequence[Refused]) -> Iterator[None]:
        """Write the bundles; yields after each."""
        prover = Prover()
        prover.catch_up()
        omitted = [
            manifest.Omitted(item.slug, tuple(reason.message for reason in item.reasons))
            for item in refused
        ]
        key = issuer_key()
        created_at = timezone.now().replace(microsecond=0)
        if self._shards:
            self._shards[-1].put_down()
        for number, shard in enumerate(self._shards, 1):
            shard.take_up()
            with self._staging.file(self._name(number)) as file:
                shard.assembly.seal(
                    file,
                    collecting.evidence(shard.bound, prover),
                    origin=origin(created_at, bundle_id=str(uuid.uuid4())),
                    key=key,
                    omitted=omitted,
                )
            shard.assembly.put_down()
            shard.bound = []
            yield

    def _name(self, number: int) -> str:
        path = self._order.output
        return path.name if len(self._shards) == 1 else f"{path.stem}-{number:03}{path.suffix}"
