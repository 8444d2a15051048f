"""The zip of a bundle: the same files give the same bytes, on every machine and in every year.

The form itself is ``verify.rebuild``, so that writer and verifier cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from articles.errors import InputRefused

from .verify import LIMIT, ordered, rebuild

__all__ = ["rebuild", "write"]

MAX_FILES = 65_535


def write(files: Mapping[str, bytes]) -> bytes:
    """A bundle's bytes from its files by name, in the fixed order.

    Raises ``InputRefused`` above 65,535 files or 512 MB, where a plain zip (and the verifier) ends.
    """
    if len(files) > MAX_FILES or sum(map(len, files.values())) > LIMIT:
        raise InputRefused("bundle", "it is too large; export fewer articles at a time.", "size")
    return rebuild((name, files[name]) for name in ordered(files))
