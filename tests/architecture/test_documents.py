"""What documents list is what there is."""

from __future__ import annotations

import re
import tomllib

from .source import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LAYERS = next(
    [re.findall(r"\((\w+)\)", layer) for layer in contract["layers"]]
    for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
    if contract["id"] == "house"
)


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def rows_below(heading: str, text: str) -> list[str]:
    """The first cell of each row of the first table below a heading."""
    table = text.partition(f"\n{heading}\n")[2].partition("\n|---")[2].partition("\n\n")[0]
    return re.findall(r"^\| (.+?) \|", table, re.MULTILINE)


def test_the_house_is_told_from_the_rim_to_the_ground_as_its_layers_are():
    told = [
        re.findall(r"`(\w+)/?`", cell)
        for cell in rows_below("## The house", document("developer.md"))
    ]
    assert told == LAYERS


def test_a_room_that_is_a_folder_is_told_as_one():
    told = re.findall(r"`(\w+/?)`", "\n".join(rows_below("## The house", document("developer.md"))))
    folders = {
        f"{room}/" for each in LAYERS for room in each if (ROOT / "articles" / room).is_dir()
    }
    assert {name for name in told if name.endswith("/")} == folders
