"""Write every sample and what it must keep: ``python -m tests.importers.corpus.write``.

The two documents by LibreOffice are converted by its ``soffice``, and stay as they are without it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import documents, exports, pages, texts
from .manuscript import expected, load

HERE = Path(__file__).parent
FIGURE = ("A swollen big toe", "The joint at the base of the big toe is hit most often.")
BAND = ("Blisters on the chest", "The band of blisters follows one nerve.")
NAMES = ("gout", "shingles", "carpal", "migraine", "anemia", "celiac")


def samples() -> dict[str, tuple[bytes, object]]:
    """By file name: the bytes, and what an import of them must keep."""
    m = {name: load(name) for name in NAMES}
    bare = m["carpal"].reviewer
    return {
        "semantic-page.html": (
            pages.semantic(m["gout"]).encode(),
            expected(m["gout"], pictures=(FIGURE,), fetched=0, pictures_kept=0),
        ),
        "division-soup.htm": (
            pages.soup(m["shingles"]).encode(),
            expected(m["shingles"], pictures=(BAND,), pictures_kept=1),
        ),
        "table-layout.html": (
            pages.tables(m["carpal"]).encode("cp1252"),
            expected(m["carpal"], claims=[bare]),
        ),
        "python-docx.docx": (
            documents.by_python_docx(m["celiac"], picture="A loaf of bread"),
            expected(m["celiac"], pictures=(("A loaf of bread", ""),), pictures_kept=1),
        ),
        "python-docx-gout.docx": (documents.by_python_docx(m["gout"]), expected(m["gout"])),
        "tracked-changes.docx": (
            documents.reviewed(m["anemia"]),
            expected(m["anemia"], pictures=(("Pale inner eyelid", ""),), pictures_kept=1),
        ),
        "front-matter.md": (texts.hugo(m["migraine"]).encode(), expected(m["migraine"])),
        "front-matter-jekyll.md": (texts.jekyll(m["celiac"]).encode(), expected(m["celiac"])),
        "windows-1252.txt": (
            texts.plain_text(m["carpal"]).encode("cp1252"),
            texts.expected_of_text(m["carpal"]),
        ),
        "utf-16.txt": (
            texts.plain_text(m["anemia"]).encode("utf-16"),
            texts.expected_of_text(m["anemia"]),
        ),
        "wordpress.xml": exports.posts(list(m.values())),
    }


def converted(name: str, manuscript: str) -> bytes | None:
    """A document as LibreOffice writes it; none without LibreOffice."""
    soffice = shutil.which("soffice")
    if not soffice:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{name}.fodt")
        source.write_text(documents.flat_text(load(manuscript)), "utf-8")
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "docx", "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return Path(folder, f"{name}.docx").read_bytes()


def main() -> None:
    for name, (data, kept) in samples().items():
        HERE.joinpath(name).write_bytes(data)
        _expect(name, kept)
    for name, manuscript in (("libreoffice", "migraine"), ("libreoffice-shingles", "shingles")):
        if data := converted(name, manuscript):
            HERE.joinpath(f"{name}.docx").write_bytes(data)
        _expect(f"{name}.docx", expected(load(manuscript)))


def _expect(name: str, kept: object) -> None:
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    HERE.joinpath(f"{name}.expected.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
