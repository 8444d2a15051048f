"""Our front matter by two readers of YAML that nobody here wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests.cast import Cast
from tests.exporters import samples

from .released import delivered


def matter(data: bytes) -> str:
    assert data.startswith(b"---\n")
    return data[4:].split(b"\n---\n\n", 1)[0].decode() + "\n"


def by_1_2(text: str):
    """YAML 1.2 by ruamel.yaml, whose safe reader refuses a name given twice."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(text)


def test_both_readers_say_what_the_json_says(dossier, exported):
    text = matter(exported("markdown", dossier))
    wanted = json.loads(exported("json", dossier))
    told = by_1_2(text)
    assert told == yaml.safe_load(text)
    assert {k: v for k, v in told.items() if k in wanted} == {
        k: v for k, v in wanted.items() if k not in {"body", "html"}
    }


@pytest.mark.slow
@pytest.mark.django_db
def test_both_readers_read_what_is_delivered_with_its_receipt(
    cast: Cast, live: dict[str, str], tmp_path: Path
) -> None:
    for path in delivered(cast, tmp_path, "markdown").iterdir():
        told = by_1_2(matter(path.read_bytes()))
        assert told == yaml.safe_load(matter(path.read_bytes()))
        assert live[told["id"]] == told["content_digest"]
        assert told["receipt"] != {}


@pytest.mark.parametrize("broken", ['title: "a\n', "title: a: b\n", "title: 1\ntitle: 2\n"])
def test_the_readers_bite(broken, exported):
    text = matter(exported("markdown", samples.plain()))
    with pytest.raises(YAMLError):
        by_1_2(text + broken)


@pytest.mark.parametrize("written", ["NO", "1e3", "12:30", "0x1F", "2026-11-24", "~"])
def test_without_quotes_a_reader_would_take_it_for_something_else(written):
    read = {type(each) for each in (yaml.safe_load(written), by_1_2(written))}
    assert read != {str}
