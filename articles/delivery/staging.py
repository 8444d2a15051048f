"""Files beside their final names, and under them only when all are there and on record."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from articles import durable
from articles.errors import InputRefused

from .watching import Written


def path_in(folder: Path, name: str) -> Path:
    """The path of a file within a folder; the one rule for every name that is written or read.

    Names come from rows, and whoever writes into the database could write any. Raises
    ``InputRefused`` for one that is not relative and plain, or that a link leads elsewhere.
    """
    parts = name.split("/")
    is_plain = name.isprintable() and "\\" not in name and not {"", ".", ".."} & set(parts)
    path = folder / PurePosixPath(*parts)
    if not is_plain or not path.resolve().is_relative_to(folder.resolve()):
        raise InputRefused("output", f"{name!r} is no plain file name.", "file_name")
    return path


class Staging:
    """``folder``: where the files go; ``aside``: where they are until then, on the same disk."""

    def __init__(self, folder: Path, aside: Path) -> None:
        self.folder, self.aside = folder, aside
        self.files: list[Written] = []
        self.is_owed = False
        """Whether the files are on record: from then on they are kept, whatever happens."""

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """A new file that will be called so; on the disk, and listed, when the block ends."""
        path = path_in(self.aside, name)
        path.parent.mkdir(exist_ok=True)
        with path.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            found = hashlib.file_digest(file, "sha256").hexdigest()
            self.files.append(Written(name, file.tell(), f"sha256:{found}"))

    def scratch(self) -> BinaryIO:
        """A file without a name, which ends with the process at the latest."""
        return tempfile.TemporaryFile(dir=self.aside)

    def check(self) -> None:
        """Raises ``InputRefused`` where a file could not get its name."""
        for parent in {(self.folder / file.name).parent for file in self.files} - {self.folder}:
            if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
                kind = "link" if parent.is_symlink() else "file"
                said = f"{parent} is a {kind}, and pictures need a folder of this name."
                raise InputRefused("output", said, kind)
        for file in self.files:
            if (self.folder / file.name).is_dir():
                raise InputRefused("output", f"{self.folder / file.name} is a folder.", "folder")

    def place(self) -> list[Path]:
        """Give every file its name, for good."""
        paths = [self.folder / file.name for file in self.files]
        folders = {path.parent for path in paths}
        for folder in folders:
            folder.mkdir(exist_ok=True)
        for file, path in zip(self.files, paths, strict=True):
            (self.aside / file.name).replace(path)
        for folder in folders:
            durable.sync_folder(folder)
        return paths


@contextmanager
def staged(folder: Path) -> Iterator[Staging]:
    """A place to write into; of what was not placed nothing stays, and no folder made for it."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    staging = Staging(folder, Path(tempfile.mkdtemp(dir=folder, prefix=".export-")))
    placed = False
    try:
        yield staging
        placed = True
    finally:
        if placed or not staging.is_owed:
            shutil.rmtree(staging.aside)
        for each in made:
            if any(each.iterdir()):
                break
            each.rmdir()
