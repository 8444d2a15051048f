"""Zips of any files at all, in the form of a bundle: for what a forger would send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from articles.bundles.verify import ordered, pieces


def rebuild(files: Iterable[tuple[str, bytes]]) -> bytes:
    """In this order."""
    return b"".join(pieces(files))


def packed(files: Mapping[str, bytes]) -> bytes:
    """In the order of a bundle."""
    return rebuild((name, files[name]) for name in ordered(files))
