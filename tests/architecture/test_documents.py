"""What documents list is what there is."""

from __future__ import annotations

import re
import tomllib
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from reviewflow.variables import KNOWN

from .source import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LAYERS = next(
    [re.findall(r"\((\w+)\)", layer) for layer in contract["layers"]]
    for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
    if contract["id"] == "house"
)

COMMANDS = sorted(name for name, app in get_commands().items() if app == "articles")
INHERITED = {
    name
    for action in BaseCommand().create_parser("manage.py", "none")._actions
    for name in action.option_strings
}
"""Options that Django gives to every command."""


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


def options(parser: ArgumentParser) -> Iterator[str]:
    """Those of our own, each by the first of its names; of a command's own acts as well."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for act in action.choices.values():
                yield from options(act)
        elif action.option_strings and not INHERITED.intersection(action.option_strings):
            yield action.option_strings[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_with_every_option(command):
    [row] = re.findall(rf"^\| `{command}` \|.*", document("commands.md"), re.MULTILINE)
    parser = load_command_class("articles", command).create_parser("manage.py", command)
    assert set(re.findall(r"--[a-z-]+", row)) == set(options(parser))


def test_no_command_is_told_that_is_none():
    assert sorted(re.findall(r"^\| `(\w+)` \|", document("commands.md"), re.MULTILINE)) == COMMANDS


def test_the_changelog_lists_the_whole_contract():
    contract = (
        (ROOT / "CHANGELOG.md").read_text("utf-8").partition("\n### The contract so far\n")[2]
    )
    schemas = {f"reviewflow/{path.stem}" for path in (ROOT / "articles/schemas").glob("*.json")}
    settings = {name.removeprefix("REVIEWFLOW_") for name in KNOWN}
    assert {*COMMANDS, *schemas, *settings} - set(re.findall(r"`([^`]+)`", contract)) == set()


@pytest.mark.parametrize("setting", sorted(KNOWN))
def test_every_setting_is_told_to_administrators(setting):
    assert f"`{setting}`" in document("administrator.md")
