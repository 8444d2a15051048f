"""The JATS 1.3 Archiving DTD, as the package biopython carries it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp

from lxml import etree

MAIN = "JATS-archivearticle1-3-mathml3.dtd"


@cache
def dtd() -> etree.DTD:
    """The compiled DTD. The ISO lists of named characters, which the package leaves out and no
    text of ours uses, are read as empty.
    """
    there = files("Bio.Entrez") / "DTDs"
    folder = Path(mkdtemp())
    for source in there.iterdir():
        (folder / source.name).write_bytes(source.read_bytes())
    _stub(folder)
    return etree.DTD(str(folder / MAIN))


def _stub(folder: Path) -> None:
    for file in list(folder.iterdir()):
        for name in re.findall(r'SYSTEM\s+"([^"]+\.(?:ent|mod|dtd))"', file.read_text("latin-1")):
            place = folder / name
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(b"")
