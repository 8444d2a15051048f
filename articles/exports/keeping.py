"""Where the files of exports lie: a folder each, written beside its place and renamed as a whole.

``<id>.partial`` is a worker's, ``<id>`` is ready. Folders are private: what may be fetched, and by
whom, is decided anew each time.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from articles import durable
from articles.delivery import path_in
from articles.errors import InputRefused
from articles.models import Export

log = logging.getLogger(__name__)

PIECE = 1 << 18  # bytes


class Changed(Exception):
    """A file is not the one that is on record."""


def folder(export: Export) -> Path:
    return Path(settings.EXPORT_DIR) / str(export.pk)


def partial(export: Export) -> Path:
    return folder(export).with_name(f"{export.pk}.partial")


def begin(export: Export) -> Path:
    """An empty folder for one run, without anything that an earlier one left."""
    shutil.rmtree(partial(export), ignore_errors=True)
    Path(settings.EXPORT_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
    partial(export).mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=partial(export), prefix="run-"))


def give_up(export: Export) -> None:
    shutil.rmtree(partial(export), ignore_errors=True)


def put_away(export: Export, written: Path | None = None) -> bool:
    """Give the recorded files their place; False when one of them is nowhere.

    ``written`` holds exactly them. Without it (the process ended on the way) each is found by its
    size and digest wherever the run left it, under whatever name.
    """
    place = folder(export)
    if not is_whole(export):
        shutil.rmtree(place, ignore_errors=True)
        if (found := written or _gathered(export)) is None:
            return False
        found.replace(place)
        durable.sync_folder(place.parent)
    give_up(export)
    return True


def is_whole(export: Export) -> bool:
    """Whether its files have their place, in their sizes: they were on the disk before, to the
    byte.
    """
    place = folder(export)
    paths = ((path_in(place, file["name"]), file["bytes"]) for file in export.files)
    return all(path.is_file() and path.stat().st_size == size for path, size in paths)


def _gathered(export: Export) -> Path | None:
    left = defaultdict(list)
    sizes = {file["bytes"] for file in export.files}
    for path in partial(export).rglob("*"):
        if path.is_file() and path.stat().st_size in sizes:
            left[_digest(path)].append(path)
    if not left:
        return None
    gathered = Path(tempfile.mkdtemp(dir=partial(export), prefix="gathered-"))
    for file in export.files:
        if not left[file["digest"]]:
            return None
        path = path_in(gathered, file["name"])
        path.parent.mkdir(parents=True, exist_ok=True)
        left[file["digest"]].pop().replace(path)
    for place in {path.parent for path in gathered.rglob("*")}:
        durable.sync_folder(place)
    return gathered


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def file_of(export: Export, name: str) -> Path | None:
    """Where the file lies that an export lists under a name; None where it lists none.

    The name only chooses among those in the row, and those lead nowhere but into the folder of the
    export, whoever wrote the row.
    """
    if name not in {file["name"] for file in export.files}:
        return None
    try:
        return path_in(folder(export), name)
    except InputRefused:
        return None


def pieces(export: Export, name: str) -> Iterator[bytes]:
    """The bytes of a file, and no others than those on record.

    They are read once before the first is handed out, and held against the record again on the
    way: somebody may change the file meanwhile. Then the last piece is kept back. Raises
    ``FileNotFoundError`` where the file is gone, and ``Changed`` where it is another.
    """
    path = file_of(export, name)
    if path is None or not path.is_file():
        raise FileNotFoundError(name)
    [recorded] = {file["digest"] for file in export.files if file["name"] == name}
    _hold(_digest(path), recorded, export, name)
    return _again(path, recorded, export, name)


def _again(path: Path, recorded: str, export: Export, name: str) -> Iterator[bytes]:
    found, held = hashlib.sha256(), b""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            found.update(piece)
            if held:
                yield held
            held = piece
    _hold(f"sha256:{found.hexdigest()}", recorded, export, name)
    yield held


def _hold(found: str, recorded: str, export: Export, name: str) -> None:
    if found != recorded:
        log.error("File %r of export %s is not the one on record.", name, export.pk)
        raise Changed(name)


def clear(export: Export) -> bool:
    """Delete the files; whether nothing is left of them."""
    shutil.rmtree(folder(export), ignore_errors=True)
    give_up(export)
    return not folder(export).exists()
