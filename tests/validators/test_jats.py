"""Our JATS by the JATS 1.3 Archiving DTD."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.exporters import samples
from tests.exporters.jats_dtd import dtd


def faults(data: bytes) -> list[str]:
    judge = dtd()
    judge.validate(etree.fromstring(data))
    return [str(error) for error in judge.error_log.filter_from_errors()]


@pytest.mark.req("AL-8")
def test_every_article_is_valid(dossier, exported):
    assert faults(exported("jats", dossier)) == []


def test_the_title_is_still_the_title(dossier, exported):
    root = etree.fromstring(exported("jats", dossier))
    said = "".join(root.find(".//article-title").itertext())
    wanted = "".join("\ufffd" if each in "\ufffe\uffff" else each for each in dossier.text("title"))
    assert said == wanted


def test_the_dtd_bites(exported):
    broken = exported("jats", samples.plain()).replace(b"<title-group>", b"<titles>")
    broken = broken.replace(b"</title-group>", b"</titles>")
    assert any("titles" in fault for fault in faults(broken))
