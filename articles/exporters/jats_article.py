"""JATS 1.3, Journal Archiving (ANSI/NISO Z39.96-2021), as archives and indexers take it in."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree.ElementTree import Element, indent, register_namespace, tostring

from articles.content import citations
from articles.dossier import Dossier

from .base import Exporter, register
from .jats_body import XLINK, add, body
from .jats_front import front
from .jats_references import reference_list

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD '
    'with MathML3 v1.3 20210610//EN" "JATS-archivearticle1-3-mathml3.dtd">\n'
)
register_namespace("xlink", XLINK)


@register
class JatsArticle(Exporter):
    """One UTF-8 file. ``article-type`` is ``other``: JATS suggests none for patient education."""

    slug = "jats"
    label = "JATS"
    extension = "jats.xml"
    content_type = "application/jats+xml"
    beside = True

    def write(self, dossier: Dossier, out: BinaryIO) -> None:
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n' + DOCTYPE.encode())
        out.write(tostring(_article(dossier), encoding="utf-8") + b"\n")


def _article(dossier: Dossier) -> Element:
    root = Element("article", {"article-type": "other", "dtd-version": "1.3"})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", dossier.text("locale"))
    front(root, dossier)
    indent(root)
    printed = citations.numbered(dossier.text("body"), dossier.references)
    numbers = {str(item["id"]): number for number, item in enumerate(printed, 1)}
    root.append(body(dossier.text("body"), numbers, dossier.picture_files))
    _back(root, dossier, printed)
    return root


def _back(root: Element, dossier: Dossier, printed: list[citations.Reference]) -> None:
    """The signatures as sentences, and the references."""
    back = add(root, "back")
    signed = add(back, "fn-group", content_type="signatures")
    for sentence in dossier.signed_lines:
        add(add(signed, "fn", fn_type="other"), "p", sentence)
    if printed:
        reference_list(back, printed)
